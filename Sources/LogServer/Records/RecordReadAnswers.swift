import LogCore
import LogProtocol
import NIOCore
import NIOHTTP1
import Records
import SignedNotes

/// Answers reads of records: what the auditor's profile shows, after the disclosure itself is in the
/// log.
struct RecordReadAnswers: Sendable {
    let desk: RecordDesk
    /// Who may read; nil if nobody is known.
    let access: AccessGate?

    private var log: any HostedLog { self.desk.served.log }

    /// The most records of a page of results.
    static let maximumResultCount = 100
    private static let defaultResultCount = 20

    /// What a read of one record gets.
    func read(_ id: String, _ query: RecordQuery, _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            guard !query.isSearch else {
                throw Problem(
                    .badRequest,
                    .malformed,
                    "The read of one record takes purpose and fields.",
                    member: "query"
                )
            }
            let (gate, purpose) = try self.gate(query)
            let principal = try await gate.principal(fields)
            // Nobody makes the store look before he has shown who he is.
            if principal == nil {
                _ = try gate.disclosure(
                    to: nil,
                    of: nil,
                    in: self.log.descriptor,
                    purpose: purpose
                )
            }
            let found = try await self.found(id: id)
            let (grant, profile) = try gate.disclosure(
                to: principal,
                of: found?.accessed,
                in: self.log.descriptor,
                purpose: purpose
            )
            guard let found,
                let item = self.item(found, grant, profile, self.requested(query))
            else { throw Problem(AccessDecision.hidden) }
            // Made while the disclosure is on its way into the log. SPEC: ACC-8: what is made leaves
            // behind it, or not at all.
            async let making = self.evidence([item])
            let index = try await self.desk.note(
                [item.entry],
                by: grant,
                purpose: purpose,
                kind: .record
            )
            let evidence = try await making.get()
            var text = JSONText()
            text.object { text in
                text.object("disclosure") {
                    $0.member("index", index)
                    $0.array("digests", item.entry.digests) { $0.string("\($1)") }
                }
                text.member("index", item.entry.index)
                text.member("record_id", item.entry.recordID)
                for file in evidence { text.raw("evidence", file) }
            }
            return Answer(type: .json, caching: .none, body: text.buffer)
        } catch {
            return error.answer
        }
    }

    /// What a search gets.
    func search(_ query: RecordQuery, _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            let (gate, purpose) = try self.gate(query)
            let principal = try await gate.principal(fields)
            let (grant, _) = try gate.search(
                by: principal,
                in: self.log.descriptor,
                recordClass: query["class"],
                purpose: purpose
            )
            let page = try await self.page(query)
            var items: [Item] = []
            var next = page.next
            var count = 0
            let shown = try await Self.sideBySide(page.records) { record throws(Problem) in
                try self.item(
                    self.found(record),
                    query,
                    by: principal,
                    gate: gate,
                    purpose: purpose
                )
            }
            for (record, item) in zip(page.records, shown) {
                guard let item else { continue }
                count += item.entry.digests.count
                guard count <= DisclosureRecord.maximumDisclosureCount else { break }
                items.append(item)
                next = VaultCursor(
                    recordedAt: record.row.header.recordedAt,
                    index: record.row.index
                )
            }
            if count <= DisclosureRecord.maximumDisclosureCount { next = page.next }
            let disclosed = items
            async let making = self.evidence(disclosed)
            let index = try await self.desk.note(
                disclosed.map(\.entry),
                by: grant,
                purpose: purpose,
                kind: .search
            )
            let evidence = try await making.get()
            var text = JSONText()
            text.object { text in
                text.object("disclosure") { $0.member("index", index) }
                text.array("records", zip(disclosed, evidence)) { text, result in
                    text.object {
                        $0.member("index", result.0.entry.index)
                        $0.member("record_id", result.0.entry.recordID)
                        $0.array("digests", result.0.entry.digests) { $0.string("\($1)") }
                        $0.raw("evidence", result.1)
                    }
                }
                if let next { text.member("next", "\(next.recordedAt)-\(next.index)") }
            }
            return Answer(type: .json, caching: .none, body: text.buffer)
        } catch {
            return error.answer
        }
    }

    // MARK: Parts

    /// Does the same to each of some elements, on as many cores as there are, and keeps their order.
    private static func sideBySide<Element: Sendable, Result: Sendable>(
        _ elements: [Element],
        _ work: @escaping @Sendable (Element) async throws(Problem) -> Result
    ) async throws(Problem) -> [Result] {
        typealias Outcome = Swift.Result<Result, Problem>
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            for (number, element) in elements.enumerated() {
                group.addTask {
                    let outcome: Outcome
                    do throws(Problem) { outcome = .success(try await work(element)) } catch {
                        outcome = .failure(error)
                    }
                    return (number, outcome)
                }
            }
            var outcomes: [(Int, Outcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
        var results: [Result] = []
        for outcome in outcomes { results.append(try outcome.get()) }
        return results
    }

    private func gate(_ query: RecordQuery) throws(Problem) -> (AccessGate, purpose: String) {
        guard self.log.vault != nil else { throw Problem(AccessDecision.hidden) }
        guard let access = self.access else {
            throw Problem(
                .forbidden,
                .forbidden,
                "Nobody is configured who may read records.",
                member: "Authorization"
            )
        }
        // SPEC: ACC-5: each request says what it is for.
        guard let purpose = query["purpose"] else {
            throw Problem(
                .badRequest,
                .malformed,
                "The purpose of the request is missing.",
                member: "purpose"
            )
        }
        return (access, purpose)
    }

    private func requested(_ query: RecordQuery) -> Set<String>? {
        query["fields"].map { Set($0.split(separator: ",").map(String.init)) }
    }

    /// A record that is there, with what decides about it.
    struct Found: Sendable {
        let row: VaultRow
        let id: String
        let content: RecordContent?
        /// What can be disclosed of the content; nil with it.
        let disclosures: RecordDisclosures?
        let accessed: AccessedRecord
    }

    private func found(id: String) async throws(Problem) -> Found? {
        guard let vault = self.log.vault else { return nil }
        do throws(VaultError) {
            guard let row = try await vault.row(id: Array(id.utf8)) else { return nil }
            let opened = try await vault.openRefreshing(row)
            guard let opened else { return try self.erased(row, id: id) }
            return try self.opened(opened)
        } catch {
            throw Problem(error)
        }
    }

    private func erased(_ row: VaultRow, id: String) throws(VaultError) -> Found {
        Found(
            row: row,
            id: id,
            content: nil,
            disclosures: nil,
            accessed: AccessedRecord(
                recordClass: row.header.recordClass,
                state: .erased,
                isPublished: self.isPublished(row)
            )
        )
    }

    private func opened(_ opened: OpenedRecord) throws(VaultError) -> Found {
        guard let content = try? RecordContent(parsing: opened.content),
            let state = RecordState(rawValue: opened.row.state.name),
            let id = String(validating: opened.id, as: UTF8.self)
        else { throw .damaged(index: opened.row.index) }
        var values: [String: JSONValue] = [:]
        for (field, value) in zip(content.schema.fields, content.values) {
            values[field.name] = value
        }
        return Found(
            row: opened.row,
            id: id,
            content: content,
            disclosures: content.disclosures(),
            accessed: AccessedRecord(
                recordClass: opened.row.header.recordClass,
                state: state,
                isPublished: self.isPublished(opened.row),
                values: values
            )
        )
    }

    private func found(_ opened: OpenedRecord) throws(Problem) -> Found {
        do throws(VaultError) { return try self.opened(opened) } catch { throw Problem(error) }
    }

    private func isPublished(_ row: VaultRow) -> Bool {
        row.index < (try? self.log.publishedHead().head.size) ?? 0
    }

    /// What leaves of one record.
    private struct Item: Sendable {
        let entry: DisclosureRecord.Item
        let content: RecordContent
        let disclosures: RecordDisclosures
        let leaves: [Int]
    }

    /// What leaves of a record; nil if it is erased.
    private func item(
        _ found: Found,
        _ grant: AuditorGrant,
        _ profile: Profile,
        _ requested: Set<String>?
    ) -> Item? {
        guard let content = found.content, let disclosures = found.disclosures else { return nil }
        let plan = DisclosurePlan(
            profile: profile,
            recordClass: found.accessed.recordClass,
            fields: content.schema.fields.map(\.name),
            requested: requested,
            grounds: grant.grounds,
            values: found.accessed.values
        )
        let fields = plan.indexes.filter { !content.isErased($0) }
        // SPEC: RECORD-22: without the leaf that names the schema no other one has a meaning.
        let leaves = fields.isEmpty ? [] : fields + [content.schemaLeaf].compactMap { $0 }
        return Item(
            entry: DisclosureRecord.Item(
                index: found.row.index,
                recordID: found.id,
                fields: leaves.map { content.name(ofLeaf: $0) },
                disclosures: leaves.compactMap { disclosures.digits(of: $0) }
            ),
            content: content,
            disclosures: disclosures,
            leaves: leaves
        )
    }

    /// What leaves of a result; nil if the profile does not show the record, or does not show what it
    /// was found by: that would tell its value.
    private func item(
        _ found: Found,
        _ query: RecordQuery,
        by principal: Principal?,
        gate: AccessGate,
        purpose: String
    ) throws(Problem) -> Item? {
        let allowed: (grant: AuditorGrant, profile: Profile)
        do throws(Problem) {
            allowed = try gate.disclosure(
                to: principal,
                of: found.accessed,
                in: self.log.descriptor,
                purpose: purpose
            )
        } catch {
            return nil
        }
        guard let all = self.item(found, allowed.grant, allowed.profile, nil) else { return nil }
        let shown = Set(all.entry.fields)
        // SPEC: VAULT-19: found by nothing that the profile does not show.
        for term in query.terms where term.field != .recordClass {
            let sources = term.field == .writer ? ["writer"] : term.field.sources
            let isShown = sources.contains { name in
                shown.contains(name)
                    && RecordDesk.texts(found.accessed.values[name]).contains {
                        term.value.elementsEqual($0.utf8)
                    }
            }
            guard isShown else { return nil }
        }
        guard let requested = self.requested(query) else { return all }
        return self.item(found, allowed.grant, allowed.profile, requested)
    }

    /// The files of a page, all against one head.
    private func evidence(_ items: [Item]) async -> Result<[[UInt8]], Problem> {
        guard let first = items.first else { return .success([]) }
        do throws(Problem) {
            let head: PublishedHead
            do throws(ReadError) { head = try self.log.publishedHead() } catch {
                throw Problem(error, reading: .records)
            }
            // What all proofs share, the tiles at the edge of the tree, is read for the first one alone.
            var files = [try await self.evidence(first, head).bytes]
            files += try await Self.sideBySide(Array(items.dropFirst())) { item throws(Problem) in
                try await self.evidence(item, head).bytes
            }
            return .success(files)
        } catch {
            return .failure(error)
        }
    }

    private func evidence(_ item: Item, _ head: PublishedHead) async throws(Problem) -> Evidence {
        do throws(ReadError) {
            return try await EvidenceMaker(log: self.log, head: head).evidence(
                of: item.content,
                disclosures: item.disclosures,
                at: item.entry.index,
                leaves: item.leaves
            )
        } catch {
            throw Problem(error, reading: .records)
        }
    }

    // MARK: Searching

    private func page(_ query: RecordQuery) async throws(Problem) -> VaultPage {
        guard let vault = self.log.vault else { throw Problem(AccessDecision.hidden) }
        let search = VaultQuery(
            terms: query.terms,
            recordedFrom: try Self.time("from", query),
            recordedBefore: try Self.time("until", query),
            below: (try? self.log.publishedHead().head.size) ?? 0,
            after: try Self.cursor(query),
            limit: try Self.limit(query)
        )
        do throws(VaultError) { return try await vault.search(search) } catch {
            throw Problem(error)
        }
    }

    private static func time(_ name: String, _ query: RecordQuery) throws(Problem) -> UInt64? {
        guard let text = query[name] else { return nil }
        guard let time = RecordTime(parsing: text), let seconds = UInt64(exactly: time.seconds)
        else {
            throw Problem(
                .badRequest,
                .malformed,
                "A time is written as 2026-11-23T10:00:00Z.",
                member: name
            )
        }
        return seconds
    }

    private static func limit(_ query: RecordQuery) throws(Problem) -> Int {
        guard let text = query["limit"] else { return self.defaultResultCount }
        guard let number = CanonicalDecimal.parse(text),
            (1...UInt64(self.maximumResultCount)).contains(number)
        else {
            throw Problem(
                .badRequest,
                .malformed,
                "The limit is a number of 1 to \(self.maximumResultCount).",
                member: "limit",
                limit: UInt64(self.maximumResultCount)
            )
        }
        return Int(number)
    }

    private static func cursor(_ query: RecordQuery) throws(Problem) -> VaultCursor? {
        guard let text = query["cursor"] else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, let time = CanonicalDecimal.parse(parts[0]),
            let index = CanonicalDecimal.parse(parts[1])
        else {
            throw Problem(
                .badRequest,
                .malformed,
                "The cursor is the one that came with the page before.",
                member: "cursor"
            )
        }
        return VaultCursor(recordedAt: time, index: index)
    }
}
