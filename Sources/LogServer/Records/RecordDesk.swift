import CryptoSuites
import LogCore
import NIOHTTP1
import Records
import SignedNotes

/// Makes of a record what a log takes: checked, sealed, and ready for the vault.
struct RecordDesk: Sendable {
    let served: ServedLog
    let options: RecordOptions
    private let sealers: [String: RecordSealer]
    /// By what the records of an opaque log are written; nil for other logs.
    private let pacer: OpaquePacer?
    /// Who counts what writers send; nil if nobody does.
    private let board: CompletenessBoard?
    private let context: RecordContext

    /// Classes that only the log itself writes.
    private static let ownClasses: Set<String> = ["auditor-disclosure", "retention-action"]
    /// Classes whose entries are no records of an open log: their bodies are public, or they stand for
    /// nothing.
    private static let otherClasses: Set<String> = ["key-event", "opaque", "policy-event"]
    /// The retention class of records that name none.
    static let defaultRetention = "R6M"

    init(served: ServedLog, options: RecordOptions, board: CompletenessBoard? = nil) {
        let jurisdiction = served.log.descriptor.jurisdiction
        let hash = CipherKind(jurisdiction: jurisdiction).hash
        self.served = served
        self.options = options
        self.board = board
        self.pacer = options.pacers[served.log.descriptor.name]
        self.context = RecordContext(jurisdiction: jurisdiction)
        var sealers: [String: RecordSealer] = [:]
        for schema in SchemaRegistry.embedded.schemas {
            guard let newest = SchemaRegistry.embedded[schema.recordClass],
                newest.digest == schema.digest,
                !Self.otherClasses.contains(schema.recordClass)
            else { continue }
            sealers[schema.recordClass] = RecordSealer(
                schema,
                shape: served.log.descriptor.hasOpaqueRecords ? .opaque : .open,
                hash: hash,
                crosswalk: options.crosswalk.digest,
                interval: options.interval
            )
        }
        self.sealers = sealers
    }

    /// A record that is checked.
    struct Prepared: Sendable {
        fileprivate enum Form: Sendable {
            case sealed(RecordAppend)
            /// In an opaque log a record is sealed when its batch leaves.
            case paced(PacedRecord)
        }

        let id: String
        fileprivate let form: Form
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

    /// Checks a record that `writer` sent in `body`, and seals it unless the log is opaque; `key` is one
    /// of his own choice.
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
        let request = Request(
            record: valid,
            id: id,
            body: body,
            writer: writer,
            key: key,
            retention: try self.retention(of: valid),
            action: action
        )
        guard self.served.log.descriptor.hasOpaqueRecords else {
            return Prepared(
                id: id,
                form: .sealed(try self.seal(request, with: sealer, at: self.options.now()))
            )
        }
        return Prepared(
            id: id,
            form: .paced(
                PacedRecord { now throws(RecordAppendError) in
                    do throws(Problem) {
                        return try self.seal(request, with: sealer, at: now)
                    } catch {
                        // It was checked: what is left is a generator without a seed.
                        throw RecordAppendError.vault(.cryptography(error.detail))
                    }
                }
            )
        )
    }

    /// A record that is checked, with all that its sealing needs.
    private struct Request: Sendable {
        let record: ValidRecord
        let id: String
        let body: [UInt8]
        let writer: String
        let key: [UInt8]?
        let retention: String
        let action: VaultAction?
    }

    private func seal(
        _ request: Request,
        with sealer: RecordSealer,
        at now: UInt64
    ) throws(Problem) -> RecordAppend {
        let record = request.record
        let sealed: SealedRecord
        do {
            var secret = try secureRandomBytes(SaltTree.byteCount)
            defer { wipe(&secret) }
            sealed = try sealer.seal(
                record,
                retention: request.retention,
                recorded: RecordTime(seconds: Int64(clamping: now)),
                secret: secret
            )
        } catch let error as RecordError {
            throw Problem(error)
        } catch {
            throw Problem(VaultError.cryptography("\(error)"))
        }
        let recordClass = sealer.schema.recordClass
        let plain = PlainRecord(
            id: Array(request.id.utf8),
            // SPEC: VAULT-9: the same bytes from somebody else are another request.
            body: Array(request.writer.utf8) + [0] + request.body,
            header: VaultHeader(
                recordClass: recordClass,
                retention: request.retention,
                writer: record["writer"]?.text ?? request.writer,
                writerSequence: record["writer_seq"]?.integer.flatMap { UInt64(exactly: $0) },
                recordedAt: now
            ),
            terms: Self.terms(of: record, recordClass: recordClass),
            content: sealed.content,
            action: request.action
        )
        return RecordAppend(
            statement: sealed.statement,
            record: plain,
            // SPEC: VAULT-5: what is kept for ever beside the key tells of the id alone: no guess about a value
            // that is erased can be tried on it.
            key: request.key.map {
                self.served.log.idempotencyKey(
                    writer: request.writer,
                    key: $0,
                    body: [2] + plain.id
                )
            }
        )
    }

