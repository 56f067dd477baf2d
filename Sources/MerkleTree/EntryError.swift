/// Why bytes are not an entry, or not a sequence of entries.
public enum EntryError: Error, Hashable, Sendable {
    /// The entry has no bytes.
    case empty
    /// The entry has `byteCount` bytes, more than ``EntryBatch/maximumEntryByteCount``.
    case tooLong(byteCount: Int)
    /// The bytes end inside an entry or its length.
    case truncated
}
