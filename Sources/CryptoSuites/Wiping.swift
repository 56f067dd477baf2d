import CLibCrypto

/// Overwrites a secret where it lies, for whoever owns the only reference to it.
///
/// An array that grew has left its bytes in the places before: give it its capacity first.
public func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
}
