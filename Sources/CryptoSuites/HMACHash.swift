/// The hash inside an HMAC.
public enum HMACHash: String, Hashable, Sendable, CaseIterable {
    /// SHA-256, FIPS 180-4.
    case sha256
    /// SM3, GB/T 32905-2016.
    case sm3

    var opensslName: String {
        switch self {
        case .sha256: "SHA256"
        case .sm3: "SM3"
        }
    }
}
