public import SignedNotes

/// What a witness's monitoring endpoint answers: the head of a log that it cosigned last.
public enum WitnessedHead: Hashable, Sendable {
    /// 200: the checkpoint, with the signatures of its log and of the witness. None is verified.
    case cosigned(UnverifiedNote)
    /// 404: the witness never cosigned a head of this origin.
    case none
    /// 200 with a body that is no note.
    case garbled(NoteError)
    /// Another status. The witness may say when to come again, in seconds.
    case failed(status: Int, retryAfterSeconds: UInt64?, reason: String)

    /// Reads an answer, whatever it is.
    public init(status: Int, retryAfterSeconds: UInt64?, body: [UInt8]) {
        switch status {
        case 200:
            do throws(NoteError) { self = .cosigned(try UnverifiedNote(parsing: body)) } catch {
                self = .garbled(error)
            }
        case 404: self = .none
        default:
            self = .failed(
                status: status,
                retryAfterSeconds: retryAfterSeconds,
                reason: AddCheckpointResponse.reason(in: body)
            )
        }
    }
}
