/// A note as it was read: a text and lines that claim to be signatures of it. C2SP signed-note.
///
/// Nothing in it is to be believed. ``verified(by:)`` turns it into a ``VerifiedNote``, and only
/// from there lead ways to what the text says.
public struct UnverifiedNote: Hashable, Sendable {
    /// SPEC: NOTE-1: the largest note, in bytes.
    public static let maximumByteCount = 1_048_576
    /// SPEC: NOTE-4: the most signature lines. C2SP signed-note asks for at least 16.
    public static let maximumSignatureCount = 100

    /// The whole note, verbatim.
    public let bytes: [UInt8]
    private let exactText: WireText
    /// The signature lines in their order. At least 1, and never two of one key.
    public let signatures: [NoteSignature]

    /// Reads a note.
    ///
    /// - Throws: ``NoteError`` that names the rule which the bytes break.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.maximumByteCount else {
            throw .tooLarge(byteCount: bytes.count)
        }
        // SPEC: NOTE-2.
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") }) else {
            throw .controlCharacter
        }
        guard let split = Self.endOfText(in: bytes), bytes.last == UInt8(ascii: "\n") else {
            throw .malformed
        }
        guard let text = String(validating: bytes[..<split], as: UTF8.self) else {
            throw .notUTF8
        }
        let signatures = try NoteSignature.lines(parsing: Array(bytes[(split + 1)...]))
        try self.init(text: text, signatures: signatures)
        // SPEC: NOTE-12. One spelling per note: what was read above must be what would be printed.
        guard self.bytes == bytes else { throw .malformed }
    }

    /// Puts a text and signature lines together.
    init(text: String, signatures: [NoteSignature]) throws(NoteError) {
        guard text.utf8.last == UInt8(ascii: "\n"), !signatures.isEmpty else { throw .malformed }
        guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") }) else {
            throw .controlCharacter
        }
        guard signatures.count <= Self.maximumSignatureCount else { throw .tooManySignatures }
        for (position, signature) in signatures.enumerated() {
            // SPEC: NOTE-8: never two lines with the same key name and key ID.
            guard !signatures[..<position].contains(where: { $0.hasSameKey(as: signature) }) else {
                throw .duplicateSignature(name: signature.name)
            }
        }
        let bytes = Array((text + "\n" + signatures.map(\.line).joined()).utf8)
        guard bytes.count <= Self.maximumByteCount else { throw .tooLarge(byteCount: bytes.count) }
        self.bytes = bytes
        self.exactText = WireText(text)
        self.signatures = signatures
    }

    /// What is signed: everything in front of the last empty line. Ends in a line feed.
    public var text: String { self.exactText.string }

    /// The note with more signature lines behind those that it has.
    ///
    /// - Throws: ``NoteError/duplicateSignature(name:)`` if a key would have two lines,
    ///   ``NoteError/tooManySignatures`` or ``NoteError/tooLarge(byteCount:)``.
    public func adding(_ signatures: [NoteSignature]) throws(NoteError) -> UnverifiedNote {
        try UnverifiedNote(text: self.text, signatures: self.signatures + signatures)
    }

    /// The note with those signature lines only that `isIncluded` picks; nil if it picks none.
    public func keeping(_ isIncluded: (NoteSignature) -> Bool) -> UnverifiedNote? {
        try? UnverifiedNote(text: self.text, signatures: self.signatures.filter(isIncluded))
    }

    /// SPEC: NOTE-3: where the last empty line begins: the position of its line feed.
    private static func endOfText(in bytes: [UInt8]) -> Int? {
        let newline = UInt8(ascii: "\n")
        return bytes.indices.dropFirst().last { bytes[$0] == newline && bytes[$0 - 1] == newline }
    }
}

extension UnverifiedNote {
    /// Verifies every line that is of one of `keys`; lines of other keys are kept apart.
    ///
    /// - Throws: ``NoteError/invalidSignature(name:)`` if one of them does not verify, whatever
    ///   the others do; ``NoteError/noKnownKey`` if there is no line of any;
    ///   ``NoteError/keyOutOfSizes(name:size:sizes:)`` if one is of a key that is not good for the
    ///   head; ``NoteError/ambiguousKeys(name:)`` if `keys` cannot be told apart.
    public func verified(by keys: [VerifierKey]) throws(NoteError) -> VerifiedNote {
        var verified: [VerifiedSignature] = []
        var unknown: [NoteSignature] = []
        for signature in self.signatures {
            let claimed = Set(keys.filter { signature.isClaimed(by: $0) })
            // SPEC: KEY-7.
            guard claimed.count <= 1 else { throw .ambiguousKeys(name: signature.name) }
            // SPEC: NOTE-9: these lines say nothing, whatever they hold.
            guard let key = claimed.first else {
                unknown.append(signature)
                continue
            }
            // SPEC: ROT-3: whether or not the line verifies, and whatever stands beside it.
            guard !key.isBounded || self.headSize.map(key.sizes.contains) == true else {
                throw .keyOutOfSizes(name: signature.name, size: self.headSize, sizes: key.sizes)
            }
            // SPEC: NOTE-10: one known line that fails refuses all.
            guard let result = VerifiedSignature(signature, of: self.text, by: key) else {
                throw .invalidSignature(name: signature.name)
            }
            verified.append(result)
        }
        // SPEC: NOTE-11: not wrong, but not to be used either.
        guard !verified.isEmpty else { throw .noKnownKey }
        return VerifiedNote(note: self, verified: verified, unknown: unknown)
    }

    /// The tree size that the text claims, if it is that of a checkpoint or of a twin note.
    public var headSize: UInt64? {
        guard let lines = self.text.utf8.lines(), lines.count >= 3 else { return nil }
        let isTwin = lines[0].elementsEqual(TwinNote.header.utf8)
        return CanonicalDecimal.parse(lines[isTwin ? 2 : 1])
    }
}
