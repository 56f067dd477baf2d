import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// A head of the log that a witness showed, with the log's own signature.
///
/// Who brings it does not matter then: the log has signed this head, or its key is in other hands.
struct WitnessReport: Hashable, Sendable {
    /// Who showed it.
    let witness: String
    /// The size and, in the suite of the seat, the root.
    let size: UInt64
    let root: Root

    /// The root of one of the trees.
    enum Root: Hashable, Sendable {
        case sha256(TreeHash<SHA256Hasher>)
        case sm3(TreeHash<SM3Hasher>)
    }

    /// Reads a note that a witness showed; nil if it is not a head of this log, signed by it.
    init?(_ note: UnverifiedNote, from seat: WitnessSeat, origin: LogOrigin, keys: [VerifierKey]) {
        guard let verified = try? note.verified(by: keys) else { return nil }
        switch seat.suite {
        case .sha256:
            guard let head = try? Checkpoint<SHA256Hasher>(verified),
                head.origin.utf8.elementsEqual(origin.text.utf8)
            else { return nil }
            self.size = head.size
            self.root = .sha256(head.root)
        case .sm3:
            guard let head = try? Checkpoint<SM3Hasher>(verified),
                head.origin.utf8.elementsEqual(origin.sm3Text.utf8)
            else { return nil }
            self.size = head.size
            self.root = .sm3(head.root)
        }
        self.witness = seat.name
    }

    /// Whether the head is this one, as far as one tree tells.
    func agrees(with head: TwinHead) -> Bool {
        guard self.size == head.size else { return false }
        return switch self.root {
        case .sha256(let root): root == head.sha256
        case .sm3(let root): root == head.sm3
        }
    }
}
