/// One provision of law, and the fields of a record that answer it.
public struct Provision: Hashable, Sendable {
    /// What answers a provision.
    public enum Answer: String, CaseIterable, Sendable {
        /// Fields of the record.
        case record
        /// The log as a whole: its heads, proofs and control records.
        case log
        /// Something that is kept outside the log.
        case archive
        /// Nothing: the product makes no such claim.
        case unmet
    }

    /// Fields that are needed together, under conditions.
    public struct Need: Hashable, Sendable {
        /// All of them are needed.
        public let fields: [String]
        /// When they are; always if there are none.
        public let conditions: [FieldCondition]

        init(_ value: JSONValue, at place: String) throws(ShapeError) {
            var reader = try ObjectReader(value, at: place)
            self.fields = try reader.texts("fields")
            self.conditions = try reader.conditions("when")
            try reader.finish()
        }
    }

    /// The identifier.
    public let id: String
    /// Whose law it is.
    public let side: LegalSide
    /// The law, as ``Law/id``.
    public let law: String
    /// The article, section or clause.
    public let article: String
    /// The duty, as ``Duty/id``.
    public let duty: String
    /// How far ``summary`` was checked.
    public let mark: VerificationMark
    /// What it says, in English: a paraphrase.
    public let summary: String
    /// What answers it.
    public let answer: Answer
    /// The record classes that it speaks of; none if the record does not answer it.
    public let classes: [String]
    /// When it speaks of a record of these classes; always if there are none.
    public let scope: [FieldCondition]
    /// The fields that answer it.
    public let needs: [Need]
    /// The first day on which it applies.
    public let appliesFrom: CalendarDate
    /// How far that day was checked.
    public let appliesFromMark: VerificationMark
    /// The last day on which it applied; nil if it still does.
    public let appliesUntil: CalendarDate?
    /// The provision that it took the place of, as ``id``.
    public let replaces: String?
    /// What a reader should know beside the summary.
    public let note: String?

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        self.id = try reader.text("id")
        self.side = try reader.code("side")
        self.law = try reader.text("law")
        self.article = try reader.text("article")
        self.duty = try reader.text("duty")
        self.mark = try reader.code("mark")
        self.summary = try reader.text("summary")
        self.answer = try reader.code("answered_by")
        self.classes = try reader.texts("classes")
        self.scope = try reader.conditions("scope")
        self.needs = try reader.optionalArray("needs") { value, place throws(ShapeError) in
            try Need(value, at: place)
        }
        self.appliesFrom = try reader.date("applies_from")
        self.appliesFromMark = try reader.code("applies_from_mark")
        self.appliesUntil = try reader.optionalDate("applies_until")
        self.replaces = try reader.optionalText("replaces")
        self.note = try reader.optionalText("note")
        try reader.finish()
        guard (self.answer == .record) != self.needs.isEmpty else {
            throw ShapeError(
                reader.place(of: "needs"),
                .value(expected: "fields if the record answers, and nothing otherwise")
            )
        }
    }

    /// Whether the provision applies on a day.
    public func applies(on date: CalendarDate) -> Bool {
        date >= self.appliesFrom && self.appliesUntil.map { date <= $0 } ?? true
    }
}
