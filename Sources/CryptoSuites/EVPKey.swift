import CLibCrypto

/// A key pair or a public key in OpenSSL's keeping: what the key types of this module are made of.
///
/// `@unchecked Sendable`: the `EVP_PKEY` is complete before this object exists and nobody changes it
/// afterwards; OpenSSL guards its reference count and its caches itself, and each operation works in a
/// context of its own.
final class EVPKey: @unchecked Sendable {
    let kind: KeyKind
    private let pointer: OpaquePointer

    /// Takes over an `EVP_PKEY`, and frees it in the end.
    private init(owning pointer: OpaquePointer, kind: KeyKind) {
        self.pointer = pointer
        self.kind = kind
    }

    deinit { EVP_PKEY_free(self.pointer) }

    /// Makes a new key pair.
    static func generate(_ kind: KeyKind) throws(CryptoError) -> EVPKey {
        defer { ERR_clear_error() }
        guard let name = kind.opensslName,
            let context = EVP_PKEY_CTX_new_from_name(nil, name, nil)
        else {
            throw .libraryFailure(operation: "EVP_PKEY_CTX_new_from_name")
        }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_keygen_init(context) == 1,
            kind != .p256 || EVP_PKEY_CTX_set_group_name(context, "P-256") == 1
        else { throw .libraryFailure(operation: "EVP_PKEY_keygen_init") }
        var pointer: OpaquePointer?
        guard EVP_PKEY_generate(context, &pointer) == 1, let pointer else {
            throw .libraryFailure(operation: "EVP_PKEY_generate")
        }
        return EVPKey(owning: pointer, kind: kind)
    }

    /// Reads a raw public key. A point is checked to lie on the curve.
    static func publicKey(_ kind: KeyKind, _ raw: [UInt8]) throws(CryptoError) -> EVPKey {
        defer { ERR_clear_error() }
        guard raw.count == kind.publicKeyByteCount, kind == .ed25519 || raw.first == 0x04 else {
            throw .invalidPublicKey(kind)
        }
        guard let pointer = Self.publicPointer(kind, raw) else { throw .invalidPublicKey(kind) }
        let key = EVPKey(owning: pointer, kind: kind)
        guard let name = kind.opensslName, EVP_PKEY_is_a(pointer, name) == 1,
            key.passes(EVP_PKEY_public_check)
        else { throw .invalidPublicKey(kind) }
        return key
    }