    /// Seals for the vault, in the caller's task, what is prepared; what cannot be sealed is said when it is
    /// appended.
    func seal(
        _ prepared: [Result<Prepared, Problem>]
    ) -> [Result<Prepared, Problem>] {
        let appends = prepared.compactMap { result -> RecordAppend? in
            guard case .success(let record) = result, case .sealed(let append) = record.form else {
                return nil
            }
            return append
        }
        var sealed = self.served.log.seal(appends)[...]
        return prepared.map { result in
            result.map { record in
                guard case .sealed = record.form, let append = sealed.popFirst() else {
                    return record
                }
                return Prepared(id: record.id, form: .sealed(append))
            }
        }
    }

    /// Appends records in their order; returns once each is promised or refused. Those of an opaque log
    /// wait for their batch.
    func append(
        _ records: [Prepared]
    ) async -> [Result<SealedReceipt, RecordAppendError>] {
        let results = await self.appendAll(records)
        guard let board = self.board else { return results }
        // SPEC: COMP-7: before the writer learns of the promise.
        for case .success(let sealed) in results where !sealed.receipt.isRepeat {
            let heard = HeardRecord(
                sealed.append.record.header,
                at: sealed.receipt.indexes.lowerBound,
                content: sealed.append.record.content
            )
            if let heard { board.take(heard) }
        }
        return results
    }

    private func appendAll(
        _ records: [Prepared]
    ) async -> [Result<SealedReceipt, RecordAppendError>] {
        guard self.served.log.descriptor.hasOpaqueRecords else {
            let appends = records.compactMap { record -> RecordAppend? in
                guard case .sealed(let append) = record.form else { return nil }
                return append
            }
            let receipts = await self.served.log.append(appends)
            return zip(appends, receipts).map { append, receipt in
                receipt.map { SealedReceipt(append: append, receipt: $0) }
            }
        }
        guard let pacer = self.pacer else {
            // Whatever is not paced is seen.
            return records.map { _ in
                .failure(.append(.unavailable("nothing paces the log")))
            }
        }
        return await pacer.append(
            records.compactMap { record in
                guard case .paced(let paced) = record.form else { return nil }
                return paced
            }
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

    /// Puts the disclosure into the log; returns the index of its entry once that is promised.
    // SPEC: VAULT-10: before anything leaves.
    func note(
        _ items: [DisclosureRecord.Item],
        by grant: AuditorGrant,
        purpose: String,
        kind: DisclosureRecord.Kind
    ) async throws(Problem) -> UInt64 {
        guard
            let record = DisclosureRecord(
                grant: grant,
                crosswalk: self.options.crosswalk.digest,
                purpose: purpose,
                kind: kind,
                items: items
            )
        else {
            throw Problem(
                .payloadTooLarge,
                .unspecified,
                "It is more than one entry can speak of: ask for fewer records or fields.",
                member: "limit"
            )
        }
        let id = try Self.newID()
        let members = self.ownMembers("auditor-disclosure", id: id)
        return try await self.appendOwn(members + record.members, body: Array(id.utf8))
    }

    /// What every record of the log's own begins with.
    func ownMembers(_ recordClass: String, id: String) -> [JSONMember] {
        [
            JSONMember(name: "record_class", value: .string(recordClass)),
            JSONMember(name: "record_id", value: .string(id)),
            JSONMember(name: "event_time", value: .string(self.timestamp)),
            JSONMember(
                name: "actor_id",
                value: .string("log:\(self.served.log.descriptor.origin.text)")
            ),
            JSONMember(name: "actor_type", value: .string("system")),
        ]
    }

    /// A new random id, RFC 9562 version 4.
    static func newID() throws(Problem) -> String {
        do throws(CryptoError) { return try RandomRecordID.make() } catch {
            throw Problem(VaultError.cryptography("\(error)"))
        }
    }

    /// Appends a record; returns once it is promised.
    func append(_ record: Prepared) async throws(Problem) -> SealedReceipt {
        guard let result = await self.append([record]).first else {
            throw Problem(AppendError.outcomeUnknown("a receipt is missing"))
        }
        do throws(RecordAppendError) { return try result.get() } catch { throw Problem(error) }
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
        return try await self.append(prepared).receipt.indexes.lowerBound
    }
}
