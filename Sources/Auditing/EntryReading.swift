import CryptoSuites
import LogClient
import LogProtocol
import MerkleTree
import SignedNotes

/// Reads the entries of a log from where an earlier audit stopped up to a head, and makes both
/// trees of them.
///
/// Runs of bundles are fetched, hashed and written at the same time; their roots come together in
/// the order of the log. What is found out is the first thing that is wrong, however the answers
/// arrive: after a suspicion nothing new is asked for, and what is on its way is waited for.
struct EntryReading {
    private let client: LogClient
    private let folder: AuditFolder
    private let configuration: AuditConfiguration
    private let head: ServedHead
    private let report: @Sendable (AuditProgress) -> Void
    private let run: BundleRun
    private let comparison: TileComparison
    private let start: UInt64
    /// The full bundles of the head, and those that this reading goes up to.
    private let fullCount: UInt64
    private let end: UInt64

    /// What is done so far.
    private(set) var state: AuditState
    private(set) var counts: Counts
    /// The entries behind the full bundles that may change keys or policy: they are read again.
    private(set) var restEvents: [HistoryStatement] = []
    /// Heads met before, above the start and below the head, in order.
    private var heads: ArraySlice<KeptHead>
    private var suspicion: Suspicion?
    private var savedCount: UInt64
    private var comparingCount = 0
    private var isSaving = false

    /// What was done.
    struct Counts: Hashable, Sendable {
        var entries: UInt64 = 0
        var bytes: UInt64 = 0
        var leafTiles: UInt64 = 0
        var upperTiles: UInt64 = 0
    }

    /// A part of the work that is done.
    private enum Piece: Sendable {
        case bundles(BundleRun.Result)
        case compared(Suspicion?)
        case saved
        /// There was no answer, or the disk failed. Only a run that failed lets the state be saved.
        case failed(any Error, isRun: Bool)
    }

    /// How many tiles of level 0 of each tree are compared in a run, unless all are.
    private static let sampleCount = 64

    init(
        of head: ServedHead,
        client: LogClient,
        folder: AuditFolder,
        configuration: AuditConfiguration,
        from state: AuditState,
        heads: [KeptHead],
        report: @escaping @Sendable (AuditProgress) -> Void
    ) {
        self.client = client
        self.folder = folder
        self.configuration = configuration
        self.head = head
        self.report = report
        self.state = state
        self.start = state.tree.bundleCount
        self.savedCount = self.start
        self.fullCount = head.head.size / 256
        // At least one bundle, so that each run comes further.
        let limit = configuration.entryLimit.map { max($0 / 256, 1) } ?? .max
        self.end = self.start + min(limit, self.fullCount - self.start)
        self.counts = Counts()
        let covered = self.start * 256
        self.heads = heads.filter { $0.head.size > covered && $0.head.size < head.head.size }[...]
        self.comparison = TileComparison(client: client)
        self.run = BundleRun(
            client: client,
            folder: folder,
            sizes: self.heads.map(\.head.size).filter { !$0.isMultiple(of: 256) },
            samples: configuration.comparesAllTiles ? nil : Self.samples(of: self.start..<self.end)
        )
    }

    /// Some bundles, chosen so that nobody can know which; all if they are few.
    private static func samples(of range: Range<UInt64>) -> Set<UInt64> {
        guard range.count > Self.sampleCount else { return Set(range) }
        var generator = SystemRandomNumberGenerator()
        var samples: Set<UInt64> = []
        while samples.count < Self.sampleCount {
            samples.insert(UInt64.random(in: range, using: &generator))
        }
        return samples
    }

    /// Whether the head was reached.
    var isComplete: Bool { self.end == self.fullCount }

