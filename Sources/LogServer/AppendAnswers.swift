import CryptoSuites
import LogCore
import LogProtocol
import MerkleTree
import NIOCore
import NIOHTTP1
import SignedNotes

/// Answers requests that append.
struct AppendAnswers: Sendable {
    let served: ServedLog
    /// Whether the listener is one on which appends are accepted without configured writers.
    let isLocalListener: Bool
    let configuration: ServerConfiguration
    /// Who may append; nil if nobody is known.
    let access: AccessGate?

    /// What a request to `entries` needs.
    func planEntries(_ fields: RequestFields) -> RequestPlan {
        if let refusal = self.refusal(of: fields) { return .ready(refusal.answer) }
        guard fields.isNDJSON else {
            // SPEC: HTTP-6: the body as it is, of whatever media type.
            return .body(self.entryLimit) { await self.appendOne($0, fields) }
        }
        let limit = BodyLimit(
            byteCount: self.configuration.maximumBatchByteCount,
            member: "body"
        )
        return .body(limit) { await self.appendLines($0, fields) }
    }

    /// What a request to `add` needs.
    func planAdd(_ fields: RequestFields) -> RequestPlan {
        if let refusal = self.refusal(of: fields) { return .ready(refusal.answer) }
        return .body(self.entryLimit) { await self.add($0, fields) }
    }

    private var entryLimit: BodyLimit {
        BodyLimit(byteCount: EntryBatch.maximumEntryByteCount, member: "entry")
    }

