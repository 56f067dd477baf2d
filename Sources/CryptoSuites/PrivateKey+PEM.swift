import CLibCrypto

/// PKCS#8 in PEM: RFC 5958 and RFC 7468, as `openssl pkey` reads and writes it.
extension PrivateKey {
    /// How often PBKDF2 hashes the passphrase: what OWASP's password storage sheet asks for with
    /// HMAC-SHA-256. About a fifth of a second.
    private static let iterationCount: Int32 = 600_000

    /// The length of PBKDF2's salt in bytes: RFC 8018 §4.1 asks for 8 at least, NIST SP 800-132 for 16.
    private static let saltByteCount = 16

    /// Reads one key in PEM; its kind follows from what it says.
    ///
    /// - Throws: ``CryptoError/malformedPEM`` if it is not one PKCS#8 key,
    ///   ``CryptoError/unsupportedKey`` or ``CryptoError/invalidPrivateKey(_:)`` if it is one that
    ///   cannot be used; ``CryptoError/passphraseRequired``, ``CryptoError/wrongPassphrase``,
    ///   ``CryptoError/passphraseNotNeeded`` or ``CryptoError/emptyPassphrase``.
    public init(pem: [UInt8], passphrase: [UInt8]? = nil) throws(CryptoError) {
        defer { ERR_clear_error() }
        if let passphrase, passphrase.isEmpty { throw .emptyPassphrase }
        var block = try PEMBlock(parsing: pem)
        defer { block.wipe() }
        switch (block.label, passphrase) {
        case (PEMBlock.plainLabel, nil):
            try self.init(pkcs8: block.bytes)
        case (PEMBlock.plainLabel, .some):
            throw .passphraseNotNeeded
        case (PEMBlock.encryptedLabel, .some(let passphrase)):
            var pkcs8 = try Self.decrypt(block.bytes, passphrase: passphrase)
            defer { OPENSSL_cleanse(&pkcs8, pkcs8.count) }
            try self.init(pkcs8: pkcs8)
        case (PEMBlock.encryptedLabel, nil):
            throw .passphraseRequired
        default:
            throw .malformedPEM
        }
    }

    /// The key in PEM; encrypted with AES-256-CBC under PBES2 if there is a passphrase (RFC 8018).
    ///
    /// Without one the bytes are the secret itself: whoever calls this wipes or guards them.
    ///
    /// - Throws: ``CryptoError/emptyPassphrase`` or ``CryptoError/libraryFailure(operation:)``.
    public func pem(passphrase: [UInt8]? = nil) throws(CryptoError) -> [UInt8] {
        defer { ERR_clear_error() }
        if let passphrase, passphrase.isEmpty { throw .emptyPassphrase }
        var block = try self.withPKCS8 { pkcs8 throws(CryptoError) in
            if let passphrase {
                try Self.encrypt(pkcs8, passphrase: passphrase)
            } else {
                try Self.plain(pkcs8)
            }
        }
        defer { block.wipe() }
        return try block.text()
    }

    private static func plain(_ pkcs8: OpaquePointer) throws(CryptoError) -> PEMBlock {
        guard let bytes = DER.encoding({ i2d_PKCS8_PRIV_KEY_INFO(pkcs8, $0) }) else {
            throw .libraryFailure(operation: "i2d_PKCS8_PRIV_KEY_INFO")
        }
        return PEMBlock(label: PEMBlock.plainLabel, bytes: bytes)
    }

    private static func encrypt(
        _ pkcs8: OpaquePointer,
        passphrase: [UInt8]
    ) throws(CryptoError) -> PEMBlock {
        var salt = try secureRandomBytes(Self.saltByteCount)
        // -1 asks for PBES2; its hash is then HMAC-SHA-256.
        let encrypted = passphrase.withCharacters { passphrase, count in
            PKCS8_encrypt(
                -1,
                EVP_aes_256_cbc(),
                passphrase,
                count,
                &salt,
                Int32(salt.count),
                Self.iterationCount,
                pkcs8
            )
        }
        guard let encrypted else { throw .libraryFailure(operation: "PKCS8_encrypt") }
        defer { X509_SIG_free(encrypted) }
        guard let bytes = DER.encoding({ i2d_X509_SIG(encrypted, $0) }) else {
            throw .libraryFailure(operation: "i2d_X509_SIG")
        }
        return PEMBlock(label: PEMBlock.encryptedLabel, bytes: bytes)
    }

    private static func decrypt(
        _ encrypted: [UInt8],
        passphrase: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        let structure = encrypted.withUnsafeBufferPointer { encrypted in
            var next = encrypted.baseAddress
            return d2i_X509_SIG(nil, &next, encrypted.count)
        }
        guard let structure else { throw .malformedPEM }
        defer { X509_SIG_free(structure) }
        let pkcs8 = passphrase.withCharacters { PKCS8_decrypt(structure, $0, $1) }
        guard let pkcs8 else { throw .wrongPassphrase }
        defer { PKCS8_PRIV_KEY_INFO_free(pkcs8) }
        guard let bytes = DER.encoding({ i2d_PKCS8_PRIV_KEY_INFO(pkcs8, $0) }) else {
            throw .libraryFailure(operation: "i2d_PKCS8_PRIV_KEY_INFO")
        }
        return bytes
    }
}

extension [UInt8] {
    /// The bytes as C's characters, for the functions that take passphrases.
    fileprivate func withCharacters<Result>(
        _ body: (UnsafePointer<CChar>?, Int32) -> Result
    ) -> Result {
        self.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress, Int32($0.count)) }
        }
    }
}
