import LogTesting
import MerkleTree
import SignedNotes
import Testing

/// A log as anybody can read it: the published head of both trees and every entry below it.
struct ServedTree: Sendable {
    let size: UInt64
    let log: FinalLog

    /// The entries, in order.
    var entries: [[UInt8]] { self.log.rows.map(\.entry) }

    /// Reads all that is published. The heads go into the history.
    init(
        _ web: Web,
        history: HistoryRecorder,
        keys: [VerifierKey],
        origin: LogOrigin
    ) async throws {
        func see(_ note: HeadSighting.Note, _ path: String) async throws -> UInt64 {
            let asked = history.mark
            let head = try HeadSighting(
                note,
                try await Self.bytes(web, path),
                keys: keys,
                origin: origin,
                isPublished: true
            )
            history.saw(head, asked: asked, by: "reader of \(web.base)")
            return head.size
        }
        var size: UInt64 = 0
        // Three requests are no snapshot: a head may be published between them.
        try await eventually("three notes of one size") {
            size = try await see(.checkpoint, "checkpoint")
            let sm3 = try await see(.sm3Checkpoint, "sm3/checkpoint")
            let twin = try await see(.twin, "twin")
            return size == sm3 && size == twin
        }
        self.size = size
        let entries = try await Self.all(size) { path, width in
            let bundle = Self.split(try await Self.bytes(web, "tile/entries/" + path))
            try #require(bundle.count == width, "entry bundle \(path)")
            return bundle
        }
        self.log = FinalLog(entries: entries)
    }

    /// Checks every tile of both trees against the entries.
    func checkTiles(_ web: Web) async throws {
        try await Self.checkTiles(of: self.log.sha256, web, "tile")
        try await Self.checkTiles(of: self.log.sm3, web, "sm3/tile")
    }

    private static func checkTiles<Hasher: TreeHasher>(
        of list: LeafList<Hasher>,
        _ web: Web,
        _ prefix: String
    ) async throws {
        for (level, hashes) in list.tileLevels().enumerated() {
            let tiles = try await Self.all(UInt64(hashes.count)) { path, _ in
                [try await Self.bytes(web, "\(prefix)/\(level)/\(path)")]
            }
            #expect(
                tiles.flatMap { $0 } == hashes.flatMap(\.bytes),
                "\(prefix)/\(level): the hashes are not those of the entries"
            )
        }
    }

    /// Asks for all tiles of a level that has so many hashes, some at a time, in order.
    private static func all<Part: Sendable>(
        _ count: UInt64,
        _ read: @escaping @Sendable (_ path: String, _ width: Int) async throws -> [Part]
    ) async throws -> [Part] {
        let tiles = (count + 255) / 256
        var parts: [UInt64: [Part]] = [:]
        try await withThrowingTaskGroup(of: (UInt64, [Part]).self) { group in
            for index in 0..<tiles {
                if index >= 6, let (done, part) = try await group.next() { parts[done] = part }
                group.addTask {
                    let width = Int(min(256, count - 256 * index))
                    let suffix = width == 256 ? "" : ".p/\(width)"
                    return (index, try await read(Self.path(index) + suffix, width))
                }
            }
            for try await (done, part) in group { parts[done] = part }
        }
        return (0..<tiles).flatMap { parts[$0] ?? [] }
    }

    /// C2SP tlog-tiles: groups of three digits, all but the last with an `x`.
    private static func path(_ index: UInt64) -> String {
        var digits = String(index)
        while digits.count % 3 != 0 { digits = "0" + digits }
        var groups: [String] = []
        while !digits.isEmpty {
            groups.append(String(digits.prefix(3)))
            digits.removeFirst(3)
        }
        return groups.dropLast().map { "x\($0)/" }.joined() + groups.suffix(1).joined()
    }

    /// C2SP tlog-tiles: each entry of a bundle after its length in two bytes, big-endian.
    private static func split(_ bundle: [UInt8]) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var rest = bundle[...]
        while rest.count >= 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            entries.append(Array(rest.dropFirst(2).prefix(length)))
            rest = rest.dropFirst(2 + length)
        }
        return entries
    }

    private static func bytes(_ web: Web, _ path: String) async throws -> [UInt8] {
        let answer = try await web.get("/eu/" + path)
        try #require(answer.status == 200, "\(path): \(answer.status) \(answer.text.prefix(300))")
        return answer.body
    }
}
