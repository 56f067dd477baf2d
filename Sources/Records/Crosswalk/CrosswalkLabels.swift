/// What the crosswalk's codes are called.
public struct CrosswalkLabels: Hashable, Sendable {
    /// Marks, by ``VerificationMark``'s raw value.
    public let marks: [String: Labels]
    /// Relations, by ``Duty/Relation``'s raw value.
    public let relations: [String: Labels]
    /// Sides, by ``LegalSide``'s raw value.
    public let sides: [String: Labels]
    /// Classes of records.
    public let classes: [String: Labels]
    /// States of records, by ``RecordState``'s raw value.
    public let states: [String: Labels]
    /// What a check finds, by ``CrosswalkCheck/Finding``'s raw value.
    public let answers: [String: Labels]
    /// Fields of records.
    public let fields: [String: Labels]
    /// What the table is not. It stands wherever the table is shown.
    public let notice: Labels

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        self.marks = try Self.group(&reader, "marks", VerificationMark.allCases.map(\.rawValue))
        self.relations = try Self.group(
            &reader,
            "relations",
            Duty.Relation.allCases.map(\.rawValue)
        )
        self.sides = try Self.group(&reader, "sides", LegalSide.allCases.map(\.rawValue))
        self.classes = try Self.group(&reader, "classes", [])
        self.states = try Self.group(&reader, "states", RecordState.allCases.map(\.rawValue))
        self.answers = try Self.group(
            &reader,
            "answers",
            CrosswalkCheck.Finding.allCases.map(\.rawValue)
        )
        self.fields = try Self.group(&reader, "fields", [])
        self.notice = try Labels(reader.required("notice"), at: reader.place(of: "notice"))
        try reader.finish()
    }

    /// Reads labels by code; each of `codes` has to be there.
    private static func group(
        _ reader: inout ObjectReader,
        _ name: String,
        _ codes: [String]
    ) throws(ShapeError) -> [String: Labels] {
        let value = try reader.required(name)
        let place = reader.place(of: name)
        _ = try ObjectReader(value, at: place)
        var labels: [String: Labels] = [:]
        for member in value.members ?? [] {
            labels[member.name] = try Labels(member.value, at: "\(place).\(member.name)")
        }
        for code in codes where labels[code] == nil {
            throw ShapeError("\(place).\(code)", .missing)
        }
        return labels
    }
}
