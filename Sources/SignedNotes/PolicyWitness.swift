/// A witness of a policy.
public struct PolicyWitness: Hashable, Sendable {
    /// The name within the policy; the key has one of its own.
    public let name: String
    /// The key of the witness's cosignatures.
    public let key: VerifierKey
    /// Where the witness takes checkpoints, as the policy has it.
    public let url: String?
}
