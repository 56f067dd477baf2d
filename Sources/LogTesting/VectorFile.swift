import Foundation

/// A file of `Specs/vectors`: cases with the verdict written in each, which other implementations
/// run as well.
public struct VectorFile<Vector: Decodable>: Decodable {
    /// The cases.
    public let vectors: [Vector]

    /// Reads `Specs/vectors/<name>.json`.
    ///
    /// - Throws: What reading and decoding throw; ``VectorFileError/empty`` if there is no case.
    public static func load(_ name: String) throws -> [Vector] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(
            contentsOf: root.appendingPathComponent("Specs/vectors/\(name).json")
        )
        let vectors = try JSONDecoder().decode(Self.self, from: data).vectors
        guard !vectors.isEmpty else { throw VectorFileError.empty }
        return vectors
    }
}

/// Why a file of vectors is of no use.
public enum VectorFileError: Error {
    /// It has no case, and a test over it would prove nothing.
    case empty
}

extension [UInt8] {
    /// Reads hexadecimal digits; nil unless all are and their number is even.
    public init?(hexadecimal text: String) {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text {
            guard character.isASCII, let digit = character.hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(digit))
                high = nil
            } else {
                high = UInt8(digit)
            }
        }
        guard high == nil else { return nil }
        self = bytes
    }
}
