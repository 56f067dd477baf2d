import CryptoSuites
import Listening
import LogCore
import LogProtocol
import LogServer
import MerkleTree
import SignedNotes
import Testing
import Witnessing

/// Reads of a log of 300 entries, published at 7, 256 and 300.
@Suite struct ReadTests {
    private static let immutable = "public, max-age=31536000, immutable"

    private func withLog<Result: Sendable>(
        _ body: @escaping @Sendable (MemoryLog, ListenAddress) async throws -> Result
    ) async throws -> Result {
        let log = try MemoryLog(size: 300, publishing: [7, 256, 300])
        return try await withServer([log]) { try await body(log, $0) }
    }

    @Test func notesAreServedAsSigned() async throws {
        try await self.withLog { log, server in
            let notes = try log.publishedHead().notes
            for (path, note) in [
                ("/eu/checkpoint", notes.checkpoint), ("/eu/sm3/checkpoint", notes.sm3Checkpoint),
                ("/eu/twin", notes.twin),
            ] {
                let response = try await server.request("GET", path)
                #expect(response.status == 200)
                #expect(response.body == note)
                #expect(response["Content-Type"] == "text/plain; charset=utf-8")
                #expect(response["Cache-Control"] == "no-cache")
                #expect(response["Date"] == "Tue, 14 Nov 2023 22:13:20 GMT")
            }
        }
    }

