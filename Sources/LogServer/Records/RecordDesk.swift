import CryptoSuites
import LogCore
import NIOHTTP1
import Records

/// Makes of a record what a log takes: checked, sealed, and ready for the vault.
struct RecordDesk: Sendable {
    let served: ServedLog
    let options: RecordOptions
    private let sealers: [String: RecordSealer]
    private let context: RecordContext

    /// Classes that only the log itself writes.
    private static let ownClasses: Set<String> = ["auditor-disclosure", "retention-action"]
    /// Classes whose entries are no records of an open log: their bodies are public, or they stand for
    /// nothing.
    private static let otherClasses: Set<String> = ["key-event", "opaque", "policy-event"]
    /// The retention class of records that name none.
    static let defaultRetention = "R6M"

    init(served: ServedLog, options: RecordOptions) {
        let jurisdiction = served.log.descriptor.jurisdiction
        let hash = CipherKind(jurisdiction: jurisdiction).hash
        self.served = served
        self.options = options
        self.context = RecordContext(jurisdiction: jurisdiction)
        var sealers: [String: RecordSealer] = [:]
        for schema in SchemaRegistry.embedded.schemas {
            guard let newest = SchemaRegistry.embedded[schema.recordClass],
                newest.digest == schema.digest,
                !Self.otherClasses.contains(schema.recordClass)
            else { continue }
            sealers[schema.recordClass] = RecordSealer(
                schema,
                shape: .open,
                hash: hash,
                crosswalk: options.crosswalk.digest,
                interval: options.interval
            )
        }
        self.sealers = sealers
    }

    /// A record that is ready to be appended.
    struct Prepared: Sendable {
        let append: RecordAppend
        let id: String
    }

    /// Reads the JSON of a record.
    static func parse(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        do throws(StrictJSONError) { return try StrictJSON.parse(bytes) } catch {
            throw Problem(error)
        }
    }

    /// The class that a record names.
    static func recordClass(of record: JSONValue) throws(Problem) -> String {
        guard let name = record["record_class"]?.text else {
            throw Problem(
                .unprocessableEntity,
                .badSubmission,
                "A record names its class in record_class.",
                member: "record_class"
            )
        }
        return name
    }

    /// Checks and seals a record that `writer` sent in `body`; `key` is one of his own choice.
    ///
    /// `action` is what a record of the log's own does to another one.
    func prepare(
        _ record: JSONValue,
        body: [UInt8],
        writer: String,
        key: [UInt8]? = nil,
        isOwn: Bool = false,
        action: VaultAction? = nil
    ) throws(Problem) -> Prepared {
        let recordClass = try Self.recordClass(of: record)
        guard let sealer = self.sealers[recordClass] else {
            throw Problem(
                .unprocessableEntity,
                .badSubmission,
                "There are no records of this class.",
                member: "record_class"
            )
        }
        // SPEC: HTTP-10: what only the log itself says.
        guard isOwn || !Self.ownClasses.contains(recordClass) else {
            throw Problem(
                .unprocessableEntity,
                .badSubmission,
                "Only the log itself writes records of this class.",
                member: "record_class"
            )
        }
        let valid = try self.valid(record, sealer.schema, writer: writer)
        guard let id = valid["record_id"]?.text else {
            throw Problem(
                .unprocessableEntity,
                .badSubmission,
                "A record has an id of its own.",
                member: "record_id"
            )
        }
        let retention = try self.retention(of: valid)
        let now = self.options.now()
        let sealed: SealedRecord
        do {
            sealed = try sealer.seal(
                valid,
                retention: retention,
                recorded: RecordTime(seconds: Int64(clamping: now)),
                secret: secureRandomBytes(32)
            )
        } catch let error as RecordError {
            throw Problem(error)
        } catch {
            throw Problem(VaultError.cryptography("\(error)"))
        }
        let plain = PlainRecord(
            id: Array(id.utf8),
            body: body,
            header: VaultHeader(
                recordClass: recordClass,
                retention: retention,
                writer: valid["writer"]?.text ?? writer,
                writerSequence: valid["writer_seq"]?.integer.flatMap { UInt64(exactly: $0) },
                recordedAt: now
            ),
            terms: Self.terms(of: valid, recordClass: recordClass),
            content: sealed.content,
            action: action
        )
        let log = self.served.log
        return Prepared(
            append: RecordAppend(
                statement: sealed.statement,
                record: plain,
                // SPEC: VAULT-5: what is kept for ever beside the key tells of the id alone: no guess about a value
                // that is erased can be tried on it.
                key: key.map {
                    log.idempotencyKey(writer: writer, key: $0, body: [2] + plain.id)
                }
            ),
            id: id
        )
    }

