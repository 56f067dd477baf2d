import CryptoSuites
import MerkleTree
import SignedNotes
public import Witnessing

/// Grows both trees of a log again from its stored entries, and compares what else is stored with
/// them. A value that reads nothing: rows are fed to it in the order of the log.
///
/// Where entries and tiles contradict each other, the roots beside the tiles tell which of the two
/// was altered, and the trees go on with what was there before: one altered entry is one finding, and
/// not one for each hash and head above it. Whatever is altered is found all the same, because going
/// on with a stored hash begins with a finding.
public struct Examination: Sendable {
    /// What was found.
    public private(set) var findings: FindingList
    /// How many entries were examined.
    public private(set) var position: UInt64 = 0

    /// The committed size.
    public let size: UInt64
    private var sha256 = RecomputedTree<SHA256Hasher>()
    private var sm3 = RecomputedTree<SM3Hasher>()
    /// Whether rows could not be read, so that those behind them have no place.
    private var hasEnded = false
    /// Where the trees could not be grown further; nil if they can.
    private var brokenAt: UInt64?
    /// Heads whose roots the trees have not reached, by size.
    private var claims: [Claim] = []
    /// The size of the newest head that is the log's word, or the signer's, and has the roots of the
    /// trees.
    private var soundSize: UInt64 = 0
    /// The entries that the newest retry key stands for.
    private var newestKey: Range<UInt64>?
    /// The newest head with notes.
    private var newestSigned: (kind: Finding.HeadKind, size: UInt64)?
    private var newestPublishedSize: UInt64?
    /// The size of a published head that has to come.
    private var awaitedHead: UInt64?

    /// A head whose roots are to be compared.
    private struct Claim: Sendable {
        let kind: Finding.HeadKind
        let head: StoredHead
        /// Whether the head is somebody's word, and not just a row.
        let isWord: Bool
        /// What is wrong with the head's notes.
        var problems: [NoteProblem] = []
    }

    /// Begins with a log of `size` entries.
    public init(size: UInt64, findingLimit: Int = 20) {
        self.size = size
        self.findings = FindingList(limit: findingLimit)
    }

    /// Whether all entries were examined and both trees reach the size.
    public var isComplete: Bool { self.position == self.size && self.brokenAt == nil }

    /// Whether more rows can be added.
    var canGoOn: Bool { !self.hasEnded }

    // MARK: What is to be compared

    /// Compares the signer's record, read before the rows were, when the trees get there.
    mutating func expect(_ status: SignerStatus) {
        self.expect(Claim(kind: .recorded, head: StoredHead(status.recorded), isWord: true))
        if let signed = status.signed {
            self.expect(Claim(kind: .signed, head: StoredHead(signed), isWord: true))
        }
        if status.publishedSize > 0 { self.expectPublishedHead(size: status.publishedSize) }
    }

    /// Requires a published head of this size.
    mutating func expectPublishedHead(size: UInt64) { self.awaitedHead = size }

    /// Compares the state of the trees when they get there.
    mutating func expect(_ state: StoredTreeState) {
        let head = StoredHead(
            size: state.size,
            sha256Root: state.sha256Root,
            sm3Root: state.sm3Root,
            notes: nil
        )
        self.expect(Claim(kind: .committed, head: head, isWord: false))
    }

    /// Compares a head that was given up when the trees get there.
    mutating func expectSuperseded(_ head: StoredHead, noteProblems: [NoteProblem]) {
        self.expect(head, as: .superseded, noteProblems)
    }

    /// Compares the pending head when the trees get there. All published heads follow or are known.
    mutating func expectPending(_ head: StoredHead, noteProblems: [NoteProblem]) {
        self.expect(head, as: .pending, noteProblems)
    }

    private mutating func expect(
        _ head: StoredHead,
        as kind: Finding.HeadKind,
        _ problems: [NoteProblem]
    ) {
        if head.notes != nil, self.newestSigned.map({ $0.size < head.size }) ?? true {
            self.newestSigned = (kind, head.size)
        }
        self.expect(
            Claim(
                kind: kind,
                head: head,
                isWord: head.notes != nil && problems.isEmpty,
                problems: problems
            )
        )
    }

    private mutating func expect(_ claim: Claim) {
        precondition(claim.head.size >= self.position, "the trees have not gone past the head")
        let place = self.claims.lastIndex { $0.head.size <= claim.head.size }
        self.claims.insert(claim, at: place.map { $0 + 1 } ?? 0)
    }

    // MARK: Rows

