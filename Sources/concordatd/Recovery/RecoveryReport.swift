import CryptoSuites
import Foundation
import LogStorePostgres
import MerkleTree
import SignedNotes

/// What a recovery found and did: kept in the data folder, and printed.
struct RecoveryReport: Codable, Hashable, Sendable {
    /// A run of indexes: from `first` on, `end` not included.
    struct Run: Codable, Hashable, Sendable {
        let first: UInt64
        let end: UInt64

        init(_ range: Range<UInt64>) {
            self.first = range.lowerBound
            self.end = range.upperBound
        }

        var range: Range<UInt64> { self.first..<self.end }
    }

    /// An entry that stood where another one belongs, or where none does.
    struct Foreign: Codable, Hashable, Sendable {
        let index: UInt64
        /// The SHA-256 leaf hash of what was found, in base64.
        let sha256: String
        /// What was found, in base64.
        let entry: String
    }

    /// `reintegrate` or `replay`.
    var command: String
    var log: String
    var origin: String
    /// RFC 3339, UTC.
    var started: String
    /// Nil while it is under way, and for ever if it never ended.
    var finished: String?
    /// Where entries were read from.
    var sources: [String] = []
    /// The size that the signer recorded, and both roots there in base64.
    var recordedSize: UInt64
    var recordedSHA256: String
    var recordedSM3: String
    /// Entries that were missing and are back.
    var restored: [Run] = []
    /// Entries that were others than those promised, and are right again: what was found.
    var replaced: [Foreign] = []
    /// Restored and replaced indexes for which no retry key is stored: a repeated request would be
    /// appended anew.
    var withoutKey: [Run] = []
    /// Restored and replaced indexes that are statements of records, and whose contents the vault does
    /// not have: no public source has them either.
    var withoutContents: [Run] = []
    /// The size of the tree now.
    var size: UInt64 = 0
    /// Entries above the recorded size, that nobody was promised and that are in the tree.
    var unpromised: Run?
    var tilesWritten = 0
    var tilesRemoved = 0
    var treeStateWritten = false
    var headsRestored: [UInt64] = []
    var headsRemoved: [UInt64] = []
    var pendingHeadTakenBack = false
    /// Entries above the tree that were taken away, the first 1,000 of them.
    var removed: [Foreign] = []
    var removedCount = 0
    var retryKeysRemoved = 0
    /// Records in the vault whose entries were above the tree.
    var recordsRemoved = 0
    /// Witnesses' lines that were below no head.
    var cosignaturesRemoved = 0

    /// Begins a report.
    init(
        command: String,
        log: String,
        origin: String,
        recorded: TwinHead,
        started: String
    ) {
        self.command = command
        self.log = log
        self.origin = origin
        self.started = started
        self.recordedSize = recorded.size
        self.recordedSHA256 = Base64.encode(recorded.sha256.bytes)
        self.recordedSM3 = Base64.encode(recorded.sm3.bytes)
    }

    enum CodingKeys: String, CodingKey {
        case command, log, origin, started, finished, sources, restored, replaced, size
        case unpromised, removed
        case recordedSize = "recorded_size"
        case recordedSHA256 = "recorded_sha256"
        case recordedSM3 = "recorded_sm3"
        case withoutKey = "without_key"
        case tilesWritten = "tiles_written"
        case tilesRemoved = "tiles_removed"
        case treeStateWritten = "tree_state_written"
        case headsRestored = "heads_restored"
        case headsRemoved = "heads_removed"
        case pendingHeadTakenBack = "pending_head_taken_back"
        case removedCount = "removed_count"
        case retryKeysRemoved = "retry_keys_removed"
        case withoutContents = "without_contents"
        case recordsRemoved = "records_removed"
        case cosignaturesRemoved = "cosignatures_removed"
    }

