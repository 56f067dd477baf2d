import CLibCrypto

/// SHA-256 (FIPS 180-4) of bytes that come in pieces.
///
/// A value: a copy goes its own way from there. Not for secrets, whose traces it does not wipe.
public struct SHA256Stream: Sendable {
    private var context = SHA256_CTX()

    /// Creates a hash that has seen no bytes.
    public init() { SHA256_Init(&self.context) }

    /// Adds bytes at the end.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable {
            self.update(UnsafeRawBufferPointer($0))
        }
        if done == nil { Array(bytes).withUnsafeBytes { self.update($0) } }
    }

    /// Adds bytes at the end.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&self.context, bytes.baseAddress, bytes.count)
    }

    /// The hash of all bytes so far: 32 bytes. More may be added afterwards.
    public func finish() -> [UInt8] {
        var last = self.context
        var digest = [UInt8](repeating: 0, count: 32)
        SHA256_Final(&digest, &last)
        return digest
    }
}
