/// What has become of a record's contents. Its leaf stays as it is in every state.
public enum RecordState: String, CaseIterable, Sendable {
    /// In use.
    case active
    /// Kept, and used for little else.
    case restricted
    /// Kept for liability only, open to authorities only.
    case blocked
    /// Gone: value and salt are destroyed.
    case erased
}
