public import SignedNotes

/// Something in a stored log that is not as it was written.
///
/// `Specs/fsck.md` says what each means.
public enum Finding: Hashable, Sendable {
    /// Which of a head's three notes.
    public enum Note: String, Hashable, Sendable {
        /// The checkpoint of the SHA-256 tree.
        case checkpoint
        /// The checkpoint of the SM3 tree.
        case sm3Checkpoint = "sm3-checkpoint"
        /// The twin note.
        case twin
    }

    /// Whose word a head is.
    public enum HeadKind: String, Hashable, Sendable {
        /// The row of the trees' state.
        case committed
        /// A published head's row.
        case published
        /// The pending head's row.
        case pending
        /// The newest head that the signer recorded.
        case recorded
        /// The newest head that the signer signed.
        case signed
        /// The row of a head that was given up.
        case superseded
    }

    /// What is wrong with a witness's line below a head.
    public enum CosignatureFault: String, Hashable, Sendable {
        /// It is below no head.
        case noHead
        /// It is no line of a signed note.
        case malformed
        /// An earlier line below the head is of the same key.
        case repeated
        /// It is not what the witness's key signed for this head.
        case forged

        fileprivate var text: String {
            switch self {
            case .noHead: "is below no head"
            case .malformed: "is no signature line"
            case .repeated: "is of the same key as an earlier one"
            case .forged: "does not verify under the key of its witness"
            }
        }
    }

    /// Entries have no row.
    case entriesMissing(Range<UInt64>)
    /// Rows hold what is no entry.
    case entriesMalformed(Range<UInt64>)
    /// Indexes have more than one row.
    case entriesRepeated(Range<UInt64>)
    /// Entries are not those that the tiles of both trees were made of.
    case entriesChanged(Range<UInt64>)
    /// The store cannot read its own rows of these entries or of what belongs to them.
    case unreadable(Range<UInt64>, String)
    /// Rows lie where the log has none.
    case strayRows(StrayRows, size: UInt64)
    /// Rows are of a log that is none.
    case foreignRows(StrayRows, log: Int64)
    /// A full tile has no row.
    case tileMissing(level: Int, index: UInt64)
    /// A tile has more than one row.
    case tileRepeated(level: Int, index: UInt64)
    /// A tile has another hash at a position, the first one that differs, than follows from the
    /// entries.
    case tileChanged(Suite, level: Int, index: UInt64, position: Int)
    /// The root beside a tile is not that of the entries below.
    case tileRootChanged(Suite, level: Int, index: UInt64)
    /// The row of the trees' state is missing.
    case treeStateMissing
    /// A hash of the stored edge, the first one that differs, is not that of the entries below.
    case edgeChanged(Suite, Range<UInt64>)
    /// A root is not that of the entries. The newest head below that has the right one, or 0, is
    /// where the range begins.
    case rootChanged(HeadKind, Suite, size: UInt64, sound: UInt64)
    /// A head's note is not one that the log's keys signed for a head.
    case noteChanged(HeadKind, Note, size: UInt64, reason: String)
    /// A head's note is the log's word, and says another head than the row. The newest head below
    /// that is sound, or 0, is where the history may be another one.
    case noteContradicts(HeadKind, Note, size: UInt64, sound: UInt64)
    /// A head is larger than the log.
    case headBeyondSize(HeadKind, size: UInt64, committed: UInt64)
    /// Several rows are heads of one size.
    case headRepeated(size: UInt64)
    /// A head that must be there is not.
    case headMissing(size: UInt64)
    /// The pending head is not above the published one.
    case pendingNotAbovePublished(pending: UInt64, published: UInt64)
    /// The log's row of pending heads is missing.
    case pendingRowMissing
    /// The signer's record goes beyond the database.
    case databaseBehind(size: UInt64, recorded: UInt64)
    /// A head was signed and the signer's record does not have it.
    case signerForgot(HeadKind, size: UInt64, signed: UInt64?)
    /// The signer's own files contradict themselves.
    case signerDamaged(String)
    /// A retry key stands for entries that are not there.
    case keyBeyondEntries(firstIndex: UInt64, entryCount: Int64)
    /// Two retry keys stand for the same entries.
    case keysOverlap(firstIndex: UInt64, earlier: UInt64)
    /// A retry key cannot be found by its prefix.
    case keyUnfindable(firstIndex: UInt64)
    /// An earlier row has the same retry key.
    case keyRepeated(firstIndex: UInt64)
    /// The log's row names another origin than its keys.
    case originChanged(database: String, keys: String)
    /// The signer has promised entries of this log, and the database does not have the log.
    case logMissing(recorded: UInt64)
    /// Something is wrong with a record in the vault.
    case vault(VaultFault, index: UInt64)
    /// Entries are statements of records, and the vault has no record of them.
    case contentsMissing(Range<UInt64>)
    /// Something is wrong with a witness's line below a head.
    case cosignature(CosignatureFault, size: UInt64, number: Int)
}

