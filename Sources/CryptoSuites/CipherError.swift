/// Why something sealed was not opened, or nothing was sealed.
public enum CipherError: Error, Hashable, Sendable {
    /// The bytes were not sealed by this cipher: too short, or of another kind.
    case malformed
    /// The tag is not that of these bytes under this key and this context. Which of them is wrong
    /// cannot be told.
    case refused
    /// OpenSSL refused what it does not refuse in a sound installation.
    case library(CryptoError)
}
