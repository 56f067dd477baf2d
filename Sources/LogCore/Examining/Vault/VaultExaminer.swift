import MerkleTree
import Records

/// Examines all that a store's vault has of one log: whose entry each record is, whether what is sealed
/// opens and is what the entry commits to, and whether what is erased is gone.
///
/// Memory is bounded by the records of two runs of entries, and by the actions of the log.
public struct VaultExaminer: Sendable {
    private let log: LogDescriptor
    private let vault: Vault?
    private let findingLimit: Int

    /// How many entries are read at once.
    private static let runLength: UInt64 = 1_024
    /// How many records one task opens.
    private static let share = 32

    /// Examines the vault of a log. Without `vault`, whose keys are at hand, no contents are opened.
    public init(_ log: LogDescriptor, vault: Vault?, findingLimit: Int = 20) {
        self.log = log
        self.vault = vault
        self.findingLimit = findingLimit
    }

    /// Reads everything and compares it. `size` is the committed size, `end` up to where the entries are
    /// there; `progress` is called again and again.
    ///
    /// - Throws: ``VaultError``, with the store's error if that fails. Rows that it cannot read are a
    ///   finding, and end the examination.
    public func examine(
        _ rows: any VaultRows & LogRows,
        upTo end: UInt64,
        of size: UInt64,
        progress: (LogExaminer.Progress) -> Void = { _ in }
    ) async throws(VaultError) -> VaultExamination {
        var examination = VaultExamination(findingLimit: self.findingLimit)
        do throws(VaultError) {
            try await self.examine(rows, upTo: end, of: size, into: &examination, progress)
        } catch {
            guard case .store(.corrupt(let reason)) = error else { throw error }
            examination.findings.add(.unreadable(0..<end, reason))
        }
        return examination
    }

    private func examine(
        _ rows: any VaultRows & LogRows,
        upTo end: UInt64,
        of size: UInt64,
        into examination: inout VaultExamination,
        _ progress: (LogExaminer.Progress) -> Void
    ) async throws(VaultError) {
        let log = self.log.id
        let check = VaultRecordCheck(
            vault: self.vault,
            epochs: try await Self.storing { try await rows.storedVaultEpochs(of: log) }
        )
        let actions = try await self.actions(rows)
        let byRecord = Dictionary(grouping: actions, by: \.recordIndex)
        let byEntry = Dictionary(actions.map { ($0.entryIndex, $0) }) { first, _ in first }
        var unseen = actions[...]
        var start: UInt64 = 0
        while start < end {
            let indexes = start..<min(start + Self.runLength, end)
            let run = Run(
                entries: try await Self.storing {
                    try await rows.storedEntries(of: log, at: indexes)
                },
                rows: try await Self.storing {
                    try await rows.storedVaultRows(of: log, at: indexes)
                }
            )
            for index in run.statementsWithoutRecord {
                examination.findings.add(.contentsMissing(index..<index + 1))
            }
            let verdicts = try await self.verdicts(run, check, byRecord, byEntry)
            for (row, verdict) in zip(run.rows, verdicts) {
                examination.recordCount += 1
                if verdict.isErased { examination.erasedCount += 1 }
                if verdict.isOpened { examination.openedCount += 1 }
                if let epoch = verdict.unopenedEpoch {
                    examination.unopenedCounts[epoch, default: 0] += 1
                }
                for fault in verdict.faults {
                    examination.findings.add(.vault(fault, index: row.index))
                }
            }
            let known = Set(run.rows.map(\.index))
            while let action = unseen.first, action.entryIndex < indexes.upperBound {
                unseen = unseen.dropFirst()
                guard !known.contains(action.entryIndex) else { continue }
                examination.findings.add(.vault(.actionUnsaid, index: action.entryIndex))
            }
            start = indexes.upperBound
            progress(LogExaminer.Progress(position: start, size: end))
        }
        // What lies between rows, or beside all of them.
        for fault in [VaultFault.repeated, .contentsLeft, .notSearchable, .searchChanged] {
            let found = try await Self.storing {
                try await rows.storedVaultFaults(fault, of: log, limit: self.findingLimit)
            }
            for index in found { examination.findings.add(.vault(fault, index: index)) }
        }
        for stray in try await Self.storing({ try await rows.strayVaultRows(of: log, size: size) })
        {
            examination.findings.add(.strayRows(stray, size: size))
        }
    }

    /// All actions of the log, in the order of their entries.
    private func actions(
        _ rows: any VaultRows
    ) async throws(VaultError) -> [StoredVaultAction] {
        var actions: [StoredVaultAction] = []
        while true {
            let start = actions.last.map { $0.entryIndex + 1 } ?? 0
            let more = try await Self.storing {
                try await rows.storedVaultActions(of: self.log.id, from: start, limit: 4_096)
            }
            if more.isEmpty { return actions }
            actions += more
        }
    }

    /// Opens the records of a run on all processors.
    private func verdicts(
        _ run: Run,
        _ check: VaultRecordCheck,
        _ byRecord: [UInt64: [StoredVaultAction]],
        _ byEntry: [UInt64: StoredVaultAction]
    ) async throws(VaultError) -> [VaultVerdict] {
        typealias Part = Result<[VaultVerdict], VaultError>
        let parts = await withTaskGroup(of: (Int, Part).self) { group in
            for start in stride(from: 0, to: run.rows.count, by: Self.share) {
                group.addTask {
                    var verdicts: [VaultVerdict] = []
                    do throws(VaultError) {
                        for row in run.rows[start..<min(start + Self.share, run.rows.count)] {
                            verdicts.append(
                                try await check.verdict(
                                    on: row,
                                    entry: run.entry(at: row.index),
                                    actions: byRecord[row.index] ?? [],
                                    own: byEntry[row.index]
                                )
                            )
                        }
                        return (start, .success(verdicts))
                    } catch { return (start, .failure(error)) }
                }
            }
            var parts: [Int: Part] = [:]
            for await (start, part) in group { parts[start] = part }
            return parts.sorted { $0.key < $1.key }.map(\.value)
        }
        var verdicts: [VaultVerdict] = []
        for part in parts { verdicts += try part.get() }
        return verdicts
    }

    private static func storing<Result>(
        _ body: () async throws -> Result
    ) async throws(VaultError) -> Result {
        do { return try await body() } catch let error as StoreError {
            throw .store(error)
        } catch {
            // A store throws nothing else.
            throw .store(.unavailable("\(error)"))
        }
    }

    /// A run of entries with the records whose entries they are.
    private struct Run: Sendable {
        let rows: [StoredVaultRow]
        private let entries: StoredEntries
        private let absent: [UInt64]

        init(entries: StoredEntries, rows: [StoredVaultRow]) {
            self.entries = entries
            self.rows = rows
            self.absent = (entries.missing + entries.malformed).sorted()
        }

        /// The bytes of an entry; nil if it has none.
        func entry(at index: UInt64) -> [UInt8]? {
            guard self.entries.indexes.contains(index), !self.absent.contains(index) else {
                return nil
            }
            let before = self.absent.count { $0 < index }
            let position = Int(index - self.entries.indexes.lowerBound) - before
            return Array(self.entries.entries[position])
        }

        /// The indexes of statements that the vault has no record of.
        var statementsWithoutRecord: [UInt64] {
            let known = Set(self.rows.map(\.index))
            let beginning = Array(#"{"class":"#.utf8)
            return self.entries.indexes.filter { index in
                guard !known.contains(index), let entry = self.entry(at: index),
                    entry.starts(with: beginning)
                else { return false }
                return (try? Statement(parsing: entry)) != nil
            }
        }
    }
}
