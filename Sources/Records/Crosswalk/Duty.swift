/// A duty that provisions of both sides set, each in its own way.
public struct Duty: Hashable, Sendable {
    /// How the two sides relate. Two statutes are never an exact match.
    public enum Relation: String, CaseIterable, Sendable {
        /// The same duty.
        case equal
        /// The same duty, with more on the European side.
        case equalPlus = "equal-plus"
        /// Similar duties.
        case close
        /// The European side is broader.
        case broaderInEU = "eu-broader"
        /// The Chinese side is broader.
        case broaderInChina = "cn-broader"
        /// Obeying one side breaks the other's rule.
        case conflict
    }

    /// The identifier that provisions use.
    public let id: String
    /// How the two sides relate.
    public let relation: Relation
    /// What it is called.
    public let labels: Labels
    /// Where the sides differ, in English.
    public let difference: String
    /// What the log does about it, in English.
    public let whatTheLogDoes: String

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        self.id = try reader.text("id")
        self.relation = try reader.code("relation")
        self.labels = try Labels(reader.required("labels"), at: reader.place(of: "labels"))
        self.difference = try reader.text("differs")
        self.whatTheLogDoes = try reader.text("log_does")
        try reader.finish()
    }
}
