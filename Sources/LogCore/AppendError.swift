/// Why an append was not acknowledged.
public enum AppendError: Error, Hashable, Sendable {
    /// The same writer used the key before, with other content. Nothing changed.
    case keyConflict
    /// As many entries wait as the configuration allows. Nothing changed; try again later.
    case queueFull
    /// The log does not take appends now, and why. Nothing changed.
    case readOnly(ReadOnlyReason)
    /// The database is out of reach. Nothing changed.
    case unavailable(String)
    /// The database has no room left. Nothing changed.
    case storeFull(String)
    /// The entry may have been appended. A retry with the same key finds out.
    case outcomeUnknown(String)
    /// The vault's epoch in which the content was sealed is closed, or not begun. Nothing changed; seal
    /// it again.
    case vaultEpochClosed
    /// The daemon is about to stop and takes no new entries. Nothing changed.
    case stopping
}

/// Why a log serves reads and takes no appends.
public enum ReadOnlyReason: Hashable, Sendable {
    /// The database has fewer entries than the signer promised.
    case databaseBehind(databaseSize: UInt64, recordedSize: UInt64)
    /// The database has other entries than the signer recorded. The text says where.
    case databaseForked(String)
    /// The signer has no record of the log, or its record failed.
    case signerRefuses(String)
    /// The log was closed for good, and goes on under this origin.
    case closed(successor: String)
    /// The database's own rows contradict each other.
    case databaseCorrupt(String)
    /// A witness showed a head that the log has signed, and that has more entries than the database
    /// and the signer's record.
    case witnessAhead(witness: String, size: UInt64, recordedSize: UInt64)
    /// A witness holds another history, or says so. The text tells which and what it showed.
    case possibleFork(String)
}
