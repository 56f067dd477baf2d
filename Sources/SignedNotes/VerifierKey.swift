import CryptoSuites

/// A public key with its name, in the text form of C2SP signed-note: a “vkey”.
///
///     <name>+<key ID, 8 hexadecimal digits>+<base64 of (type || public key)>
///
/// The key ID is derived from everything else and only helps to find a line in a note.
public struct VerifierKey: Hashable, Sendable {
    private let exactName: WireText
    /// The kind of signature that the key verifies.
    public let algorithm: SignatureAlgorithm
    /// The key itself: 32 bytes for Ed25519, 65 (an uncompressed point) for SM2, 1312 for ML-DSA.
    public let publicKey: [UInt8]
    /// The first four bytes of `SHA-256(name || LF || type || public key)`, as a number.
    public let keyID: UInt32
    /// The sizes of the heads that the key is good for; all of them unless somebody says otherwise.
    ///
    /// SPEC: ROT-1: a key that is bounded verifies checkpoints and twin notes of these sizes, and
    /// nothing else.
    public internal(set) var sizes: ClosedRange<UInt64> = Self.allSizes

    /// Every size that a tree can have.
    public static let allSizes: ClosedRange<UInt64> = 0...(.max)

    /// Creates a key from its parts, good for heads of every size.
    ///
    /// - Throws: ``VerifierKeyError/invalidName`` or ``VerifierKeyError/invalidPublicKey``.
    public init(
        name: String,
        algorithm: SignatureAlgorithm,
        publicKey: [UInt8]
    ) throws(VerifierKeyError) {
        guard KeyName.isValid(name) else { throw .invalidName }
        guard Self.isPublicKey(publicKey, for: algorithm) else { throw .invalidPublicKey }
        self.exactName = WireText(name)
        self.algorithm = algorithm
        self.publicKey = publicKey
        self.keyID = Self.keyID(name: name, algorithm: algorithm, publicKey: publicKey)
    }

    /// Reads a key from its text.
    ///
    /// - Throws: ``VerifierKeyError`` that names the part which is wrong.
    public init(parsing text: String) throws(VerifierKeyError) {
        // SPEC: KEY-1. The longest name, a key ID and an ML-DSA key take less.
        guard text.utf8.count <= 4_096 else { throw .malformed }
        // Base64 may hold a "+" of its own, names and key IDs may not.
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, let keyID = Self.keyID(parsing: parts[1]),
            let material = Base64.decode(parts[2]), !material.isEmpty
        else { throw .malformed }
        let name = String(Substring(parts[0]))
        guard KeyName.isValid(name) else { throw .invalidName }
        guard
            let algorithm = SignatureAlgorithm.allCases.first(where: {
                material.starts(with: $0.typeBytes)
            })
        else { throw .unknownAlgorithm }
        try self.init(
            name: name,
            algorithm: algorithm,
            publicKey: Array(material.dropFirst(algorithm.typeBytes.count))
        )
        guard self.keyID == keyID else {
            throw .keyIDMismatch(expected: self.keyID, actual: keyID)
        }
        // One spelling per key: what was read above must be what would be printed.
        guard self.description.hasSameBytes(as: text) else { throw .malformed }
    }

    /// The name of the key. For a log it is the origin of the tree that the key signs.
    public var name: String { self.exactName.string }

    private static func keyID(parsing digits: Substring.UTF8View) -> UInt32? {
        guard digits.count == 8, let bytes = Hexadecimal.decode(Substring(digits)),
            Hexadecimal.encode(bytes).utf8.elementsEqual(digits)
        else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func keyID(
        name: String,
        algorithm: SignatureAlgorithm,
        publicKey: [UInt8]
    ) -> UInt32 {
        // SPEC: KEY-2, SM2-2: always SHA-256, whatever the algorithm. An identifier, no security.
        Hashes.sha256(Array(name.utf8) + Array("\n".utf8) + algorithm.typeBytes + publicKey)
            .prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// SPEC: KEY-5, SM2-1: the right length, a point of the curve, in its canonical encoding.
    private static func isPublicKey(_ bytes: [UInt8], for algorithm: SignatureAlgorithm) -> Bool {
        guard bytes.count == algorithm.publicKeyByteCount else { return false }
        switch algorithm {
        case .ed25519, .cosignatureEd25519:
            return (try? Ed25519PublicKey(rawRepresentation: bytes)) != nil
        case .sm2:
            return (try? SM2PublicKey(rawRepresentation: bytes)) != nil
        case .cosignatureMLDSA44:
            return (try? MLDSA44PublicKey(rawRepresentation: bytes)) != nil
        }
    }
}

extension VerifierKey: CustomStringConvertible {
    /// The key in its one spelling.
    public var description: String {
        let material = self.algorithm.typeBytes + self.publicKey
        return "\(self.name)+\(self.keyID.bigEndianHexadecimal)+\(Base64.encode(material))"
    }
}

extension UInt32 {
    /// The number's four bytes, the most significant first.
    var bigEndianBytes: [UInt8] { Swift.withUnsafeBytes(of: self.bigEndian) { Array($0) } }

    /// The number as eight lower-case hexadecimal digits.
    package var bigEndianHexadecimal: String { Hexadecimal.encode(self.bigEndianBytes) }
}
