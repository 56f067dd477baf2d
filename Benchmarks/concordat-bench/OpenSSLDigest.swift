import CLibCrypto

/// OpenSSL's EVP in its fastest form: algorithm fetched and context made once, then used again.
final class OpenSSLDigest {
    private let context: OpaquePointer
    private var digest = [UInt8](repeating: 0, count: 32)

    /// Fetches an algorithm with digests of 32 bytes.
    ///
    /// - Throws: ``BenchError/noDigest(_:)``.
    init(_ name: String) throws {
        guard let algorithm = EVP_MD_fetch(nil, name, nil), let context = EVP_MD_CTX_new() else {
            throw BenchError.noDigest(name)
        }
        defer { EVP_MD_free(algorithm) }
        self.context = context
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
            throw BenchError.noDigest(name)
        }
    }

    deinit { EVP_MD_CTX_free(self.context) }

    /// Hashes a byte and the bytes behind it.
    func hash(prefix: UInt8, _ bytes: UnsafeRawBufferPointer) {
        var prefix = prefix
        EVP_DigestInit_ex2(self.context, nil, nil)
        EVP_DigestUpdate(self.context, &prefix, 1)
        EVP_DigestUpdate(self.context, bytes.baseAddress, bytes.count)
        EVP_DigestFinal_ex(self.context, &self.digest, nil)
    }
}
