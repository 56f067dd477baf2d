public import CryptoSuites

/// Turns records of one class into statements and contents for the vault.
public struct RecordSealer: Sendable {
    /// The schema of the records.
    public let schema: RecordSchema
    /// What the statements tell.
    public let shape: RecordShape
    /// The hash that the salts are grown with.
    public let hash: HMACHash
    /// The crosswalk that the records are made under.
    public let crosswalk: ContentDigest
    /// What `recorded` is rounded down to, in seconds: the publication interval. At least 1.
    public let interval: Int64
    private let statedSchema: ContentDigest

    /// Prepares sealing.
    ///
    /// - Precondition: `interval` is at least 1.
    public init(
        _ schema: RecordSchema,
        shape: RecordShape,
        hash: HMACHash,
        crosswalk: ContentDigest,
        interval: Int64
    ) {
        precondition(interval >= 1, "an interval has a length")
        self.schema = schema
        self.shape = shape
        self.hash = hash
        self.crosswalk = crosswalk
        self.interval = interval
        self.statedSchema = shape == .open ? schema.digest : OpaqueSchema.digest
    }

    /// Seals a record that the schema accepts, in the retention class `retention`, received by the log
    /// at `recorded`. The salts are grown from `secret`: 32 random bytes that serve nothing else.
    ///
    /// - Throws: ``RecordError`` if the record names another retention class.
    public func seal(
        _ record: ValidRecord,
        retention: String,
        recorded: RecordTime,
        secret: [UInt8]
    ) throws(RecordError) -> SealedRecord {
        precondition(record.schema.digest == self.schema.digest, "the record is of this schema")
        var values = record.values
        try self.fill("record_class", self.schema.recordClass, into: &values)
        try self.fill("retention_class", retention, into: &values)
        return self.seal(values, retention: retention, recorded: recorded, secret: secret)
    }

    /// SPEC: RECORD-4: class and retention class are fields of every record, and nobody's choice.
    private func fill(
        _ name: String,
        _ text: String,
        into values: inout [JSONValue?]
    ) throws(RecordError) {
        guard let index = self.schema.index(of: name) else { return }
        guard values[index]?.text.map({ $0.utf8.elementsEqual(text.utf8) }) ?? true,
            self.schema.fields[index].type.violation(of: .string(text)) == nil
        else {
            throw RecordError(
                .classDiffers,
                member: name,
                expectation: text,
                schemaLine: self.schema.fields[index].line
            )
        }
        values[index] = .string(text)
    }

    private func seal(
        _ values: [JSONValue?],
        retention: String,
        recorded: RecordTime,
        secret: [UInt8]
    ) -> SealedRecord {
        let content = RecordContent(
            schema: self.schema,
            shape: self.shape,
            salts: SaltTree(self.hash, secret: secret),
            values: values,
            erased: [:]
        )
        let packed = content.packed()
        let commitment = RecordTrees(packed).commitment
        let isOpen = self.shape == .open
        let statement = Statement(
            recordClass: isOpen ? self.schema.recordClass : Statement.opaqueClass,
            commitment: commitment,
            crosswalk: self.crosswalk,
            recorded: recorded.roundedDown(to: self.interval),
            retention: isOpen ? retention : Statement.opaqueClass,
            schema: self.statedSchema
        )
        return SealedRecord(
            statement: statement.bytes,
            commitment: commitment,
            content: content.bytes,
            packed: packed
        )
    }

    /// The class of a record that stands for none.
    public static var dummyClass: String { OpaqueSchema.dummyClass }
    /// The retention class of a record that stands for none: nothing asks for its being kept.
    public static var dummyRetention: String { OpaqueSchema.dummyRetention }

    /// A statement that stands for no record, and a content from which that can be proven.
    ///
    /// SPEC: RECORD-23: it is sealed like any other; its field `record_class` says `dummy`.
    public static func dummy(
        hash: HMACHash,
        crosswalk: ContentDigest,
        recorded: RecordTime,
        interval: Int64,
        secret: [UInt8]
    ) -> SealedRecord {
        let sealer = RecordSealer(
            OpaqueSchema.schema,
            shape: .opaque,
            hash: hash,
            crosswalk: crosswalk,
            interval: interval
        )
        return sealer.seal(
            [.string(OpaqueSchema.dummyClass), .string(OpaqueSchema.dummyRetention)],
            retention: OpaqueSchema.dummyRetention,
            recorded: recorded,
            secret: secret
        )
    }
}
