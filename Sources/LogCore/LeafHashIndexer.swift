import CryptoSuites
import Logging
import MerkleTree

/// Brings the leaf hashes of published entries into the store of the lookup by hash, behind the
/// head and after everything else: appends never wait for it, and it leaves most of the time to them.
///
/// It reads full tiles of level 0 only, and takes up where the store stands: after a restart, or
/// after another daemon's indexer has been at work.
actor LeafHashIndexer {
    /// How many tiles one step takes, 256 leaf hashes each: some 50 ms of a connection.
    static let tilesPerStep: UInt64 = 16

    private let log: LogDescriptor
    private let store: any LogStore
    private let leafHashes: any LeafHashStore
    private let heads: HeadBoard
    private let metrics: LogMetrics
    private let pause: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger

    /// How many leaf hashes the store held when it was last asked; nil before that, and after an
    /// error. Other indexers may have added some since.
    private var indexedSize: UInt64?
    /// Whether the last step failed, so that a failure that goes on is told once.
    private var isFailing = false
    /// The published size at the last step, and when it was first seen.
    private var seenSize: UInt64 = 0
    private var growth = ContinuousClock.now

    init(
        log: LogDescriptor,
        store: any LogStore,
        leafHashes: any LeafHashStore,
        heads: HeadBoard,
        metrics: LogMetrics,
        pause: Duration,
        clock: any Clock<Duration>,
        logger: Logger
    ) {
        self.log = log
        self.store = store
        self.leafHashes = leafHashes
        self.heads = heads
        self.metrics = metrics
        self.pause = pause
        self.clock = clock
        self.logger = logger
    }

    /// Works until the task is cancelled.
    func runUntilCancelled() async {
        while !Task.isCancelled {
            let start = ContinuousClock.now
            let rest: Duration
            do {
                let hasIndexed = try await self.step()
                let elapsed = ContinuousClock.now - start
                rest = hasIndexed ? elapsed * self.restFactor : self.pause
                if self.isFailing { self.logger.notice("The lookup by leaf hash goes on") }
                self.isFailing = false
            } catch {
                if Task.isCancelled { return }
                // Where the store stands is asked again: the step may have happened.
                self.indexedSize = nil
                if !self.isFailing {
                    self.logger.warning(
                        "Leaf hashes were not indexed; lookups by hash may lag",
                        metadata: ["error": "\(error)"]
                    )
                }
                self.isFailing = true
                rest = self.pause * 10
            }
            // Ends early if the task is cancelled, and then the loop ends.
            try? await self.clock.sleep(for: rest)
        }
    }

    /// How much longer than a step the rest after it is: an eighth of the time is worked while the
    /// log grows, half of it when it does not.
    private var restFactor: Int {
        ContinuousClock.now - self.growth < self.pause * 2 ? 7 : 1
    }

    /// Indexes up to ``tilesPerStep`` tiles; returns whether there was one to index.
    func step() async throws(StoreError) -> Bool {
        let published = self.heads.publishedSize
        if published != self.seenSize {
            self.seenSize = published
            self.growth = .now
        }
        let indexed =
            if let size = self.indexedSize { size } else {
                try await self.leafHashes.indexedSize(of: self.log.id)
            }
        self.note(indexed)
        let first = indexed / 256
        let end = min(published / 256, first + Self.tilesPerStep)
        guard indexed.isMultiple(of: 256) else {
            throw .corrupt("the lookup by leaf hash ends within a tile, at \(indexed)")
        }
        guard first < end else { return false }
        let places = (first..<end).compactMap { TileCoordinate(level: 0, index: $0) }
        let tiles = try await self.store.tiles(of: self.log.id, at: places)
        guard tiles.map(\.coordinate) == places else {
            throw .corrupt("other tiles were read than asked for")
        }
        // SPEC: CT-12: from where it stands, or not at all.
        self.note(
            try await self.leafHashes.add(
                tiles.flatMap(\.sha256.hashes),
                of: self.log.id,
                after: indexed
            )
        )
        return true
    }

    private func note(_ indexedSize: UInt64) {
        self.indexedSize = indexedSize
        let published = self.heads.publishedSize
        self.metrics.recordLookupLag(published > indexedSize ? published - indexedSize : 0)
    }
}
