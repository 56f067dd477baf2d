import CryptoSuites
import LogClient
import LogProtocol
import MerkleTree
import SignedNotes

/// A few full bundles in a row: fetched, hashed in both trees and written down together.
struct BundleRun: Sendable {
    /// How many bundles a run has at most. Their upper nodes then fill the widest kernels.
    static let bundleCount: UInt64 = 16
    /// With this many bytes at hand the bundles are hashed before more are fetched.
    private static let byteCount = 4 << 20

    let client: LogClient
    let folder: AuditFolder
    /// The sizes within bundles at which roots are wanted, in order.
    let sizes: [UInt64]
    /// The bundles whose tiles of level 0 are fetched and compared; nil for all.
    let samples: Set<UInt64>?

    /// What came of a run.
    struct Result: Sendable {
        /// The first bundle.
        let first: UInt64
        /// The roots of the bundles, up to the first that is none.
        var sha256: [TreeHash<SHA256Hasher>] = []
        var sm3: [TreeHash<SM3Hasher>] = []
        /// The entries of a bundle up to a size that was asked for.
        var prefixes: [UInt64: LeafPrefix] = [:]
        var byteCount: UInt64 = 0
        var comparedTileCount: UInt64 = 0
        var suspicion: Suspicion?
        /// The entries that may change keys or policy, in index order.
        var events: [HistoryStatement] = []

        /// How many bundles there are.
        var count: UInt64 { UInt64(self.sha256.count) }
        /// The bundle behind the last.
        var end: UInt64 { self.first + self.count }

        fileprivate mutating func append(_ other: Result) {
            self.sha256 += other.sha256
            self.sm3 += other.sm3
            self.prefixes.merge(other.prefixes) { $1 }
            self.byteCount += other.byteCount
            self.comparedTileCount += other.comparedTileCount
            self.suspicion = Suspicion.first(self.suspicion, other.suspicion)
            self.events += other.events
        }
    }

    /// Reads the bundles at `indexes`. Stops at the first that is missing or malformed.
    func result(_ indexes: Range<UInt64>) async throws -> Result {
        var result = Result(first: indexes.lowerBound)
        var batches: [EntryBatch] = []
        var byteCount = 0
        for index in indexes {
            guard let bundle = BundleCoordinate(index: index) else {
                preconditionFailure("a tree of 64-bit size has no such bundle")
            }
            do throws(LogClientError) {
                let entries = try await self.client.entries(bundle)
                byteCount += entries.bytes.count
                batches.append(entries)
            } catch {
                let suspicion = try Suspicion(
                    error,
                    about: .entries(bundle),
                    index: bundle.entries.lowerBound
                )
                result.append(try await self.processed(batches, first: result.end))
                result.suspicion = Suspicion.first(result.suspicion, suspicion)
                return result
            }
            if byteCount >= Self.byteCount || index + 1 == indexes.upperBound {
                result.append(try await self.processed(batches, first: result.end))
                batches = []
                byteCount = 0
            }
        }
        return result
    }

    private func processed(_ batches: [EntryBatch], first: UInt64) async throws -> Result {
        guard !batches.isEmpty else { return Result(first: first) }
        let (bundles, result) = try await self.folder.perform { files in
            try self.process(batches, first: first, files)
        }
        var compared = result
        for (offset, bundle) in bundles.enumerated() {
            let index = first + UInt64(offset)
            guard self.samples?.contains(index) ?? true,
                let coordinate = TileCoordinate(level: 0, index: index)
            else { continue }
            let comparison = TileComparison(client: self.client)
            let sha256 = try await comparison.suspicion(
                about: Tile(coordinate: coordinate, hashes: bundle.sha256)
            )
            let sm3 = try await comparison.suspicion(
                about: Tile(coordinate: coordinate, hashes: bundle.sm3)
            )
            compared.comparedTileCount += 2
            compared.suspicion = [sha256, sm3].reduce(compared.suspicion, Suspicion.first)
        }
        return compared
    }

    /// Hashes bundles and writes them down, with their tiles of level 0.
    private func process(
        _ batches: [EntryBatch],
        first: UInt64,
        _ files: LogFolder
    ) throws -> ([HashedBundle], Result) {
        var result = Result(first: first)
        let bundles = batches.map(HashedBundle.init)
        result.sha256 = HashedBundle.roots(of: bundles) { $0.sha256 }
        result.sm3 = HashedBundle.roots(of: bundles) { $0.sm3 }
        for (offset, bundle) in bundles.enumerated() {
            let index = first + UInt64(offset)
            guard let place = BundleCoordinate(index: index),
                let tile = TileCoordinate(level: 0, index: index)
            else { continue }
            let batch = batches[offset]
            result.events += HistoryStatement.candidates(in: batch, from: place.entries.lowerBound)
            result.byteCount += UInt64(batch.bytes.count)
            let (sha256, sm3) = (bundle.sha256.concatenatedBytes(), bundle.sm3.concatenatedBytes())
            try self.folder.write(batch.bytes, as: .entries(place), to: files)
            try self.folder.write(sha256, as: .tile(.sha256, tile), to: files)
            try self.folder.write(sm3, as: .tile(.sm3, tile), to: files)
            for size in self.sizes where place.entries.contains(size) {
                result.prefixes[size] = bundle.prefix(Int(size - place.entries.lowerBound))
            }
        }
        return (bundles, result)
    }
}
