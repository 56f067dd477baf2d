/// What the body of a request is.
public enum MediaType: String, Hashable, Sendable {
    /// One entry.
    case entry = "application/octet-stream"
    /// Entries in base64, one a line.
    case lines = "application/x-ndjson"
}
