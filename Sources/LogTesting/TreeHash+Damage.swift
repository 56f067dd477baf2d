public import MerkleTree

extension TreeHash {
    /// The hash with one bit turned over: bit 0 is the lowest of the first byte.
    public func flipping(bit: Int) -> Self {
        var bytes = self.bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        guard let flipped = Self(bytes) else { preconditionFailure("the length is unchanged") }
        return flipped
    }
}
