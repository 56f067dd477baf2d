/// A hash in one suite's tree: of an entry, of a node or of a whole tree. 32 bytes.
///
/// Four words hold the raw bytes in memory order, so that an array of hashes is one contiguous
/// buffer that whole-level hashing reads without a copy.
public struct TreeHash<Hasher: TreeHasher>: Hashable, Sendable, BitwiseCopyable {
    private var word0: UInt64 = 0
    private var word1: UInt64 = 0
    private var word2: UInt64 = 0
    private var word3: UInt64 = 0

    /// The length of a hash: 32 bytes in both suites.
    @inlinable public static var byteCount: Int { 32 }

    /// Creates a hash from its bytes; nil unless there are exactly ``byteCount`` of them.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        Swift.withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
    }

    /// Creates a hash from a buffer of known length.
    ///
    /// - Precondition: `bytes` holds ``byteCount`` bytes, of any alignment.
    @inlinable
    public init(unsafeBytes bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == Self.byteCount, "a tree hash has 32 bytes")
        self = bytes.loadUnaligned(as: Self.self)
    }

    /// The bytes, in their order on the wire.
    @inlinable public var bytes: [UInt8] { self.withUnsafeBytes { Array($0) } }

    /// Calls `body` with the bytes, valid for the time of the call.
    @inlinable
    public func withUnsafeBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try Swift.withUnsafeBytes(of: self, body)
    }
}

extension TreeHash: CustomStringConvertible {
    /// The bytes in lower-case hexadecimal: 64 characters.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        let characters = self.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: characters, as: UTF8.self)
    }
}
