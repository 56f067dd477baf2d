import CryptoSuites
import LogCore
import LogStorePostgres
import Logging
import MerkleTree
import SignedNotes
import Witnessing

/// `recover --replay`: promised entries that the database lost are brought back from mirrors and the
/// signer's journal.
///
/// Everything is read and folded to the recorded roots before anything is written; then what is
/// missing is read again, compared with what was proven, and written.
struct Replay {
    let desk: RecoveryDesk
    let sources: [EntrySource]

    /// What the first reading proved.
    private struct Survey {
        let assembly: EntryAssembly
        /// The SHA-256 of each piece.
        var digests: [[UInt8]] = []
        var missing: [RecoveryReport.Run] = []
        var replaced: [RecoveryReport.Foreign] = []
        /// The sizes of stored heads that were signed and contradict what was proven.
        var contradictions: [UInt64] = []
        /// The pieces in which something is to be written.
        var changed: Set<Int> = []

        /// Notes a piece, the next one in order.
        mutating func add(_ piece: EntryAssembly.Piece) {
            let number = self.digests.count
            self.digests.append(Hashes.sha256(piece.entries.bytes))
            if !piece.missing.isEmpty || !piece.replaced.isEmpty { self.changed.insert(number) }
            self.missing = RecoveryReport.joined(
                self.missing + piece.missing.map { .init($0..<$0 + 1) }
            )
            self.replaced += piece.replaced.map { .init($0.index, $0.found) }
        }
    }

    /// Does it; returns what was done and where that is written.
    func run() async throws -> (report: RecoveryReport, path: String) {
        let survey = try await self.survey()
        var report = self.desk.report("replay")
        report.sources = self.sources.map(\.name)
        report.restored = survey.missing
        report.replaced = survey.replaced
        // SPEC: RECOVER-7: a run that was cut short has written some of what it listed.
        if let earlier = try self.desk.reports.unfinished(),
            earlier.origin == report.origin
        {
            report.add(unfinished: earlier)
        }
        try self.desk.reports.begin(report)
        try await self.write(survey)
        var heads: [PublishedHead] = []
        for source in self.sources {
            if let head = await source.head() { heads.append(head) }
        }
        report.add(try await self.desk.rebuild(heads))
        report.withoutKey = try await self.runs(of: report) {
            try await self.desk.store.indexesWithoutKey(of: self.desk.log.id, in: $0)
        }
        // SPEC: RECOVER-11: contents are in no public source.
        report.withoutContents = try await self.runs(of: report) {
            try await self.desk.store.statementsWithoutRecord(of: self.desk.log.id, in: $0)
        }
        report.finished = RecoveryDesk.time()
        let path = try self.desk.reports.finish(report)
        self.tell(report, path)
        return (report, path)
    }

    private func tell(_ report: RecoveryReport, _ path: String) {
        guard !report.restored.isEmpty || !report.replaced.isEmpty else { return }
        self.desk.logger.critical(
            "Incident: promised entries were brought back",
            metadata: [
                "log": "\(report.log)", "restored": "\(report.restored.map(\.range))",
                "replaced": "\(report.replaced.map(\.index))",
                "without_key": "\(report.withoutKey.map(\.range))",
                "without_contents": "\(report.withoutContents.map(\.range))", "report": "\(path)",
            ]
        )
    }

    // MARK: Proving

    /// Finds a way to put the entries together that leads to the recorded roots.
    private func survey() async throws -> Survey {
        // SPEC: RECOVER-2: all is proven before anything is written.
        if let survey = try await self.survey(self.sources, .database) { return survey }
        for position in self.sources.indices {
            let order =
                [self.sources[position]] + self.sources[..<position]
                + self.sources[(position + 1)...]
            if let survey = try await self.survey(order, .sources) { return survey }
        }
        let names = self.sources.map(\.name).joined(separator: ", ")
        throw RecoveryError.refused(
            "the entries of \(names) do not lead to the roots that the signer recorded at size "
                + "\(self.desk.record.recorded.size): no source has what was promised. Nothing was "
                + "changed"
        )
    }