extension Finding {
    /// What the finding is about, for programs: one of a closed set.
    public var subject: String {
        switch self {
        case .entriesMissing, .entriesMalformed, .entriesRepeated, .entriesChanged: "entry"
        case .unreadable: "storage"
        case .strayRows(let rows, _), .foreignRows(let rows, _):
            switch rows.table {
            case .entries: "entry"
            case .tiles: "tile"
            case .heads, .supersededHeads: "head"
            case .idempotency: "idempotency"
            case .vaultRecords, .vaultContents, .vaultTokens, .vaultActions: "vault"
            case .cosignatures: "cosignature"
            }
        case .tileMissing, .tileRepeated, .tileChanged, .tileRootChanged: "tile"
        case .treeStateMissing, .edgeChanged: "tree-state"
        case .rootChanged(let kind, _, _, _), .noteChanged(let kind, _, _, _),
            .noteContradicts(let kind, _, _, _), .headBeyondSize(let kind, _, _):
            kind.subject
        case .headRepeated, .headMissing: "head"
        case .pendingNotAbovePublished, .pendingRowMissing: "pending-head"
        case .databaseBehind, .signerForgot, .signerDamaged: "signer"
        case .keyBeyondEntries, .keysOverlap, .keyUnfindable, .keyRepeated: "idempotency"
        case .originChanged, .logMissing: "log"
        case .vault, .contentsMissing: "vault"
        case .cosignature: "cosignature"
        }
    }

    /// SPEC: FSCK-6: the index of the first entry that may be another one than it was. Where only a head tells that
    /// some entry is, it is the size of the newest sound head below; where a head itself is damaged,
    /// its own size.
    /// Nil where no entry is concerned.
    public var firstIndex: Int64? {
        switch self {
        case .entriesMissing(let indexes), .entriesMalformed(let indexes),
            .entriesRepeated(let indexes), .entriesChanged(let indexes),
            .contentsMissing(let indexes), .unreadable(let indexes, _),
            .edgeChanged(_, let indexes):
            Int64(clamping: indexes.lowerBound)
        case .vault(_, let index): Int64(clamping: index)
        case .cosignature(_, let size, _): Int64(clamping: size)
        case .strayRows(let rows, _), .foreignRows(let rows, _):
            rows.table == .tiles
                ? Self.firstEntry(level: rows.level, index: rows.first) : rows.first
        case .tileMissing(let level, let index), .tileRepeated(let level, let index),
            .tileRootChanged(_, let level, let index):
            Self.firstEntry(level: level, index: Int64(clamping: index))
        case .tileChanged(_, let level, let index, let position):
            Self.firstEntry(level: level, index: Int64(clamping: index))
                + Self.firstEntry(level: level - 1, index: Int64(position))
        case .treeStateMissing, .pendingRowMissing, .originChanged, .logMissing, .signerDamaged: nil
        case .rootChanged(_, _, _, let sound), .noteContradicts(_, _, _, let sound):
            Int64(clamping: sound)
        case .headBeyondSize(_, _, let committed): Int64(clamping: committed)
        case .noteChanged(_, _, let size, _), .headRepeated(let size), .headMissing(let size),
            .signerForgot(_, let size, _):
            Int64(clamping: size)
        case .pendingNotAbovePublished(let pending, _): Int64(clamping: pending)
        case .databaseBehind(let size, _): Int64(clamping: size)
        case .keyBeyondEntries(let firstIndex, _), .keysOverlap(let firstIndex, _),
            .keyUnfindable(let firstIndex), .keyRepeated(let firstIndex):
            Int64(clamping: firstIndex)
        }
    }

