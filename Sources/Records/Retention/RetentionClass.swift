/// How long records of a class are kept at least and at most.
///
/// It bounds contents only: leaves and heads stay as long as the log does.
public struct RetentionClass: Hashable, Sendable {
    /// The shortest time of keeping.
    public struct Floor: Hashable, Sendable {
        /// When it ends.
        public let end: RetentionLimit
        /// The sides on which a ground of erasure in data-protection law overrides it.
        public let yieldsIn: Set<RetentionSide>

        init(_ value: JSONValue, at place: String) throws(ShapeError) {
            var reader = try ObjectReader(value, at: place)
            self.end = try RetentionLimit(&reader)
            self.yieldsIn = Set(
                try reader.optionalArray("yields_in", RetentionSide.init(_:at:))
            )
            try reader.finish()
        }
    }

    /// The code that statements carry.
    public let id: String
    /// What it is called.
    public let labels: Labels
    /// The sides on which it is used.
    public let sides: Set<RetentionSide>
    /// The shortest time of keeping; nil if there is none.
    public let floor: Floor?
    /// The longest time of keeping; nil if it is as long as needed.
    public let ceiling: RetentionLimit?
    /// How often the need to keep is reviewed, in calendar months; nil if law says nothing.
    public let reviewMonths: Int?
    /// The actions that need the reference of an order.
    public let orderedActions: Set<RetentionVerb>
    /// Whether contents are blocked before they are erased.
    public let blocksFirst: Bool
    /// Where all this is from, with marks.
    public let sources: [Profile.Entitlement]

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        self.id = try reader.text("id")
        self.labels = try Labels(reader.required("labels"), at: reader.place(of: "labels"))
        self.sides = Set(try reader.array("sides", RetentionSide.init(_:at:)))
        self.floor = try reader.optional("floor").map { value throws(ShapeError) in
            try Floor(value, at: "\(place).floor")
        }
        self.ceiling = try reader.optional("ceiling").map { value throws(ShapeError) in
            var limit = try ObjectReader(value, at: "\(place).ceiling")
            let ceiling = try RetentionLimit(&limit)
            try limit.finish()
            return ceiling
        }
        self.reviewMonths = try reader.optional("review").map { value throws(ShapeError) in
            var review = try ObjectReader(value, at: "\(place).review")
            guard let months = try review.optionalCount("months", least: 1) else {
                throw ShapeError("\(place).review.months", .missing)
            }
            try review.finish()
            return Int(months)
        }
        let verbs = try reader.optional("order").map { value throws(ShapeError) in
            var order = try ObjectReader(value, at: "\(place).order")
            let verbs = try order.array("for") { value, place throws(ShapeError) in
                guard let verb = value.text.flatMap(RetentionVerb.init(rawValue:)) else {
                    throw ShapeError(place, .value(expected: "a retention action"))
                }
                return verb
            }
            try order.finish()
            return verbs
        }
        self.orderedActions = Set(verbs ?? [])
        self.blocksFirst = try reader.flag("block_first")
        self.sources = try reader.array("sources") { value, place throws(ShapeError) in
            try Profile.Entitlement(value, at: place)
        }
        try reader.finish()
    }
}
