public import LogCore

/// Why a log was not rebuilt. Nothing was changed then.
public enum RebuildError: Error, Hashable, Sendable {
    /// A promised entry is not in the database.
    case entryMissing(UInt64)
    /// The stored entries do not lead to the roots that the signer recorded.
    case otherEntries(recordedSize: UInt64)
    /// A head that the log signed contradicts the tree, or the record does not know of it: two
    /// histories were signed.
    case signedContradiction(size: UInt64)
    /// The database refused, or is out of reach.
    case store(StoreError)
}
