import NIOCore
import Synchronization

/// Bytes of answers that never change, up to a number of them.
///
/// Two generations: what is used again survives, and when the young one has half of the bytes, the
/// old one is dropped as a whole. So the cost of a lookup does not grow, and the bound holds.
final class ReadyBytesCache<Key: Hashable & Sendable>: Sendable {
    private struct Generations {
        var young: [Key: ByteBuffer] = [:]
        var old: [Key: ByteBuffer] = [:]
        var youngByteCount = 0
    }

    private let generationByteCount: Int
    // Used by the event loops and by handlers' tasks; held for a lookup or an insertion only.
    private let generations = Mutex(Generations())

    /// Creates a cache of at most `byteCount` bytes of values.
    init(byteCount: Int) {
        self.generationByteCount = byteCount / 2
    }

    /// The bytes under `key`, if they are still there.
    func bytes(for key: Key) -> ByteBuffer? {
        self.generations.withLock { generations in
            if let bytes = generations.young[key] { return bytes }
            guard let bytes = generations.old.removeValue(forKey: key) else { return nil }
            self.insert(bytes, for: key, into: &generations)
            return bytes
        }
    }

    /// Keeps `bytes` under `key`, unless they alone are too many.
    func insert(_ bytes: ByteBuffer, for key: Key) {
        guard bytes.readableBytes <= self.generationByteCount else { return }
        self.generations.withLock { self.insert(bytes, for: key, into: &$0) }
    }

    private func insert(_ bytes: ByteBuffer, for key: Key, into generations: inout Generations) {
        if generations.youngByteCount + bytes.readableBytes > self.generationByteCount {
            generations.old = generations.young
            generations.young = [:]
            generations.youngByteCount = 0
        }
        if let replaced = generations.young.updateValue(bytes, forKey: key) {
            generations.youngByteCount -= replaced.readableBytes
        }
        generations.youngByteCount += bytes.readableBytes
    }

    /// The bytes that are kept, for tests.
    var byteCount: Int {
        self.generations.withLock { generations in
            generations.old.values.reduce(generations.youngByteCount) { $0 + $1.readableBytes }
        }
    }
}
