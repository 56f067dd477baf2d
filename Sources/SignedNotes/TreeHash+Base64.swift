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
    @inlinable public var base64: String { self.withUnsafeBytes { Base64.encode($0) } }

    /// Adds the bytes in base64 to a text.
    @inlinable
    public func appendBase64(to text: inout [UInt8]) {
        self.withUnsafeBytes { Base64.append($0, to: &text) }
    }
}
