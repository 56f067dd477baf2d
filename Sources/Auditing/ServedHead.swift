import CryptoSuites
import LogClient
import MerkleTree
import SignedNotes

/// A published head whose three notes say the same, and that the log signed with a trusted key.
struct ServedHead: Sendable {
    let files: HeadFiles
    let origin: LogOrigin
    let head: TwinHead
    /// The suites of the log's own keys that verified. At least one.
    let suites: Set<Suite>
    let signatures: [VerifiedSignature]

    /// Why three notes are no head.
    enum Refusal: Error {
        /// They are of different sizes: the log may have published between two requests.
        case differentSizes(String)
        /// What is wrong with them.
        case wrong(AuditError)
    }

    /// Verifies the notes.
    ///
    /// SPEC: AUDIT-1, AUDIT-2: every signature for which there is a key verifies; both heads and
    /// the twin note name the same origin, size and roots.
    init(_ files: HeadFiles, keys: [VerifierKey]) throws(Refusal) {
        let sha256 = try Claim<SHA256Hasher>(files.sha256, .checkpoint(.sha256), keys)
        let sm3 = try Claim<SM3Hasher>(files.sm3, .checkpoint(.sm3), keys)
        let twin: TwinNote
        do { twin = try TwinNote(parsing: files.twin.text) } catch {
            throw .wrong(.refuted(.head(.twin, "\(error)"), evidence: nil))
        }
        guard sha256.checkpoint.size == sm3.checkpoint.size,
            twin.head.size == sha256.checkpoint.size
        else {
            throw .differentSizes(
                "checkpoint has \(sha256.checkpoint.size) entries, sm3/checkpoint "
                    + "\(sm3.checkpoint.size), twin \(twin.head.size)"
            )
        }
        var suites: Set<Suite> = []
        if sha256.isSigned { suites.insert(.sha256) }
        if sm3.isSigned { suites.insert(.sm3) }
        guard !suites.isEmpty else {
            throw .wrong(
                .undecided(
                    step: "keys",
                    detail: "none of the keys is one of \(twin.origin) itself"
                )
            )
        }
        var signatures = sha256.signatures + sm3.signatures
        do {
            let verified = try files.twin.verified(by: keys)
            _ = try TwinNote(verified, requiring: suites)
            signatures += verified.verified
            try twin.check(sha256: sha256.checkpoint, sm3: sm3.checkpoint)
        } catch let error as NoteError {
            throw .wrong(.failed(.twin, error.verdict, "\(error)"))
        } catch let error as TwinNoteError {
            throw .wrong(.failed(.twin, error.verdict, "\(error)"))
        } catch {
            throw .wrong(.failed(.twin, .undecided, "\(error)"))
        }
        self.files = files
        self.origin = twin.origin
        self.head = twin.head
        self.suites = suites
        self.signatures = signatures
    }

    /// What a checkpoint says, and whether a trusted key of the log signed it.
    private struct Claim<Hasher: SuiteHasher> {
        let checkpoint: Checkpoint<Hasher>
        let signatures: [VerifiedSignature]
        var isSigned: Bool { !self.signatures.isEmpty }

        init(_ note: UnverifiedNote, _ file: LogFile, _ keys: [VerifierKey]) throws(Refusal) {
            do {
                let checkpoint = try Checkpoint<Hasher>(parsing: note.text)
                let hasKey = keys.contains {
                    $0.algorithm == Hasher.logAlgorithm
                        && $0.name.hasSameBytes(as: checkpoint.origin)
                }
                guard hasKey else {
                    self.checkpoint = checkpoint
                    self.signatures = []
                    return
                }
                let verified = try note.verified(by: keys)
                self.checkpoint = try Checkpoint(verified)
                self.signatures = verified.verified
            } catch let error as NoteError {
                throw .wrong(.failed(file, error.verdict, "\(error)"))
            } catch let error as CheckpointError {
                throw .wrong(.failed(file, error.verdict, "\(error)"))
            } catch {
                throw .wrong(.failed(file, .undecided, "\(error)"))
            }
        }
    }
}

extension AuditError {
    fileprivate static func failed(
        _ file: LogFile,
        _ verdict: Verdict,
        _ detail: String
    ) -> AuditError {
        switch verdict {
        case .refuted: .refuted(.head(file, detail), evidence: nil)
        case .undecided: .undecided(step: file.path, detail: detail)
        }
    }
}
