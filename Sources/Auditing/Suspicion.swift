import LogClient
import SignedNotes

/// Something that is wrong with the log, before it is known exactly what.
struct Suspicion: Sendable {
    /// The first entry that it is about.
    let index: UInt64
    let kind: Kind

    enum Kind: Sendable {
        /// It is known what.
        case finding(AuditFinding)
        /// A hash of a served tile is not the one that the entries make: the tree, the level and the
        /// hash's position among all of its level.
        case mismatch(Suite, level: Int, position: UInt64)
        /// A head that was met before has another root than the entries make now.
        case head(LogFile, KeptHead)
    }

    init(index: UInt64, _ kind: Kind) {
        self.index = index
        self.kind = kind
    }

    /// What an answer says about a file below the head.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)`` if it says nothing.
    init(_ error: LogClientError, about file: LogFile, index: UInt64) throws {
        self.index = index
        switch error {
        case .malformedAnswer(let reason): self.kind = .finding(.malformed(file, reason))
        case _ where error.isMissing: self.kind = .finding(.missing(file))
        default: throw AuditError.undecided(step: file.path, detail: "\(error)")
        }
    }

    /// The one of two that comes first in the log.
    static func first(_ left: Suspicion?, _ right: Suspicion?) -> Suspicion? {
        guard let left, let right else { return left ?? right }
        return right.index < left.index ? right : left
    }
}
