import LogCore
import LogProtocol
import NIOCore
import NIOHTTP1
import Records
import SignedNotes

/// Answers `GET completeness`: what each entry of the log is.
struct CensusAnswers: Sendable {
    let desk: RecordDesk
    /// Who may ask; nil if nobody is known.
    let access: AccessGate?

    private var log: any HostedLog { self.desk.served.log }

    /// The most entries of a page: with a dummy in each place, the most that one disclosure can name.
    static let maximumCount: UInt64 = 1_000
    private static let defaultCount: UInt64 = 100

    /// What a request needs.
    func plan(_ query: Substring.UTF8View?, _ fields: RequestFields) -> RequestPlan {
        let values: QueryValues
        do { values = try QueryValues(query, names: ["purpose", "first", "limit"]) } catch {
            return .ready(Problem(error).answer)
        }
        return .later {
            do throws(Problem) { return try await self.answer(values, fields) } catch {
                return error.answer
            }
        }
    }

    private func answer(
        _ values: QueryValues,
        _ fields: RequestFields
    ) async throws(Problem) -> Answer {
        guard let gate = self.access else {
            throw Problem(
                .forbidden,
                .forbidden,
                "Nobody is configured who may see how complete a log is.",
                member: "Authorization"
            )
        }
        let auditor = try gate.census(
            by: try await gate.principal(fields),
            in: self.log.descriptor,
            purpose: values["purpose"]
        )
        guard let census = Census(of: self.log) else { throw Problem(AccessDecision.hidden) }
        let first = try values.number("first", 0...UInt64(Int64.max)) ?? 0
        let limit = try values.number("limit", 1...Self.maximumCount) ?? Self.defaultCount
        let entries: [Census.Entry]
        let size: UInt64
        do throws(ReadError) {
            size = try self.log.publishedHead().head.size
            let start = min(first, size)
            entries = try await census.entries(at: start..<min(start + limit, size))
        } catch { throw Problem(error, reading: .census) }
        // SPEC: VAULT-10: that an auditor learns it is in the log before he does.
        var dummies: [(index: UInt64, evidence: Evidence)] = []
        var disclosure: UInt64?
        if let auditor {
            disclosure = try await self.desk.note(
                entries.compactMap { Self.item($0) },
                by: auditor,
                purpose: values["purpose"] ?? "",
                kind: .search
            )
            dummies = try await self.evidence(of: entries)
        }
        return self.answer(
            entries,
            first: first,
            size: size,
            disclosure: disclosure,
            dummies: dummies
        )
    }

    /// The leaves of a dummy that prove it to be one: its class, and the name of its schema.
    private static func leaves(_ content: RecordContent) -> [Int] {
        [content.schema.index(of: "record_class"), content.schemaLeaf].compactMap { $0 }
    }

    private static func item(_ entry: Census.Entry) -> DisclosureRecord.Item? {
        guard let (id, content) = entry.dummy else { return nil }
        let disclosures = self.leaves(content).compactMap { content.disclosure(of: $0) }
        return DisclosureRecord.Item(
            index: entry.index,
            recordID: id,
            fields: disclosures.map(\.name),
            disclosures: disclosures.map(\.digits)
        )
    }

    private func evidence(
        of entries: [Census.Entry]
    ) async throws(Problem) -> [(index: UInt64, evidence: Evidence)] {
        var dummies: [(index: UInt64, evidence: Evidence)] = []
        for entry in entries {
            guard let (_, content) = entry.dummy else { continue }
            do throws(ReadError) {
                let evidence = try await EvidenceMaker(log: self.log).evidence(
                    of: content,
                    at: entry.index,
                    leaves: Self.leaves(content)
                )
                dummies.append((entry.index, evidence))
            } catch { throw Problem(error, reading: .census) }
        }
        return dummies
    }

    private func answer(
        _ entries: [Census.Entry],
        first: UInt64,
        size: UInt64,
        disclosure: UInt64?,
        dummies: [(index: UInt64, evidence: Evidence)]
    ) -> Answer {
        var text = JSONText()
        text.object { text in
            if let disclosure { text.object("disclosure") { $0.member("index", disclosure) } }
            text.member("first", first)
            text.member("size", size)
            text.object("counts") { text in
                func count(_ kind: Census.Kind) -> Int { entries.count { $0.kind == kind } }
                text.member("record", count(.record))
                text.member("control", count(.control))
                text.member("erased", count(.erased))
                text.member("dummy", count(.dummy))
                text.member("missing", count(.missing))
            }
            text.array("missing", entries.filter { $0.kind == .missing }) { text, entry in
                text.object {
                    $0.member("index", entry.index)
                    if let reason = entry.reason { $0.member("reason", reason.rawValue) }
                }
            }
            if disclosure != nil {
                text.array("dummies", dummies) { text, dummy in
                    text.object {
                        $0.member("index", dummy.index)
                        $0.raw("evidence", dummy.evidence.bytes)
                    }
                }
            }
            if let last = entries.last, last.index + 1 < size {
                text.member("next", last.index + 1)
            }
        }
        return Answer(type: .json, caching: .none, body: text.buffer)
    }
}