    /// Reads everything, and compares the roots with the head.
    ///
    /// - Throws: ``AuditError``, and what the files throw.
    mutating func read() async throws {
        try await self.readFullBundles()
        if self.isComplete, self.suspicion == nil {
            try await self.readRest()
        } else {
            self.suspicion = Suspicion.first(
                self.suspicion,
                try await self.suspicionAboutGrowingTiles()
            )
        }
        if let suspicion = self.suspicion {
            // What was read is evidence, and what the search below compares with.
            try await self.folder.perform { try $0.commit() }
            let search = Search(
                client: self.client,
                folder: self.folder,
                tree: self.state.tree,
                head: self.head.head
            )
            throw try await search.error(for: suspicion)
        }
        if self.isComplete { self.state.verifiedSize = self.head.head.size }
        try await self.folder.save(self.state)
    }

    // MARK: Full bundles

    private mutating func readFullBundles() async throws {
        var failure: (any Error)?
        var canSave = true
        await withTaskGroup(of: Piece.self) { group in
            var next = self.start
            var runCount = 0
            var waiting: [UInt64: BundleRun.Result] = [:]
            while true {
                // Nobody runs far ahead of a run that is late: what waits for it takes memory, and is
                // read again if this reading is interrupted.
                let window = UInt64(self.configuration.requestCount) * BundleRun.bundleCount
                while runCount < self.configuration.requestCount,
                    next < min(self.state.tree.bundleCount + window, self.end),
                    self.suspicion == nil, failure == nil
                {
                    let indexes = next..<min(next + BundleRun.bundleCount, self.end)
                    let run = self.run
                    group.addTask {
                        do { return .bundles(try await run.result(indexes)) } catch {
                            return .failed(error, isRun: true)
                        }
                    }
                    runCount += 1
                    next = indexes.upperBound
                }
                guard let piece = await group.next() else { return }
                switch piece {
                case .bundles(let result):
                    runCount -= 1
                    waiting[result.first] = result
                    while self.suspicion == nil,
                        let result = waiting.removeValue(forKey: self.state.tree.bundleCount)
                    {
                        for tile in self.integrate(result) { self.compare(tile, in: &group) }
                    }
                case .compared(let suspicion):
                    self.comparingCount -= 1
                    self.counts.upperTiles += 1
                    self.suspicion = Suspicion.first(self.suspicion, suspicion)
                case .saved:
                    self.isSaving = false
                case .failed(let error, let isRun):
                    runCount -= isRun ? 1 : 0
                    canSave = canSave && isRun
                    failure = failure ?? error
                }
                self.saveIfDue(in: &group)
            }
        }
        guard let failure, self.suspicion == nil else { return }
        // What is done is done, unless a tile was not compared.
        if canSave { try await self.folder.save(self.state) }
        throw failure
    }

    /// A tile of level 1 or higher that became full.
    private enum UpperTile: Sendable {
        case sha256(Tile<SHA256Hasher>)
        case sm3(Tile<SM3Hasher>)
    }

    private mutating func integrate(_ result: BundleRun.Result) -> [UpperTile] {
        var tiles: [UpperTile] = []
        var offset = 0
        while let kept = self.heads.first {
            let bundle = kept.head.size / 256
            let isInside = !kept.head.size.isMultiple(of: 256)
            guard isInside ? bundle < result.end : bundle <= result.end else { break }
            let count = Int(bundle - result.first)
            tiles += self.append(result, offset..<count)
            offset = count
            let prefix = isInside ? result.prefixes[kept.head.size] : LeafPrefix()
            self.check(kept, with: prefix ?? LeafPrefix())
        }
        tiles += self.append(result, offset..<Int(result.count))
        self.state.events += result.events
        self.counts.bytes += result.byteCount
        self.counts.leafTiles += result.comparedTileCount
        self.suspicion = Suspicion.first(self.suspicion, result.suspicion)
        self.counts.entries = (self.state.tree.bundleCount - self.start) * 256
        self.reportProgress()
        return tiles
    }

