public import LogProtocol

/// The witnesses of one log: whose cosignatures it needs, and the ways to them.
public struct LogWitnesses: Sendable {
    /// Whose cosignatures the heads need.
    public let policy: PublicationPolicy
    /// The way to each address of the policy.
    public let transports: [String: any WitnessTransport]
    /// How they are asked.
    public let rules: WitnessRules
    /// The time in POSIX seconds.
    public let now: @Sendable () -> UInt64

    /// Joins the four. An address without a way is one that does not answer.
    public init(
        policy: PublicationPolicy,
        transports: [String: any WitnessTransport],
        rules: WitnessRules = WitnessRules(),
        now: @escaping @Sendable () -> UInt64
    ) {
        self.policy = policy
        self.transports = transports
        self.rules = rules
        self.now = now
    }
}
