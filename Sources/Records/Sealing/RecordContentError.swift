/// Why bytes are not the contents of a record.
public enum RecordContentError: Error, Hashable, Sendable {
    /// They are not what ``RecordContent/bytes`` gives.
    case malformed
    /// The schema is not at hand.
    case unknownSchema(ContentDigest)
}
