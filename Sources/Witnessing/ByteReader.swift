import CryptoSuites
import MerkleTree
import SignedNotes

/// Takes fields from the front of bytes; numbers are big-endian. Nil once they run out.
struct ByteReader {
    private let bytes: [UInt8]
    /// The position of the next byte.
    private(set) var position: Int

    /// Starts at a position within the bytes.
    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// How many bytes are left.
    var remainingCount: Int { self.bytes.count - self.position }

    /// The next `count` bytes.
    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= self.remainingCount else { return nil }
        defer { self.position += count }
        return self.bytes[self.position..<self.position + count]
    }

    /// All bytes that are left.
    mutating func takeRest() -> ArraySlice<UInt8> {
        defer { self.position = self.bytes.count }
        return self.bytes[self.position...]
    }

    /// The next bytes as a number.
    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        _: Number.Type
    ) -> Number? {
        self.take(Number.bitWidth / 8)?.reduce(0) { $0 << 8 | Number($1) }
    }

    /// The next 32 bytes as a hash.
    mutating func hash<Hasher: TreeHasher>(_: Hasher.Type) -> TreeHash<Hasher>? {
        self.take(TreeHash<Hasher>.byteCount).flatMap { TreeHash($0) }
    }

    /// The next 72 bytes as a head.
    mutating func head() -> TwinHead? {
        guard let size = self.number(UInt64.self), let sha256 = self.hash(SHA256Hasher.self),
            let sm3 = self.hash(SM3Hasher.self)
        else { return nil }
        return TwinHead(size: size, sha256: sha256, sm3: sm3)
    }
}

extension [UInt8] {
    /// Adds a number, big-endian.
    mutating func append<Number: FixedWidthInteger & UnsignedInteger>(number: Number) {
        Swift.withUnsafeBytes(of: number.bigEndian) { self.append(contentsOf: $0) }
    }

    /// Adds size and roots: 72 bytes.
    mutating func append(head: TwinHead) {
        self.append(number: head.size)
        head.sha256.withUnsafeBytes { self.append(contentsOf: $0) }
        head.sm3.withUnsafeBytes { self.append(contentsOf: $0) }
    }
}
