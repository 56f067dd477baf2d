/// A log of a policy.
public struct PolicyLog: Hashable, Sendable {
    /// The log's own key, whose name is the origin.
    public let key: VerifierKey
    /// Where the log is served, as the policy has it.
    public let url: String?
}
