import CryptoSuites
import MerkleTree
package import SignedNotes
package import Witnessing

/// Makes notes that say what a head is, and are signed by nobody: for tests of everything around
/// signing, in which thousands of heads are made.
package struct PlainHeadSigner: HeadSigner {
    /// A signer for any log.
    package init() {}

    /// None: there is no key for tree heads.
    package func treeHead(
        of head: TwinHead,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> TreeHeadSignature? { nil }

    package func belongs(to origin: LogOrigin) -> Bool { true }

    package func notes(
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> HeadNotes {
        let text = Self.text(head, origin: origin, timestamp)
        return HeadNotes(
            checkpoint: Array(("checkpoint " + text).utf8),
            sm3Checkpoint: Array(("sm3/checkpoint " + text).utf8),
            twin: Array(("twin " + text).utf8)
        )
    }

    package func verify(
        _ notes: HeadNotes,
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) {
        guard try self.notes(of: head, origin: origin, at: timestamp) == notes else {
            throw HeadNotesError(text: "not of \(head)")
        }
    }

    /// The head that a twin note of this signer's names.
    package static func sighting(of notes: HeadNotes, isPublished: Bool) -> HeadSighting? {
        let words = String(decoding: notes.twin, as: UTF8.self).split(separator: " ")
        guard words.count == 6, let size = UInt64(words[2]), let seconds = UInt64(words[5]),
            let sha256 = Hexadecimal.decode(words[3]), let sm3 = Hexadecimal.decode(words[4]),
            let sha256 = TreeHash<SHA256Hasher>(sha256), let sm3 = TreeHash<SM3Hasher>(sm3)
        else { return nil }
        return HeadSighting(
            note: .twin,
            size: size,
            sha256: sha256,
            sm3: sm3,
            seconds: seconds,
            isPublished: isPublished
        )
    }

    private static func text(_ head: TwinHead, origin: LogOrigin, _ timestamp: UInt64) -> String {
        "\(origin.text) \(head.size) \(Hexadecimal.encode(head.sha256.bytes)) "
            + "\(Hexadecimal.encode(head.sm3.bytes)) \(timestamp)"
    }
}
