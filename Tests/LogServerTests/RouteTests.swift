import Foundation
import LogCore
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import LogServer

@Suite struct RouteTests {
    private let logNames = ["eu", "cn"].map { Array($0.utf8) }

    private func route(_ path: String) throws(RouteError) -> Route {
        try Route(parsing: path[...].utf8, logNames: self.logNames)
    }

    @Test func everyPathOfTheInterfaceIsRead() throws {
        let tile = try #require(TileCoordinate(level: 0, index: 0))
        let partial = try #require(TileCoordinate(level: 1, index: 1_234_067, width: 112))
        let bundle = try #require(BundleCoordinate(index: 5, width: 3))
        let expected: [(String, Route)] = [
            ("/healthz", .liveness),
            ("/readyz", .readiness),
            ("/metrics", .metrics),
            ("/metrics?name=x", .metrics),
            ("/eu/checkpoint", .log(0, .note(.checkpoint, isPending: false))),
            ("/cn/checkpoint", .log(1, .note(.checkpoint, isPending: false))),
            ("http://log.example/eu/checkpoint", .log(0, .note(.checkpoint, isPending: false))),
            ("/eu/sm3/checkpoint", .log(0, .note(.sm3Checkpoint, isPending: false))),
            ("/eu/twin", .log(0, .note(.twin, isPending: false))),
            ("/eu/pending/checkpoint", .log(0, .note(.checkpoint, isPending: true))),
            ("/eu/pending/sm3/checkpoint", .log(0, .note(.sm3Checkpoint, isPending: true))),
            ("/eu/pending/twin", .log(0, .note(.twin, isPending: true))),
            ("/eu/tile/0/000", .log(0, .tile(.sha256, tile))),
            ("/eu/sm3/tile/0/000", .log(0, .tile(.sm3, tile))),
            ("/eu/tile/1/x001/x234/067.p/112", .log(0, .tile(.sha256, partial))),
            ("/eu/tile/entries/005.p/3", .log(0, .bundle(bundle))),
            ("/eu/sm3/tile/entries/005.p/3", .log(0, .bundle(bundle))),
            (
                "/eu/proof/inclusion/7/5",
                .log(0, .inclusionProof(.sha256, treeSize: 7, leafIndex: 5))
            ),
            (
                "/eu/sm3/proof/inclusion/18446744073709551615/0",
                .log(0, .inclusionProof(.sm3, treeSize: .max, leafIndex: 0))
            ),
            (
                "/eu/proof/consistency/3/7",
                .log(0, .consistencyProof(.sha256, first: 3, second: 7))
            ),
            (
                "/eu/proof/bundle/7/5",
                .log(0, .proofBundle(.sha256, treeSize: 7, leafIndex: 5, isText: false))
            ),
            (
                "/eu/sm3/proof/bundle/7/5.tlog-proof",
                .log(0, .proofBundle(.sm3, treeSize: 7, leafIndex: 5, isText: true))
            ),
            (
                "/eu/proof/bundle/5.tlog-proof",
                .log(0, .proofBundle(.sha256, treeSize: nil, leafIndex: 5, isText: true))
            ),
            ("/eu/ct/v1/get-sth", .log(0, .ct(.treeHead))),
            ("/cn/ct/v1/get-roots", .log(1, .ct(.roots))),
            (
                "/eu/ct/v1/get-sth-consistency?second=7&first=3",
                .log(0, .ct(.consistency(first: 3, second: 7)))
            ),
            ("/eu/log.json", .log(0, .metadata)),
            (
                "/eu/crosswalk/\(Self.digest)",
                .log(0, .document(.crosswalk, digest: [UInt8](repeating: 0xab, count: 32)))
            ),
            (
                "/cn/schema/\(Self.digest)",
                .log(1, .document(.schema, digest: [UInt8](repeating: 0xab, count: 32)))
            ),
            ("/eu/completeness/clinic", .log(0, .completeness(writer: "clinic"))),
            ("/eu/entries", .log(0, .entries)),
            ("/eu/add", .log(0, .add)),
        ]
        for (path, route) in expected {
            #expect(try self.route(path) == route, "\(path)")
        }
    }

