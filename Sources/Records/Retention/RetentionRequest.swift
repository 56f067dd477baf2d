/// A request to do something to a record's contents.
public struct RetentionRequest: Hashable, Sendable {
    /// What is to be done.
    public let verb: RetentionVerb
    /// The reference of the order that asks for it; nil if there is none.
    public let orderReference: String?
    /// The ground of erasure in data-protection law, such as `gdpr-17-1-d`; nil if there is none.
    public let ground: String?

    /// Joins them.
    public init(verb: RetentionVerb, orderReference: String? = nil, ground: String? = nil) {
        self.verb = verb
        self.orderReference = orderReference
        self.ground = ground
    }
}