    /// Why no body of this request will be taken, whatever it is.
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
            // Else any web page that somebody on this machine opens could append.
            return Problem(
                .forbidden,
                .appendsNotAccepted,
                "Appends are not accepted from web pages.",
                member: "Origin"
            )
        }
        guard self.served.log.descriptor.allowsOpaqueEntries else {
            return Problem(
                .forbidden,
                .appendsNotAccepted,
                "This log was created without --allow-opaque and takes no bytes as they are.",
                member: "entry"
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

    /// Appends the body as one entry.
    private func appendOne(_ body: ByteBuffer, _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            let writer = try await self.writer(fields)
            let bytes = Array(body.readableBytesView)
            let receipt = try await self.append(
                Self.entry(bytes),
                by: writer,
                key: fields.idempotencyKey,
                body: bytes,
                as: .entry
            )
            let index = receipt.indexes.lowerBound
            var text = JSONText()
            text.object {
                Self.write(
                    index,
                    SHA256Hasher.leafHash(bytes),
                    SM3Hasher.leafHash(bytes),
                    to: &$0
                )
            }
            var answer = Answer(.created, type: .json, caching: .none, body: text.buffer)
            answer.fields.append(("Location", "\(self.served.prefix)/proof/bundle/\(index)"))
            answer.fields += self.served.waitFields
            if receipt.isRepeat { answer.fields.append(Self.repeated) }
            return answer
        } catch {
            return error.answer
        }
    }

    /// Appends the body as one entry and answers its index alone.
    private func add(_ body: ByteBuffer, _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            let writer = try await self.writer(fields)
            let bytes = Array(body.readableBytesView)
            let receipt = try await self.append(
                Self.entry(bytes),
                by: writer,
                key: fields.idempotencyKey,
                body: bytes,
                as: .entry
            )
            var text = ByteBuffer()
            text.writeString(String(receipt.indexes.lowerBound))
            var answer = Answer(type: .text, caching: .none, body: text)
            answer.fields += self.served.waitFields
            if receipt.isRepeat { answer.fields.append(Self.repeated) }
            return answer
        } catch {
            return error.answer
        }
    }

    /// Appends the entries of those lines that are right, all at once, and answers each line.
    private func appendLines(_ body: ByteBuffer, _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            let writer = try await self.writer(fields)
            let bytes = Array(body.readableBytesView)
            let lines = try Self.lines(
                bytes,
                maximumCount: self.configuration.maximumBatchLineCount
            )
            var receipt: Receipt?
            if !lines.entries.isEmpty {
                receipt = try await self.append(
                    lines.entries,
                    by: writer,
                    key: fields.idempotencyKey,
                    body: bytes,
                    as: .lines
                )
            }
            let text = Self.resultLines(lines, firstIndex: receipt?.indexes.lowerBound ?? 0)
            var answer = Answer(type: .lines, caching: .none, body: text)
            answer.fields += self.served.waitFields
            if receipt?.isRepeat == true { answer.fields.append(Self.repeated) }
            return answer
        } catch {
            return error.answer
        }
    }

    /// A line for each line of a body: the promise for its entry, or what is wrong with it.
    private static func resultLines(_ lines: EntryLines, firstIndex: UInt64) -> ByteBuffer {
        let sha256 = SHA256Hasher.leafHashes(of: lines.entries)
        let sm3 = SM3Hasher.leafHashes(of: lines.entries)
        var text = ByteBuffer()
        var position = 0
        for (number, refusal) in lines.refusals.enumerated() {
            var line = JSONText()
            if let refusal {
                let problem = Problem(refusal, inLine: number + 1)
                line.object { $0.object("error") { problem.write(to: &$0) } }
            } else {
                let index = firstIndex + UInt64(position)
                line.object { self.write(index, sha256[position], sm3[position], to: &$0) }
                position += 1
            }
            text.writeImmutableBuffer(line.buffer)
            text.writeInteger(UInt8(ascii: "\n"))
        }
        return text
    }

    /// Writes the members of a promise: where the entry is, and what both trees have there.
    private static func write(
        _ index: UInt64,
        _ sha256: TreeHash<SHA256Hasher>,
        _ sm3: TreeHash<SM3Hasher>,
        to text: inout JSONText
    ) {
        text.member("index", index)
        text.object("leaf_hash") {
            $0.member("sha256", sha256.base64)
            $0.member("sm3", sm3.base64)
        }
    }

    private static let repeated = ("Idempotent-Replay", "true")

    private static func lines(
        _ bytes: [UInt8],
        maximumCount: Int
    ) throws(Problem) -> EntryLines {
        do {
            return try EntryLines(parsing: bytes, maximumCount: maximumCount)
        } catch {
            throw Problem(error)
        }
    }

    private static func entry(_ bytes: [UInt8]) throws(Problem) -> EntryBatch {
        let entries: EntryBatch
        do { entries = try EntryBatch(bytes) } catch { throw Problem(error) }
        do { try OpaqueEntryRules.check(bytes[...]) } catch { throw Problem(error) }
        return entries
    }

    /// What a body is, in front of it where a retry is recognised: the same bytes are one entry or
    /// many, depending on their media type.
    private enum BodyKind: UInt8 {
        case entry = 0
        case lines = 1
    }

    /// The name of who appends; empty as long as there are no configured writers.
    ///
    /// SPEC: ACC-2: with configured writers, nobody else appends, not even from this machine.
    private func writer(_ fields: RequestFields) async throws(Problem) -> String {
        guard let access = self.access, access.hasWriters else { return "" }
        return try await access.writer(
            fields,
            log: self.served.log.descriptor,
            recordClass: WriterGrant.opaqueClass
        ).name
    }

    private func append(
        _ entries: EntryBatch,
        by writer: String,
        key: [UInt8]?,
        body: [UInt8],
        as kind: BodyKind
    ) async throws(Problem) -> Receipt {
        let log = self.served.log
        let submission = Submission(
            entries: entries,
            key: key.map {
                log.idempotencyKey(writer: writer, key: $0, body: [kind.rawValue] + body)
            }
        )
        let receipt: Receipt
        do { receipt = try await log.append(submission) } catch { throw Problem(error) }
        guard receipt.indexes.count == entries.count else {
            throw Problem(
                .serviceUnavailable,
                .corrupt,
                "What is stored under this key does not fit the request; an operator has to act.",
                member: "Idempotency-Key",
                retryAfterSeconds: 60,
                incident: "\(receipt.indexes.count) stored, \(entries.count) sent"
            )
        }
        return receipt
    }
}
