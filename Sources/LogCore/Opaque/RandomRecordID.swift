public import CryptoSuites

/// The names of records that the log itself makes.
public enum RandomRecordID {
    /// A new random id, RFC 9562 version 4.
    public static func make() throws(CryptoError) -> String {
        var bytes = try secureRandomBytes(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        return self.text(bytes)
    }

    /// An id that follows from 32 bytes which nobody can guess, RFC 9562 version 8: whoever names the
    /// same thing again names it the same.
    ///
    /// - Precondition: There are 16 bytes at least.
    public static func make(from digest: [UInt8]) -> String {
        precondition(digest.count >= 16, "an id has 16 bytes")
        var bytes = Array(digest.prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x80
        bytes[8] = bytes[8] & 0x3f | 0x80
        return self.text(bytes)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }
}
