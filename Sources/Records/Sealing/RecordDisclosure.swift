import CryptoSuites
public import MerkleTree

/// One field of a record with its salt: `[salt, name, value]` in base64url, as RFC 9901 writes it.
public struct RecordDisclosure: Sendable {
    /// The digits, as they are hashed.
    public let digits: [UInt8]
    /// The salt: 32 bytes.
    public let salt: [UInt8]
    /// The name of the field.
    public let name: String
    /// The value; `null` says that the record has none.
    public let value: JSONValue

    /// Puts a disclosure together.
    ///
    /// - Precondition: `salt` has 32 bytes.
    public init(salt: [UInt8], name: String, value: JSONValue) {
        precondition(salt.count == SaltTree.byteCount, "a salt has 32 bytes")
        self.salt = salt
        self.name = name
        self.value = value
        let text = String(decoding: Base64URL.encode(salt), as: UTF8.self)
        self.digits = Base64URL.encode(
            JSONValue.array([.string(text), .string(name), value]).canonicalBytes
        )
    }

    /// Reads a disclosure.
    ///
    /// SPEC: RECORD-12: one spelling: what is read must be what would be printed.
    ///
    /// - Throws: ``DisclosureError/malformed``.
    public init(parsing digits: [UInt8]) throws(DisclosureError) {
        guard let bytes = Base64URL.decode(digits), let json = try? StrictJSON.parse(bytes),
            let parts = json.elements, parts.count == 3, let text = parts[0].text,
            let salt = Base64URL.decode(text.utf8), salt.count == SaltTree.byteCount,
            let name = parts[1].text
        else { throw .malformed }
        self.init(salt: salt, name: name, value: parts[2])
        guard self.digits == digits else { throw .malformed }
    }

    /// Checks in one suite that this is leaf `index` of the record with this root.
    ///
    /// - Throws: ``DisclosureError/path(_:)`` if the path does not fit or leads elsewhere.
    public func verify<Hasher: TreeHasher>(
        index: Int,
        fieldCount: Int,
        path: [TreeHash<Hasher>],
        root: TreeHash<Hasher>
    ) throws(DisclosureError) {
        guard index >= 0, fieldCount >= 0 else { throw .path(.leafIndexOutOfRange) }
        do {
            let proof = try InclusionProof<Hasher>(
                leafIndex: UInt64(index),
                treeSize: UInt64(fieldCount),
                path: path
            )
            let leaf = Hasher.leafHash(PackedDisclosures.leaf(index, self.digits))
            try proof.verify(leaf: leaf, root: root)
        } catch {
            throw .path(error)
        }
    }
}
