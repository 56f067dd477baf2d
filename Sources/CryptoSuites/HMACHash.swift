/// The hash inside an HMAC.
public enum HMACHash: String, Hashable, Sendable, CaseIterable {
    /// SHA-256, FIPS 180-4.
    case sha256
    /// SM3, GB/T 32905-2016.
    case sm3

    func digest(of bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Hashes.sha256(bytes)
        case .sm3: Hashes.sm3(bytes)
        }
    }
}
