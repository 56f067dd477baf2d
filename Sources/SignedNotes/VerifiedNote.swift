/// A note with at least one signature that verified, and none of a known key that did not.
///
/// Whether the keys are the right ones for what the text says is decided where it is read:
/// ``Checkpoint/init(_:)``, ``TwinNote/init(_:requiring:)``.
public struct VerifiedNote: Hashable, Sendable {
    /// The note as it was read.
    public let note: UnverifiedNote
    /// The signatures that verified, in the order of their lines. At least 1.
    public let verified: [VerifiedSignature]
    /// The lines of keys that were not there to verify with. They say nothing.
    public let unknown: [NoteSignature]

    init(note: UnverifiedNote, verified: [VerifiedSignature], unknown: [NoteSignature]) {
        self.note = note
        self.verified = verified
        self.unknown = unknown
    }

    /// What was signed. Ends in a line feed.
    public var text: String { self.note.text }

    /// Whether a key of this kind and name signed.
    func isSigned(by algorithm: SignatureAlgorithm, named name: String) -> Bool {
        self.verified.contains {
            $0.key.algorithm == algorithm && $0.key.name.hasSameBytes(as: name)
        }
    }
}
