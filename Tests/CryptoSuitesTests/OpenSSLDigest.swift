import CLibCrypto

/// The oracle of the hash tests: OpenSSL's EVP digests, of which no product code makes use.
enum OpenSSLDigest {
    static func sha256(_ message: [UInt8]) -> [UInt8] { Self.digest(message, EVP_sha256()) }

    static func sm3(_ message: [UInt8]) -> [UInt8] { Self.digest(message, EVP_sm3()) }

    private static func digest(_ message: [UInt8], _ algorithm: OpaquePointer?) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let done = EVP_Digest(message, message.count, &digest, nil, algorithm, nil)
        precondition(done == 1, "OpenSSL has both hashes")
        return digest
    }
}
