/// Why a read got no answer.
public enum ReadError: Error, Hashable, Sendable {
    /// The tile or bundle is not, or not yet, in the signed tree of `signedSize` entries.
    case beyondSignedSize(UInt64)
    /// The size is above the published one.
    case beyondPublishedSize(UInt64)
    /// The index is not below the size.
    case indexNotBelowSize
    /// The first size is above the second.
    case firstAboveSecond
    /// No entry of the tree has the leaf hash.
    case hashUnknown
    /// Whether an entry has the leaf hash is not known yet: `count` entries up to the size asked for
    /// are not indexed.
    case notIndexed(count: UInt64)
    /// Nothing is published yet, or nothing is pending.
    case noHead
    /// The database is out of reach.
    case unavailable(String)
    /// The stored rows contradict each other.
    case corrupt(String)
}