    private static func publicPointer(_ kind: KeyKind, _ raw: [UInt8]) -> OpaquePointer? {
        // Every verification of a note starts here, and OpenSSL's decoders of DER take longer than it does.
        if kind == .ed25519 {
            return EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, raw, raw.count)
        }
        let spki = kind.spkiPrefix + raw
        return spki.withUnsafeBufferPointer { spki in
            var next = spki.baseAddress
            return d2i_PUBKEY(nil, &next, spki.count)
        }
    }

    /// Makes the key pair of a 32-byte Ed25519 seed, RFC 8032 §5.1.5.
    static func ed25519(seed: [UInt8]) throws(CryptoError) -> EVPKey {
        defer { ERR_clear_error() }
        guard seed.count == 32,
            let pointer = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count)
        else { throw .invalidPrivateKey(.ed25519) }
        return EVPKey(owning: pointer, kind: .ed25519)
    }

    /// Reads an unencrypted PKCS#8 key (RFC 5958, DER) and finds out its kind.
    static func privateKey(pkcs8: [UInt8]) throws(CryptoError) -> EVPKey {
        defer { ERR_clear_error() }
        let pointer = pkcs8.withUnsafeBufferPointer { pkcs8 in
            var next = pkcs8.baseAddress
            let pointer = d2i_AutoPrivateKey(nil, &next, pkcs8.count)
            guard next == pkcs8.baseAddress.map({ $0 + pkcs8.count }) else {
                EVP_PKEY_free(pointer)
                return OpaquePointer?.none
            }
            return pointer
        }
        guard let pointer else { throw .malformedPEM }
        // A file may hold the public point in another form; what we make of it has one.
        EVP_PKEY_set_utf8_string_param(
            pointer,
            OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
            "uncompressed"
        )
        let spki = DER.encoding { i2d_PUBKEY(pointer, $0) } ?? []
        let found = KeyKind.allCases.first {
            spki.count == $0.spkiPrefix.count + $0.publicKeyByteCount
                && spki.starts(with: $0.spkiPrefix)
                && $0.opensslName.map { EVP_PKEY_is_a(pointer, $0) == 1 } == true
        }
        guard let kind = found else {
            EVP_PKEY_free(pointer)
            throw .unsupportedKey
        }
        let key = EVPKey(owning: pointer, kind: kind)
        // An Ed25519 file has no public half that could differ.
        guard kind == .ed25519 || key.passes(EVP_PKEY_check) else {
            throw .invalidPrivateKey(kind)
        }
        return key
    }

    /// The public half: 32 bytes, or an uncompressed point of 65.
    func publicRawRepresentation() throws(CryptoError) -> [UInt8] {
        defer { ERR_clear_error() }
        let prefix = self.kind.spkiPrefix
        guard let spki = DER.encoding({ i2d_PUBKEY(self.pointer, $0) }), spki.starts(with: prefix),
            spki.count == prefix.count + self.kind.publicKeyByteCount
        else { throw .libraryFailure(operation: "i2d_PUBKEY") }
        return Array(spki[prefix.count...])
    }

    /// The private key as an unencrypted PKCS#8 structure, for the length of `body`.
    func withPKCS8<Result>(
        _ body: (OpaquePointer) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        defer { ERR_clear_error() }
        guard let pkcs8 = EVP_PKEY2PKCS8(self.pointer) else {
            throw .libraryFailure(operation: "EVP_PKEY2PKCS8")
        }
        // Wipes the key, too.
        defer { PKCS8_PRIV_KEY_INFO_free(pkcs8) }
        return try body(pkcs8)
    }

    /// Signs: 64 bytes for Ed25519, DER for the others.
    ///
    /// `id` is the signer's identity in SM2 and unused elsewhere.
    func sign(
        _ message: [UInt8],
        id: [UInt8] = SM2PublicKey.signerID
    ) throws(CryptoError) -> [UInt8] {
        defer { ERR_clear_error() }
        return try self.withSigningContext(id: id) { context throws(CryptoError) in
            var signature = [UInt8](repeating: 0, count: 72)
            var count = signature.count
            guard EVP_DigestSignInit(context, nil, self.digest, nil, self.pointer) == 1,
                EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
                count <= signature.count
            else { throw .libraryFailure(operation: "EVP_DigestSign") }
            return Array(signature.prefix(count))
        }
    }

    /// Whether `signature`, in the form of ``sign(_:id:)``, is this key's over `message`.
    func verifies(
        _ signature: [UInt8],
        over message: [UInt8],
        id: [UInt8] = SM2PublicKey.signerID
    ) -> Bool {
        defer { ERR_clear_error() }
        let verdict = try? self.withSigningContext(id: id) { context throws(CryptoError) in
            EVP_DigestVerifyInit(context, nil, self.digest, nil, self.pointer) == 1
                && EVP_DigestVerify(context, signature, signature.count, message, message.count)
                    == 1
        }
        return verdict ?? false
    }

    /// The hash of the message; Ed25519 brings its own.
    private var digest: OpaquePointer? {
        switch self.kind {
        case .ed25519, .mldsa44: nil
        case .p256: EVP_sha256()
        case .sm2: EVP_sm3()
        }
    }

    private func withSigningContext<Result>(
        id: [UInt8],
        _ body: (OpaquePointer) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        // The digest context borrows the key context, which therefore goes last.
        let keyContext = EVP_PKEY_CTX_new_from_pkey(nil, self.pointer, nil)
        defer { EVP_PKEY_CTX_free(keyContext) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        guard let keyContext, let context else {
            throw .libraryFailure(operation: "EVP_MD_CTX_new")
        }
        if self.kind == .sm2 {
            // Before the digest starts, because the ID is hashed first. Without this call OpenSSL
            // uses an empty ID, and nobody else does.
            guard EVP_PKEY_CTX_set1_id(keyContext, id, Int32(id.count)) == 1 else {
                throw .libraryFailure(operation: "EVP_PKEY_CTX_set1_id")
            }
            EVP_MD_CTX_set_pkey_ctx(context, keyContext)
        }
        return try body(context)
    }

    private func passes(_ check: (OpaquePointer?) -> Int32) -> Bool {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, self.pointer, nil) else { return false }
        defer { EVP_PKEY_CTX_free(context) }
        return check(context) == 1
    }
}
