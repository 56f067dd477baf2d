import Foundation
import LogTesting
import Testing

/// Everything that a log tells to anybody who asks.
struct PublicFace: Sendable {
    let size: UInt64
    /// What was answered, by its path.
    let pieces: [Haystack.Piece]
    /// The entries in order.
    let entries: [[UInt8]]

    /// Asks for all of it, with nothing that says who asks.
    init(_ web: Web, log: String) async throws {
        var pieces: [Haystack.Piece] = []
        func take(_ path: String, of place: String? = nil) async throws -> [UInt8] {
            let answer = try await web.get("\(place ?? "/\(log)")/\(path)")
            try #require(answer.status == 200, "\(path): \(answer.status) \(answer.text)")
            pieces.append(.init("/\(log)/\(path)", answer.body))
            return answer.body
        }
        let checkpoint = String(decoding: try await take("checkpoint"), as: UTF8.self)
        let size = try #require(UInt64(checkpoint.split(separator: "\n").dropFirst().first ?? ""))
        // Later sizes are of no use to what is asked for below.
        for path in ["sm3/checkpoint", "twin", "log.json", "ct/v1/get-sth"] {
            _ = try await take(path)
        }
        for path in ["healthz", "readyz", "metrics"] { _ = try await take(path, of: "") }
        _ = try await take("ct/v1/get-entries?start=0&end=\(min(size, 100) - 1)")
        for prefix in ["", "sm3/"] {
            var (level, count) = (0, size)
            while count > 0 {
                for path in Self.tiles(count) {
                    _ = try await take("\(prefix)tile/\(level)/\(path)")
                }
                (level, count) = (level + 1, count / 256)
            }
            for index in 0..<size {
                _ = try await take("\(prefix)proof/inclusion/\(size)/\(index)")
                _ = try await take("\(prefix)proof/bundle/\(size)/\(index).tlog-proof")
                if index > 0 { _ = try await take("\(prefix)proof/consistency/\(index)/\(size)") }
            }
        }
        var entries: [[UInt8]] = []
        for path in Self.tiles(size) {
            var rest = try await take("tile/entries/\(path)")[...]
            while rest.count >= 2 {
                let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
                entries.append(Array(rest.dropFirst(2).prefix(length)))
                rest = rest.dropFirst(2 + length)
            }
        }
        for kind in ["schema", "crosswalk"] {
            let pattern = try Regex("\"\(kind)\":\"sha256:([0-9a-f]{64})\"")
            let digests = entries.compactMap { entry in
                String(decoding: entry, as: UTF8.self).firstMatch(of: pattern)?.output[1].substring
            }
            for digest in Set(digests) { _ = try await take("\(kind)/\(digest)") }
        }
        self.size = size
        self.entries = entries
        self.pieces = pieces
    }

    /// The paths of the tiles that have so many hashes or entries, of at most 256,000.
    private static func tiles(_ count: UInt64) -> [String] {
        (0..<(count + 255) / 256).map { number in
            let digits = String(number)
            let name = String(repeating: "0", count: 3 - digits.count) + digits
            let width = min(256, count - 256 * number)
            return width == 256 ? name : "\(name).p/\(width)"
        }
    }
}
