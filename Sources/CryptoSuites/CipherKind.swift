/// The authenticated ciphers of the two suites. Each is known by its name in key files.
public enum CipherKind: String, CaseIterable, Hashable, Sendable {
    /// AES-256 in Galois/Counter Mode, NIST SP 800-38D.
    case aes256GCM = "aes-256-gcm"
    /// SM4 (GB/T 32907) in counter mode, then HMAC-SM3 over the ciphertext. OpenSSL 3.0 has no GCM
    /// with SM4.
    case sm4CTRHMACSM3 = "sm4-ctr-hmac-sm3"

    /// The hash of the cipher's suite, for the keys that are derived beside it.
    public var hash: HMACHash {
        switch self {
        case .aes256GCM: .sha256
        case .sm4CTRHMACSM3: .sm3
        }
    }

    /// The first byte of what it sealed.
    var format: UInt8 {
        switch self {
        case .aes256GCM: 1
        case .sm4CTRHMACSM3: 2
        }
    }

    /// The length of a nonce, in bytes.
    public var nonceByteCount: Int {
        switch self {
        case .aes256GCM: 12
        case .sm4CTRHMACSM3: 16
        }
    }

    /// The length of a tag, in bytes.
    public var tagByteCount: Int {
        switch self {
        case .aes256GCM: 16
        case .sm4CTRHMACSM3: 32
        }
    }

    /// How many bytes longer than the plaintext is what was sealed.
    public var overheadByteCount: Int { 1 + self.nonceByteCount + self.tagByteCount }

    /// OpenSSL's name of the cipher.
    var opensslName: String {
        switch self {
        case .aes256GCM: "AES-256-GCM"
        case .sm4CTRHMACSM3: "SM4-CTR"
        }
    }
}
