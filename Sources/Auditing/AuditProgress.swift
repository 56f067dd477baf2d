/// How far an audit has come.
public struct AuditProgress: Hashable, Sendable {
    /// What is being done.
    public enum Phase: Hashable, Sendable {
        /// What was kept is read again.
        case rechecking
        /// Entries are read from the log.
        case reading
    }

    /// What is being done.
    public let phase: Phase
    /// The entries of this phase that are done.
    public let entryCount: UInt64
    /// The entries of this phase.
    public let totalCount: UInt64
    /// The bytes of entry bundles that were read.
    public let byteCount: UInt64

    /// Creates a progress from its parts.
    public init(phase: Phase, entryCount: UInt64, totalCount: UInt64, byteCount: UInt64) {
        self.phase = phase
        self.entryCount = entryCount
        self.totalCount = totalCount
        self.byteCount = byteCount
    }
}