    /// Takes the rows of the next entries.
    mutating func add(_ rows: ExaminedRows) {
        let indexes = rows.entries.indexes
        precondition(
            indexes.lowerBound == self.position
                && self.position.isMultiple(of: UInt64(TileCoordinate.fullWidth))
                && indexes.upperBound <= self.size,
            "rows come in bundles, in order, up to the size"
        )
        var tiles: [TileCoordinate: StoredTile] = [:]
        for tile in rows.tiles {
            guard let place = TileCoordinate(level: tile.level, index: tile.index) else { continue }
            if tiles.updateValue(tile, forKey: place) != nil {
                self.findings.add(.tileRepeated(level: tile.level, index: tile.index))
            }
        }
        let leaves = self.leaves(of: rows.entries, tiles)
        self.add(rows.heads, rows.noteProblems)
        if self.brokenAt.map({ $0 >= indexes.lowerBound }) ?? true { self.grow(by: leaves, tiles) }
        self.add(rows.keys)
        self.position = indexes.upperBound
        self.passClaims(below: self.position)
    }

    /// Says that the rows of the next entries cannot be read. Nothing more can be added.
    mutating func addUnreadable(_ indexes: Range<UInt64>, reason: String) {
        self.findings.add(.unreadable(indexes, reason))
        self.hasEnded = true
        self.brokenAt = self.brokenAt ?? self.position
    }

    /// Says that no entries follow up to the size. Nothing more can be added.
    mutating func addMissingTail() {
        guard self.position < self.size else { return }
        self.findings.add(.entriesMissing(self.position..<self.size))
        self.brokenAt = self.brokenAt ?? self.position
    }

    /// Adds what was found elsewhere.
    mutating func add(_ finding: Finding) { self.findings.add(finding) }

    /// Compares what is only known at the end, and what was not reached.
    mutating func finish(_ state: StoredTreeState?, pendingSize: UInt64?) {
        self.compareClaims()
        self.passClaims(below: self.size + 1)
        for claim in self.claims {
            self.report(claim.problems, of: claim)
            switch claim.kind {
            case .recorded:
                self.findings.add(.databaseBehind(size: self.size, recorded: claim.head.size))
            case .signed where self.claims.contains(where: { $0.kind == .recorded }): continue
            case .signed, .published, .pending, .committed, .superseded:
                self.findings.add(
                    .headBeyondSize(claim.kind, size: claim.head.size, committed: self.size)
                )
            }
        }
        // Heads come with their entries: where those end too early, they were not looked for.
        if let awaitedHead = self.awaitedHead, awaitedHead <= self.position {
            self.findings.add(.headMissing(size: awaitedHead))
        }
        if let pendingSize, let published = self.newestPublishedSize, pendingSize <= published {
            self.findings.add(
                .pendingNotAbovePublished(pending: pendingSize, published: published)
            )
        }
        guard let state, self.isComplete else { return }
        self.compareEdge(SHA256Hasher.self, self.sha256.range, with: state.sha256Edge)
        self.compareEdge(SM3Hasher.self, self.sm3.range, with: state.sm3Edge)
    }

    /// Compares the signer's record, read after the rows were: it has every head that they show.
    public mutating func compareRecord(_ status: SignerStatus) {
        guard let newest = self.newestSigned else { return }
        guard let signed = status.signed, signed.size >= newest.size else {
            self.findings.add(
                .signerForgot(newest.kind, size: newest.size, signed: status.signed?.size)
            )
            return
        }
    }

    // MARK: Leaves

    /// The leaf hashes to go on with, up to where they are known.
    private mutating func leaves(
        of entries: StoredEntries,
        _ tiles: [TileCoordinate: StoredTile]
    ) -> TwinLeaves {
        // SPEC: FSCK-4.
        for (indexes, finding) in [
            (entries.missing, { Finding.entriesMissing($0) }),
            (entries.malformed, { .entriesMalformed($0) }),
            (entries.repeated, { .entriesRepeated($0) }),
        ] as [([UInt64], (Range<UInt64>) -> Finding)] {
            for index in indexes { self.findings.add(finding(index..<index + 1)) }
        }
        // SPEC: FSCK-1.
        let computed = TwinLeaves(hashing: entries.entries)
        var absent = (entries.missing + entries.malformed).sorted()[...]
        var leaves = TwinLeaves(hashing: EntryBatch())
        var used = 0
        var start = entries.indexes.lowerBound
        while start < entries.indexes.upperBound {
            let end = min(start + UInt64(TileCoordinate.fullWidth), entries.indexes.upperBound)
            var bundle = BundleLeaves(indexes: start..<end)
            let missing = absent.prefix { $0 < end }
            absent = absent.dropFirst(missing.count)
            let next = used + Int(end - start) - missing.count
            bundle.fill(with: computed, used..<next, absent: Array(missing))
            used = next
            let place = TileCoordinate(level: 0, index: start / 256)
            let tile = bundle.isFull ? place.flatMap { tiles[$0] } : nil
            if bundle.isFull, tile == nil {
                self.findings.add(.tileMissing(level: 0, index: start / 256))
            }
            let (hashes, findings) = bundle.reconciled(with: tile)
            self.findings.add(findings)
            if self.brokenAt == nil {
                leaves.append(contentsOf: hashes)
                if UInt64(hashes.count) < end - start {
                    self.brokenAt = start + UInt64(hashes.count)
                }
            }
            start = end
        }
        return leaves
    }

