/// Why a key or a signature could not be made or read.
public enum CryptoError: Error, Hashable, Sendable {
    /// The bytes are not a public key of this kind: wrong length or form, or no point of the curve.
    case invalidPublicKey(KeyKind)
    /// The bytes are not a private key of this kind, or its two halves do not belong together.
    case invalidPrivateKey(KeyKind)
    /// The bytes are not one PKCS#8 private key in PEM.
    case malformedPEM
    /// The key is well-formed, and of no kind or curve that is used here.
    case unsupportedKey
    /// The key is encrypted, and no passphrase was given.
    case passphraseRequired
    /// The passphrase does not open the key. A damaged encrypted key looks the same.
    case wrongPassphrase
    /// A passphrase was given, and the key is not encrypted.
    ///
    /// Refused, since who gives one believes that the file is of no use without it.
    case passphraseNotNeeded
    /// A passphrase of no bytes.
    case emptyPassphrase
    /// OpenSSL has no random bytes to give.
    case randomnessUnavailable
    /// OpenSSL refused what it does not refuse in a sound installation; `operation` says where.
    case libraryFailure(operation: String)
}
