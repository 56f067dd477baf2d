import CLibCrypto

/// Compares secrets in a time that depends on their lengths alone.
///
/// Lengths are not secret: unequal ones return false at once.
public func constantTimeEquals(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    first.count == second.count && CRYPTO_memcmp(first, second, first.count) == 0
}