    @Test func pendingNotesAreServedWhileThereAreSome() async throws {
        try await self.withLog { log, server in
            for path in ["checkpoint", "sm3/checkpoint", "twin"] {
                #expect(try await server.request("GET", "/eu/pending/\(path)").status == 404)
            }
            try log.makePending()
            let notes = try log.pendingHead().notes
            #expect(
                try await server.request("GET", "/eu/pending/checkpoint").body == notes.checkpoint
            )
            #expect(
                try await server.request("GET", "/eu/pending/sm3/checkpoint").body
                    == notes.sm3Checkpoint
            )
            #expect(try await server.request("GET", "/eu/pending/twin").body == notes.twin)
        }
    }

    @Test func tilesOfBothTreesAreServed() async throws {
        try await self.withLog { log, server in
            let places = [
                TileCoordinate(level: 0, index: 0), TileCoordinate(level: 0, index: 1, width: 44),
                TileCoordinate(level: 0, index: 1, width: 1),
                TileCoordinate(level: 1, index: 0, width: 1),
            ]
            for place in places {
                let place = try #require(place)
                let tile = try await log.tile(place)
                let path = TilePath.tile(place)
                // Twice: the second one comes from the bytes that are kept ready.
                for _ in 0..<2 {
                    let sha256 = try await server.request("GET", "/eu/\(path)")
                    #expect(sha256.body == tile.sha256.bytes)
                    let sm3 = try await server.request("GET", "/eu/sm3/\(path)")
                    #expect(sm3.body == tile.sm3.bytes)
                    for response in [sha256, sm3] {
                        #expect(response.status == 200)
                        #expect(response["Content-Type"] == "application/octet-stream")
                        #expect(response["Cache-Control"] == Self.immutable)
                        #expect(response["Content-Encoding"] == nil)
                    }
                }
            }
        }
    }

    @Test func bundlesAreServedUnderBothTrees() async throws {
        try await self.withLog { log, server in
            for (path, indexes) in [
                ("000", 0..<256), ("001.p/44", 256..<300), ("001.p/9", 256..<265),
            ] {
                var expected = EntryBatch()
                for index in indexes { try expected.append(log.entries[index]) }
                for prefix in ["/eu", "/eu/sm3"] {
                    let response = try await server.request("GET", "\(prefix)/tile/entries/\(path)")
                    #expect(response.status == 200)
                    #expect(response.body == expected.bytes)
                    #expect(response["Cache-Control"] == Self.immutable)
                    #expect(response["Vary"] == (indexes.count == 256 ? "Accept-Encoding" : nil))
                }
            }
        }
    }

    @Test func whoReadsOnIsReadAheadFor() async throws {
        let size = 10 * 256 + 5
        let log = try MemoryLog(size: size, publishing: [size])
        try await withServer([log]) { server in
            for index in 0..<10 {
                let response = try await server.request("GET", "/eu/tile/entries/00\(index)")
                var expected = EntryBatch()
                for entry in log.entries[index * 256..<(index + 1) * 256] {
                    try expected.append(entry)
                }
                #expect(response.status == 200)
                #expect(response.body == expected.bytes)
            }
            // The first alone, at once those up to the next eight, and as many as there are in the end.
            #expect(log.bundleReads == [1, 7, 2])
            let partial = try await server.request("GET", "/eu/tile/entries/010.p/5")
            #expect(partial.status == 200)
            #expect(log.bundleReads == [1, 7, 2, 1])
            #expect(try await server.request("GET", "/eu/tile/entries/010").status == 404)
        }
    }

    @Test func nobodyIsReadAheadForWhoSkipsOrReadsLargeEntries() async throws {
        let small = try MemoryLog(size: 5 * 256, publishing: [5 * 256])
        try await withServer([small]) { server in
            for index in [4, 2, 0] {
                let path = "/eu/tile/entries/00\(index)"
                let answer = try await server.request("GET", path)
                #expect(answer.status == 200)
            }
            #expect(small.bundleReads == [1, 1, 1])
        }
        let large = try MemoryLog(size: 3 * 256, entryByteCount: 512, publishing: [3 * 256])
        try await withServer([large]) { server in
            for index in 0..<3 {
                let path = "/eu/tile/entries/00\(index)"
                let answer = try await server.request("GET", path)
                #expect(answer.status == 200)
            }
            #expect(large.bundleReads == [1, 1, 1])
        }
    }

    @Test func fullBundlesAreCompressedWhenAsked() async throws {
        try await self.withLog { log, server in
            let plain = try await server.request("GET", "/eu/tile/entries/000")
            for accepted in ["gzip", "deflate, gzip;q=0.5", "GZIP", "br , gzip"] {
                let response = try await server.request(
                    "GET",
                    "/eu/tile/entries/000",
                    ["Accept-Encoding: \(accepted)"]
                )
                #expect(response["Content-Encoding"] == "gzip", "\(accepted)")
                #expect(response["Vary"] == "Accept-Encoding")
                #expect(response["ETag"] != plain["ETag"])
                #expect(response.body.count < plain.body.count)
                #expect(gunzip(response.body) == plain.body)
            }
            for refused in ["identity", "gzip;q=0", "gzip; q=0.000", "x-gzip", ""] {
                let response = try await server.request(
                    "GET",
                    "/eu/tile/entries/000",
                    ["Accept-Encoding: \(refused)"]
                )
                #expect(response["Content-Encoding"] == nil, "\(refused)")
                #expect(response.body == plain.body)
            }
            let partial = try await server.request(
                "GET",
                "/eu/tile/entries/001.p/44",
                ["Accept-Encoding: gzip"]
            )
            #expect(partial["Content-Encoding"] == nil)
        }
    }

    @Test func whoHasTheBytesGetsNoneAgain() async throws {
        try await self.withLog { _, server in
            for path in ["/eu/tile/0/000", "/eu/tile/0/001.p/44", "/eu/tile/entries/000"] {
                let tag = try #require(try await server.request("GET", path)["ETag"])
                for tags in [tag, "\"other\", \(tag)", "W/\(tag)", "*"] {
                    let response = try await server.request("GET", path, ["If-None-Match: \(tags)"])
                    #expect(response.status == 304)
                    #expect(response["ETag"] == tag)
                    #expect(response["Cache-Control"] == Self.immutable)
                }
                let other = try await server.request("GET", path, ["If-None-Match: \"other\""])
                #expect(other.status == 200)
            }
            // A tag proves nothing about what does not exist.
            let missing = try await server.request("GET", "/eu/tile/0/002", ["If-None-Match: *"])
            #expect(missing.status == 404)
        }
    }

    @Test func inclusionProofsVerify() async throws {
        try await self.withLog { log, server in
            try await self.checkInclusion(SHA256Hasher.self, "/eu", log, server)
            try await self.checkInclusion(SM3Hasher.self, "/eu/sm3", log, server)
        }
    }

    private func checkInclusion<Suite: LogSuite & SuiteHasher>(
        _ suite: Suite.Type,
        _ prefix: String,
        _ log: MemoryLog,
        _ server: ListenAddress
    ) async throws {
        for (size, index) in [(300, 0), (300, 299), (257, 256), (1, 0), (7, 5)]
            as [(UInt64, UInt64)]
        {
            let response = try await server.request(
                "GET",
                "\(prefix)/proof/inclusion/\(size)/\(index)"
            )
            #expect(response.status == 200)
            #expect(response["Content-Type"] == "application/json")
            #expect(response["Cache-Control"] == Self.immutable)
            let answer = try #require(
                WireJSON.decode(InclusionAnswer<Suite>.self, from: response.body)
            )
            #expect(answer.proof.treeSize == size && answer.proof.leafIndex == index)
            #expect(answer.leafHash == Suite.leafHash(log.entries[Int(index)]))
            let root = suite.root(of: log.head(ofSize: size))
            try answer.proof.verify(leaf: answer.leafHash, root: root)
        }
    }

    @Test func consistencyProofsVerify() async throws {
        try await self.withLog { log, server in
            try await self.checkConsistency(SHA256Hasher.self, "/eu", log, server)
            try await self.checkConsistency(SM3Hasher.self, "/eu/sm3", log, server)
        }
    }

    private func checkConsistency<Suite: LogSuite & SuiteHasher>(
        _ suite: Suite.Type,
        _ prefix: String,
        _ log: MemoryLog,
        _ server: ListenAddress
    ) async throws {
        for (first, second) in [(7, 300), (256, 300), (300, 300), (0, 7)] as [(UInt64, UInt64)] {
            let response = try await server.request(
                "GET",
                "\(prefix)/proof/consistency/\(first)/\(second)"
            )
            #expect(response.status == 200)
            #expect(response["Cache-Control"] == Self.immutable)
            let answer = try #require(
                WireJSON.decode(ConsistencyAnswer<Suite>.self, from: response.body)
            )
            #expect(answer.proof.olderSize == first && answer.proof.newerSize == second)
            try answer.proof.verify(
                olderRoot: suite.root(of: log.head(ofSize: first)),
                newerRoot: suite.root(of: log.head(ofSize: second))
            )
        }
    }

    @Test func proofFilesVerifyOffline() async throws {
        try await self.withLog { log, server in
            for size in [7, 256, 300] {
                let path = "proof/bundle/\(size)/5.tlog-proof"
                let sha256 = try await server.request("GET", "/eu/\(path)")
                let sm3 = try await server.request("GET", "/eu/sm3/\(path)")
                for response in [sha256, sm3] {
                    #expect(response.status == 200)
                    #expect(response["Content-Type"] == "text/plain; charset=utf-8")
                    #expect(response["Cache-Control"] == Self.immutable)
                }
                let entry = log.entries[5]
                _ = try ProofFile<SHA256Hasher>(parsing: sha256.body)
                    .verify(entry: entry, keys: log.verifierKeys)
                _ = try ProofFile<SM3Hasher>(parsing: sm3.body)
                    .verify(entry: entry, keys: log.verifierKeys)
            }
            let newest = try await server.request("GET", "/eu/proof/bundle/299.tlog-proof")
            #expect(newest["Cache-Control"] == "no-store")
            let proven = try ProofFile<SHA256Hasher>(parsing: newest.body)
                .verify(entry: log.entries[299], keys: log.verifierKeys)
            #expect(proven.checkpoint.size == 300)
        }
    }

    @Test func bundlesInJSONHaveProofAndCheckpoint() async throws {
        struct Members: Decodable {
            let origin: String
            let suite: String
            let checkpoint: String
        }
        try await self.withLog { log, server in
            let notes = try log.publishedHead().notes
            let sha256 = try await server.request("GET", "/eu/proof/bundle/5")
            #expect(sha256["Cache-Control"] == "no-store")
            let members = try #require(WireJSON.decode(Members.self, from: sha256.body))
            #expect(members.origin == "log.example/eu")
            #expect(members.suite == "sha256")
            #expect(Array(members.checkpoint.utf8) == notes.checkpoint)
            let sm3 = try await server.request("GET", "/eu/sm3/proof/bundle/300/5")
            #expect(sm3["Cache-Control"] == Self.immutable)
            let sm3Members = try #require(WireJSON.decode(Members.self, from: sm3.body))
            #expect(sm3Members.origin == "log.example/eu/sm3")
            #expect(sm3Members.suite == "sm3")
            #expect(Array(sm3Members.checkpoint.utf8) == notes.sm3Checkpoint)
            let answer = try #require(
                WireJSON.decode(InclusionAnswer<SM3Hasher>.self, from: sm3.body)
            )
            try answer.proof.verify(
                leaf: SM3Hasher.leafHash(log.entries[5]),
                root: log.head(ofSize: 300).sm3
            )
        }
    }

    @Test func metadataNamesAllKeys() async throws {
        try await self.withLog { log, server in
            let response = try await server.request("GET", "/eu/log.json")
            #expect(response.status == 200)
            #expect(response["Content-Type"] == "application/json")
            let metadata = try #require(WireJSON.decode(LogMetadata.self, from: response.body))
            #expect(metadata.name == "eu")
            #expect(metadata.origin == "log.example/eu")
            #expect(metadata.jurisdiction == "EU")
            #expect(try metadata.vkeys.map { try VerifierKey(parsing: $0) } == log.verifierKeys)
        }
    }

    @Test func headIsAnsweredAsGetWithoutTheBody() async throws {
        try await self.withLog { log, server in
            try log.makePending()
            let paths = [
                "/healthz", "/readyz", "/eu/checkpoint", "/eu/sm3/checkpoint", "/eu/twin",
                "/eu/pending/checkpoint", "/eu/pending/sm3/checkpoint", "/eu/pending/twin",
                "/eu/tile/0/000", "/eu/sm3/tile/0/001.p/44", "/eu/tile/entries/000",
                "/eu/proof/inclusion/300/5", "/eu/proof/consistency/7/300", "/eu/proof/bundle/5",
                "/eu/proof/bundle/7/5.tlog-proof", "/eu/log.json", "/eu/nothing", "/eu/tile/00/000",
            ]
            for path in paths {
                let get = try await server.request("GET", path)
                let head = try await server.request("HEAD", path)
                #expect(head.status == get.status, "\(path)")
                #expect(head.body.isEmpty)
                #expect(head["Content-Length"] == "\(get.body.count)")
                #expect(head.fields.map(\.name) == get.fields.map(\.name))
                #expect(head.fields.map(\.value) == get.fields.map(\.value))
            }
        }
    }

    @Test func severalLogsAreServedSideBySide() async throws {
        let eu = try MemoryLog(size: 3, publishing: [3])
        let cn = try MemoryLog(name: "cn", size: 5, publishing: [5])
        try await withServer([eu, cn]) { server in
            let first = try await server.request("GET", "/eu/checkpoint")
            let second = try await server.request("GET", "/cn/checkpoint")
            #expect(first.text.hasPrefix("log.example/eu\n3\n"))
            #expect(second.text.hasPrefix("log.example/cn\n5\n"))
        }
    }

    @Test func aLogWithoutHeadHasNoneToServe() async throws {
        try await withServer([try MemoryLog()]) { server in
            for path in [
                "checkpoint", "sm3/checkpoint", "twin", "proof/bundle/0", "proof/inclusion/1/0",
                "tile/0/000.p/1",
            ] {
                let response = try await server.request("GET", "/eu/\(path)")
                #expect(response.status == 404, "\(path)")
                #expect(response["Content-Type"] == "application/problem+json")
            }
            // Whoever waits for the first publication is told to go on.
            let early = try await server.request("GET", "/eu/proof/bundle/0")
            let problem = expectProblem(early, status: 404, member: "index")
            #expect(problem?.type == ProblemDocument.notPublishedType)
            #expect(early["Retry-After"] == "1")
        }
    }
}
