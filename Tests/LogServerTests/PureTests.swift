import Listening
import LogTesting
import MerkleTree
import NIOCore
import NIOHTTP1
import SignedNotes
import Testing

@testable import LogServer

@Suite struct PureTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
        (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"),
        (1_735_689_600, "Wed, 01 Jan 2025 00:00:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (4_107_456_000, "Sun, 28 Feb 2100 00:00:00 GMT"),
    ])
    func datesAreWritten(_ second: Int64, _ text: String) {
        #expect(HTTPDate.text(secondsSince1970: second) == text)
    }

    // MARK: What a writer may not append

    @Test(arguments: [
        #"{"class":"retention-action"}"#, #" { "class" : "incident" } "#,
        #"{"v":1,"class":"key-event"}"#,
        #"{"a":{"class":"x"},"class":"policy-event"}"#,
        #"{"a":[1,{"b":"}"}],"class":"correction"}"#,
        #"{"class":"x","class":"schema-change"}"#, #"{"cl\u0061ss":"capture-state"}"#,
        #"{"class":"clock\u002dchange"}"#, #"{"class":"auditor-disclosure"} trailing"#,
        #"{"class":"incident""#, "\u{feff}{\"class\":\"incident\"}",
        #"{"a":1.5e3,"b":null,"class":"incident"}"#,
        #"{"a":"\\","class":"incident"}"#, #"{"a":"\"","class":"incident"}"#,
        #"{"a":tru,"class":"incident"}"#,
    ])
    func statementsOfAControlClassAreRefused(_ text: String) {
        #expect(throws: OpaqueEntryRefusal.controlClass) {
            try OpaqueEntryRules.check(Array(text.utf8)[...])
        }
    }

    @Test(arguments: [
        #"{"class":"ai-decision"}"#, #"{"Class":"incident"}"#, #"{"a":{"class":"incident"}}"#,
        #"["class","incident"]"#,
        #"[{"class":"incident"}]"#, #"{"class":["incident"]}"#, #"{"class":"incident "}"#,
        #""class":"incident""#,
        "incident", "{", "{}", "{\"", #"{"class"#, #"{"class":"#, #"{"class":1}"#,
        #"{"a":"{\"class\":\"incident\"}"}"#,
        "x{\"class\":\"incident\"}", #"{"class":"incident"#, "\u{0}",
    ])
    func otherEntriesAreTaken(_ text: String) throws {
        try OpaqueEntryRules.check(Array(text.utf8)[...])
    }

    @Test func anEntryOfAnyDepthIsScannedWithoutRecursion() throws {
        let deep = Array(repeating: UInt8(ascii: "["), count: 65_000)
        let entry = Array(#"{"a":"#.utf8) + deep
        try OpaqueEntryRules.check(entry[...])
    }

    @Test func leavesOfRFC6962AreRecognisedWholeOnly() {
        let timestamp = [UInt8](repeating: 5, count: 8)
        let x509 = [0, 0] + timestamp + [0, 0, 0, 0, 3, 1, 2, 3, 0, 2, 7, 7]
        let issuer = [UInt8](repeating: 9, count: 32)
        let precert = [0, 0] + timestamp + [0, 1] + issuer + [0, 0, 1, 1, 0, 0]
        for leaf in [x509, precert] {
            #expect(MerkleTreeLeafShape.matches(leaf))
            #expect(MerkleTreeLeafShape.matches(([7] + leaf)[1...]))
            #expect(!MerkleTreeLeafShape.matches(leaf + [0]))
            for count in leaf.indices { #expect(!MerkleTreeLeafShape.matches(leaf.prefix(count))) }
            for position in [0, 1, 10] {
                var other = leaf
                other[position] = 2
                #expect(!MerkleTreeLeafShape.matches(other))
            }
        }
        // A certificate without bytes is none.
        #expect(!MerkleTreeLeafShape.matches([0, 0] + timestamp + [0, 0, 0, 0, 0, 0, 0]))
    }

    // MARK: Lines

    @Test func randomLinesComeBack() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let entries = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                (0..<Int.random(in: 1...200, using: &random)).map { _ in
                    UInt8.random(in: 128...255, using: &random)
                }
            }
            let body = entries.map { Base64.encode($0) }.joined(separator: "\n")
            let ending = Bool.random(using: &random) ? "\n" : ""
            let lines = try EntryLines(parsing: Array((body + ending).utf8), maximumCount: 20)
            #expect(lines.refusals.allSatisfy { $0 == nil }, "seed \(seed)")
            #expect(
                (0..<lines.entries.count).map { Array(lines.entries[$0]) } == entries,
                "seed \(seed)"
            )
        }
    }

    @Test func randomBytesAsLinesNeverTrap() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("QUJD=\"\n\n+/ \r".utf8)
        for _ in 0..<5_000 {
            let body = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            guard let lines = try? EntryLines(parsing: body, maximumCount: 8) else { continue }
            let good = lines.refusals.filter { $0 == nil }.count
            #expect(good == lines.entries.count, "seed \(seed)")
            #expect((1...8).contains(lines.refusals.count), "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("YQ=", 4), ("Y", 2), ("YQ", 3), ("YR==", 5), ("YQ==YQ==", 3), ("=", 2), ("Y Q=", 2),
        ("YQ==\r", 3),
        ("YQ-_", 3), ("\"YQ==", 1), ("\"Y!==\"", 3), ("YQ=\u{0}", 3),
    ])
    func theColumnOfWrongBase64IsNamed(_ line: String, _ column: Int) throws {
        let lines = try EntryLines(parsing: Array("YQ==\n\(line)\nYg==".utf8), maximumCount: 3)
        #expect(lines.entries.count == 2)
        let problem = Problem(try #require(lines.refusals[1]), inLine: 2)
        #expect(problem.status == .badRequest)
        #expect(problem.member == "line 2 column \(column)")
    }

    // MARK: Bytes kept ready

    @Test func keptBytesHaveABound() {
        let cache = ReadyBytesCache<Int>(byteCount: 1_000)
        for key in 0..<10_000 {
            cache.insert(ByteBuffer(repeating: 1, count: 1 + key % 120), for: key)
            #expect(cache.byteCount <= 1_000)
        }
        #expect(cache.bytes(for: 9_999)?.readableBytes == 40)
        #expect(cache.bytes(for: 0) == nil)
        cache.insert(ByteBuffer(repeating: 1, count: 501), for: -1)
        #expect(cache.bytes(for: -1) == nil, "half of the bytes is the most for one")
    }

    @Test func bytesInUseStay() {
        let cache = ReadyBytesCache<Int>(byteCount: 1_000)
        cache.insert(ByteBuffer(string: "used"), for: -1)
        for key in 0..<1_000 {
            cache.insert(ByteBuffer(repeating: 1, count: 100), for: key)
            #expect(cache.bytes(for: -1) == ByteBuffer(string: "used"))
        }
    }

    @Test func aCacheWithoutRoomKeepsNothing() {
        let cache = ReadyBytesCache<Int>(byteCount: 0)
        cache.insert(ByteBuffer(string: "x"), for: 0)
        #expect(cache.bytes(for: 0) == nil)
    }

    @Test func compressedBytesComeBack() throws {
        var random = SeededGenerator(seed: 1)
        for count in [0, 1, 100, 65_535, 300_000] {
            for bytes in [
                [UInt8](repeating: 7, count: count),
                (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) },
            ] {
                let compressed = try #require(GzipCompressor.compress(ByteBuffer(bytes: bytes)))
                #expect(gunzip(Array(compressed.readableBytesView)) == bytes)
            }
        }
    }

    // MARK: Addresses

    @Test func addressesAreRead() {
        let cases: [(String, ListenAddress, Bool)] = [
            ("127.0.0.1:8080", .tcp(host: "127.0.0.1", port: 8080), true),
            ("127.9.8.7:0", .tcp(host: "127.9.8.7", port: 0), true),
            ("localhost:1", .tcp(host: "localhost", port: 1), true),
            ("[::1]:65535", .tcp(host: "::1", port: 65_535), true),
            ("0.0.0.0:80", .tcp(host: "0.0.0.0", port: 80), false),
            ("[::]:80", .tcp(host: "::", port: 80), false),
            ("10.0.0.1:80", .tcp(host: "10.0.0.1", port: 80), false),
            ("[::ffff:127.0.0.1]:80", .tcp(host: "::ffff:127.0.0.1", port: 80), false),
            ("127.evil.example:80", .tcp(host: "127.evil.example", port: 80), false),
            ("log.example:80", .tcp(host: "log.example", port: 80), false),
            ("unix:/run/concordat/s", .unix(path: "/run/concordat/s"), true),
        ]
        for (text, address, isLocal) in cases {
            #expect(ListenAddress(parsing: text) == address)
            #expect(address.description == text)
            #expect(address.isLocal == isLocal, "\(text)")
        }
    }

    @Test(arguments: [
        "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:x",
        "::1:8080", "[]:1", "unix:", "unix:relative", "unix:/" + String(repeating: "x", count: 107),
    ])
    func otherTextsAreNoAddresses(_ text: String) {
        #expect(ListenAddress(parsing: text) == nil)
    }

    // MARK: Fields

    @Test func fieldsAreReadWhateverTheirCase() throws {
        let fields = try RequestFields(
            HTTPHeaders([
                ("hOST", "a"), ("CONTENT-TYPE", " Application/X-NDJSON ; charset=utf-8"),
                ("Accept-encoding", "GZip"), ("IDEMPOTENCY-key", "k"), ("content-LENGTH", "7"),
                ("Orig1n", "x"), ("if-none-match", "\"t\""),
            ]),
            version: .http1_1
        )
        #expect(
            fields.isNDJSON && fields.acceptsGzip && fields.contentLength == 7 && fields.hasBody
        )
        #expect(fields.idempotencyKey == [107])
        #expect(!fields.isFromPage)
        #expect(fields.matches(entityTag: "\"t\""))
        #expect(!fields.matches(entityTag: "\"u\""))
    }

    // MARK: Time

    @Test func phasesHaveTheirDeadlines() {
        var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
        configuration.minimumBodyRate = 1_000
        let limits = ConnectionPhase.Limits(configuration)
        let second: Int64 = 1_000_000_000
        var phase = ConnectionPhase(limits: limits, now: 5 * second)
        #expect(phase.deadline == 35 * second)
        phase.enter(.head, now: 6 * second)
        #expect(phase.deadline == 16 * second)
        phase.enter(.body, now: 10 * second)
        #expect(phase.deadline == 20 * second)
        // A fast sender may pause, a slow one runs out of time however often it sends.
        phase.receive(100_000, now: 11 * second)
        #expect(phase.deadline == 21 * second)
        phase.enter(.body, now: 10 * second)
        for moment in 11..<20 { phase.receive(1, now: Int64(moment) * second) }
        #expect(phase.deadline == 20 * second + 9 * second / 1_000)
        phase.enter(.work, now: 20 * second)
        #expect(phase.deadline == nil)
        phase.enter(.write, now: 20 * second, byteCount: 5_000)
        #expect(phase.deadline == 35 * second)
        phase.enter(.linger, now: 30 * second)
        #expect(phase.deadline == 32 * second)
    }

    @Test func endlessLimitsDoNotOverflow() {
        var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
        configuration.idleTimeout = .seconds(Int64.max)
        configuration.bodyPauseTimeout = .seconds(Int64.max)
        var phase = ConnectionPhase(limits: .init(configuration), now: 1 << 60)
        #expect(phase.deadline != nil)
        phase.enter(.body, now: 1 << 60)
        phase.receive(8 << 20, now: 1 << 60)
        #expect(phase.deadline != nil)
    }

    // MARK: Problems

    @Test func everyKindOfProblemHasAWordForIt() {
        #expect(Set(ProblemKind.allCases.map(\.rawValue)).count == ProblemKind.allCases.count)
        for kind in ProblemKind.allCases where kind != .unspecified {
            #expect(kind.title?.isEmpty == false)
            #expect(kind.rawValue.hasPrefix("urn:"))
        }
    }
}
