public import MerkleTree

extension TreeHash {
    /// Reads a hash from its one base64 spelling: 44 characters. Nil for anything else.
    public init?(base64 characters: some Collection<UInt8>) {
        guard let bytes = Base64.decode(characters) else { return nil }
        self.init(bytes)
    }

    /// Reads a hash from its one base64 spelling: 44 characters. Nil for anything else.
    public init?(base64 text: String) { self.init(base64: text.utf8) }

    /// The bytes in base64: 44 characters.
    public var base64: String { Base64.encode(self.bytes) }
}
