import CryptoSuites
import Foundation
import Listening
import LogCore
import LogProtocol
import LogServer
import MerkleTree
import SignedNotes
import Testing

/// RFC 6962's read interface, of a log of 300 entries, published at 7, 256 and 300.
@Suite struct CTTests {
    private struct TreeHead: Decodable {
        let treeSize: UInt64
        let timestamp: UInt64
        let sha256RootHash: String
        let treeHeadSignature: String
    }

    private struct Consistency: Decodable { let consistency: [String] }

    private struct Proof: Decodable {
        let leafIndex: UInt64
        let auditPath: [String]
    }

    private struct Entry: Decodable {
        let leafInput: String
        let extraData: String
    }

    private struct Entries: Decodable { let entries: [Entry] }

    private struct EntryAndProof: Decodable {
        let leafInput: String
        let extraData: String
        let auditPath: [String]
    }

    private struct Metadata: Decodable {
        struct Key: Decodable {
            let logId: String
            let key: String
        }
        let ct: Key?
    }

    private func withLog<Result: Sendable>(
        hasTreeHeadKey: Bool = true,
        _ body: @escaping @Sendable (MemoryLog, ListenAddress) async throws -> Result
    ) async throws -> Result {
        let log = try MemoryLog(
            size: 300,
            publishing: [7, 256, 300],
            hasTreeHeadKey: hasTreeHeadKey
        )
        return try await withServer([log]) { try await body(log, $0) }
    }