    @Test(arguments: [
        "", "*", "eu/checkpoint", "/", "//", "/eu/", "/eu//checkpoint", "/eu/checkpoint/",
        "/eu/Checkpoint",
        "/eu/%63heckpoint", "/eu/nothing", "/eu/proof", "/eu/proof/", "/eu/proof/inclusion",
        "/eu/proof/inclusion/7", "/eu/proof/inclusion/7/5/3", "/eu/proof/bundle", "/eu/proof/x/1/2",
        "/eu/sm3", "/eu/sm3/", "/eu/sm3/twin", "/eu/sm3/log.json", "/eu/sm3/entries", "/eu/pending",
        "/eu/pending/sm3/twin", "/eu/log.json/", "/eu/../eu/checkpoint", "/eu/./checkpoint", "/eu",
        "/eu/checkpoint#x", "http://log.example", "https:///eu", "/healthz/", "/cn/entries/1",
    ])
    func pathsThatAreNoneOfOursAreUnknown(_ path: String) {
        #expect(throws: RouteError.self) { try self.route(path) }
        do { _ = try self.route(path) } catch {
            let isUnknown = error == .unknownPath || error == .unknownLog
            #expect(isUnknown, "\(path): \(error)")
        }
    }

    @Test(arguments: ["/us/checkpoint", "/EU/checkpoint", "/e%75/checkpoint", "/healthz2", "/eu2"])
    func otherLogsAreUnknown(_ path: String) {
        #expect(throws: RouteError.unknownLog) { try self.route(path) }
    }

    @Test(arguments: [
        ("tile", "path"), ("tile/", "path"), ("tile/0", "path"), ("tile/00/000", "path"),
        ("tile/00/0", "index"), ("tile/64/000", "level"), ("tile/-1/000", "level"),
        ("tile/x/000", "level"),
        ("tile/+1/000", "level"), ("tile/0/0", "index"), ("tile/0/x5", "index"),
        ("tile/0/5", "index"),
        ("tile/0/0000", "index"), ("tile/0/x000", "index"), ("tile/0/000/", "index"),
        ("tile/0/001/067", "index"), ("tile/0/x000/000", "path"), ("tile/0/%30%30%30", "index"),
        ("tile/0/00%30", "index"), ("tile%2F0/000", ""), ("tile/0/000.p/0", "width"),
        ("tile/0/000.p/256", "width"), ("tile/0/000.p/01", "path"), ("tile/0/000.p/", "width"),
        ("tile/0/000.p/-1", "width"), ("tile/0/000.p", "index"),
        ("tile/0/x999/x999/x999/x999/x999/999", "index"), ("tile/entries/0", "index"),
        ("tile/entries/000.p/256", "width"), ("tile/Entries/000", "level"),
        ("tile/0/x072/x057/x594/x037/x927/936", "index"),
    ])
    func tilePathsInAnotherSpellingAreMalformed(_ path: String, _ member: String) {
        for prefix in ["/eu/", "/eu/sm3/"] {
            do throws(RouteError) {
                _ = try self.route(prefix + path)
                Issue.record("\(path) was read")
            } catch {
                guard case .malformed(let wrong, _) = error else {
                    #expect(member.isEmpty && error == .unknownPath, "\(path): \(error)")
                    continue
                }
                #expect(wrong == member, "\(path)")
            }
        }
    }

    @Test(arguments: [
        ("proof/inclusion/07/5", "size"), ("proof/inclusion/7/05", "index"),
        ("proof/inclusion//5", "size"), ("proof/inclusion/7/", "index"),
        ("proof/inclusion/7/-5", "index"),
        ("proof/inclusion/7/+5", "index"), ("proof/inclusion/7/5.tlog-proof", "index"),
        ("proof/inclusion/18446744073709551616/5", "size"), ("proof/inclusion/7/٥", "index"),
        ("proof/consistency/x/5", "first"), ("proof/consistency/3/5 ", "second"),
        ("proof/bundle/5.TLOG-PROOF", "index"), ("proof/bundle/.tlog-proof", "index"),
        ("proof/bundle/7/5.tlog-proof.tlog-proof", "index"), ("proof/bundle/0x7/5", "size"),
        ("proof/bundle/1e3", "index"), ("proof/bundle/", "index"),
    ])
    func numbersInAnotherSpellingAreMalformed(_ path: String, _ member: String) {
        for prefix in ["/eu/", "/eu/sm3/"] {
            do throws(RouteError) {
                _ = try self.route(prefix + path)
                Issue.record("\(path) was read")
            } catch {
                guard case .malformed(let wrong, _) = error else {
                    Issue.record("\(path): \(error)")
                    continue
                }
                #expect(wrong == member, "\(path)")
            }
        }
    }

