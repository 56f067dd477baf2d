import CryptoSuites
import MerkleTree
import SignedNotes

/// Answers reads from tiles and bundles, and keeps them within what may be shown: tiles and bundles
/// up to the newest signed size, heads and proofs up to the published one.
struct LogReader: Sendable {
    let log: LogDescriptor
    let store: any LogStore
    let heads: HeadBoard
    let cache: TileCache
    /// Where entries are found by their leaf hashes. Without it, only the newest are.
    let leafHashes: (any LeafHashStore)?

    func publishedHead() throws(ReadError) -> PublishedHead {
        guard let head = self.heads.published else { throw .noHead }
        return head
    }

    func publishedHead(ofSize size: UInt64) async throws(ReadError) -> PublishedHead {
        let newest = try self.publishedHead()
        guard size <= newest.head.size else { throw .beyondPublishedSize(newest.head.size) }
        guard size < newest.head.size else { return newest }
        let head: PublishedHead?
        do { head = try await self.store.publishedHead(of: self.log.id, size: size) } catch {
            throw ReadError(error)
        }
        guard let head else { throw .noHead }
        return head
    }

    func pendingHead() throws(ReadError) -> PublishedHead {
        guard let head = self.heads.pending else { throw .noHead }
        return head
    }

    func tile(_ coordinate: TileCoordinate) async throws(ReadError) -> TwinTile {
        let size = self.heads.signedSize
        // SPEC: HTTP-2, TILE-7: tiles and bundles up to the signed size.
        guard coordinate.exists(inTreeOfSize: size) else { throw .beyondSignedSize(size) }
        guard let tile = try await self.tiles(at: [coordinate]).first else {
            throw .corrupt("no tile was read")
        }
        return tile
    }

    func bundle(_ coordinate: BundleCoordinate) async throws(ReadError) -> EntryBatch {
        let size = self.heads.signedSize
        guard coordinate.exists(inTreeOfSize: size) else { throw .beyondSignedSize(size) }
        do { return try await self.store.entries(of: self.log.id, at: coordinate.entries) } catch {
            throw ReadError(error)
        }
    }

    func bundles(
        from first: BundleCoordinate,
        count: Int
    ) async throws(ReadError) -> EntryBatch {
        precondition(first.isFull && count > 0, "full bundles are read together")
        let size = self.heads.signedSize
        guard first.exists(inTreeOfSize: size) else { throw .beyondSignedSize(size) }
        let end = min(first.index + UInt64(count), size / 256)
        do {
            return try await self.store.entries(
                of: self.log.id,
                at: first.entries.lowerBound..<end * 256
            )
        } catch { throw ReadError(error) }
    }

    func entries(at indexes: Range<UInt64>) async throws(ReadError) -> EntryBatch {
        try self.checkPublished(indexes.upperBound)
        do { return try await self.store.entries(of: self.log.id, at: indexes) } catch {
            throw ReadError(error)
        }
    }

    func inclusionProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        leafIndex: UInt64,
        treeSize: UInt64
    ) async throws(ReadError) -> (proof: InclusionProof<Suite>, leafHash: TreeHash<Suite>) {
        try self.checkPublished(treeSize)
        guard leafIndex < treeSize else { throw .indexNotBelowSize }
        let reader = self.reader(suite, treeSize: treeSize)
        do {
            let proof = try await InclusionProof(
                leafIndex: leafIndex,
                treeSize: treeSize,
                from: reader
            )
            let leaf = try await reader.hashes(at: [NodeAddress(height: 0, index: leafIndex)])
            guard let hash = leaf.first else { throw ReadError.corrupt("no leaf hash was read") }
            return (proof, hash)
        } catch { throw ReadError(anything: error) }
    }

    func consistencyProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        first: UInt64,
        second: UInt64
    ) async throws(ReadError) -> ConsistencyProof<Suite> {
        guard first <= second else { throw .firstAboveSecond }
        try self.checkPublished(second)
        do {
            return try await ConsistencyProof(
                olderSize: first,
                newerSize: second,
                from: self.reader(suite, treeSize: second)
            )
        } catch { throw ReadError(anything: error) }
    }

    func checkPublished(_ size: UInt64) throws(ReadError) {
        // SPEC: HTTP-2: proofs up to the published size.
        let published = try self.publishedHead().head.size
        guard size <= published else { throw .beyondPublishedSize(published) }
    }

    private func reader<Suite: LogSuite>(
        _ suite: Suite.Type,
        treeSize: UInt64
    ) -> TileHashReader<Suite> {
        TileHashReader(treeSize: treeSize) { coordinates in
            try await self.tiles(at: coordinates).map { suite.tile(of: $0) }
        }
    }

    /// Tiles from memory, and those that are missing there with one read.
    func tiles(at coordinates: [TileCoordinate]) async throws(ReadError) -> [TwinTile] {
        let remembered = coordinates.map { self.cache.tile(at: $0) }
        let missing = zip(coordinates, remembered).filter { $0.1 == nil }.map(\.0)
        guard !missing.isEmpty else { return remembered.compactMap { $0 } }
        let read: [TwinTile]
        do { read = try await self.store.tiles(of: self.log.id, at: missing) } catch {
            throw ReadError(error)
        }
        guard read.map(\.coordinate) == missing else {
            throw .corrupt("other tiles were read than asked for")
        }
        self.cache.insert(read)
        var rest = read[...]
        return remembered.compactMap { $0 ?? rest.popFirst() }
    }
}

extension ReadError {
    /// What a store's failure means to who reads.
    init(_ error: StoreError) {
        self =
            switch error {
            case .corrupt(let place): .corrupt(place)
            case .unavailable(let reason), .full(let reason), .outcomeUnknown(let reason),
                .conflict(let reason):
                .unavailable(reason)
            case .alreadyExists, .unknownLog: .unavailable("\(error)")
            }
    }

    /// What a failure on the way from tiles to a proof means.
    fileprivate init(anything error: any Error) {
        self = (error as? ReadError) ?? .corrupt("\(error)")
    }
}