    /// One way; nil if it leads to other roots.
    private func survey(
        _ sources: [EntrySource],
        _ preference: EntryAssembly.Preference
    ) async throws -> Survey? {
        let record = self.desk.record
        let assembly = EntryAssembly(
            store: self.desk.store,
            log: self.desk.log.id,
            recall: self.desk.recall,
            record: record,
            sources: sources,
            preference: preference
        )
        var survey = Survey(assembly: assembly)
        var edge = TwinEdge()
        let progress = WorkProgress("verifying entries", total: record.recorded.size)
        for indexes in Self.pieces(below: record.recorded.size) {
            let piece = try await assembly.piece(at: indexes)
            let leaves = TwinLeaves(hashing: piece.entries)
            var walk = RootWalk(from: edge.state, over: leaves)
            for head in try await self.heads(indexes.lowerBound + 1, indexes.upperBound)
            where self.contradicts(head, walk.head(at: head.head.size)) {
                survey.contradictions.append(head.head.size)
            }
            _ = edge.append(leaves)
            survey.add(piece)
            progress.reached(edge.size)
        }
        guard edge.state.head == record.recorded else { return nil }
        // SPEC: RECOVER-6: seen before anything is written.
        for head in try await self.heads(record.recorded.size + 1, .max)
        where self.contradicts(head, nil) {
            survey.contradictions.append(head.head.size)
        }
        if let size = survey.contradictions.first {
            throw RecoveryDesk.reason(.signedContradiction(size: size))
        }
        return survey
    }

    /// The stored heads of some sizes, a pending one that was signed among them.
    private func heads(_ first: UInt64, _ last: UInt64) async throws -> [PublishedHead] {
        let log = self.desk.log.id
        var heads = try await self.desk.store.storedHeads(of: log, from: first, through: last)
        if let pending = try await self.desk.store.pendingHead(of: log),
            let notes = pending.notes, (first...last).contains(pending.head.size),
            !heads.contains(where: { $0.head.size == pending.head.size })
        {
            heads.append(PublishedHead(head: pending.head, notes: notes))
        }
        return heads.sorted { $0.head.size < $1.head.size }
    }

    private func contradicts(_ head: PublishedHead, _ computed: TwinHead?) -> Bool {
        self.desk.judge.judge(head, computed: computed) == .contradiction
    }

    private static func pieces(below size: UInt64) -> [Range<UInt64>] {
        stride(from: 0, to: size, by: Int(EntryAssembly.chunk)).map {
            $0..<min($0 + EntryAssembly.chunk, size)
        }
    }

    // MARK: Writing

    private func write(_ survey: Survey) async throws {
        let size = self.desk.record.recorded.size
        guard !survey.changed.isEmpty else { return }
        try await self.desk.store.restorePartitions(of: self.desk.log.id, below: size)
        let total = survey.missing.reduce(UInt64(survey.replaced.count)) { $0 + $1.end - $1.first }
        let progress = WorkProgress("restoring entries", total: total)
        var count: UInt64 = 0
        for (number, indexes) in Self.pieces(below: size).enumerated()
        where survey.changed.contains(number) {
            let piece = try await survey.assembly.piece(at: indexes)
            guard Hashes.sha256(piece.entries.bytes) == survey.digests[number] else {
                throw RecoveryError.refused(
                    "entries \(indexes) are others than they were when they were verified: a source "
                        + "or the database changed meanwhile. What was written is right; run it "
                        + "again"
                )
            }
            let replaced = piece.replaced.map(\.index)
            var rows = EntryRows()
            for index in (piece.missing + replaced).sorted() {
                try rows.append(piece.entries[Int(index - indexes.lowerBound)], at: index)
            }
            try await self.desk.store.restore(rows, replacing: replaced, of: self.desk.log.id)
            count += UInt64(rows.indexes.count)
            progress.reached(count)
        }
    }

    /// Those of the restored and replaced indexes that `lacking` picks, a run at a time.
    private func runs(
        of report: RecoveryReport,
        _ lacking: (Range<UInt64>) async throws -> [Range<UInt64>]
    ) async throws -> [RecoveryReport.Run] {
        let runs = RecoveryReport.joined(
            report.restored + report.replaced.map { .init($0.index..<$0.index + 1) }
        )
        var gaps: [RecoveryReport.Run] = []
        for run in runs {
            gaps += try await lacking(run.range).map { .init($0) }
        }
        return RecoveryReport.joined(gaps)
    }
}
