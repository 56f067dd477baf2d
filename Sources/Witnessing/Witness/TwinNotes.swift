import CryptoSuites
package import SignedNotes

/// The three notes of one head, as a log shows them. Nothing is verified.
package struct TwinNotes: Hashable, Sendable {
    /// The checkpoint of the SHA-256 tree.
    package let checkpoint: UnverifiedNote
    /// The checkpoint of the SM3 tree.
    package let sm3Checkpoint: UnverifiedNote
    /// The note that names both roots.
    package let twin: UnverifiedNote

    /// Joins the notes.
    package init(
        checkpoint: UnverifiedNote,
        sm3Checkpoint: UnverifiedNote,
        twin: UnverifiedNote
    ) {
        self.checkpoint = checkpoint
        self.sm3Checkpoint = sm3Checkpoint
        self.twin = twin
    }

    /// What three notes turned out to be.
    enum Verdict: Hashable, Sendable {
        /// One head, signed by the log three times.
        case head(TwinHead)
        /// Not of one size: they were read while the log moved on.
        case torn
        /// A note is not the log's. Why, in words.
        case unsigned(String)
        /// The log signed notes of one size that contradict each other. Why, in words.
        case contradiction(String)
    }

    /// Checks the signatures of all three by a log's keys, and the twin note against both heads.
    ///
    /// SPEC: WITNESS-14: only a twin note that the log signed with both keys says that two roots
    /// belong together.
    func verdict(for log: WitnessedLog, keys: [VerifierKey]) -> Verdict {
        let checkpoint: Checkpoint<SHA256Hasher>
        let sm3Checkpoint: Checkpoint<SM3Hasher>
        let twin: TwinNote
        do {
            let ed25519 = keys.filter { $0.algorithm == .ed25519 }
            let sm2 = keys.filter { $0.algorithm == .sm2 }
            checkpoint = try Checkpoint(self.checkpoint.verified(by: ed25519))
            sm3Checkpoint = try Checkpoint(self.sm3Checkpoint.verified(by: sm2))
            twin = try TwinNote(self.twin.verified(by: ed25519 + sm2))
        } catch {
            return .unsigned("\(error)")
        }
        guard twin.origin.text.utf8.elementsEqual(log.origin.utf8) else {
            return .unsigned("the twin note is of another origin")
        }
        guard checkpoint.size == twin.head.size, sm3Checkpoint.size == twin.head.size else {
            return .torn
        }
        do throws(TwinNoteError) {
            try twin.check(sha256: checkpoint, sm3: sm3Checkpoint)
        } catch {
            return .contradiction("\(error)")
        }
        return .head(twin.head)
    }
}
