public import SignedNotes

/// A place of a policy that is asked for cosignatures: one address, one of the two trees.
///
/// A witness that serves both trees has two seats. Keys of one tree at one address, say of Ed25519
/// and of ML-DSA-44, have one seat: one request gets the lines of both.
public struct WitnessSeat: Hashable, Sendable {
    /// Where the witness takes heads, as the policy has it.
    public let url: String
    /// Which of the two heads it is asked to cosign.
    public let suite: Suite
    /// The policy's lines with this address and keys of this suite. At least 1.
    public let witnesses: [PolicyWitness]

    /// The keys whose lines count.
    var keys: Set<VerifierKey> { Set(self.witnesses.map(\.key)) }

    /// The names of the policy's lines, for people.
    var name: String { self.witnesses.map(\.name).joined(separator: "+") }
}
