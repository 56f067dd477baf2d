import CLibCrypto

/// Key files: PKCS#8 in PEM, mode 0600, encrypted or not.
public enum KeyFile {
    /// The longest key file that is read, in bytes. Ours have less than 500.
    public static let maximumByteCount = 16_384

    /// The longest passphrase file that is read, in bytes, the newline included.
    public static let maximumPassphraseFileByteCount = 1_024

    /// Writes a key to a new file. When this returns, it is on disk.
    ///
    /// - Throws: ``KeyFileError/alreadyExists(path:)``, ``KeyFileError/cannotWrite(path:errno:)``, or
    ///   ``KeyFileError/unusable(path:_:)`` if the passphrase has no bytes.
    public static func create(
        _ key: PrivateKey,
        at path: String,
        passphrase: [UInt8]? = nil
    ) throws(KeyFileError) {
        var pem = try Self.naming(path) { () throws(CryptoError) in
            try key.pem(passphrase: passphrase)
        }
        defer { OPENSSL_cleanse(&pem, pem.count) }
        try SecretFile.create(pem, at: path)
    }

    /// Reads a key from a file to which its owner alone has rights.
    ///
    /// - Throws: ``KeyFileError``; what is wrong with the key or its passphrase is inside
    ///   ``KeyFileError/unusable(path:_:)``.
    public static func load(
        _ path: String,
        passphrase: [UInt8]? = nil
    ) throws(KeyFileError) -> PrivateKey {
        var pem = try SecretFile.read(path, limitBytes: Self.maximumByteCount)
        defer { OPENSSL_cleanse(&pem, pem.count) }
        let text = pem
        return try Self.naming(path) { () throws(CryptoError) in
            try PrivateKey(pem: text, passphrase: passphrase)
        }
    }

    /// Reads a passphrase from a file to which its owner alone has rights: all its bytes, less one
    /// newline at the end.
    ///
    /// - Throws: ``KeyFileError``; ``KeyFileError/unusable(path:_:)`` if nothing is left.
    public static func readPassphrase(from path: String) throws(KeyFileError) -> [UInt8] {
        var bytes = try SecretFile.read(path, limitBytes: Self.maximumPassphraseFileByteCount)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw .unusable(path: path, .emptyPassphrase) }
        return bytes
    }

    private static func naming<Result>(
        _ path: String,
        _ body: () throws(CryptoError) -> Result
    ) throws(KeyFileError) -> Result {
        do throws(CryptoError) {
            return try body()
        } catch {
            throw .unusable(path: path, error)
        }
    }
}
