import Records

/// What the vault holds of a record in the clear.
public struct VaultHeader: Hashable, Sendable {
    /// The class, such as `data-access`.
    public let recordClass: String
    /// The retention class, such as `R6M`.
    public let retention: String
    /// The writer's name; empty on a log without configured writers.
    public let writer: String
    /// The number that the writer gave the record, if he counts them.
    public let writerSequence: UInt64?
    /// The time that the statement names, in seconds since 1970.
    public let recordedAt: UInt64

    /// Whether it stands for no record: an opaque log's dummy.
    public var isDummy: Bool {
        self.recordClass.utf8.elementsEqual(RecordSealer.dummyClass.utf8)
    }

    /// Joins the parts.
    public init(
        recordClass: String,
        retention: String,
        writer: String,
        writerSequence: UInt64?,
        recordedAt: UInt64
    ) {
        self.recordClass = recordClass
        self.retention = retention
        self.writer = writer
        self.writerSequence = writerSequence
        self.recordedAt = recordedAt
    }
}
