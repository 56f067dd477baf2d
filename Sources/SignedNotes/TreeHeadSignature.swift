public import CryptoSuites
public import MerkleTree

/// A log's signature of a tree head as RFC 6962 §3.5 has it, with the time it was made at.
///
///     struct {
///         uint64 timestamp;                                  // milliseconds since 1970
///         uint8 hash = 4; uint8 signature = 3;               // RFC 5246 §4.7: SHA-256, ECDSA
///         opaque ecdsa<1..2^16-1>;                           // DER
///     } TreeHeadSignature;
///
/// These are the bytes that C2SP static-ct-api calls RFC6962NoteSignature. The size and the root that
/// are signed stand elsewhere.
public struct TreeHeadSignature: Hashable, Sendable {
    /// When it was made, in milliseconds since 1970.
    public let timestamp: UInt64
    /// The ECDSA signature with P-256 and SHA-256, in DER: 8 to 72 bytes.
    public let der: [UInt8]

    private static let algorithms: [UInt8] = [4, 3]
    private static let derByteCounts = 8...72

    /// Joins a time and a signature; nil unless the signature has 8 to 72 bytes.
    public init?(timestamp: UInt64, der: [UInt8]) {
        guard Self.derByteCounts.contains(der.count) else { return nil }
        self.timestamp = timestamp
        self.der = der
    }

    /// Reads the structure; nil for anything else. Whether the signature is valid is not checked.
    public init?(parsing bytes: [UInt8]) {
        let lengthEnd = 12
        guard bytes.count > lengthEnd, Array(bytes[8..<10]) == Self.algorithms,
            bytes.count - lengthEnd == Int(bytes[10]) << 8 | Int(bytes[11])
        else { return nil }
        self.init(
            timestamp: bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) },
            der: Array(bytes[lengthEnd...])
        )
    }

    /// Signs a tree head.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public init(
        signing root: TreeHash<SHA256Hasher>,
        treeSize: UInt64,
        timestamp: UInt64,
        with key: P256PrivateKey
    ) throws(CryptoError) {
        let message = Self.message(root: root, treeSize: treeSize, timestamp: timestamp)
        let der = try key.signature(for: message)
        guard let signature = Self(timestamp: timestamp, der: der) else {
            throw .libraryFailure(operation: "EVP_DigestSign")
        }
        self = signature
    }

    /// The structure's bytes.
    public var bytes: [UInt8] { Self.bigEndian(self.timestamp) + self.digitallySigned }

    /// The signature alone, as RFC 5246 §4.7 writes it: what `get-sth` answers.
    public var digitallySigned: [UInt8] {
        Self.algorithms + Self.bigEndian(UInt16(self.der.count)) + self.der
    }

    /// Whether this is the key's signature of the head, at this signature's time.
    public func isValid(
        for root: TreeHash<SHA256Hasher>,
        treeSize: UInt64,
        key: P256PublicKey
    ) -> Bool {
        key.isValidSignature(
            self.der,
            for: Self.message(root: root, treeSize: treeSize, timestamp: self.timestamp)
        )
    }

    // SPEC: CT-7: what is signed.
    private static func message(
        root: TreeHash<SHA256Hasher>,
        treeSize: UInt64,
        timestamp: UInt64
    ) -> [UInt8] {
        // version v1, signature_type tree_hash
        [0, 1] + self.bigEndian(timestamp) + self.bigEndian(treeSize) + root.bytes
    }

    private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
