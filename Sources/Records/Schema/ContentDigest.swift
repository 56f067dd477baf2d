import CryptoSuites

/// The SHA-256 of a file's bytes, by which statements name schemas and crosswalks.
///
///     sha256:<64 lower-case hexadecimal digits>
///
/// An identifier of public material, equal on both sides of the border.
public struct ContentDigest: Hashable, Sendable {
    /// The hash: 32 bytes.
    public let bytes: [UInt8]

    /// The digest of a file.
    public init(of file: some Collection<UInt8>) { self.bytes = Hashes.sha256(file) }

    /// Reads a digest; nil unless it is in its one spelling.
    public init?(parsing text: String) {
        let utf8 = Array(text.utf8)
        guard utf8.count == Self.prefix.count + 64, utf8.starts(with: Self.prefix) else {
            return nil
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for position in stride(from: Self.prefix.count, to: utf8.count, by: 2) {
            guard let high = Self.value(of: utf8[position]),
                let low = Self.value(of: utf8[position + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static let prefix = Array("sha256:".utf8)

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension ContentDigest: CustomStringConvertible {
    /// The digest in its one spelling.
    public var description: String {
        String(unsafeUninitializedCapacity: 71) { text in
            _ = text.initialize(fromContentsOf: Self.prefix)
            var position = Self.prefix.count
            for byte in self.bytes {
                text[position] = Self.digit(byte >> 4)
                text[position + 1] = Self.digit(byte & 15)
                position += 2
            }
            return position
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
