import CLibCrypto

/// Seals bytes so that only who has the key can read them, and nobody can change them unseen.
///
///     sealed   format (1 byte) || nonce || ciphertext || tag
///
/// The nonce is random. What is given as `context` is not in there, and has to be the same when the
/// bytes are opened: it says what they are, so that they cannot stand for something else.
///
/// One of these serves any number of calls, one after the other: it keeps OpenSSL's context, which
/// takes longer to make than a short text to seal.
public struct AuthenticatedCipher: ~Copyable {
    /// The algorithms.
    public let kind: CipherKind
    private let context: OpaquePointer

    /// Prepares a cipher.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)`` if OpenSSL does not have it.
    public init(_ kind: CipherKind) throws(CryptoError) {
        defer { ERR_clear_error() }
        guard let cipher = EVP_CIPHER_fetch(nil, kind.opensslName, nil) else {
            throw .libraryFailure(operation: "EVP_CIPHER_fetch")
        }
        // The context holds a reference of its own.
        defer { EVP_CIPHER_free(cipher) }
        guard let context = EVP_CIPHER_CTX_new() else {
            throw .libraryFailure(operation: "EVP_CIPHER_CTX_new")
        }
        // Named once: a context that is told its cipher again begins with a new one inside.
        guard EVP_CipherInit_ex2(context, cipher, nil, nil, 1, nil) == 1 else {
            EVP_CIPHER_CTX_free(context)
            throw .libraryFailure(operation: "EVP_CipherInit_ex2")
        }
        self.kind = kind
        self.context = context
    }

    // Wipes the last key, too.
    deinit { EVP_CIPHER_CTX_free(self.context) }

    /// Seals bytes under a key.
    ///
    /// With random nonces, a key of ``CipherKind/aes256GCM`` is good for 2^32 calls.
    ///
    /// - Throws: ``CryptoError/randomnessUnavailable`` or ``CryptoError/libraryFailure(operation:)``.
    public func seal(
        _ plaintext: [UInt8],
        key: SecretKey,
        context: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        try self.seal(
            plaintext,
            key: key,
            nonce: try secureRandomBytes(self.kind.nonceByteCount),
            context: context
        )
    }

    /// The same with a nonce from outside, which must never be used twice under a key.
    func seal(
        _ plaintext: [UInt8],
        key: SecretKey,
        nonce: [UInt8],
        context: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        precondition(nonce.count == self.kind.nonceByteCount, "a nonce has its length")
        defer { ERR_clear_error() }
        let start = 1 + nonce.count
        var sealed = [UInt8](repeating: 0, count: plaintext.count + self.kind.overheadByteCount)
        sealed[0] = self.kind.format
        sealed.replaceSubrange(1..<start, with: nonce)
        let end = start + plaintext.count
        switch self.kind {
        case .aes256GCM:
            try self.begin(key: key, nonce: nonce, isSealing: true)
            try self.add(context)
            try sealed.withUnsafeMutableBufferPointer { sealed throws(CryptoError) in
                try self.update(plaintext, into: sealed, at: start)
                guard let base = sealed.baseAddress, self.finishes(),
                    EVP_CIPHER_CTX_ctrl(
                        self.context,
                        EVP_CTRL_AEAD_GET_TAG,
                        Int32(self.kind.tagByteCount),
                        base + end
                    ) == 1
                else { throw .libraryFailure(operation: "EVP_CTRL_AEAD_GET_TAG") }
            }
        case .sm4CTRHMACSM3:
            let keys = SM4Keys(key)
            let ciphertext = try self.counterMode(plaintext, key: keys.encryption, nonce: nonce)
            sealed.replaceSubrange(start..<end, with: ciphertext)
            let tag = keys.tag(of: Array(sealed[1..<end]), context: context)
            sealed.replaceSubrange(end..., with: tag)
        }
        return sealed
    }

