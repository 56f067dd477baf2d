import LogClient
import LogCore
import LogStorePostgres
import MerkleTree
import SignedNotes
import Witnessing

/// Puts together what a log's entries are, from the database, mirrors and the signer's journal, and
/// tells how the database differs from that.
///
/// Nothing here is proven: whoever asks folds the entries and compares the roots.
struct EntryAssembly: Sendable {
    /// Whom to take for right where both have an entry.
    enum Preference: Hashable, Sendable {
        /// The database: mirrors are asked for what is missing only.
        case database
        /// The mirrors: the database is asked for what they do not have.
        case sources
    }

    /// A run of entries, and how the database differs.
    struct Piece: Sendable {
        /// All entries of the run, in order.
        var entries = EntryBatch()
        /// The indexes that the database lacks.
        var missing: [UInt64] = []
        /// The indexes that hold another entry in the database, with what was found.
        var replaced: [(index: UInt64, found: [UInt8])] = []
    }

    let store: PostgresLogStore
    let log: LogID
    let recall: SignerRecall
    let record: RecalledRecord
    /// In the order in which they are asked.
    let sources: [EntrySource]
    let preference: Preference

    /// How many entries are put together at a time: 32 bundles.
    static let chunk: UInt64 = 8_192
    /// How many bundles are fetched at a time.
    private static let requests = 8

    /// Puts a run of entries below the recorded size together. It begins at a bundle's start.
    ///
    /// - Throws: ``RecoveryError`` if an entry is nowhere to be had.
    func piece(at indexes: Range<UInt64>) async throws -> Piece {
        let rows = try await self.store.entryRows(of: self.log, at: indexes)
        let isWhole = rows.indexes.count == indexes.count
        if isWhole, self.preference == .database, indexes.upperBound <= self.record.published.size {
            return Piece(entries: rows.entries)
        }
        let journal = try await self.recall.entries(at: indexes)
        let journalStart = max(indexes.lowerBound, self.record.published.size)
        let fetched = try await self.bundles(for: indexes, rows)
        var piece = Piece()
        var position = 0
        for index in indexes {
            var row: ArraySlice<UInt8>?
            if position < rows.indexes.count, rows.indexes[position] == index {
                row = rows.entries[position]
                position += 1
            }
            let mirrored = fetched.entry(at: index)
            let entry: ArraySlice<UInt8>?
            // SPEC: RECOVER-4: what the signer wrote down itself comes first.
            if index >= journalStart {
                let offset = Int(index - journalStart)
                entry = offset < journal.count ? journal[offset] : nil
            } else {
                entry = self.preference == .database ? row ?? mirrored : mirrored ?? row
            }
            guard let entry else { throw fetched.nowhere(index) }
            try piece.entries.append(entry)
            if let row {
                if row != entry { piece.replaced.append((index, Array(row))) }
            } else {
                piece.missing.append(index)
            }
        }
        return piece
    }

    // MARK: Mirrors

    /// What mirrors gave.
    private struct Fetched {
        var bundles: [UInt64: EntryBatch] = [:]
        /// Why mirrors gave nothing, in words.
        var failures: [String] = []

        func entry(at index: UInt64) -> ArraySlice<UInt8>? {
            let width = UInt64(TileCoordinate.fullWidth)
            guard let bundle = self.bundles[index / width] else { return nil }
            let offset = Int(index % width)
            return offset < bundle.count ? bundle[offset] : nil
        }

        func nowhere(_ index: UInt64) -> RecoveryError {
            guard let failure = self.failures.first else {
                return .refused(
                    "entry \(index) is promised, and is neither in the database nor in any source "
                        + "nor in the signer's journal: give a --replay source that has it"
                )
            }
            return .undecided("entry \(index) could not be fetched: \(failure)")
        }
    }

    private func bundles(for indexes: Range<UInt64>, _ rows: EntryRows) async throws -> Fetched {
        let end = min(indexes.upperBound, self.record.published.size)
        var wanted = self.wantedBundles(indexes.lowerBound, end, rows)[...]
        var fetched = Fetched()
        try await withThrowingTaskGroup(of: (UInt64, EntryBatch?, [String]).self) { group in
            func fetchNext() {
                guard let index = wanted.popFirst() else { return }
                group.addTask {
                    let (entries, failures) = await self.bundle(index, below: end)
                    return (index, entries, failures)
                }
            }
            for _ in 0..<Self.requests { fetchNext() }
            for try await (index, entries, failures) in group {
                fetched.bundles[index] = entries
                fetched.failures += failures
                fetchNext()
            }
        }
        return fetched
    }

    private func wantedBundles(
        _ start: UInt64,
        _ end: UInt64,
        _ rows: EntryRows
    ) -> [UInt64] {
        guard start < end else { return [] }
        let width = UInt64(TileCoordinate.fullWidth)
        let all = Array(start / width...(end - 1) / width)
        guard self.preference == .database else { return all }
        var counts: [UInt64: UInt64] = [:]
        for index in rows.indexes where index < end { counts[index / width, default: 0] += 1 }
        return all.filter { counts[$0, default: 0] < min(width, end - $0 * width) }
    }

    /// A bundle from the first mirror that has all of it, else the longest that one has.
    private func bundle(
        _ index: UInt64,
        below end: UInt64
    ) async -> (entries: EntryBatch?, failures: [String]) {
        var best: EntryBatch?
        var failures: [String] = []
        let width = min(
            UInt64(TileCoordinate.fullWidth),
            end - index * UInt64(TileCoordinate.fullWidth)
        )
        for source in self.sources {
            do {
                guard let entries = try await source.entries(ofBundle: index, below: end) else {
                    continue
                }
                if entries.count > best?.count ?? 0 { best = entries }
                if UInt64(entries.count) >= width { break }
            } catch {
                failures.append("\(source.name): \(error)")
            }
        }
        return (best, failures)
    }
}
