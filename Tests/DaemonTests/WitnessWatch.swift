import LogTesting
import SignedNotes

/// Asks a witness for its newest heads all the time, as a monitor does, and writes them into the
/// history. What it shows never becomes smaller, however often it is killed.
struct WitnessWatch {
    let member: CouncilMember
    let history: HistoryRecorder
    let keys: [VerifierKey]
    let origin: LogOrigin

    /// Works until it is cancelled.
    func run() async {
        var newest: [String: (bytes: [UInt8], size: UInt64)] = [:]
        while !Task.isCancelled {
            for (origin, kind) in [
                (self.origin.text, HeadSighting.Note.checkpoint),
                (self.origin.sm3Text, .sm3Checkpoint),
            ] {
                let asked = self.history.mark
                do {
                    guard let note = try await self.member.latestNote(ofOrigin: origin),
                        newest[origin]?.bytes != note.bytes
                    else { continue }
                    let head = try HeadSighting(
                        kind,
                        note.bytes,
                        keys: self.keys,
                        origin: self.origin,
                        isPublished: false
                    )
                    if let last = newest[origin]?.size, head.size < last {
                        self.history.violated(
                            .sizesOnlyGrow,
                            "\(self.member.name) went back from \(last) to \(head.size)"
                        )
                    }
                    newest[origin] = (note.bytes, head.size)
                    self.history.saw(head, asked: asked, by: self.member.name)
                } catch {
                    self.history.violated(.answersAreKnown, "\(self.member.name): \(error)")
                }
            }
            try? await Task.sleep(for: .milliseconds(40))
        }
    }
}
