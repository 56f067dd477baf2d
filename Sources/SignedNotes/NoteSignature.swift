/// One signature line of a note: whose it claims to be, and its bytes. Not verified.
///
///     — <key name> <base64 of (key ID || signature)>
public struct NoteSignature: Hashable, Sendable {
    private let exactName: WireText
    /// The ID of the key that is said to have signed.
    public let keyID: UInt32
    /// The signature, with the timestamp in front of it if its kind has one; without the key ID.
    /// At least 1 byte.
    public let bytes: [UInt8]

    /// Creates a line.
    ///
    /// - Throws: ``NoteError/malformedSignature`` if the name could not stand in a line or there
    ///   are no bytes.
    public init(name: String, keyID: UInt32, bytes: [UInt8]) throws(NoteError) {
        guard KeyName.isValid(name), !bytes.isEmpty else { throw .malformedSignature }
        self.exactName = WireText(name)
        self.keyID = keyID
        self.bytes = bytes
    }

    /// SPEC: NOTE-5, NOTE-7: reads a line, without its line feed.
    init(line: some Collection<UInt8>) throws(NoteError) {
        guard
            let parts = line.removingPrefix("\u{2014} ")?.split(
                separator: UInt8(ascii: " "),
                omittingEmptySubsequences: false
            ), parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
            let blob = Base64.decode(parts[1]), blob.count > 4
        else { throw .malformedSignature }
        try self.init(
            name: name,
            keyID: blob.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
            bytes: Array(blob.dropFirst(4))
        )
    }

    /// Reads lines that stand alone, as a witness answers them.
    ///
    /// - Throws: ``NoteError/tooLarge(byteCount:)``, ``NoteError/tooManySignatures`` or
    ///   ``NoteError/malformedSignature``; the last also if the bytes do not end in a line feed.
    public static func lines(parsing bytes: [UInt8]) throws(NoteError) -> [NoteSignature] {
        guard bytes.count <= UnverifiedNote.maximumByteCount else {
            throw .tooLarge(byteCount: bytes.count)
        }
        guard let lines = bytes.lines() else { throw .malformedSignature }
        guard lines.count <= UnverifiedNote.maximumSignatureCount else { throw .tooManySignatures }
        var signatures: [NoteSignature] = []
        for line in lines { signatures.append(try NoteSignature(line: line)) }
        return signatures
    }

    /// The name of the key that is said to have signed.
    public var name: String { self.exactName.string }

    /// The line, with its line feed.
    public var line: String {
        "\u{2014} \(self.name) \(Base64.encode(self.keyID.bigEndianBytes + self.bytes))\n"
    }

    /// Whether the line claims to be of `key`: name and key ID are its own.
    ///
    /// SPEC: NOTE-9: a line of which only one half matches is that of an unknown key.
    func isClaimed(by key: VerifierKey) -> Bool {
        self.keyID == key.keyID && self.name.hasSameBytes(as: key.name)
    }

    /// Whether two lines claim to be of one key.
    func hasSameKey(as other: NoteSignature) -> Bool {
        self.keyID == other.keyID && self.exactName == other.exactName
    }
}
