import CryptoSuites
import LogCore
import LogProtocol
import MerkleTree
import NIOCore
import NIOHTTP1
import Records
import SignedNotes

/// Answers `POST records`.
struct RecordAppendAnswers: Sendable {
    let desk: RecordDesk
    let isLocalListener: Bool
    let configuration: ServerConfiguration
    /// Who may append; nil if nobody is known.
    let access: AccessGate?
    /// How many requests with many records are checked and sealed at a time.
    let turnstile: Turnstile

    private var log: any HostedLog { self.desk.served.log }

    /// The longest record, in bytes.
    static let maximumByteCount = 1 << 18

    /// What a request needs.
    func plan(_ fields: RequestFields) -> RequestPlan {
        if let refusal = self.refusal(of: fields) { return .ready(refusal.answer) }
        guard fields.isNDJSON else {
            let limit = BodyLimit(byteCount: Self.maximumByteCount, member: "record")
            return .body(limit) { await self.appendOne(Array($0.readableBytesView), fields) }
        }
        guard fields.idempotencyKey == nil else {
            return .ready(
                Problem(
                    .badRequest,
                    .malformed,
                    "Each of several records is known by its own id: there is no key for all.",
                    member: "Idempotency-Key"
                ).answer
            )
        }
        let limit = BodyLimit(
            byteCount: self.configuration.maximumBatchByteCount,
            member: "body"
        )
        return .body(limit) { await self.appendLines(Array($0.readableBytesView), fields) }
    }

    private func refusal(of fields: RequestFields) -> Problem? {
        // SPEC: HTTP-11: without configured writers, this machine only.
        guard self.isLocalListener || self.access?.hasWriters == true else {
            return Problem(
                .forbidden,
                .appendsNotAccepted,
                "Without configured writers, appends are accepted on loopback and unix sockets "
                    + "only.",
                member: "listen"
            )
        }
        guard !fields.isFromPage else {
            return Problem(
                .forbidden,
                .appendsNotAccepted,
                "Appends are not accepted from web pages.",
                member: "Origin"
            )
        }
        guard self.log.vault != nil else {
            return Problem(
                .forbidden,
                .appendsNotAccepted,
                "This log has no vault and takes no records.",
                member: "log"
            )
        }
        guard !fields.isEncoded else {
            return Problem(
                .unsupportedMediaType,
                .badSubmission,
                "A body is taken as it is, not compressed.",
                member: "Content-Encoding"
            )
        }
        return nil
    }

    /// Who sends a request, found out once for all of its records; what is wrong with what he brings is
    /// said of each.
    private func sender(_ fields: RequestFields) async -> Result<Principal?, Problem> {
        guard let access = self.access, access.hasWriters else { return .success(nil) }
        do throws(Problem) { return .success(try await access.principal(fields)) } catch {
            return .failure(error)
        }
    }

    /// The name of who sends a record of a class; empty as long as there are no configured writers.
    private func writer(
        _ sender: Result<Principal?, Problem>,
        of recordClass: String
    ) throws(Problem) -> String {
        guard let access = self.access, access.hasWriters else { return "" }
        return try access.writer(
            try sender.get(),
            log: self.log.descriptor,
            recordClass: recordClass
        ).name
    }

    /// Who sends records of a class, asked once for each class of a run of records.
    private struct Writers {
        var known: [(recordClass: String, name: Result<String, Problem>)] = []

        mutating func name(
            of recordClass: String,
            _ find: (String) throws(Problem) -> String
        ) throws(Problem) -> String {
            if let known = self.known.first(where: {
                $0.recordClass.utf8.elementsEqual(recordClass.utf8)
            }) {
                return try known.name.get()
            }
            let name = Result { () throws(Problem) in try find(recordClass) }
            // Whoever sends many classes has names of his own making among them.
            if self.known.count < 16 { self.known.append((recordClass, name)) }
            return try name.get()
        }
    }

