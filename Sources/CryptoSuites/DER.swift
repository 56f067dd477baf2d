/// What OpenSSL's `i2d` functions write.
enum DER {
    /// Calls an `i2d` function twice, for the length and for the bytes; nil if it fails.
    static func encoding(
        _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
    ) -> [UInt8]? {
        let count = write(nil)
        guard count > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return write(&next)
        }
        return written == count ? bytes : nil
    }
}