    /// How well ``firstIndex`` says which entry it is.
    var precision: Precision {
        switch self {
        case .entriesMissing, .entriesMalformed, .entriesRepeated, .entriesChanged, .unreadable,
            .strayRows, .foreignRows, .tileMissing, .tileRepeated, .tileChanged, .vault,
            .contentsMissing:
            .exact
        case .tileRootChanged, .edgeChanged, .rootChanged, .noteContradicts, .databaseBehind:
            .atLeast
        default: .elsewhere
        }
    }

    /// How well an index says which entry is the first bad one, the best first.
    enum Precision: Int {
        /// It is that entry's, or that of the first one below a hash.
        case exact
        /// That entry has this index, or a higher one.
        case atLeast
        /// It is the place of something else.
        case elsewhere
    }

    /// How many things of its kind the finding stands for: entries, rows, or 1.
    public var count: UInt64 {
        switch self {
        case .entriesMissing(let indexes), .entriesMalformed(let indexes),
            .entriesRepeated(let indexes), .entriesChanged(let indexes),
            .contentsMissing(let indexes):
            UInt64(indexes.count)
        case .strayRows(let rows, _), .foreignRows(let rows, _): UInt64(max(rows.count, 1))
        default: 1
        }
    }

    /// The finding that stands for this one and the next; nil unless they adjoin.
    func joined(with next: Finding) -> Finding? {
        switch (self, next) {
        case (.entriesMissing(let first), .entriesMissing(let second)):
            Self.joined(first, second).map { .entriesMissing($0) }
        case (.entriesMalformed(let first), .entriesMalformed(let second)):
            Self.joined(first, second).map { .entriesMalformed($0) }
        case (.entriesRepeated(let first), .entriesRepeated(let second)):
            Self.joined(first, second).map { .entriesRepeated($0) }
        case (.entriesChanged(let first), .entriesChanged(let second)):
            Self.joined(first, second).map { .entriesChanged($0) }
        case (.contentsMissing(let first), .contentsMissing(let second)):
            Self.joined(first, second).map { .contentsMissing($0) }
        default: nil
        }
    }

    private static func joined(_ first: Range<UInt64>, _ second: Range<UInt64>) -> Range<UInt64>? {
        first.upperBound == second.lowerBound ? first.lowerBound..<second.upperBound : nil
    }

    /// The index of the first entry below a tile; an entry is a tile of level -1 here.
    private static func firstEntry(level: Int, index: Int64) -> Int64 {
        let shift = 8 * (level + 1)
        guard (0..<63).contains(shift), index <= Int64.max >> shift, index >= Int64.min >> shift
        else { return index < 0 ? .min : .max }
        return index << shift
    }
}

extension Finding.HeadKind {
    /// What a finding about such a head is about.
    fileprivate var subject: String {
        switch self {
        case .committed: "tree-state"
        case .published: "head"
        case .pending: "pending-head"
        case .recorded, .signed: "signer"
        case .superseded: "head"
        }
    }

    /// The head in words.
    fileprivate func text(size: UInt64) -> String {
        switch self {
        case .committed: "the tree state of size \(size)"
        case .published: "the published head of size \(size)"
        case .pending: "the pending head of size \(size)"
        case .recorded: "the head of size \(size) that the signer recorded"
        case .signed: "the head of size \(size) that the signer signed"
        case .superseded: "the head of size \(size) that was given up"
        }
    }
}

