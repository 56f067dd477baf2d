public import LogClient

/// What is wrong with a log: the first thing that is, by index.
public enum AuditFinding: Hashable, Sendable {
    /// A head or the twin note is not what it should be; why, in words.
    case head(LogFile, String)
    /// Two signed heads have one size and different roots.
    case fork(LogFile, size: UInt64)
    /// The log shows a smaller head than it showed before.
    case rollback(size: UInt64, kept: UInt64)
    /// The entries make another root than the head says. With `kept`, the head is one from before.
    case root(LogFile, size: UInt64, kept: Bool)
    /// A tile or a bundle below the head is not there.
    case missing(LogFile)
    /// A tile or a bundle is not one; why, in words.
    case malformed(LogFile, String)
    /// An entry does not hash to its place in the log's own tiles.
    case entry(UInt64, LogFile)
    /// A hash of a tile is not the one that the entries make.
    case tile(LogFile, hash: Int)
    /// An entry is another one than it was in an earlier audit.
    case changed(UInt64)

    /// What failed: a file, or a kind of finding.
    public var step: String {
        switch self {
        case .head(let file, _), .root(let file, _, _), .missing(let file),
            .malformed(let file, _), .tile(let file, _):
            file.path
        case .fork: "fork"
        case .rollback: "smaller head"
        case .entry(let index, _), .changed(let index): "entry \(index)"
        }
    }

    /// What is wrong, in words.
    public var detail: String {
        switch self {
        case .head(_, let reason): reason
        case .fork(let file, let size):
            "two signed heads of \(size) entries have different roots in \(file)"
        case .rollback(let size, let kept):
            "the log shows a head of \(size) entries after it showed one of \(kept)"
        case .root(_, let size, false):
            "the first \(size) entries make another root than the signed head says"
        case .root(_, let size, true):
            "the first \(size) entries make another root than the head of \(size) met before says"
        case .missing: "the log does not have it, though its head covers it"
        case .malformed(_, let reason): reason
        case .entry(_, let file): "it does not hash to its place in \(file)"
        case .tile(_, let hash): "hash \(hash), counted from 0, is not the one the entries make"
        case .changed: "it is another one than in an earlier audit"
        }
    }
}