    /// Opens what was sealed under this key and in this context.
    ///
    /// - Throws: ``CipherError``. Nothing of the plaintext is given out unless all of it is right.
    public func open(
        _ sealed: [UInt8],
        key: SecretKey,
        context: [UInt8]
    ) throws(CipherError) -> [UInt8] {
        defer { ERR_clear_error() }
        guard sealed.count >= self.kind.overheadByteCount, sealed[0] == self.kind.format else {
            throw .malformed
        }
        let start = 1 + self.kind.nonceByteCount
        let end = sealed.count - self.kind.tagByteCount
        let nonce = Array(sealed[1..<start])
        do throws(CryptoError) {
            switch self.kind {
            case .aes256GCM:
                var tag = Array(sealed[end...])
                try self.begin(key: key, nonce: nonce, isSealing: false)
                try self.add(context)
                var plaintext = try self.updated(Array(sealed[start..<end]))
                guard
                    EVP_CIPHER_CTX_ctrl(
                        self.context,
                        EVP_CTRL_AEAD_SET_TAG,
                        Int32(tag.count),
                        &tag
                    ) == 1
                else { throw .libraryFailure(operation: "EVP_CTRL_AEAD_SET_TAG") }
                if self.finishes() { return plaintext }
                OPENSSL_cleanse(&plaintext, plaintext.count)
            case .sm4CTRHMACSM3:
                // Compared before anything is deciphered.
                let keys = SM4Keys(key)
                let tag = keys.tag(of: Array(sealed[1..<end]), context: context)
                if constantTimeEquals(tag, Array(sealed[end...])) {
                    return try self.counterMode(
                        Array(sealed[start..<end]),
                        key: keys.encryption,
                        nonce: nonce
                    )
                }
            }
        } catch {
            throw .library(error)
        }
        throw .refused
    }

    // MARK: OpenSSL

    /// SM4 in counter mode under the first 16 bytes of a key, which is its own inverse. The nonce is
    /// the first counter block.
    func counterMode(
        _ bytes: [UInt8],
        key: SecretKey,
        nonce: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        precondition(self.kind == .sm4CTRHMACSM3, "the cipher is SM4")
        try self.begin(key: key, nonce: nonce, isSealing: true)
        let output = try self.updated(bytes)
        guard self.finishes() else { throw .libraryFailure(operation: "EVP_CipherFinal_ex") }
        return output
    }

    /// Takes a key and a nonce. SM4 uses the first 16 bytes of its key.
    private func begin(
        key: SecretKey,
        nonce: [UInt8],
        isSealing: Bool
    ) throws(CryptoError) {
        let hasBegun = key.withBytes { key in
            EVP_CipherInit_ex2(
                self.context,
                nil,
                key.baseAddress,
                nonce,
                isSealing ? 1 : 0,
                nil
            ) == 1
        }
        guard hasBegun else { throw .libraryFailure(operation: "EVP_CipherInit_ex2") }
    }

    /// Takes in what is authenticated and not enciphered.
    private func add(_ associated: [UInt8]) throws(CryptoError) {
        guard !associated.isEmpty else { return }
        var count: Int32 = 0
        guard let length = Int32(exactly: associated.count),
            EVP_CipherUpdate(self.context, nil, &count, associated, length) == 1
        else { throw .libraryFailure(operation: "EVP_CipherUpdate") }
    }

    private func update(
        _ bytes: [UInt8],
        into output: UnsafeMutableBufferPointer<UInt8>,
        at position: Int
    ) throws(CryptoError) {
        guard !bytes.isEmpty else { return }
        precondition(position + bytes.count <= output.count, "there is room for the output")
        var count: Int32 = 0
        guard let base = output.baseAddress, let length = Int32(exactly: bytes.count),
            EVP_CipherUpdate(self.context, base + position, &count, bytes, length) == 1,
            count == length
        else { throw .libraryFailure(operation: "EVP_CipherUpdate") }
    }

    private func updated(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: bytes.count)
        try output.withUnsafeMutableBufferPointer { output throws(CryptoError) in
            try self.update(bytes, into: output, at: 0)
        }
        return output
    }

    /// Ends a call; when opening with GCM, says whether the tag is right.
    private func finishes() -> Bool {
        // Neither mode has bytes left at the end, and OpenSSL wants an address all the same.
        var rest = [UInt8](repeating: 0, count: 16)
        var count: Int32 = 0
        return EVP_CipherFinal_ex(self.context, &rest, &count) == 1
    }
}

/// The two keys of SM4 with HMAC-SM3: neither tells anything of the other.
private struct SM4Keys {
    let encryption: SecretKey
    private let authentication: HMAC

    init(_ key: SecretKey) {
        let hmac = key.hmac(.sm3)
        self.encryption = SecretKey.derived(
            from: hmac,
            label: Array("concordat/sm4-ctr/v1".utf8)
        )
        self.authentication = SecretKey.derived(
            from: hmac,
            label: Array("concordat/hmac-sm3/v1".utf8)
        ).hmac(.sm3)
    }

    /// The tag: HMAC-SM3 of the length of the context in 8 bytes, the context, nonce and ciphertext.
    func tag(of nonceAndCiphertext: [UInt8], context: [UInt8]) -> [UInt8] {
        let length = UInt64(context.count)
        let lengthBytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        return self.authentication.code(forParts: [lengthBytes, context, nonceAndCiphertext])
    }
}
