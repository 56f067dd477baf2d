/// Sizes of what goes over the wire between a log and its clients.
public enum Limits {
    /// The longest entry, in bytes. C2SP tlog-tiles: its length is written in 16 bits.
    public static let entryByteCount = 65_535
    /// The most lines of one NDJSON body of `POST entries` that a client sends.
    public static let batchLineCount = 512
    /// The most bytes of one NDJSON body of `POST entries` that a client sends, unless a single
    /// line has more: half of what servers take by default.
    public static let batchByteCount = 4 << 20
    /// The longest `Idempotency-Key`, in bytes.
    public static let idempotencyKeyByteCount = 255
    /// The longest answer that a client reads, in bytes: above the largest note or proof file and
    /// the result lines of a full batch.
    public static let answerByteCount = 2 << 20
    /// The longest entry bundle, in bytes: 256 of the longest entries with their lengths.
    public static let bundleByteCount = 256 * (2 + Self.entryByteCount)
    /// The longest problem document that a client reads, in bytes.
    public static let problemByteCount = 64 << 10
    /// The longest body of `add-checkpoint` that a witness reads, in bytes.
    public static let addCheckpointByteCount = 256 << 10
    /// The most hashes of a consistency proof in `add-checkpoint`: C2SP tlog-witness.
    public static let addCheckpointHashCount = 63
    /// The longest answer of a witness that a client reads, in bytes: above its lines of every
    /// kind, and above a head with those of many others.
    public static let witnessAnswerByteCount = 256 << 10
}
