import LogCore
import NIOCore
import Witnessing

/// Answers requests for signed notes. They are in memory, so no answer waits.
struct NoteAnswers: Sendable {
    let served: ServedLog

    /// The note of the published head, or of the one that still gathers cosignatures.
    func answer(to route: LogRoute, kind: NoteKind, isPending: Bool) -> Answer {
        let head: PublishedHead
        do {
            head =
                isPending ? try self.served.log.pendingHead() : try self.served.log.publishedHead()
        } catch {
            return Problem(error, reading: route).answer
        }
        let notes = head.cosigned
        let note =
            switch kind {
            case .checkpoint: notes.checkpoint
            case .sm3Checkpoint: notes.sm3Checkpoint
            case .twin: notes.twin
            }
        return Answer(type: .text, caching: .revalidated, body: ByteBuffer(bytes: note))
    }
}
