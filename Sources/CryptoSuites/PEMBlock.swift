import CLibCrypto

/// One PEM block, RFC 7468: a label and the bytes under it.
struct PEMBlock {
    static let plainLabel = "PRIVATE KEY"
    static let encryptedLabel = "ENCRYPTED PRIVATE KEY"

    let label: String
    private(set) var bytes: [UInt8]

    init(label: String, bytes: [UInt8]) {
        self.label = label
        self.bytes = bytes
    }

    /// Reads the one block of a file.
    ///
    /// - Throws: ``CryptoError/malformedPEM`` if there is none, a second one, or one with headers (the
    ///   encryption of old OpenSSL versions, whose key derivation is one round of MD5).
    init(parsing text: [UInt8]) throws(CryptoError) {
        // The BIO keeps the pointer and not the bytes: all reading is done while they stay in place.
        let blocks = text.withUnsafeBytes { text -> (first: Self?, second: Self?) in
            guard let input = BIO_new_mem_buf(text.baseAddress, Int32(clamping: text.count)) else {
                return (nil, nil)
            }
            defer { BIO_free(input) }
            return (Self.next(in: input), Self.next(in: input))
        }
        guard let first = blocks.first, blocks.second == nil else { throw .malformedPEM }
        self = first
    }

    /// The block as text, with a newline at its end.
    func text() throws(CryptoError) -> [UInt8] {
        guard let output = BIO_new(BIO_s_secmem()) else {
            throw .libraryFailure(operation: "BIO_new")
        }
        defer { BIO_free(output) }
        guard PEM_write_bio(output, self.label, "", self.bytes, self.bytes.count) > 0 else {
            throw .libraryFailure(operation: "PEM_write_bio")
        }
        var text = [UInt8](repeating: 0, count: BIO_ctrl_pending(output))
        guard BIO_read(output, &text, Int32(text.count)) == Int32(text.count) else {
            throw .libraryFailure(operation: "BIO_read")
        }
        return text
    }

    /// Overwrites the bytes.
    mutating func wipe() { OPENSSL_cleanse(&self.bytes, self.bytes.count) }

    private static func next(in input: OpaquePointer) -> Self? {
        var label: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard PEM_read_bio(input, &label, &header, &bytes, &count) == 1 else { return nil }
        defer {
            CRYPTO_free(label, #file, #line)
            CRYPTO_free(header, #file, #line)
            CRYPTO_clear_free(bytes, count, #file, #line)
        }
        guard let label, let header, header.pointee == 0 else { return nil }
        return Self(
            label: String(cString: label),
            bytes: Array(UnsafeBufferPointer(start: bytes, count: count))
        )
    }
}
