import CryptoSuites

/// Random entries of 300 bytes: windows on one random buffer, all of them different.
struct RandomEntries: Sendable {
    /// The length of each entry, in bytes.
    static let byteCount = 300
    private static let windowCount = 8 << 20

    private let buffer: [UInt8]

    init() throws {
        self.buffer = try secureRandomBytes(Self.windowCount + Self.byteCount)
    }

    /// The bytes of entry `number`. They repeat after eight million.
    func entry(_ number: Int) -> [UInt8] { Array(self.buffer[self.range(number)]) }

    /// Calls `body` with the bytes of entry `number`.
    func withEntry<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        self.buffer.withUnsafeBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[self.range(number)]))
        }
    }

    private func range(_ number: Int) -> Range<Int> {
        // An odd factor: each window once, and neighbours far apart.
        let start = (number &* 0x9E37_79B1) & (Self.windowCount - 1)
        return start..<start + Self.byteCount
    }
}
