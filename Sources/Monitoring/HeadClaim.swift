import CryptoSuites
import LogProtocol
import MerkleTree
public import SignedNotes

/// A head of one tree that the log has signed, whoever showed it.
public struct HeadClaim: Hashable, Sendable {
    /// Which tree.
    public let suite: Suite
    /// The number of entries.
    public let size: UInt64
    /// The root, 32 bytes.
    public let root: [UInt8]
    /// The note, whose signature of the log verified.
    public let note: UnverifiedNote
    /// When the log says that it signed, in POSIX seconds; nil for kinds of key without a time.
    public let signedAt: UInt64?
    /// Who showed it: `log` or `pending` for the log itself, or the name of a witness or another place.
    public let source: String

    /// The sources that are the log itself.
    public static let logSources: Set<String> = ["log", "pending"]

    /// Reads a note as a head of `origin`'s tree of this suite, signed by one of the log's keys.
    ///
    /// - Throws: ``HeadClaimError``.
    public init(
        _ note: UnverifiedNote,
        suite: Suite,
        origin: LogOrigin,
        keys: [VerifierKey],
        source: String
    ) throws(HeadClaimError) {
        let verified: VerifiedNote
        do { verified = try note.verified(by: keys) } catch {
            throw error == .noKnownKey ? .notSignedByLog : .note("\(error)")
        }
        do {
            switch suite {
            case .sha256:
                let head = try Checkpoint<SHA256Hasher>(verified)
                guard head.origin.utf8.elementsEqual(origin.text.utf8) else {
                    throw HeadClaimError.otherOrigin(head.origin)
                }
                (self.size, self.root) = (head.size, head.root.bytes)
            case .sm3:
                let head = try Checkpoint<SM3Hasher>(verified)
                guard head.origin.utf8.elementsEqual(origin.sm3Text.utf8) else {
                    throw HeadClaimError.otherOrigin(head.origin)
                }
                (self.size, self.root) = (head.size, head.root.bytes)
            }
        } catch let error as HeadClaimError {
            throw error
        } catch let error as CheckpointError {
            throw error == .notSignedByLog ? .notSignedByLog : .note("\(error)")
        } catch {
            throw .note("\(error)")
        }
        self.suite = suite
        self.note = note
        self.signedAt =
            verified.verified.first {
                $0.key.algorithm == .sm2 && $0.key.name.utf8.elementsEqual(origin.sm3Text.utf8)
            }?.timestamp
        self.source = source
    }

    /// Whether the root is that of a head of both trees.
    public func agrees(with head: TwinHead) -> Bool {
        switch self.suite {
        case .sha256: head.size == self.size && head.sha256.bytes == self.root
        case .sm3: head.size == self.size && head.sm3.bytes == self.root
        }
    }
}

/// Why a note is no head of a log.
public enum HeadClaimError: Error, Hashable, Sendable {
    /// No signature is of a key of the log.
    case notSignedByLog
    /// It is a head of this origin.
    case otherOrigin(String)
    /// What is wrong with it, in words.
    case note(String)
}

extension HeadClaimError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .notSignedByLog: "no signature is of a key of the log"
        case .otherOrigin(let origin): "it is a head of \(origin)"
        case .note(let reason): reason
        }
    }
}
