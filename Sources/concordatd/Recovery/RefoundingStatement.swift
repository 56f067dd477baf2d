import Records
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
        guard let size = Int64(exactly: self.last.size), size <= JSONValue.largestInteger else {
            return nil
        }
        var members = [
            JSONMember(name: "class", value: .string("refounded")),
            JSONMember(
                name: "last",
                value: [
                    "basis": .string(self.basis.rawValue),
                    "origin": .string(self.origin.text),
                    "sha256": .string(self.last.sha256.base64),
                    "size": .integer(size),
                    "sm3": .string(self.last.sm3.base64),
                ]
            ),
            JSONMember(name: "reason", value: .string(self.reason.rawValue)),
            JSONMember(name: "recorded", value: .string(self.recorded)),
            JSONMember(name: "v", value: .integer(1)),
        ]
        if let notes {
            guard let checkpoint = String(validating: notes.checkpoint, as: UTF8.self),
                let sm3Checkpoint = String(validating: notes.sm3Checkpoint, as: UTF8.self),
                let twin = String(validating: notes.twin, as: UTF8.self)
            else { return nil }
            members.append(
                JSONMember(
                    name: "signed",
                    value: [
                        "checkpoint": .string(checkpoint),
                        "sm3_checkpoint": .string(sm3Checkpoint),
                        "twin": .string(twin),
                    ]
                )
            )
        }
        return JSONValue.object(members).canonicalBytes
    }
}