    private func valid(
        _ record: JSONValue,
        _ schema: RecordSchema,
        writer: String
    ) throws(Problem) -> ValidRecord {
        let valid: ValidRecord
        do throws(RecordError) {
            valid = try schema.validate(record, in: self.context)
        } catch {
            throw Problem(error)
        }
        guard !writer.isEmpty, schema.index(of: "writer") != nil else { return valid }
        // SPEC: VAULT-20: the writer is who was authenticated, whatever the record says.
        let named = valid["writer"]?.text
        guard named?.utf8.elementsEqual(writer.utf8) ?? true,
            let filled = valid.setting("writer", to: .string(writer))
        else {
            throw Problem(
                .unprocessableEntity,
                .badSubmission,
                "The record names another writer than the one who sends it.",
                member: "writer"
            )
        }
        return filled
    }

    private func retention(of record: ValidRecord) throws(Problem) -> String {
        let name = record["retention_class"]?.text ?? Self.defaultRetention
        let side = RetentionSide(jurisdiction: self.served.log.descriptor.jurisdiction)
        guard let found = self.options.crosswalk.retentionClass(name), found.sides.contains(side)
        else {
            throw Problem(
                .unprocessableEntity,
                .badSubmission,
                "The crosswalk has no such retention class for this log.",
                member: "retention_class"
            )
        }
        return name
    }

    private static func terms(of record: ValidRecord, recordClass: String) -> [SearchTerm] {
        var terms = [SearchTerm(.recordClass, recordClass)]
        for field in SearchField.allCases {
            for name in field.sources {
                for value in Self.texts(record[name]) {
                    let term = SearchTerm(field, value)
                    if !terms.contains(term) { terms.append(term) }
                }
            }
        }
        if let writer = record["writer"]?.text { terms.append(SearchTerm(.writer, writer)) }
        return terms
    }

    /// A text, or the texts of a list.
    static func texts(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        if let text = value.text { return [text] }
        return value.elements?.compactMap(\.text) ?? []
    }

    /// Now, as records write it.
    var timestamp: String {
        RecordTime(seconds: Int64(clamping: self.options.now())).description
    }

    /// A new random id, RFC 9562 version 4.
    static func newID() throws(Problem) -> String {
        var bytes: [UInt8]
        do throws(CryptoError) { bytes = try secureRandomBytes(16) } catch {
            throw Problem(VaultError.cryptography("\(error)"))
        }
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }

    /// Appends a record of the log's own, and returns the index of its entry once that is promised.
    func appendOwn(
        _ members: [JSONMember],
        body: [UInt8],
        action: VaultAction? = nil
    ) async throws(Problem) -> UInt64 {
        let prepared = try self.prepare(
            .object(members),
            body: body,
            writer: "",
            isOwn: true,
            action: action
        )
        let results = await self.served.log.append([prepared.append])
        guard let result = results.first else {
            throw Problem(AppendError.outcomeUnknown("a receipt is missing"))
        }
        do throws(RecordAppendError) { return try result.get().indexes.lowerBound } catch {
            throw Problem(error)
        }
    }
}
