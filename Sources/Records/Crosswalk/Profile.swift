/// What one kind of auditor may see of the records in logs of his own jurisdiction.
///
/// Of any other log, every profile sees what the public sees.
public struct Profile: Hashable, Sendable {
    /// What a profile sees of one class of records.
    public struct ClassRule: Hashable, Sendable {
        /// Which records of the class; all if there are none.
        public let conditions: [FieldCondition]
        /// The fields that may leave.
        public let allowed: Set<String>
        /// Fields that may leave as well if the engagement has this ground.
        public let onGround: [String: Set<String>]
        /// Fields that may leave as well if the record itself has these values.
        public let onCondition: [ConditionalField]

        init(_ value: JSONValue, at place: String) throws(ShapeError) {
            var reader = try ObjectReader(value, at: place)
            self.conditions = try reader.conditions("when")
            self.allowed = Set(try reader.texts("allow"))
            var onGround: [String: Set<String>] = [:]
            if let value = reader.optional("on_ground") {
                let place = reader.place(of: "on_ground")
                var grounds = try ObjectReader(value, at: place)
                for ground in (value.members ?? []).map(\.name) {
                    onGround[ground] = Set(try grounds.texts(ground))
                }
            }
            self.onGround = onGround
            self.onCondition = try reader.optionalArray("on_condition") {
                value,
                place throws(ShapeError) in try ConditionalField(value, at: place)
            }
            try reader.finish()
        }
    }

    /// A field that may leave under conditions.
    public struct ConditionalField: Hashable, Sendable {
        /// The field.
        public let field: String
        /// When it may leave.
        public let conditions: [FieldCondition]

        init(_ value: JSONValue, at place: String) throws(ShapeError) {
            var reader = try ObjectReader(value, at: place)
            self.field = try reader.text("field")
            self.conditions = try reader.conditions("when")
            try reader.finish()
            guard !self.conditions.isEmpty else {
                throw ShapeError(reader.place(of: "when"), .missing)
            }
        }
    }

    /// What gives the auditor his right, with its mark.
    public struct Entitlement: Hashable, Sendable {
        /// Law and article.
        public let article: String
        /// How far it was checked.
        public let mark: VerificationMark

        init(_ value: JSONValue, at place: String) throws(ShapeError) {
            var reader = try ObjectReader(value, at: place)
            self.article = try reader.text("article")
            self.mark = try reader.code("mark")
            try reader.finish()
        }
    }

    /// The identifier.
    public let id: String
    /// What it is called.
    public let labels: Labels
    /// Whose auditors these are: `EU`, `CN`, or `ANY` for a profile without contents.
    public let side: String
    /// The jurisdictions of the logs whose contents it sees, as logs state them.
    public let home: Set<String>
    /// The suite that these auditors verify with: `sha256`, `sm3` or `both`.
    public let suite: String
    /// The languages they read, the first one first.
    public let languages: [LabelLanguage]
    /// What gives the right.
    public let entitlement: [Entitlement]
    /// Since when; nil for a profile that needs nobody's permission.
    public let appliesFrom: CalendarDate?
    /// How far that day was checked.
    public let appliesFromMark: VerificationMark?
    /// The retention class of what these auditors ask about, as ``RetentionClass/id``.
    public let retention: String
    /// The purposes that a request may name.
    public let purposes: Set<String>
    /// The states of records whose contents may leave.
    public let states: Set<RecordState>
    /// The rule for each class of records; a class without one is denied.
    public let classes: [String: ClassRule]
    /// Fields that never leave, whatever else says so.
    public let denied: Set<String>

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        self.id = try reader.text("id")
        self.labels = try Labels(reader.required("labels"), at: reader.place(of: "labels"))
        self.side = try reader.text("side")
        self.home = Set(try reader.texts("home"))
        self.suite = try reader.text("suite")
        self.languages = try reader.array("languages") { value, place throws(ShapeError) in
            guard let language = value.text.flatMap(LabelLanguage.init(rawValue:)) else {
                throw ShapeError(place, .value(expected: "a language of the labels"))
            }
            return language
        }
        self.entitlement = try reader.array("entitlement") { value, place throws(ShapeError) in
            try Entitlement(value, at: place)
        }
        self.appliesFrom = try reader.optionalDate("applies_from")
        self.appliesFromMark = self.appliesFrom == nil ? nil : try reader.code("applies_from_mark")
        self.retention = try reader.text("retention")
        self.purposes = Set(try reader.texts("purposes"))
        self.states = Set(
            try reader.array("states") { value, place throws(ShapeError) in
                guard let state = value.text.flatMap(RecordState.init(rawValue:)) else {
                    throw ShapeError(place, .value(expected: "a state of records"))
                }
                return state
            }
        )
        let classes = try reader.required("classes")
        let classesPlace = reader.place(of: "classes")
        _ = try ObjectReader(classes, at: classesPlace)
        var rules: [String: ClassRule] = [:]
        for member in classes.members ?? [] {
            rules[member.name] = try ClassRule(
                member.value,
                at: "\(classesPlace).\(member.name)"
            )
        }
        self.classes = rules
        self.denied = Set(try reader.texts("deny"))
        try reader.finish()
    }

    /// Whether contents of a log of this jurisdiction may be seen at all.
    public func isAtHome(in jurisdiction: String) -> Bool { self.home.contains(jurisdiction) }

    /// The fields of records of a class that conditions of this profile look at.
    public func decidingFields(ofClass recordClass: String) -> Set<String> {
        guard let rule = self.classes[recordClass] else { return [] }
        return Set(rule.conditions.map(\.field))
            .union(rule.onCondition.flatMap { $0.conditions.map(\.field) })
    }
}