    /// The answer to a request below `ct/v1/`, which no cache may keep.
    private func get<Value: Decodable>(
        _ path: String,
        _ server: ListenAddress,
        as type: Value.Type = Value.self
    ) async throws -> Value {
        let response = try await server.request("GET", "/eu/ct/v1/\(path)")
        try #require(response.status == 200, "\(path): \(response.text)")
        #expect(response["Content-Type"] == "application/json")
        #expect(response["Cache-Control"] == "no-store")
        return try self.decode(type, response.body)
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(body))
    }

    private func hashes(_ texts: [String]) throws -> [TreeHash<SHA256Hasher>] {
        try texts.map { try #require(TreeHash(base64: $0)) }
    }

    /// What stands between the name and the ampersand: base64 as RFC 3986 lets it stand in a query.
    private func encoded(_ hash: TreeHash<SHA256Hasher>) -> String {
        hash.base64.replacing("+", with: "%2B").replacing("/", with: "%2f")
            .replacing("=", with: "%3D")
    }

    @Test func theTreeHeadVerifiesUnderTheKeyOfTheLogsMetadata() async throws {
        try await self.withLog { log, server in
            let response = try await server.request("GET", "/eu/log.json")
            let metadata = try self.decode(Metadata.self, response.body)
            let ct = try #require(metadata.ct)
            let spki = try #require(Base64.decode(ct.key))
            #expect(Base64.decode(ct.logId) == Hashes.sha256(spki))
            let key = try P256PublicKey(derRepresentation: spki)
            #expect(key == log.treeHeadKey)

            let answer = try await self.get("get-sth", server, as: TreeHead.self)
            let head = try log.publishedHead()
            #expect(answer.treeSize == 300 && answer.sha256RootHash == head.head.sha256.base64)
            let signature = try #require(Base64.decode(answer.treeHeadSignature))
            // RFC 6962 §3.5, byte by byte and by no code of ours.
            var message: [UInt8] = [0, 1]
            for number in [answer.timestamp, answer.treeSize] {
                for shift in stride(from: 56, through: 0, by: -8) {
                    message.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
                }
            }
            message += try #require(Base64.decode(answer.sha256RootHash))
            #expect(Array(signature[..<2]) == [4, 3])
            #expect(Int(signature[2]) << 8 | Int(signature[3]) == signature.count - 4)
            #expect(key.isValidSignature(Array(signature[4...]), for: message))
        }
    }

    @Test func consistencyProofsVerify() async throws {
        try await self.withLog { log, server in
            for second in [1, 2, 7, 255, 256, 257, 300] as [UInt64] {
                for first in [0, 1, 6, 7, 128, 256, 299, 300] as [UInt64] where first <= second {
                    let answer = try await self.get(
                        "get-sth-consistency?first=\(first)&second=\(second)",
                        server,
                        as: Consistency.self
                    )
                    try ConsistencyProof(
                        olderSize: first,
                        newerSize: second,
                        path: self.hashes(answer.consistency)
                    ).verify(
                        olderRoot: log.head(ofSize: first).sha256,
                        newerRoot: log.head(ofSize: second).sha256
                    )
                }
            }
        }
    }

    @Test func everyEntryIsFoundAndProvenByItsHash() async throws {
        try await self.withLog { log, server in
            for size in [1, 7, 256, 257, 300] as [UInt64] {
                let root = log.head(ofSize: size).sha256
                for index in 0..<size where size == 300 || index % 13 == 0 || index == size - 1 {
                    let leaf = SHA256Hasher.leafHash(log.entries[Int(index)])
                    let answer = try await self.get(
                        "get-proof-by-hash?hash=\(self.encoded(leaf))&tree_size=\(size)",
                        server,
                        as: Proof.self
                    )
                    #expect(answer.leafIndex == index)
                    try InclusionProof(
                        leafIndex: answer.leafIndex,
                        treeSize: size,
                        path: self.hashes(answer.auditPath)
                    ).verify(leaf: leaf, root: root)
                }
            }
            // Raw base64, and the parameters in the other order.
            let leaf = SHA256Hasher.leafHash(log.entries[5])
            let raw = try await self.get(
                "get-proof-by-hash?tree_size=300&hash=\(leaf.base64)",
                server,
                as: Proof.self
            )
            #expect(raw.leafIndex == 5)
        }
    }

    @Test func entriesComeInRunsOf256AtMost() async throws {
        try await self.withLog { log, server in
            for (start, end, count) in [
                (0, 0, 1), (0, 255, 256), (0, 256, 256), (0, 299, 256), (44, 299, 256),
                (45, 299, 255), (100, 1_000_000, 200), (299, 299, 1), (250, 260, 11),
                (299, UInt64.max, 1),
            ] as [(UInt64, UInt64, Int)] {
                let answer = try await self.get(
                    "get-entries?start=\(start)&end=\(end)",
                    server,
                    as: Entries.self
                )
                #expect(answer.entries.count == count, "\(start) to \(end)")
                for (position, entry) in answer.entries.enumerated() {
                    #expect(Base64.decode(entry.leafInput) == log.entries[Int(start) + position])
                    #expect(entry.extraData.isEmpty)
                }
            }
        }
    }

    @Test func anEntryComesWithItsProof() async throws {
        try await self.withLog { log, server in
            for (index, size) in [(0, 1), (0, 300), (255, 256), (255, 300), (299, 300)] {
                let answer = try await self.get(
                    "get-entry-and-proof?leaf_index=\(index)&tree_size=\(size)",
                    server,
                    as: EntryAndProof.self
                )
                let entry = try #require(Base64.decode(answer.leafInput))
                #expect(entry == log.entries[index] && answer.extraData.isEmpty)
                try InclusionProof(
                    leafIndex: UInt64(index),
                    treeSize: UInt64(size),
                    path: self.hashes(answer.auditPath)
                ).verify(
                    leaf: SHA256Hasher.leafHash(entry),
                    root: log.head(ofSize: UInt64(size)).sha256
                )
            }
        }
    }

    @Test func noRootIsAccepted() async throws {
        try await self.withLog { _, server in
            let response = try await server.request("GET", "/eu/ct/v1/get-roots")
            #expect(response.status == 200 && response.text == #"{"certificates":[]}"#)
            #expect(response["Cache-Control"] == "no-store")
        }
    }

    /// Above the published size there is nothing, whatever the log holds.
    @Test func whatIsNotPublishedIsNotShown() async throws {
        let log = try MemoryLog(size: 30, publishing: [20])
        try log.makePending()
        try await withServer([log]) { server in
            #expect(try await self.get("get-sth", server, as: TreeHead.self).treeSize == 20)
            let entries = try await self.get(
                "get-entries?start=10&end=29",
                server,
                as: Entries.self
            )
            #expect(entries.entries.count == 10)
            let late = self.encoded(SHA256Hasher.leafHash(log.entries[20]))
            for (path, member) in [
                ("get-entries?start=20&end=29", "start"),
                ("get-entry-and-proof?leaf_index=3&tree_size=21", "tree_size"),
                ("get-sth-consistency?first=3&second=21", "second"),
                ("get-proof-by-hash?hash=\(late)&tree_size=21", "tree_size"),
                ("get-proof-by-hash?hash=\(late)&tree_size=20", "hash"),
            ] {
                let response = try await server.request("GET", "/eu/ct/v1/\(path)")
                expectProblem(response, status: 404, member: member)
            }
        }
    }

    @Test func refusalsNameTheParameterAndTheToken() async throws {
        try await self.withLog { log, server in
            let known = self.encoded(SHA256Hasher.leafHash(log.entries[5]))
            let unknown = self.encoded(SHA256Hasher.leafHash([0xff]))
            let proof = "get-proof-by-hash?"
            let cases: [(path: String, status: Int, member: String, token: String)] = [
                ("get-sth?", 400, "query", "malformed"), ("get-sth?x=1", 400, "query", "malformed"),
                ("get-roots?x", 400, "query", "malformed"),
                ("get-sth-consistency", 400, "first", "malformed"),
                ("get-sth-consistency?", 400, "query", "malformed"),
                ("get-sth-consistency?first=1", 400, "second", "malformed"),
                ("get-sth-consistency?second=7", 400, "first", "malformed"),
                ("get-sth-consistency?first=1&second=7&", 400, "query", "malformed"),
                ("get-sth-consistency?first=1&second=7&x=1", 400, "query", "malformed"),
                ("get-sth-consistency?first=1&first=1&second=7", 400, "first", "malformed"),
                ("get-sth-consistency?first=01&second=7", 400, "first", "malformed"),
                ("get-sth-consistency?first=+1&second=7", 400, "first", "malformed"),
                ("get-sth-consistency?first=%31&second=7", 400, "first", "malformed"),
                ("get-sth-consistency?first=&second=7", 400, "first", "malformed"),
                ("get-sth-consistency?first&second=7", 400, "query", "malformed"),
                ("get-sth-consistency?First=1&second=7", 400, "query", "malformed"),
                ("get-sth-consistency?first=1;second=7", 400, "second", "malformed"),
                ("get-sth-consistency?first=8&second=7", 400, "first", "secondBeforeFirst"),
                ("get-sth-consistency?first=7&second=301", 404, "second", "secondUnknown"),
                (
                    "get-sth-consistency?first=7&second=18446744073709551616", 400, "second",
                    "malformed"
                ),
                ("\(proof)tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=\(known)", 400, "tree_size", "malformed"),
                ("\(proof)hash=&tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=AAAA&tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=\(known)%3D&tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=\(known.dropLast(3))&tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=\(known)%&tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=%2&tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=%GG&tree_size=300", 400, "hash", "malformed"),
                (
                    "\(proof)hash=\(String(repeating: "-", count: 43))=&tree_size=300", 400,
                    "hash", "malformed"
                ),
                ("\(proof)hash=\(known)&tree_size=3e2", 400, "tree_size", "malformed"),
                ("\(proof)hash=\(known)&hash=\(known)&tree_size=300", 400, "hash", "malformed"),
                ("\(proof)hash=\(unknown)&tree_size=300", 404, "hash", "hashUnknown"),
                ("\(proof)hash=\(known)&tree_size=5", 404, "hash", "hashUnknown"),
                ("\(proof)hash=\(known)&tree_size=0", 404, "hash", "hashUnknown"),
                ("\(proof)hash=\(known)&tree_size=301", 404, "tree_size", "treeSizeUnknown"),
                ("get-entries", 400, "start", "malformed"),
                ("get-entries?start=0", 400, "end", "malformed"),
                ("get-entries?start=-1&end=1", 400, "start", "malformed"),
                ("get-entries?start=2&end=1", 400, "end", "endBeforeStart"),
                ("get-entries?start=300&end=300", 404, "start", "startUnknown"),
                ("get-entries?start=\(UInt64.max)&end=\(UInt64.max)", 404, "start", "startUnknown"),
                ("get-entry-and-proof?leaf_index=0", 400, "tree_size", "malformed"),
                ("get-entry-and-proof?leaf_index=7&tree_size=7", 400, "leaf_index", "malformed"),
                ("get-entry-and-proof?leaf_index=0&tree_size=0", 400, "leaf_index", "malformed"),
                (
                    "get-entry-and-proof?leaf_index=0&tree_size=301", 404, "tree_size",
                    "treeSizeUnknown"
                ),
            ]
            for (path, status, member, token) in cases {
                let response = try await server.request("GET", "/eu/ct/v1/\(path)")
                let problem = expectProblem(response, status: status, member: member)
                #expect(problem?.member == member, "\(path)")
                #expect(problem?.type == "urn:ietf:params:trans:error:\(token)", "\(path)")
            }
            for path in ["", "get-sth/", "get-STH", "get-entries/1", "add-chain", "get%2Dsth"] {
                let response = try await server.request("GET", "/eu/ct/v1/\(path)")
                expectProblem(response, status: 404, member: "path")
            }
            for path in [
                "/eu/ct", "/eu/ct/", "/eu/ct/v1", "/eu/ct/v2/get-sth", "/eu/sm3/ct/v1/get-sth",
            ] {
                expectProblem(try await server.request("GET", path), status: 404, member: "path")
            }
            let post = try await server.request("POST", "/eu/ct/v1/get-sth")
            expectProblem(post, status: 405, member: "method")
            let head = try await server.request("HEAD", "/eu/ct/v1/get-sth")
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test func whatIsNotKnownIsNeverSaidToBeAbsent() async throws {
        try await self.withLog { log, server in
            let hash = self.encoded(SHA256Hasher.leafHash([0xff]))
            let path = "/eu/ct/v1/get-proof-by-hash?hash=\(hash)&tree_size=300"
            log.failReads(with: .notIndexed(count: 123_456))
            let lagging = try await server.request("GET", path)
            let problem = expectProblem(lagging, status: 503, member: "hash", limit: 123_456)
            #expect(problem?.type == "urn:concordat:problem:not-indexed")
            #expect(problem?.detail?.contains("123456") == true)
            #expect(lagging["Retry-After"] == "13")
            log.failReads(with: .notIndexed(count: .max))
            #expect(try await server.request("GET", path)["Retry-After"] == "300")
            for error in [ReadError.unavailable("canary"), .corrupt("canary")] {
                log.failReads(with: error)
                for path in [
                    "get-sth", "get-sth-consistency?first=1&second=7",
                    "get-proof-by-hash?hash=\(hash)&tree_size=300", "get-entries?start=0&end=1",
                    "get-entry-and-proof?leaf_index=0&tree_size=7",
                ] {
                    let response = try await server.request("GET", "/eu/ct/v1/\(path)")
                    expectProblem(response, status: 503)
                    #expect(response["Retry-After"] != nil)
                    #expect(!response.text.contains("canary"))
                }
            }
        }
    }

    @Test func aLogWithoutTheKeySaysSoAndAnswersTheRest() async throws {
        try await self.withLog(hasTreeHeadKey: false) { log, server in
            let response = try await server.request("GET", "/eu/ct/v1/get-sth")
            let problem = expectProblem(response, status: 404, member: "path")
            #expect(problem?.type == "urn:concordat:problem:no-tree-head")
            #expect(problem?.detail?.contains("no key") == true)
            let metadata = try await server.request("GET", "/eu/log.json")
            #expect(!metadata.text.contains("\"ct\""))
            let leaf = self.encoded(SHA256Hasher.leafHash(log.entries[5]))
            let proof = try await self.get(
                "get-proof-by-hash?hash=\(leaf)&tree_size=300",
                server,
                as: Proof.self
            )
            #expect(proof.leafIndex == 5)
        }
    }

    @Test func beforeTheFirstHeadThereIsNothing() async throws {
        try await withServer([try MemoryLog()]) { server in
            let hash = self.encoded(SHA256Hasher.leafHash([1]))
            for path in [
                "get-sth", "get-entries?start=0&end=0", "get-sth-consistency?first=0&second=0",
                "get-proof-by-hash?hash=\(hash)&tree_size=1",
                "get-entry-and-proof?leaf_index=0&tree_size=1",
            ] {
                let response = try await server.request("GET", "/eu/ct/v1/\(path)")
                expectProblem(response, status: 404)
            }
        }
    }
}