    // MARK: Trees

    /// Grows both trees, comparing roots and tiles on the way.
    private mutating func grow(by leaves: TwinLeaves, _ tiles: [TileCoordinate: StoredTile]) {
        let start = self.position
        let end = start + UInt64(leaves.count)
        self.compareClaims()
        var sizes = self.claims.map(\.head.size).filter { $0 > start && $0 < end }
        if end > start { sizes.append(end) }
        for size in sizes where size > self.position {
            let piece = Int(self.position - start)..<Int(size - start)
            let full = (
                self.sha256.append(Array(leaves.sha256[piece])),
                self.sm3.append(Array(leaves.sm3[piece]))
            )
            self.position = size
            for (sha256, sm3) in zip(full.0, full.1) {
                let place = sha256.tile.coordinate
                guard let stored = tiles[place] else {
                    if place.level > 0 {
                        self.findings.add(.tileMissing(level: place.level, index: place.index))
                    }
                    continue
                }
                self.findings.add(sha256.findings(in: stored) + sm3.findings(in: stored))
            }
            self.compareClaims()
        }
    }

    /// Compares the roots of the heads whose size the trees have now.
    private mutating func compareClaims() {
        let size = self.sha256.range.size
        var soundSize = self.soundSize
        for claim in self.claims where claim.head.size == size {
            self.report(claim.problems, of: claim)
            var isSound = claim.isWord
            for (suite, isEqual) in [
                (Suite.sha256, self.sha256.root.bytes == claim.head.sha256Root),
                (Suite.sm3, self.sm3.root.bytes == claim.head.sm3Root),
            ] where !isEqual {
                isSound = false
                self.findings.add(
                    .rootChanged(claim.kind, suite, size: size, sound: self.soundSize)
                )
            }
            if isSound { soundSize = size }
        }
        self.soundSize = soundSize
        self.claims.removeAll { $0.head.size == size }
    }

    /// Lets go of heads that the trees do not reach, because entries are unknown.
    private mutating func passClaims(below size: UInt64) {
        for claim in self.claims where claim.head.size < size {
            self.report(claim.problems, of: claim)
        }
        self.claims.removeAll { $0.head.size < size }
    }

    private mutating func report(_ problems: [NoteProblem], of claim: Claim) {
        let size = claim.head.size
        for problem in problems {
            if let reason = problem.reason {
                self.findings.add(
                    .noteChanged(claim.kind, problem.note, size: size, reason: reason)
                )
            } else {
                self.findings.add(
                    .noteContradicts(
                        claim.kind,
                        problem.note,
                        size: size,
                        sound: self.soundSize
                    )
                )
            }
        }
    }

    private mutating func compareEdge<Hasher: LogSuite>(
        _ suite: Hasher.Type,
        _ range: CompactRange<Hasher>,
        with stored: [UInt8]
    ) {
        guard let position = range.hashes.firstDifference(from: stored) else { return }
        // One subtree for each set bit, the largest first.
        var start: UInt64 = 0
        var rest = range.size
        for _ in 0..<position where rest > 0 {
            let span: UInt64 = 1 << (63 - rest.leadingZeroBitCount)
            start += span
            rest -= span
        }
        let span: UInt64 = rest == 0 ? 0 : 1 << (63 - rest.leadingZeroBitCount)
        // If an entry is another one, it is none of those that a sound head stands for.
        let first = self.soundSize < start + span ? max(start, self.soundSize) : start
        self.findings.add(.edgeChanged(suite.suite, first..<start + span))
    }

    // MARK: Heads and keys

    private mutating func add(_ heads: [StoredHead], _ problems: [[NoteProblem]]) {
        for (number, head) in heads.enumerated() {
            if head.size == self.newestPublishedSize {
                self.findings.add(.headRepeated(size: head.size))
            }
            if head.size == self.awaitedHead { self.awaitedHead = nil }
            self.newestPublishedSize = head.size
            self.expect(
                head,
                as: .published,
                problems.indices.contains(number) ? problems[number] : []
            )
        }
    }

    private mutating func add(_ keys: [StoredKey]) {
        for key in keys {
            guard key.entryCount > 0, UInt64(key.entryCount) <= self.size,
                key.firstIndex <= self.size - UInt64(key.entryCount)
            else {
                self.findings.add(
                    .keyBeyondEntries(firstIndex: key.firstIndex, entryCount: key.entryCount)
                )
                continue
            }
            if !key.hasItsPrefix {
                self.findings.add(.keyUnfindable(firstIndex: key.firstIndex))
            }
            if let newest = self.newestKey, key.firstIndex < newest.upperBound {
                self.findings.add(
                    .keysOverlap(firstIndex: key.firstIndex, earlier: newest.lowerBound)
                )
            }
            self.newestKey = key.firstIndex..<key.firstIndex + UInt64(key.entryCount)
        }
    }
}
