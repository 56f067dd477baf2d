import CryptoSuites
import LogCore
import MerkleTree
import NIOCore
import NIOHTTP1
import NIOPosix
import SignedNotes

/// Answers requests for tiles and bundles. Full ones are kept ready.
struct TileAnswers: Sendable {
    /// What is kept ready: full tiles of either suite, full bundles with and without gzip.
    enum Key: Hashable, Sendable {
        case tile(log: Int, Suite, TileCoordinate)
        case bundle(log: Int, BundleCoordinate, isCompressed: Bool)
    }

    /// How many bundles are read at once for somebody who reads on: up to the next multiple of this.
    private static let readAheadCount: UInt64 = 8
    /// The bytes of a bundle up to which those behind it are read, too: entries of 500 bytes.
    private static let readAheadByteLimit = 128 << 10

    let served: ServedLog
    let cache: ReadyBytesCache<Key>
    let metrics: RequestMetrics

    /// What a request for a tile needs.
    func plan(suite: Suite, tile: TileCoordinate, fields: RequestFields) -> RequestPlan {
        let key = Key.tile(log: self.served.position, suite, tile)
        if tile.isFull, let bytes = self.readyBytes(for: key) {
            return .ready(self.answer(bytes, fields: fields))
        }
        return .later {
            do throws(ReadError) {
                let bytes = ByteBuffer(bytes: try await self.bytes(of: tile, suite: suite))
                if tile.isFull { self.cache.insert(bytes, for: key) }
                return self.answer(bytes, fields: fields)
            } catch {
                return Problem(error, reading: .tile(suite, tile)).answer
            }
        }
    }

    private func bytes(of tile: TileCoordinate, suite: Suite) async throws(ReadError) -> [UInt8] {
        let twin = try await self.served.log.tile(tile)
        return switch suite {
        case .sha256: SHA256Hasher.tile(of: twin).bytes
        case .sm3: SM3Hasher.tile(of: twin).bytes
        }
    }

    /// What a request for a bundle needs. Partial ones are short-lived and go out as they are.
    func plan(bundle: BundleCoordinate, fields: RequestFields) -> RequestPlan {
        let isCompressed = bundle.isFull && fields.acceptsGzip
        let key = Key.bundle(log: self.served.position, bundle, isCompressed: isCompressed)
        if bundle.isFull, let bytes = self.readyBytes(for: key) {
            return .ready(self.answer(bytes, fields: fields, isCompressed: isCompressed))
        }
        return .later {
            do throws(Problem) {
                let bytes = try await self.bytes(of: bundle, isCompressed: isCompressed)
                guard bundle.isFull else { return self.answer(bytes, fields: fields) }
                self.cache.insert(bytes, for: key)
                return self.answer(bytes, fields: fields, isCompressed: isCompressed)
            } catch {
                return error.answer
            }
        }
    }

    private func bytes(
        of bundle: BundleCoordinate,
        isCompressed: Bool
    ) async throws(Problem) -> ByteBuffer {
        let bytes: ByteBuffer
        do {
            bytes =
                if bundle.isFull, !isCompressed, self.isReadingOn(at: bundle) {
                    try await self.bytesReadingAhead(of: bundle)
                } else {
                    ByteBuffer(bytes: try await self.served.log.bundle(bundle).bytes)
                }
        } catch {
            throw Problem(error, reading: .bundle(bundle))
        }
        guard isCompressed else { return bytes }
        // Compressing takes milliseconds of a processor, which the tasks' few threads do not have.
        let compressed = try? await NIOThreadPool.singleton.runIfActive {
            GzipCompressor.compress(bytes)
        }
        guard let compressed = compressed ?? nil else {
            throw Problem(
                .serviceUnavailable,
                .unavailable,
                "The bundle could not be compressed.",
                retryAfterSeconds: 1
            )
        }
        return compressed
    }

    /// Whether the bundle before this one was asked for lately: whoever reads a whole log, as
    /// auditors and witnesses do, reads on. Not where bundles are large: memory is for all.
    private func isReadingOn(at bundle: BundleCoordinate) -> Bool {
        guard bundle.index > 0, let before = BundleCoordinate(index: bundle.index - 1),
            let bytes = self.cache.bytes(for: self.key(of: before))
        else { return false }
        return bytes.readableBytes <= Self.readAheadByteLimit
    }

    /// Reads a full bundle with those behind it, which are kept ready: one read of the store is
    /// much cheaper than several.
    private func bytesReadingAhead(
        of bundle: BundleCoordinate
    ) async throws(ReadError) -> ByteBuffer {
        let count = Self.readAheadCount - bundle.index % Self.readAheadCount
        let entries = try await self.served.log.bundles(from: bundle, count: Int(count))
        let width = TileCoordinate.fullWidth
        guard entries.count >= width else { throw .corrupt("no bundle was read") }
        for distance in 1..<max(entries.count / width, 1) {
            guard let next = BundleCoordinate(index: bundle.index + UInt64(distance)) else { break }
            let bytes = entries.packedBytes(distance * width..<(distance + 1) * width)
            // A copy of its own: what is kept is counted by itself, and dropped by itself.
            self.cache.insert(ByteBuffer(bytes: bytes), for: self.key(of: next))
        }
        return ByteBuffer(bytes: entries.packedBytes(0..<width))
    }

    private func key(of bundle: BundleCoordinate) -> Key {
        .bundle(log: self.served.position, bundle, isCompressed: false)
    }

    private func readyBytes(for key: Key) -> ByteBuffer? {
        let bytes = self.cache.bytes(for: key)
        self.metrics.recordReadyBytes(wereThere: bytes != nil)
        return bytes
    }

    /// An answer whose bytes never change. `isCompressed` is nil where gzip is not on offer.
    private func answer(
        _ bytes: ByteBuffer,
        fields: RequestFields,
        isCompressed: Bool? = nil
    ) -> Answer {
        let entityTag =
            isCompressed == true ? self.served.gzipEntityTag : self.served.entityTag
        guard !fields.matches(entityTag: entityTag) else {
            var answer = Answer(notModified: entityTag, caching: .immutable)
            if isCompressed != nil { answer.fields.append(("Vary", "Accept-Encoding")) }
            return answer
        }
        // SPEC: TILE-9, HTTP-3: these bytes never change under their path.
        var answer = Answer(type: .bytes, caching: .immutable, body: bytes)
        answer.fields.append(("ETag", entityTag))
        if let isCompressed {
            answer.fields.append(("Vary", "Accept-Encoding"))
            if isCompressed { answer.fields.append(("Content-Encoding", "gzip")) }
        }
        return answer
    }
}
