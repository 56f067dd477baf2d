import LogProtocol
import SignedNotes
import Witnessing

/// The first entry of a log that takes the place of another one: what is known of that one's end.
///
/// SPEC: RECOVER-9: a statement in canonical JSON, of the class `refounded`.
struct RefoundingStatement: Hashable, Sendable {
    /// How the last known size is known.
    enum Basis: String, Hashable, Sendable {
        /// From the signer's record: nothing above it was promised.
        case signerRecord = "signer-record"
        /// From the newest head that could be found, whose signatures verify: more may have been
        /// promised.
        case publishedHead = "published-head"
    }

    /// The log that was given up.
    let origin: LogOrigin
    /// The newest head that is known of it.
    let last: TwinHead
    /// How it is known.
    let basis: Basis
    /// The notes of the newest head that was signed; nil if none is known.
    let notes: HeadNotes?
    /// Why it was given up.
    let reason: RefoundingReason
    /// When, in RFC 3339, UTC, in whole seconds.
    let recorded: String

    /// The entry's bytes; nil if the size is above what a statement can name, or a note is no text.
    var bytes: [UInt8]? {
        guard self.last.size <= CanonicalJSON.largestNumber else { return nil }
        var members: [String: CanonicalJSON] = [
            "class": .text("refounded"),
            "last": .object([
                "basis": .text(self.basis.rawValue),
                "origin": .text(self.origin.text),
                "sha256": .text(self.last.sha256.base64),
                "size": .number(self.last.size),
                "sm3": .text(self.last.sm3.base64),
            ]),
            "reason": .text(self.reason.rawValue),
            "recorded": .text(self.recorded),
            "v": .number(1),
        ]
        if let notes {
            guard let checkpoint = String(validating: notes.checkpoint, as: UTF8.self),
                let sm3Checkpoint = String(validating: notes.sm3Checkpoint, as: UTF8.self),
                let twin = String(validating: notes.twin, as: UTF8.self)
            else { return nil }
            members["signed"] = .object([
                "checkpoint": .text(checkpoint),
                "sm3_checkpoint": .text(sm3Checkpoint),
                "twin": .text(twin),
            ])
        }
        return CanonicalJSON.object(members).bytes
    }
}