    private mutating func append(_ result: BundleRun.Result, _ range: Range<Int>) -> [UpperTile] {
        self.state.tree.sha256.append(Array(result.sha256[range])).map { .sha256($0) }
            + self.state.tree.sm3.append(Array(result.sm3[range])).map { .sm3($0) }
    }

    /// SPEC: AUDIT-5: the entries make the roots of every head that was met before.
    private mutating func check(_ kept: KeptHead, with prefix: LeafPrefix) {
        self.heads.removeFirst()
        guard let file = kept.difference(from: self.state.tree.head(with: prefix)) else { return }
        self.suspicion = Suspicion.first(
            self.suspicion,
            Suspicion(index: kept.head.size / 256 * 256, .head(file, kept))
        )
    }

    private mutating func compare(
        _ tile: UpperTile,
        in group: inout TaskGroup<Piece>
    ) {
        let comparison = self.comparison
        let folder = self.folder
        self.comparingCount += 1
        group.addTask {
            do {
                switch tile {
                case .sha256(let tile):
                    try await Self.write(tile, to: folder)
                    return .compared(try await comparison.suspicion(about: tile))
                case .sm3(let tile):
                    try await Self.write(tile, to: folder)
                    return .compared(try await comparison.suspicion(about: tile))
                }
            } catch {
                return .failed(error, isRun: false)
            }
        }
    }

    private static func write<Hasher: SuiteHasher>(
        _ tile: Tile<Hasher>,
        to folder: AuditFolder
    ) async throws {
        try await folder.perform {
            try folder.write(tile.bytes, as: .tile(Hasher.suite, tile.coordinate), to: $0)
        }
    }

    /// Saves the state while the next bundles come, once the tiles below are compared.
    private mutating func saveIfDue(in group: inout TaskGroup<Piece>) {
        let newCount = self.state.tree.bundleCount - self.savedCount
        guard newCount >= max(self.configuration.saveInterval / 256, 1), self.comparingCount == 0,
            !self.isSaving, self.suspicion == nil
        else { return }
        self.savedCount = self.state.tree.bundleCount
        self.isSaving = true
        let state = self.state
        let folder = self.folder
        group.addTask {
            do {
                try await folder.save(state)
                return .saved
            } catch {
                return .failed(error, isRun: false)
            }
        }
    }

    private func reportProgress() {
        self.report(
            AuditProgress(
                phase: .reading,
                entryCount: self.counts.entries,
                totalCount: self.isComplete
                    ? self.head.head.size - self.start * 256 : (self.end - self.start) * 256,
                byteCount: self.counts.bytes
            )
        )
    }

    // MARK: The growing end

    /// Compares the beginnings of tiles of level 1 that are not full yet at this place.
    private func suspicionAboutGrowingTiles() async throws -> Suspicion? {
        try await Suspicion.first(
            self.suspicion(aboutGrowingTileOf: self.state.tree.sha256),
            self.suspicion(aboutGrowingTileOf: self.state.tree.sm3)
        )
    }

    private func suspicion<Hasher>(
        aboutGrowingTileOf tree: UpperTree<Hasher>
    ) async throws -> Suspicion? {
        guard let tile = tree.partialTile(level: 1) else { return nil }
        let width = min(self.fullCount - tile.coordinate.index * 256, 256)
        return try await self.comparison.suspicion(
            about: tile,
            servedAs: tile.coordinate.widened(to: Int(width))
        )
    }

