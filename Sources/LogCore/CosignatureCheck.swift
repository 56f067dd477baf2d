import LogProtocol
import SignedNotes

/// Decides which lines of a witness's answer count.
struct CosignatureCheck: Sendable {
    /// The signed checkpoint that was to be cosigned.
    let note: UnverifiedNote
    /// Which of the two it is.
    let suite: Suite
    /// When the log signed it, in POSIX seconds; nil if it does not say.
    let signedAt: UInt64?
    /// By how many seconds the witness's clock may be off.
    let tolerance: UInt64

    /// The lines of these keys that verify, and what is wrong with the rest of theirs.
    ///
    /// SPEC: PUB-6: verified under the policy's keys; lines of other keys are passed over, whatever
    /// they say.
    func lines(
        _ answer: [NoteSignature],
        of seat: WitnessSeat,
        now: UInt64
    ) -> (lines: [HeadCosignature], problem: String?) {
        var lines: [HeadCosignature] = []
        var problem: String?
        for line in answer {
            guard
                let key = seat.witnesses.map(\.key).first(where: {
                    $0.keyID == line.keyID && $0.name.utf8.elementsEqual(line.name.utf8)
                })
            else { continue }
            do {
                let verified = try self.note.adding([line]).verified(by: [key])
                guard let signature = verified.verified.first else { continue }
                if let fault = self.fault(ofTime: signature.timestamp, now: now) {
                    problem = "the time of its line is not right: \(fault)"
                    continue
                }
            } catch {
                problem = "a line with the name of its key does not verify: \(error)"
                continue
            }
            let added = lines.add([HeadCosignature(suite: self.suite, line: line)])
            if added.isEmpty { problem = "its answer has two lines of one key" }
        }
        return (lines, problem)
    }

    /// What is wrong with the time of a cosignature; nil if nothing is.
    private func fault(ofTime timestamp: UInt64?, now: UInt64) -> String? {
        guard let timestamp, timestamp > 0 else { return "there is none" }
        let (latest, overflow) = now.addingReportingOverflow(self.tolerance)
        guard overflow || timestamp <= latest else {
            return "\(TimeText(timestamp)) is \(timestamp - now) s ahead of this clock"
        }
        guard let signedAt, signedAt > self.tolerance else { return nil }
        guard timestamp >= signedAt - self.tolerance else {
            return "\(TimeText(timestamp)) is before the log signed"
        }
        return nil
    }
}
