import CLibCrypto

/// Random bytes fit for keys and salts, from OpenSSL's generator, which the kernel seeds.
///
/// - Throws: ``CryptoError/randomnessUnavailable`` if the generator has no seed.
public func secureRandomBytes(_ count: Int) throws(CryptoError) -> [UInt8] {
    precondition(0...Int(Int32.max) ~= count, "a count of bytes that OpenSSL can take")
    defer { ERR_clear_error() }
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw .randomnessUnavailable }
    return bytes
}