    @Test func aQueryIsMalformed() {
        for path in ["/eu/checkpoint?", "/eu/tile/0/000?x", "/eu/entries?key=1"] {
            #expect(
                throws: RouteError.malformed(
                    member: "query",
                    reason: "no path of a log takes a query"
                )
            ) { try self.route(path) }
        }
    }

    @Test func everyTemplateIsReachedOrTheOneForNone() throws {
        let paths = [
            "/healthz", "/readyz", "/metrics", "/eu/checkpoint", "/eu/sm3/checkpoint", "/eu/twin",
            "/eu/pending/twin", "/eu/tile/0/000", "/eu/sm3/tile/0/000", "/eu/tile/entries/000",
            "/eu/proof/inclusion/2/1", "/eu/proof/consistency/1/2", "/eu/proof/bundle/1",
            "/eu/completeness/w", "/eu/completeness?first=1", "/eu/retention/due", "/eu/log.json",
            "/eu/crosswalk/\(Self.digest)",
            "/eu/schema/\(Self.digest)", "/eu/policy",
            "/eu/entries", "/eu/add", "/eu/ct/v1/get-sth", "/eu/ct/v1/get-roots",
            "/eu/ct/v1/get-entries?start=1&end=2", "/eu/records?purpose=x",
            "/eu/records/0b6f3b0e-7a54-4b0c-9d0e-0d8f6d6f0c11",
            "/eu/records/0b6f3b0e-7a54-4b0c-9d0e-0d8f6d6f0c11/retention",
            "/eu/ct/v1/get-sth-consistency?first=1&second=2",
            "/eu/ct/v1/get-entry-and-proof?leaf_index=1&tree_size=2",
            "/eu/ct/v1/get-proof-by-hash?tree_size=2&hash=\(Self.hash)",
        ]
        let reached = try paths.map { try self.route($0).template }
        #expect(Set(reached).union([.none]) == Set(RouteTemplate.allCases))
    }

    /// A digest as it stands in a path.
    private static let digest = String(repeating: "ab", count: 32)

    /// A hash as it stands in a query.
    private static let hash = String(repeating: "A", count: 43) + "="

    /// `Specs/openapi.yaml` and the routes are two descriptions of one interface.
    @Test func everyPathOfTheDescriptionIsRead() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appending(path: "Specs/openapi.yaml"),
            encoding: .utf8
        )
        let values = [
            "log": "eu", "level": "0", "place": "000", "size": "7", "index": "5", "first": "3",
            "second": "7", "digest": Self.digest,
            "writer": "clinic", "id": "0b6f3b0e-7a54-4b0c-9d0e-0d8f6d6f0c11",
        ]
        let paths = document.split(separator: "\n")
            .filter { $0.hasPrefix("  /") && $0.hasSuffix(":") }
            .map { line in
                values.reduce(String(line.dropFirst(2).dropLast())) {
                    $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value)
                }
            }
            // The parameters of queries are no part of a path there.
            .map { path in
                switch path {
                case "/eu/ct/v1/get-entries": path + "?start=1&end=2"
                case "/eu/ct/v1/get-sth-consistency": path + "?first=1&second=2"
                case "/eu/ct/v1/get-entry-and-proof": path + "?leaf_index=1&tree_size=2"
                case "/eu/ct/v1/get-proof-by-hash": path + "?hash=\(Self.hash)&tree_size=2"
                default: path
                }
            }
        let reached = try paths.map { try self.route($0).template }
        #expect(Set(reached).union([.none]) == Set(RouteTemplate.allCases))
    }

    @Test func randomBytesAreReadOrRefused() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        var readCount = 0
        let alphabet = Array("/eu.p0159xtilenrsmo%?:-\u{0}é".utf8)
        for _ in 0..<20_000 {
            let prefix =
                [
                    "", "/eu/", "/eu/tile/", "/eu/proof/bundle/", "/eu/sm3/tile/0/",
                    "/eu/ct/v1/get-entries?start=1&end=",
                ]
                .randomElement(using: &random) ?? ""
            let tail = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? alphabet.randomElement(using: &random) ?? 0
                    : UInt8.random(in: 0...255, using: &random)
            }
            let target = prefix + String(decoding: tail, as: UTF8.self)
            guard (try? self.route(target)) != nil else { continue }
            readCount += 1
        }
        // Some of the short ones are correct, or nothing was tested.
        #expect(readCount > 0, "seed \(seed)")
    }
}
