/// Something that a writer announced and did not keep.
public enum CompletenessFinding: Hashable, Sendable {
    /// Records are missing between others.
    case gap(writer: String, WriterSequence.Gap)
    /// There are more gaps than are kept apart; `missing` numbers are in the rest.
    case tooManyGaps(writer: String, missing: UInt64)
    /// Nothing was heard for longer than announced: the last time, in seconds since 1970.
    case silent(writer: String, since: UInt64)
    /// The writer said that his capture is stopped: when, in seconds since 1970.
    case captureStopped(writer: String, since: UInt64)

    /// The writer's name.
    public var writer: String {
        switch self {
        case .gap(let writer, _), .tooManyGaps(let writer, _), .silent(let writer, _),
            .captureStopped(let writer, _):
            writer
        }
    }
}
