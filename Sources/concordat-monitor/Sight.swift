import Monitoring
import SignedNotes

/// What one look gathers before it is judged.
struct Sight: Sendable {
    var findings: [Finding] = []
    /// The kinds of alarm that would have been found.
    var looked: Set<AlarmKind> = [.staleHead, .witnessFault]
    /// Subjects that nobody could look at, whatever their kind.
    var unseen: Set<String> = []
    /// Heads that somebody showed with the log's signature.
    var claims: [HeadClaim] = []
    var cosignatures: [VerifiedSignature] = []
    /// The size of the published head; nil if it was not seen.
    var publishedSize: UInt64?
    /// When the newest head was signed, in POSIX seconds; nil if nothing says so.
    var newestSignature: UInt64?

    /// What a witness shows could not be looked at.
    mutating func isUnseen(_ witness: WitnessContact) {
        self.unseen.formUnion([
            witness.name, "future \(witness.name)", "future \(witness.key.name)",
        ])
    }

    /// What is found if a head is none.
    mutating func isInvalid(_ file: String, _ reason: String) {
        self.findings.append(
            Finding(.invalidHead, subject: file, detail: "\(file): \(reason)")
        )
    }
}