    /// Takes in what the rebuilding of trees did.
    mutating func add(_ rebuilt: RebuildReport) {
        self.size = rebuilt.size
        self.unpromised =
            rebuilt.size > self.recordedSize ? Run(self.recordedSize..<rebuilt.size) : nil
        self.tilesWritten += rebuilt.tileCount
        self.tilesRemoved += rebuilt.foreignTileCount
        self.treeStateWritten = self.treeStateWritten || rebuilt.changedTreeState
        self.headsRestored += rebuilt.restoredHeads
        self.headsRemoved += rebuilt.removedHeads
        self.pendingHeadTakenBack = self.pendingHeadTakenBack || rebuilt.clearedPendingHead
        self.removed += rebuilt.removedEntries.map { Foreign($0.index, $0.entry) }
        self.removedCount += rebuilt.removedEntryCount
        self.retryKeysRemoved += rebuilt.removedKeyCount
        self.recordsRemoved += rebuilt.removedRecordCount
        self.cosignaturesRemoved += rebuilt.removedCosignatureCount
    }

    /// Takes in what an earlier run had begun: it may have written some of it.
    mutating func add(unfinished earlier: RecoveryReport) {
        self.started = earlier.started
        self.sources = earlier.sources + self.sources.filter { !earlier.sources.contains($0) }
        self.restored = Self.joined(earlier.restored + self.restored)
        let known = Set(self.replaced.map(\.index))
        self.replaced = earlier.replaced.filter { !known.contains($0.index) } + self.replaced
    }

    /// Runs in order, those that touch as one.
    static func joined(_ runs: [Run]) -> [Run] {
        var joined: [Run] = []
        for run in runs.sorted(by: { $0.first < $1.first }) {
            if let last = joined.last, run.first <= last.end {
                joined[joined.count - 1] = Run(last.first..<max(last.end, run.end))
            } else {
                joined.append(run)
            }
        }
        return joined
    }

    /// One JSON object on one line.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// What was done, for people.
    var text: String {
        var lines: [String] = []
        func count(_ runs: [Run]) -> UInt64 { runs.reduce(0) { $0 + ($1.end - $1.first) } }
        func list(_ runs: [Run]) -> String {
            let shown = runs.prefix(20).map {
                $0.end - $0.first == 1 ? "\($0.first)" : "\($0.first)-\($0.end - 1)"
            }
            return shown.joined(separator: ", ")
                + (runs.count > 20 ? " and \(runs.count - 20) more runs" : "")
        }
        if !self.restored.isEmpty {
            lines.append("entries restored: \(count(self.restored)) (\(list(self.restored)))")
        }
        if !self.replaced.isEmpty {
            let runs = Self.joined(self.replaced.map { Run($0.index..<$0.index + 1) })
            lines.append("entries that were others and are right again: \(list(runs))")
        }
        if !self.withoutKey.isEmpty {
            lines.append(
                "INCIDENT: no retry key is stored for \(count(self.withoutKey)) entries "
                    + "(\(list(self.withoutKey))): a repeated request is appended anew"
            )
        }
        if !self.withoutContents.isEmpty {
            lines.append(
                "INCIDENT: the contents of \(count(self.withoutContents)) records "
                    + "(\(list(self.withoutContents))) are in no public source: their entries stand, and "
                    + "nothing of them can be disclosed"
            )
        }
        if self.recordsRemoved > 0 {
            lines.append("records in the vault above the tree taken away: \(self.recordsRemoved)")
        }
        if self.cosignaturesRemoved > 0 {
            lines.append(
                "witnesses' lines below no head taken away: \(self.cosignaturesRemoved)"
            )
        }
        if self.removedCount > 0 {
            lines.append("entries above the tree taken away: \(self.removedCount)")
        }
        if let unpromised {
            lines.append("entries that nobody was promised yet: \(list([unpromised]))")
        }
        lines.append(
            "tiles written: \(self.tilesWritten), removed: \(self.tilesRemoved); tree state "
                + (self.treeStateWritten ? "written" : "was right")
        )
        if !self.headsRestored.isEmpty || !self.headsRemoved.isEmpty {
            lines.append(
                "published heads restored: \(self.headsRestored.count), removed: "
                    + "\(self.headsRemoved.count)"
            )
        }
        lines.append(
            "size \(self.size); at \(self.recordedSize) both roots are those that the signer recorded"
        )
        return lines.map { $0 + "\n" }.joined()
    }
}

extension RecoveryReport.Foreign {
    /// What was found at an index.
    init(_ index: UInt64, _ entry: [UInt8]) {
        self.init(
            index: index,
            sha256: Base64.encode(SHA256Hasher.leafHash(entry).bytes),
            entry: Base64.encode(entry)
        )
    }
}
