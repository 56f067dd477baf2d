import CryptoSuites
import NIOCore

/// Random entries in base64 that are as long as records are, a line each.
struct OpaqueLines: Sendable {
    private static let windowCount = 1 << 23
    private let text: [UInt8]
    private let lineByteCount: Int

    /// Prepares entries of about `byteCount` bytes.
    init(entryByteCount byteCount: Int) throws {
        // Any run of these digits whose length is a multiple of four is the base64 of something.
        self.lineByteCount = byteCount / 3 * 4
        let digits = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
        )
        self.text = try secureRandomBytes(Self.windowCount + self.lineByteCount).map {
            digits[Int($0 & 63)]
        }
    }

    /// The lines of some numbers.
    func body(_ numbers: Range<Int>) -> ByteBuffer {
        var body = ByteBuffer()
        body.reserveCapacity(numbers.count * (self.lineByteCount + 1))
        for number in numbers {
            let start = (number &* 0x9E37_79B1) & (Self.windowCount - 1)
            body.writeBytes(self.text[start..<start + self.lineByteCount])
            body.writeInteger(UInt8(ascii: "\n"))
        }
        return body
    }
}
