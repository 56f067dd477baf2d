import SignedNotes

/// A client's certificate in mutual TLS, by SHA-256 of its DER.
struct ClientCertificate: Hashable, Sendable {
    /// 32 bytes.
    let digest: [UInt8]

    /// Reads 64 hexadecimal digits in lower case; nil for anything else.
    init?(sha256 text: String) {
        guard let digest = Hexadecimal.decode(text), digest.count == 32,
            Hexadecimal.encode(digest).utf8.elementsEqual(text.utf8)
        else { return nil }
        self.digest = digest
    }

    /// Wraps the digest of a certificate that a connection was authenticated with.
    ///
    /// - Precondition: It has 32 bytes.
    init(digest: [UInt8]) {
        precondition(digest.count == 32, "SHA-256 has 32 bytes")
        self.digest = digest
    }
}
