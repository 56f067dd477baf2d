/// How one log is run. What is here may differ from one start of a daemon to the next.
public struct LogServiceConfiguration: Sendable {
    /// The time between two heads. Default 1 s. Shorter gives fresher proofs and more signatures.
    public var interval: Duration = .seconds(1)
    /// How many entries may wait for a batch. Default 65,536; more are refused with 429.
    public var waitingEntries = 65_536
    /// How many bytes of entries may wait for a batch. Default 64 MiB.
    public var waitingBytes = 64 << 20
    /// How many entries one transaction takes. Default 4,096.
    public var batchEntries = 4_096
    /// How long an append waits for a signer that does not answer. Default 10 s; then the answer is
    /// that the outcome is unknown.
    public var signerPatience: Duration = .seconds(10)
    /// How many pairs of tiles are kept in memory, of up to 16 KiB each. Default 2,048.
    public var cachedTiles = 2_048
    /// How long the indexer of leaf hashes rests when it has nothing to do. Default 1 s.
    public var leafLookupPause: Duration = .seconds(1)
    /// How many entries a second the scrubber reads again. Default 5,000; 0 switches it off.
    public var scrubRate = 5_000

    /// The defaults.
    public init() {}
}