    private func prepare(
        _ body: [UInt8],
        _ fields: RequestFields,
        from sender: Result<Principal?, Problem>,
        _ writers: inout Writers
    ) throws(Problem) -> RecordDesk.Prepared {
        let record = try RecordDesk.parse(body)
        let writer = try writers.name(of: try RecordDesk.recordClass(of: record)) {
            recordClass throws(Problem) in
            try self.writer(sender, of: recordClass)
        }
        return try self.desk.prepare(
            record,
            body: body,
            writer: writer,
            key: fields.idempotencyKey
        )
    }

    // MARK: One record

    private func appendOne(_ body: [UInt8], _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            var writers = Writers()
            let prepared = try self.prepare(
                body,
                fields,
                from: await self.sender(fields),
                &writers
            )
            let sealed = try await self.desk.append(prepared)
            let receipt = sealed.receipt
            let evidence = await self.evidence(of: sealed, fields)
            let statement = await self.statement(of: sealed)
            var text = JSONText()
            text.object { text in
                let leaf = statement.map {
                    (SHA256Hasher.leafHash($0), SM3Hasher.leafHash($0))
                }
                Self.write(prepared.id, receipt, leaf, to: &text)
                if let evidence { text.raw("evidence", evidence) }
            }
            var answer = Answer(.created, type: .json, caching: .none, body: text.buffer)
            let place = "\(self.desk.served.prefix)/records/\(prepared.id)"
            answer.fields.append(("Location", place))
            answer.fields += self.desk.served.waitFields
            if receipt.isRepeat { answer.fields.append(("Idempotent-Replay", "true")) }
            if let seconds = fields.waitSeconds, evidence != nil {
                answer.fields.append(("Preference-Applied", "wait=\(seconds)"))
            }
            return answer
        } catch {
            return error.answer
        }
    }

    /// The statement that stands in the log; nil if it cannot be told yet. That of a repeat is not the
    /// one that was made now: its salts are others.
    private func statement(of sealed: SealedReceipt) async -> [UInt8]? {
        let receipt = sealed.receipt
        guard receipt.isRepeat else { return sealed.append.statement }
        guard let entries = try? await self.log.entries(at: receipt.indexes), entries.count == 1
        else { return nil }
        return Array(entries[0])
    }

    /// The evidence of what was appended, if the writer waits for it and it is published in time.
    private func evidence(
        of sealed: SealedReceipt,
        _ fields: RequestFields
    ) async -> [UInt8]? {
        let receipt = sealed.receipt
        guard let seconds = fields.waitSeconds, let vault = self.log.vault else { return nil }
        let index = receipt.indexes.lowerBound
        let end = ContinuousClock.now + .seconds(seconds)
        while (try? self.log.publishedHead().head.size) ?? 0 <= index {
            guard ContinuousClock.now < end else { return nil }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return nil }
        }
        // A repeat has the content of the first.
        var content = sealed.append.record.content
        if receipt.isRepeat {
            guard let row = try? await vault.row(at: index),
                let opened = try? await vault.openRefreshing(row)
            else { return nil }
            content = opened.content
        }
        guard let parsed = try? RecordContent(parsing: content) else { return nil }
        let evidence = try? await EvidenceMaker(log: self.log).evidence(
            of: parsed,
            at: index,
            leaves: parsed.values.indices.filter { parsed.values[$0] != nil }
                + [parsed.schemaLeaf].compactMap { $0 }
        )
        return evidence?.bytes
    }

    private static func write(
        _ id: String,
        _ receipt: Receipt,
        _ leaf: (sha256: TreeHash<SHA256Hasher>, sm3: TreeHash<SM3Hasher>)?,
        to text: inout JSONText
    ) {
        text.member("index", receipt.indexes.lowerBound)
        text.member("record_id", id)
        guard let leaf else { return }
        text.object("leaf_hash") {
            $0.member("sha256", leaf.sha256.base64)
            $0.member("sm3", leaf.sm3.base64)
        }
    }

    // MARK: Lines

    /// How many lines one task checks and seals.
    private static let chunk = 32

    private func appendLines(_ body: [UInt8], _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            let lines = try self.lines(of: body)
            let sender = await self.sender(fields)
            // What is sealed first is committed while the next is sealed.
            let prepared = await self.turnstile.pass {
                await self.prepare(lines, fields, from: sender)
            }
            var records: [RecordDesk.Prepared] = []
            for case .success(let record) in prepared { records.append(record) }
            var promises = (await self.promises(of: records))[...]
            var text = JSONText()
            for (number, result) in prepared.enumerated() {
                // SPEC: HTTP-7: a wrong line keeps no other out.
                do throws(Problem) {
                    let record = try result.get()
                    guard let promise = promises.popFirst() else {
                        throw Problem(AppendError.outcomeUnknown("a receipt is missing"))
                    }
                    let (receipt, leaf) = try promise.get()
                    text.line { text in
                        Self.write(record.id, receipt, leaf, to: &text)
                        if receipt.isRepeat { text.member("replay", true) }
                    }
                } catch {
                    var problem = error
                    let place = "line \(number + 1)"
                    problem.member = problem.member.map { "\(place) \($0)" } ?? place
                    text.line { $0.object("error") { problem.write(to: &$0) } }
                }
            }
            var answer = Answer(type: .lines, caching: .none, body: text.buffer)
            answer.fields += self.desk.served.waitFields
            return answer
        } catch {
            return error.answer
        }
    }

    private typealias Promise = (
        receipt: Receipt, leaf: (sha256: TreeHash<SHA256Hasher>, sm3: TreeHash<SM3Hasher>)?
    )

    /// Appends records, and finds the leaf hashes of their statements, many at a time.
    private func promises(
        of records: [RecordDesk.Prepared]
    ) async -> [Result<Promise, Problem>] {
        let receipts = await self.desk.append(records)
        var statements = EntryBatch()
        /// Which of the statements is that of each record; nil if it cannot be told.
        var places: [Int?] = []
        for receipt in receipts {
            guard let sealed = try? receipt.get(), let statement = await self.statement(of: sealed),
                (try? statements.append(statement)) != nil
            else {
                places.append(nil)
                continue
            }
            places.append(statements.count - 1)
        }
        let leaves = TwinLeaves(hashing: statements)
        return zip(receipts, places).map { result, place in
            result.map { sealed in
                (sealed.receipt, place.map { (leaves.sha256[$0], leaves.sm3[$0]) })
            }.mapError { Problem($0) }
        }
    }

    private func lines(of body: [UInt8]) throws(Problem) -> [[UInt8]] {
        let maximum = self.configuration.maximumBatchLineCount
        var lines = body.split(
            separator: UInt8(ascii: "\n"),
            maxSplits: maximum + 1,
            omittingEmptySubsequences: false
        )
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else { throw Problem(EntryLinesError.noLines) }
        guard lines.count <= maximum else {
            throw Problem(EntryLinesError.tooManyLines(maximumCount: maximum))
        }
        return lines.map { Array($0) }
    }

    /// Checks and seals lines side by side: off the sequencer's path, on as many cores as there are.
    private func prepare(
        _ lines: [[UInt8]],
        _ fields: RequestFields,
        from sender: Result<Principal?, Problem>
    ) async -> [Result<RecordDesk.Prepared, Problem>] {
        let chunks = stride(from: 0, to: lines.count, by: Self.chunk).map {
            $0..<min($0 + Self.chunk, lines.count)
        }
        return await withTaskGroup(
            of: (Int, [Result<RecordDesk.Prepared, Problem>]).self
        ) { group in
            for (number, chunk) in chunks.enumerated() {
                group.addTask {
                    var writers = Writers()
                    var results: [Result<RecordDesk.Prepared, Problem>] = []
                    results.reserveCapacity(chunk.count)
                    for line in lines[chunk] {
                        do throws(Problem) {
                            let record = try self.prepare(line, fields, from: sender, &writers)
                            results.append(.success(record))
                        } catch {
                            results.append(.failure(error))
                        }
                    }
                    return (number, self.desk.seal(results))
                }
            }
            var parts = [[Result<RecordDesk.Prepared, Problem>]](
                repeating: [],
                count: chunks.count
            )
            for await (number, part) in group { parts[number] = part }
            return parts.flatMap { $0 }
        }
    }
}