extension Finding: CustomStringConvertible {
    /// The finding in a sentence for the operator.
    public var description: String {
        switch self {
        case .entriesMissing(let indexes): "\(Self.entries(indexes)) missing"
        case .entriesMalformed(let indexes):
            "\(Self.entries(indexes)) of a length that no entry has"
        case .entriesRepeated(let indexes): "\(Self.entries(indexes)) there more than once"
        case .entriesChanged(let indexes):
            "\(Self.entries(indexes)) not what both trees were made of"
        case .unreadable(let indexes, let reason):
            "rows of entries \(indexes.lowerBound) to \(indexes.upperBound) cannot be read: \(reason)"
        case .strayRows(let rows, let size):
            "\(rows) outside of a log of \(size) entries"
        case .foreignRows(let rows, let log): "\(rows) of log \(log), which does not exist"
        case .tileMissing(let level, let index): "tile \(level)/\(index) is missing"
        case .tileRepeated(let level, let index): "tile \(level)/\(index) is there more than once"
        case .tileChanged(let suite, let level, let index, let position):
            "hash \(position) of \(suite.rawValue) tile \(level)/\(index) does not follow from the "
                + "entries"
        case .tileRootChanged(let suite, let level, let index):
            "the root beside \(suite.rawValue) tile \(level)/\(index) does not follow from the "
                + "entries"
        case .treeStateMissing: "the row of the trees' state is missing"
        case .edgeChanged(let suite, let indexes):
            "the \(suite.rawValue) edge does not follow from entries \(indexes.lowerBound) to "
                + "\(indexes.upperBound - 1)"
        case .rootChanged(let kind, let suite, let size, let sound):
            "\(kind.text(size: size)) has another \(suite.rawValue) root than the entries; the first "
                + "bad index is \(sound) or above"
        case .noteChanged(let kind, let note, let size, let reason):
            "the \(note.rawValue) of \(kind.text(size: size)) is not the log's word: \(reason)"
        case .noteContradicts(let kind, let note, let size, let sound):
            "the \(note.rawValue) of \(kind.text(size: size)) is the log's word for another head; the "
                + "first bad index is \(sound) or above"
        case .headBeyondSize(let kind, let size, let committed):
            "\(kind.text(size: size)) is beyond the \(committed) entries"
        case .headRepeated(let size): "there are several published heads of size \(size)"
        case .headMissing(let size): "the published head of size \(size) is missing"
        case .pendingNotAbovePublished(let pending, let published):
            "a head of size \(pending) is pending and one of size \(published) is published"
        case .pendingRowMissing: "the log's row of pending heads is missing"
        case .databaseBehind(let size, let recorded):
            "the database has \(size) entries and the signer has promised \(recorded)"
        case .signerForgot(let kind, let size, let signed):
            "\(kind.text(size: size)) was signed and the signer's record "
                + (signed.map { "has size \($0) as the newest" } ?? "has none")
        case .signerDamaged(let reason): "the signer's files contradict themselves: \(reason)"
        case .keyBeyondEntries(let firstIndex, let entryCount):
            "a retry key stands for \(entryCount) entries from \(firstIndex) on, which are not there"
        case .keysOverlap(let firstIndex, let earlier):
            "the retry key of entry \(firstIndex) stands for entries of the one of \(earlier)"
        case .keyUnfindable(let firstIndex):
            "the retry key of entry \(firstIndex) cannot be found by its prefix"
        case .keyRepeated(let firstIndex):
            "the retry key of entry \(firstIndex) is that of an earlier entry"
        case .originChanged(let database, let keys):
            "the log's origin is \(database) in the database and \(keys) in its keys"
        case .logMissing(let recorded):
            "the signer has promised \(recorded) entries and the database does not have the log"
        case .vault(let fault, let index): "record \(index) \(fault.text)"
        case .contentsMissing(let indexes):
            indexes.count == 1
                ? "the contents of record \(indexes.lowerBound) are missing"
                : "the contents of records \(indexes.lowerBound) to \(indexes.upperBound - 1) are "
                    + "missing"
        case .cosignature(let fault, let size, let number):
            "line \(number) of the witnesses below the head of size \(size) \(fault.text)"
        }
    }

    private static func entries(_ indexes: Range<UInt64>) -> String {
        indexes.count == 1
            ? "entry \(indexes.lowerBound) is"
            : "entries \(indexes.lowerBound) to \(indexes.upperBound - 1) are"
    }
}

extension StrayRows: CustomStringConvertible {
    /// The rows in words.
    public var description: String {
        let place =
            switch self.table {
            case .entries, .idempotency: "index \(self.first)"
            case .tiles: "\(self.level)/\(self.first)"
            case .heads, .supersededHeads, .cosignatures: "size \(self.first)"
            case .vaultRecords, .vaultContents, .vaultTokens, .vaultActions: "index \(self.first)"
            }
        return "\(self.count) row\(self.count == 1 ? "" : "s") of \(self.table.rawValue) from "
            + "\(place) on"
    }
}
