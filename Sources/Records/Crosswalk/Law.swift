/// A law, regulation or standard that provisions are taken from.
public struct Law: Hashable, Sendable {
    /// The identifier that provisions use.
    public let id: String
    /// Whose law it is.
    public let side: LegalSide
    /// The identifier of the official text: CELEX, BOE or the like.
    public let instrument: String
    /// What it is called.
    public let labels: Labels

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        self.id = try reader.text("id")
        self.side = try reader.code("side")
        self.instrument = try reader.text("instrument")
        self.labels = try Labels(reader.required("labels"), at: reader.place(of: "labels"))
        try reader.finish()
    }
}

extension ObjectReader {
    /// One of a closed set of codes.
    mutating func code<Code: RawRepresentable & CaseIterable>(
        _ name: String
    ) throws(ShapeError) -> Code where Code.RawValue == String {
        let text = try self.text(name)
        guard let code = Code(rawValue: text) else {
            let codes = Code.allCases.map(\.rawValue).joined(separator: ", ")
            throw ShapeError(self.place(of: name), .value(expected: "one of \(codes)"))
        }
        return code
    }

    /// A day; nil if there is no such member.
    mutating func optionalDate(_ name: String) throws(ShapeError) -> CalendarDate? {
        guard let text = try self.optionalText(name) else { return nil }
        guard let date = CalendarDate(parsing: text) else {
            throw ShapeError(self.place(of: name), .value(expected: "a date, YYYY-MM-DD"))
        }
        return date
    }

    /// A day.
    mutating func date(_ name: String) throws(ShapeError) -> CalendarDate {
        guard let date = try self.optionalDate(name) else {
            throw ShapeError(self.place(of: name), .missing)
        }
        return date
    }

    /// Conditions; none if there is no such member.
    mutating func conditions(_ name: String) throws(ShapeError) -> [FieldCondition] {
        try self.optionalArray(name) { value, place throws(ShapeError) in
            try FieldCondition(value, at: place)
        }
    }
}
