import CryptoSuites
import Listening
import LogCore
import LogProtocol
import LogServer
import MerkleTree
import SignedNotes
import Testing

@Suite struct AppendTests {
    @Test func anEntryIsAppendedAndPromised() async throws {
        let log = try MemoryLog(size: 5, publishing: [5])
        try await withServer([log]) { server in
            let entry = Array("entry 5".utf8)
            for contentType in [
                ["Content-Type: application/octet-stream"], ["Content-Type: text/plain"], [],
            ] {
                let index = log.entries.count
                let response = try await server.request(
                    "POST",
                    "/eu/entries",
                    contentType,
                    body: entry
                )
                #expect(response.status == 201)
                #expect(response["Location"] == "/eu/proof/bundle/\(index)")
                #expect(response["Cache-Control"] == "no-store")
                #expect(response["Idempotent-Replay"] == nil)
                let appended = try #require(
                    WireJSON.decode(AppendedEntry.self, from: response.body)
                )
                #expect(appended.index == UInt64(index))
                #expect(appended.isOf(entry))
                #expect(log.entries[index] == entry)
                let location = try #require(response["Location"])
                let proof = try await server.request("GET", "\(location).tlog-proof")
                _ = try ProofFile<SHA256Hasher>(parsing: proof.body)
                    .verify(entry: entry, keys: log.verifierKeys)
            }
        }
    }

    @Test func addAnswersTheIndexAlone() async throws {
        let log = try MemoryLog(size: 41)
        try await withServer([log]) { server in
            for index in 41..<44 {
                let response = try await server.request("POST", "/eu/add", body: [UInt8(index)])
                #expect(response.status == 200)
                #expect(response.text == "\(index)")
                #expect(response["Content-Type"] == "text/plain; charset=utf-8")
            }
            #expect(log.entries.suffix(3) == [[41], [42], [43]])
        }
    }

    @Test func entriesInChunksAreTaken() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let response = try await server.withConnection { connection in
                try await connection.send("POST /eu/add HTTP/1.1\r\nHost: a\r\n")
                try await connection.send("Transfer-Encoding: chunked\r\n\r\n")
                try await connection.send("3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n")
                return try #require(try await connection.receive())
            }
            #expect(response.status == 200)
            #expect(log.entries == [Array("abc0123456789abcdef".utf8)])
        }
    }

    @Test func lengthsAreTakenUpToTheLimitAndRefusedAbove() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            for path in ["/eu/entries", "/eu/add"] {
                let longest = try await server.request(
                    "POST",
                    path,
                    body: [UInt8](repeating: 1, count: 65_535)
                )
                #expect(longest.status == (path == "/eu/add" ? 200 : 201))
                let tooLong = try await server.request(
                    "POST",
                    path,
                    body: [UInt8](repeating: 1, count: 65_536)
                )
                expectProblem(tooLong, status: 413, member: "entry", limit: 65_535)
                let empty = try await server.request("POST", path, body: [])
                expectProblem(empty, status: 400, member: "entry", limit: 65_535)
                let none = try await server.request("POST", path)
                expectProblem(none, status: 400, member: "entry", limit: 65_535)
            }
            #expect(log.entries.map(\.count) == [65_535, 65_535])
        }
    }

    @Test func chunksAboveTheLimitAreRefusedAsTheyCome() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            try await server.withConnection { connection in
                try await connection.send(
                    "POST /eu/add HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                )
                // The body never ends: the answer comes when the limit is passed.
                let chunk = Array("1000\r\n".utf8) + [UInt8](repeating: 7, count: 4_096) + [13, 10]
                for _ in 0..<17 { try await connection.send(chunk) }
                let response = try #require(try await connection.receive())
                expectProblem(response, status: 413, member: "entry", limit: 65_535)
                #expect(response["Connection"] == "close")
                #expect(try await connection.receive() == nil)
            }
            #expect(log.entries.isEmpty)
        }
    }

    @Test func aHugeAnnouncedLengthIsRefusedBeforeTheBody() async throws {
        try await withServer([try MemoryLog()]) { server in
            for length in ["65536", "10737418240", "18446744073709551615", "99999999999999999999"] {
                try await server.withConnection { connection in
                    try await connection.send(
                        "POST /eu/entries HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n"
                            + "Expect: 100-continue\r\n\r\n"
                    )
                    let response = try #require(try await connection.receive())
                    #expect(response.status == 413 || response.status == 400, "\(length)")
                    #expect(try await connection.receive() == nil)
                }
            }
        }
    }

    @Test func whoWaitsForContinueGetsIt() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            try await server.withConnection { connection in
                try await connection.send(
                    "POST /eu/add HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                        + "Expect: 100-continue\r\n\r\n"
                )
                #expect(try await connection.receive()?.status == 100)
                try await connection.send("abc")
                #expect(try await connection.receive()?.status == 200)
            }
            #expect(log.entries == [Array("abc".utf8)])
        }
    }

    // MARK: Lines

    @Test func linesGetAResultEach() async throws {
        let log = try MemoryLog(size: 10)
        try await withServer([log]) { server in
            let body = [
                Base64.encode(Array("a".utf8)), "\"\(Base64.encode(Array("bc".utf8)))\"",
                "not base64!", "", Base64.encode(Array(#"{"class":"incident"}"#.utf8)), "YQ",
                Base64.encode(Array("d".utf8)),
            ].joined(separator: "\n")
            let response = try await server.request(
                "POST",
                "/eu/entries",
                ["Content-Type: application/x-ndjson"],
                body: Array(body.utf8)
            )
            #expect(response.status == 200)
            #expect(response["Content-Type"] == "application/x-ndjson")
            let results = try response.text.split(separator: "\n").map {
                try #require(WireJSON.decode(AppendResult.self, from: $0.utf8))
            }
            #expect(results.count == 7)
            let indexes: [UInt64?] = results.map {
                if case .appended(let entry) = $0 { entry.index } else { nil }
            }
            #expect(indexes == [10, 11, nil, nil, nil, nil, 12])
            #expect(log.entries.suffix(3) == [[97], [98, 99], [100]])
            let problems = results.compactMap {
                if case .refused(let problem) = $0 { problem } else { nil }
            }
            #expect(problems.map(\.status) == [400, 400, 422, 400])
            #expect(
                problems.map(\.member) == [
                    "line 3 column 4", "line 4", "line 5", "line 6 column 3",
                ]
            )
            for case .appended(let entry) in results {
                #expect(entry.isOf(log.entries[Int(entry.index)]))
            }
        }
    }

    @Test func linesThatAreAllWrongChangeNothing() async throws {
        let log = try MemoryLog(size: 10)
        try await withServer([log]) { server in
            let response = try await server.request(
                "POST",
                "/eu/entries",
                ["Content-Type: application/x-ndjson; charset=utf-8"],
                body: Array("?\n!\n".utf8)
            )
            #expect(response.status == 200)
            let results = response.text.split(separator: "\n").map {
                WireJSON.decode(AppendResult.self, from: $0.utf8)
            }
            #expect(results.count == 2)
            for result in results {
                guard case .refused(let problem)? = result else {
                    Issue.record("a wrong line was not refused")
                    continue
                }
                #expect(problem.status == 400)
            }
            #expect(log.entries.count == 10)
        }
    }

    @Test func batchesHaveLimits() async throws {
        let log = try MemoryLog()
        let configure: (inout ServerConfiguration) -> Void = {
            $0.maximumBatchByteCount = 1_000
            $0.maximumBatchLineCount = 5
        }
        try await withServer([log], configure: configure) { server in
            let ndjson = ["Content-Type: application/x-ndjson"]
            let five = Array("YQ==\nYQ==\nYQ==\nYQ==\nYQ==\n".utf8)
            #expect(
                try await server.request("POST", "/eu/entries", ndjson, body: five).status == 200
            )
            for body in [five + Array("YQ==".utf8), [UInt8](repeating: 10, count: 999)] {
                let response = try await server.request("POST", "/eu/entries", ndjson, body: body)
                expectProblem(response, status: 413, member: "body", limit: 5)
            }
            let long = [UInt8](repeating: UInt8(ascii: "A"), count: 1_001)
            let response = try await server.request("POST", "/eu/entries", ndjson, body: long)
            expectProblem(response, status: 413, member: "body", limit: 1_000)
            for body in [[], [10]] as [[UInt8]] {
                let response = try await server.request("POST", "/eu/entries", ndjson, body: body)
                #expect(response.status == (body.isEmpty ? 400 : 200))
            }
            #expect(log.entries.count == 5)
        }
    }

    // MARK: Retries

    @Test func aRetryGetsTheFirstIndexAndAnotherBodyAConflict() async throws {
        let log = try MemoryLog(size: 3)
        try await withServer([log]) { server in
            let key = ["Idempotency-Key: 6f1c-!~"]
            let first = try await server.request("POST", "/eu/entries", key, body: [1])
            let again = try await server.request("POST", "/eu/entries", key, body: [1])
            #expect(first.status == 201 && again.status == 201)
            #expect(first.body == again.body)
            #expect(first["Location"] == again["Location"])
            #expect(first["Idempotent-Replay"] == nil)
            #expect(again["Idempotent-Replay"] == "true")
            let added = try await server.request("POST", "/eu/add", key, body: [1])
            #expect(added.text == "3")
            #expect(added["Idempotent-Replay"] == "true")
            let other = try await server.request("POST", "/eu/entries", key, body: [2])
            expectProblem(other, status: 409, member: "Idempotency-Key")
            #expect(log.entries.count == 4)
        }
    }

    @Test func theSameBytesAsLinesAreAnotherBody() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let key = "Idempotency-Key: k"
            let body = Array("YQ==".utf8)
            let first = try await server.request("POST", "/eu/entries", [key], body: body)
            #expect(first.status == 201)
            let lines = try await server.request(
                "POST",
                "/eu/entries",
                [key, "Content-Type: application/x-ndjson"],
                body: body
            )
            expectProblem(lines, status: 409, member: "Idempotency-Key")
            #expect(log.entries == [body])
        }
    }

    @Test func aRetryOfLinesGetsTheSameIndexes() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let fields = ["Idempotency-Key: k", "Content-Type: application/x-ndjson"]
            let body = Array("YQ==\n?\nYg==".utf8)
            let first = try await server.request("POST", "/eu/entries", fields, body: body)
            let again = try await server.request("POST", "/eu/entries", fields, body: body)
            #expect(first.body == again.body)
            #expect(again["Idempotent-Replay"] == "true")
            #expect(log.entries == [[97], [98]])
        }
    }

    @Test func linesOfWhichNoneIsRightUseNoKey() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let fields = ["Idempotency-Key: k", "Content-Type: application/x-ndjson"]
            for body in ["?\n-", "YQ==", "?\n-"] {
                let response = try await server.request(
                    "POST",
                    "/eu/entries",
                    fields,
                    body: Array(body.utf8)
                )
                #expect(response.status == 200)
                #expect(response["Idempotent-Replay"] == nil)
            }
            #expect(log.entries == [[97]])
        }
    }

    @Test func lengthsAndKeysAreReadAsHTTPSpellsThem() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let head = "POST /eu/add HTTP/1.1\r\nHost: a\r\nIdempotency-Key: k \r\n"
            for (fields, isRepeat) in [
                ("Content-Length: 001\r\n\r\nx", false), ("Content-Length: 1 \r\n\r\nx", true),
                ("Transfer-Encoding: CHUNKED\r\n\r\n1\r\nx\r\n0\r\n\r\n", true),
            ] {
                let response = try await server.withConnection { client in
                    try await client.send(head + fields)
                    return try await client.receive()
                }
                #expect(response?.status == 200, "\(fields)")
                #expect((response?["Idempotent-Replay"] != nil) == isRepeat, "\(fields)")
            }
            let two = try await server.request(
                "POST",
                "/eu/entries",
                ["Content-Type: application/x-ndjson", "Content-Type: text/plain"],
                body: [1]
            )
            expectProblem(two, status: 400, member: "Content-Type")
            #expect(log.entries == [Array("x".utf8)])
        }
    }

    @Test func keysHaveOneToTheLimitOfVisibleCharacters() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            for key in ["a", String(repeating: "k", count: 255)] {
                let response = try await server.request(
                    "POST",
                    "/eu/entries",
                    ["Idempotency-Key: \(key)"],
                    body: [1]
                )
                #expect(response.status == 201)
            }
            for key in ["", String(repeating: "k", count: 256), "a b", "é"] {
                let response = try await server.request(
                    "POST",
                    "/eu/entries",
                    ["Idempotency-Key: \(key)"],
                    body: [1]
                )
                expectProblem(response, status: 400, member: "Idempotency-Key", limit: 255)
            }
            let two = try await server.request(
                "POST",
                "/eu/entries",
                ["Idempotency-Key: a", "Idempotency-Key: a"],
                body: [1]
            )
            expectProblem(two, status: 400, member: "Idempotency-Key", limit: 255)
            #expect(log.entries.count == 2)
        }
    }

    // MARK: Refusals

    @Test func whatTheLogSaysBecomesAStatus() async throws {
        let log = try MemoryLog()
        let cases: [(AppendError, Int, String)] = [
            (.keyConflict, 409, "urn:concordat:problem:key-conflict"),
            (.queueFull, 429, "urn:concordat:problem:queue-full"),
            (
                .readOnly(.databaseBehind(databaseSize: 5, recordedSize: 7)), 503,
                "urn:ietf:params:trans:error:shutdown"
            ),
            (.readOnly(.databaseForked("canary")), 503, "urn:ietf:params:trans:error:shutdown"),
            (.readOnly(.signerRefuses("canary")), 503, "urn:ietf:params:trans:error:shutdown"),
            (.readOnly(.databaseCorrupt("canary")), 503, "urn:ietf:params:trans:error:shutdown"),
            (.unavailable("canary"), 503, "urn:concordat:problem:unavailable"),
            (.storeFull("canary"), 507, "urn:concordat:problem:store-full"),
            (.outcomeUnknown("canary"), 503, "urn:concordat:problem:outcome-unknown"),
            (.stopping, 503, "urn:concordat:problem:stopping"),
        ]
        try await withServer([log]) { server in
            for (error, status, type) in cases {
                log.failAppends(with: error)
                for path in ["/eu/entries", "/eu/add"] {
                    let response = try await server.request("POST", path, body: [1])
                    let problem = expectProblem(response, status: status)
                    #expect(problem?.type == type, "\(error)")
                    // Inner texts are for the operator.
                    #expect(!response.text.contains("canary"))
                    #expect((response["Retry-After"] != nil) == (status != 409), "\(error)")
                }
                let lines = try await server.request(
                    "POST",
                    "/eu/entries",
                    ["Content-Type: application/x-ndjson"],
                    body: Array("YQ==".utf8)
                )
                expectProblem(lines, status: status)
            }
            #expect(log.entries.isEmpty)
        }
    }

    @Test func aLogThatTakesNoOpaqueEntriesRefusesThem() async throws {
        let log = try MemoryLog(allowsOpaqueEntries: false)
        try await withServer([log]) { server in
            for path in ["/eu/entries", "/eu/add"] {
                let response = try await server.request("POST", path, body: [1])
                let problem = expectProblem(response, status: 403, member: "entry")
                #expect(problem?.detail?.contains("--allow-opaque") == true)
            }
            #expect(log.entries.isEmpty)
        }
    }

    @Test func appendsFromOtherMachinesOrFromPagesAreRefused() async throws {
        let log = try MemoryLog()
        try await withServer([log], address: .tcp(host: "0.0.0.0", port: 0)) { server in
            guard case .tcp(_, let port) = server else { return }
            let local = ListenAddress.tcp(host: "127.0.0.1", port: port)
            let response = try await local.request("POST", "/eu/add", body: [1])
            expectProblem(response, status: 403, member: "listen")
        }
        try await withServer([log]) { server in
            let response = try await server.request(
                "POST",
                "/eu/add",
                ["Origin: http://evil.example"],
                body: [1]
            )
            expectProblem(response, status: 403, member: "Origin")
        }
        #expect(log.entries.isEmpty)
    }

    @Test func entriesThatOnlyTheLogWritesAreRefused() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let statement = Array(#"{"v":1, "class" : "retention-action"}"#.utf8)
            expectProblem(
                try await server.request("POST", "/eu/entries", body: statement),
                status: 422,
                member: "class"
            )
            let leaf: [UInt8] =
                [0, 0] + [UInt8](repeating: 9, count: 8) + [0, 0, 0, 0, 2, 0xaa, 0xbb, 0, 0]
            expectProblem(
                try await server.request("POST", "/eu/add", body: leaf),
                status: 422,
                member: "entry"
            )
            #expect(log.entries.isEmpty)
        }
    }

    @Test func compressedBodiesAreRefused() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let response = try await server.request(
                "POST",
                "/eu/add",
                ["Content-Encoding: gzip"],
                body: [1]
            )
            expectProblem(response, status: 415, member: "Content-Encoding")
            #expect(log.entries.isEmpty)
            let identity = try await server.request(
                "POST",
                "/eu/add",
                ["Content-Encoding: identity"],
                body: [1]
            )
            #expect(identity.status == 200)
        }
    }

    @Test func anEntryThatIsPromisedAndNotPublishedHasNoProofYet() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        log.stopPublishing()
        try await withServer([log]) { server in
            let appended = try await server.request("POST", "/eu/entries", body: [1])
            let location = try #require(appended["Location"])
            let early = try await server.request("GET", location)
            let problem = expectProblem(early, status: 404, member: "index")
            #expect(problem?.type == ProblemDocument.notPublishedType)
            #expect(early["Retry-After"] == "1")
            #expect(early["Cache-Control"] == "no-store")
            try log.publish()
            #expect(try await server.request("GET", location).status == 200)
        }
    }

    @Test func unixSocketsTakeAppends() async throws {
        let log = try MemoryLog()
        try await withTemporarySocketPath { path in
            let address = ListenAddress.unix(path: path)
            try await withServer([log], address: address) { server in
                #expect(server == address)
                let response = try await server.request("POST", "/eu/add", body: [1])
                #expect(response.text == "0")
            }
        }
    }
}