    /// Reads the bundle that is not full, and compares all partial tiles and both roots.
    private mutating func readRest() async throws {
        let size = self.head.head.size
        let rest = try await self.restOfEntries()
        guard self.suspicion == nil else { return }
        let sha256 = try await self.comparePartialTiles(self.state.tree.sha256, rest?.sha256)
        let sm3 = try await self.comparePartialTiles(self.state.tree.sm3, rest?.sm3)
        self.suspicion = Suspicion.first(sha256, sm3)
        while let kept = self.heads.first {
            self.check(kept, with: rest?.prefix(Int(kept.head.size % 256)) ?? LeafPrefix())
        }
        // SPEC: AUDIT-3: both roots follow from the entries.
        let head = self.state.tree.head(with: rest?.prefix(Int(size % 256)) ?? LeafPrefix())
        if let file = KeptHead(self.head).difference(from: head) {
            let finding = AuditFinding.root(file, size: size, kept: false)
            self.suspicion = Suspicion.first(
                self.suspicion,
                Suspicion(index: size, .finding(finding))
            )
        }
        self.counts.entries = size - self.start * 256
        self.reportProgress()
    }

    private mutating func restOfEntries() async throws -> HashedBundle? {
        let width = Int(self.head.head.size % 256)
        guard let bundle = BundleCoordinate(index: self.fullCount, width: width) else { return nil }
        let entries: EntryBatch
        do throws(LogClientError) {
            entries = try await self.client.entries(bundle)
        } catch {
            self.suspicion = try Suspicion(
                error,
                about: .entries(bundle),
                index: bundle.entries.lowerBound
            )
            return nil
        }
        self.counts.bytes += UInt64(entries.bytes.count)
        if let index = try await self.firstChange(in: entries, at: bundle) {
            self.suspicion = Suspicion(index: index, .finding(.changed(index)))
            return nil
        }
        self.restEvents = HistoryStatement.candidates(in: entries, from: bundle.entries.lowerBound)
        let folder = self.folder
        try await folder.perform { try folder.write(entries.bytes, as: .entries(bundle), to: $0) }
        return HashedBundle(entries)
    }

    /// The first entry that is another one than when this very head was verified.
    ///
    /// Only drafts are written over: what was verified is what everything else is compared with.
    private func firstChange(
        in entries: EntryBatch,
        at bundle: BundleCoordinate
    ) async throws -> UInt64? {
        guard self.state.verifiedSize == self.head.head.size,
            let kept = try await self.folder.perform({ try $0.read(.entries(bundle)) }),
            kept != entries.bytes, let before = try? EntryBatch(parsing: kept)
        else { return nil }
        return (0..<min(before.count, entries.count)).first { before[$0] != entries[$0] }
            .map { bundle.entries.lowerBound + UInt64($0) }
    }

    /// SPEC: AUDIT-4: all partial tiles of the head's size, at every level.
    private mutating func comparePartialTiles<Hasher: SuiteHasher>(
        _ tree: UpperTree<Hasher>,
        _ leaves: [TreeHash<Hasher>]?
    ) async throws -> Suspicion? {
        var tiles = tree.levels.compactMap { tree.partialTile(level: $0) }
        if let leaves,
            let place = TileCoordinate(level: 0, index: tree.bundleCount, width: leaves.count)
        {
            tiles.append(Tile(coordinate: place, hashes: leaves))
            self.counts.leafTiles += 1
        }
        self.counts.upperTiles += UInt64(tiles.count) - (leaves == nil ? 0 : 1)
        var suspicion: Suspicion?
        for tile in tiles {
            try await Self.write(tile, to: self.folder)
            suspicion = Suspicion.first(
                suspicion,
                try await self.comparison.suspicion(about: tile)
            )
        }
        return suspicion
    }

    // MARK: Tidying

    /// The tiles and bundles that were partial when this reading began and are full now.
    var filledFiles: [LogFile] {
        guard self.state.tree.bundleCount > self.start else { return [] }
        var files: [LogFile] = []
        if let bundle = BundleCoordinate(index: self.start) { files.append(.entries(bundle)) }
        for level in 0...7 {
            let index = self.start >> (8 * level)
            guard index < self.state.tree.bundleCount >> (8 * level),
                let tile = TileCoordinate(level: level, index: index)
            else { continue }
            files += Suite.allCases.map { .tile($0, tile) }
        }
        return files
    }
}
