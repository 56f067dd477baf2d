import Records

/// What a log's completeness takes of a record: whoever tells of it, it counts once.
public struct HeardRecord: Hashable, Sendable {
    /// The index of the record's entry.
    public let index: UInt64
    /// Who sent it.
    public let writer: String
    /// The number that he gave it, if he counts his records.
    public let number: UInt64?
    /// When it was recorded, in seconds since 1970.
    public let recordedAt: UInt64
    /// Whether it says that the writer's capture runs, or that it does not; nil if it says nothing.
    public let capture: Bool?

    /// Joins them.
    public init(
        index: UInt64,
        writer: String,
        number: UInt64?,
        recordedAt: UInt64,
        capture: Bool? = nil
    ) {
        self.index = index
        self.writer = writer
        self.number = number
        self.recordedAt = recordedAt
        self.capture = capture
    }

    /// The class of the records that tell of captures.
    public static let captureClass = "capture-state"

    /// What a record is that became an entry; nil for one that nobody sent. `content` is read for one
    /// class alone, and may be nil if it is erased.
    public init?(_ header: VaultHeader, at index: UInt64, content: [UInt8]?) {
        guard !header.writer.isEmpty else { return nil }
        var capture: Bool?
        if header.recordClass.utf8.elementsEqual(Self.captureClass.utf8), let content,
            let parsed = try? RecordContent(parsing: content)
        {
            capture =
                switch parsed.record["state"]?.text {
                case "paused", "stopped": false
                case "started", "resumed", "recovered": true
                default: nil
                }
        }
        self.init(
            index: index,
            writer: header.writer,
            number: header.writerSequence,
            recordedAt: header.recordedAt,
            capture: capture
        )
    }
}
