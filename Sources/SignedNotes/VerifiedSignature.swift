import CryptoSuites

/// A signature that verified: the key, and when it says it was made.
public struct VerifiedSignature: Hashable, Sendable {
    /// The key that signed.
    public let key: VerifierKey
    /// The time that was signed with the text, in POSIX seconds below 2^63; nil for kinds of
    /// signature that carry none. It is the signer's word.
    public let timestamp: UInt64?

    /// Verifies a line; nil if it is not `key`'s signature of `text`.
    init?(_ signature: NoteSignature, of text: String, by key: VerifierKey) {
        var signatureBytes = signature.bytes
        var message = Array(text.utf8)
        var timestamp: UInt64?
        if key.algorithm.hasTimestamp {
            guard
                let blob = TimestampedSignature(parsing: signature.bytes, of: key.algorithm),
                let signed = TimestampedSignature.message(
                    text: text,
                    timestamp: blob.timestamp,
                    by: key
                )
            else { return nil }
            signatureBytes = blob.signature
            message = signed
            timestamp = blob.timestamp
        }
        guard Self.isValid(signatureBytes, for: message, by: key) else { return nil }
        self.key = key
        self.timestamp = timestamp
    }

    private static func isValid(
        _ signature: [UInt8],
        for message: [UInt8],
        by key: VerifierKey
    ) -> Bool {
        switch key.algorithm {
        case .ed25519, .cosignatureEd25519:
            (try? Ed25519PublicKey(rawRepresentation: key.publicKey))?
                .isValidSignature(signature, for: message) ?? false
        case .sm2:
            (try? SM2PublicKey(rawRepresentation: key.publicKey))?
                .isValidSignature(signature, for: message) ?? false
        case .cosignatureMLDSA44:
            (try? MLDSA44PublicKey(rawRepresentation: key.publicKey))?
                .isValidSignature(signature, for: message) ?? false
        }
    }
}
