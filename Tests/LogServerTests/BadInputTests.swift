import LogCore
import LogProtocol
import LogServer
import LogTesting
import Testing

/// What is wrong gets a problem document that names the part, and changes nothing.
@Suite struct BadInputTests {
    @Test func wrongPathsNameTheirPart() async throws {
        let log = try MemoryLog(size: 300, publishing: [7, 256, 300])
        let cases: [(path: String, status: Int, member: String)] = [
            ("tile/00/000", 400, "path"), ("tile/00/0", 400, "index"), ("tile/0/x5", 400, "index"),
            ("tile/0/5", 400, "index"), ("tile/0/000.p/0", 400, "width"),
            ("tile/0/000.p/256", 400, "width"), ("tile/0/%30%30%30", 400, "index"),
            ("tile/64/000", 400, "level"), ("tile/0/x999/x999/x999/x999/x999/999", 400, "index"),
            ("tile/0/002", 404, "path"), ("tile/0/001", 404, "path"),
            ("tile/0/001.p/45", 404, "path"),
            ("tile/2/000.p/1", 404, "path"), ("tile/63/000.p/1", 404, "path"),
            ("tile/entries/001", 404, "path"), ("tile/entries/001.p/45", 404, "path"),
            // The last places that paths can name: beyond any tree.
            ("tile/0/x072/x057/x594/x037/x927/935", 404, "path"),
            ("tile/entries/x072/x057/x594/x037/x927/935", 404, "path"),
            ("tile/entries/x072/x057/x594/x037/x927/935.p/255", 404, "path"),
            ("proof/inclusion/7/7", 400, "index"), ("proof/inclusion/0/0", 400, "index"),
            ("proof/inclusion/301/0", 404, "size"),
            ("proof/inclusion/18446744073709551615/0", 404, "size"),
            ("proof/inclusion/07/0", 400, "size"), ("proof/inclusion/7/0x0", 400, "index"),
            ("proof/consistency/8/7", 400, "first"), ("proof/consistency/7/301", 404, "second"),
            ("proof/bundle/300/300", 400, "index"), ("proof/bundle/301/0", 404, "size"),
            ("proof/bundle/8/0", 404, "size"), ("proof/bundle/300", 404, "index"),
            ("proof/bundle/18446744073709551616", 400, "index"), ("checkpoint?x", 400, "query"),
            ("nothing", 404, "path"), ("", 404, "path"),
        ]
        try await withServer([log]) { server in
            for prefix in ["/eu/", "/eu/sm3/"] {
                for (path, status, member) in cases {
                    let response = try await server.request("GET", prefix + path)
                    expectProblem(response, status: status, member: member)
                    #expect(response["Connection"] == nil, "the connection can be used again")
                }
            }
            expectProblem(
                try await server.request("GET", "/us/checkpoint"),
                status: 404,
                member: "log"
            )
            expectProblem(try await server.request("GET", "/"), status: 404, member: "log")
        }
    }

    @Test func proofsUseTheTokensOfRFC9162() async throws {
        let log = try MemoryLog(size: 300, publishing: [7, 300])
        try await withServer([log]) { server in
            for (path, token) in [
                ("proof/inclusion/301/0", "treeSizeUnknown"),
                ("proof/bundle/301/0", "treeSizeUnknown"),
                ("proof/bundle/8/0", "treeSizeUnknown"),
                ("proof/consistency/7/301", "secondUnknown"),
                ("proof/consistency/8/7", "secondBeforeFirst"),
                ("proof/inclusion/7/7", "malformed"),
                ("tile/00/000", "malformed"),
            ] {
                let response = try await server.request("GET", "/eu/\(path)")
                let problem = WireJSON.decode(ProblemDocument.self, from: response.body)
                #expect(problem?.type == "urn:ietf:params:trans:error:\(token)", "\(path)")
            }
        }
    }

    @Test func otherMethodsAreNamedTheRightOnes() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withServer([log]) { server in
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PURGE"] {
                let response = try await server.request(method, "/eu/checkpoint")
                expectProblem(response, status: 405, member: "method")
                #expect(response["Allow"] == "GET, HEAD")
            }
            for method in ["GET", "HEAD", "PUT", "DELETE"] {
                for path in ["/eu/entries", "/eu/add"] {
                    let response = try await server.request(method, path)
                    #expect(response.status == 405)
                    #expect(response["Allow"] == "POST")
                }
            }
            #expect(log.entries.count == 3)
        }
    }

    @Test func failingReadsAreUnavailableAndTellNoInnerText() async throws {
        let log = try MemoryLog(size: 300, publishing: [7, 300])
        try await withServer([log]) { server in
            for error in [ReadError.unavailable("canary"), .corrupt("canary")] {
                log.failReads(with: error)
                for path in [
                    "checkpoint", "twin", "pending/twin", "tile/0/000", "tile/entries/000",
                    "proof/inclusion/7/1", "proof/consistency/7/300", "proof/bundle/1",
                    "proof/bundle/7/1",
                ] {
                    let response = try await server.request("GET", "/eu/\(path)")
                    expectProblem(response, status: 503)
                    #expect(response["Retry-After"] != nil)
                    #expect(!response.text.contains("canary"))
                }
            }
        }
    }

    @Test func whatIsNotHTTPGetsAProblemAndAnEnd() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        let cases: [(String, Int)] = [
            ("garbage\r\n\r\n", 400), ("GET\r\n\r\n", 400), ("GET /eu/checkpoint\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/2.0\r\nHost: a\r\n\r\n", 400),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/1.1\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/1.1\r\nHost : a\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/1.1\r\n Host: a\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/1.1\r\nHost: a\r\nX\u{1}: b\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/1.1\r\nHost: a\r\nX: \u{0}\r\n\r\n", 400),
            ("GET /eu/checkpoint HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400),
            ("GET /eu/check point HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("FOO /eu/checkpoint HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", 400),
        ]
        try await withServer([log]) { server in
            for (request, status) in cases {
                try await server.withConnection { connection in
                    try await connection.send(request)
                    let response = try #require(try await connection.receive(), "\(request)")
                    expectProblem(response, status: status)
                    #expect(response["Connection"] == "close")
                    #expect(try await connection.receive() == nil)
                }
            }
        }
    }

    /// One request in must be one request handled: what could be read as two is refused, and the
    /// connection ends, so that nothing behind it is taken for a request.
    @Test func smuggledRequestsAreNotHandled() async throws {
        let log = try MemoryLog()
        let add = "POST /eu/add HTTP/1.1\r\nHost: a\r\n"
        let cases = [
            "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "Content-Length: 1, 1\r\n\r\n", "Content-Length: +1\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 0x1\r\n\r\n", "Content-Length: 1 2\r\n\r\n",
            "Content-Length: \r\n\r\n",
            "Content-Length : 1\r\n\r\n", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
            "Transfer-Encoding: chunked, chunked\r\n\r\n",
            "Transfer-Encoding: gzip, chunked\r\n\r\n",
            "Transfer-Encoding: identity\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
            "Transfer-Encoding : chunked\r\n\r\n", "Transfer-Encoding:\u{b}chunked\r\n\r\n",
            "Content-Length: 1\nX: y\r\n\r\n", "X: y\r\n continued\r\nContent-Length: 1\r\n\r\n",
            "Content-Length: 1\r\r\n\r\n", "Content-Length:\r\n 1\r\n\r\n",
        ]
        try await withServer([log]) { server in
            for fields in cases {
                try await server.withConnection { connection in
                    try await connection.send(
                        "\(add)\(fields)x\(add)Content-Length: 8\r\n\r\nsmuggled"
                    )
                    let response = try #require(try await connection.receive(), "\(fields)")
                    #expect((400..<500).contains(response.status), "\(fields): \(response.status)")
                    #expect(try await connection.receive() == nil, "\(fields)")
                }
            }
            for chunks in [
                "0x1\r\nx\r\n0\r\n\r\n", "1;\u{0}\r\nx\r\n0\r\n\r\n", "-1\r\nx\r\n0\r\n\r\n",
                "1\nx\n0\n\n", "1\r\nxy\r\n0\r\n\r\n", "fffffffffffffffff\r\nx\r\n0\r\n\r\n",
                "\r\nx\r\n0\r\n\r\n",
            ] {
                try await server.withConnection { connection in
                    try await connection.send("\(add)Transfer-Encoding: chunked\r\n\r\n\(chunks)")
                    let response = try #require(try await connection.receive(), "\(chunks)")
                    #expect((400..<500).contains(response.status), "\(chunks): \(response.status)")
                    #expect(try await connection.receive() == nil, "\(chunks)")
                }
            }
            #expect(log.entries.isEmpty)
        }
    }

    @Test func aCutOffBodyHasNoEffect() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            for body in [
                "Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
            ] {
                try await server.withConnection { connection in
                    try await connection.send("POST /eu/add HTTP/1.1\r\nHost: a\r\n\(body)")
                    connection.finish()
                    let response = try #require(try await connection.receive())
                    expectProblem(response, status: 400)
                    #expect(try await connection.receive() == nil)
                }
            }
            #expect(log.entries.isEmpty)
        }
    }

    @Test func targetsAndHeadersHaveLimits() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        let configure: (inout ServerConfiguration) -> Void = {
            $0.maximumTargetByteCount = 200
            $0.maximumHeaderByteCount = 1_000
            $0.maximumHeaderCount = 10
        }
        try await withServer([log], configure: configure) { server in
            let path = "/eu/" + String(repeating: "x", count: 196)
            #expect(try await server.request("GET", path).status == 404)
            let tooLong = try await server.request("GET", path + "x")
            expectProblem(tooLong, status: 414, member: "path", limit: 200)
            let fields = (0..<9).map { "X-\($0): y" }
            #expect(try await server.request("GET", "/eu/checkpoint", fields).status == 200)
            for fields in [
                fields + ["X-9: y"], ["X: " + String(repeating: "y", count: 1_200)],
                (0..<4).map { "X-\($0): " + String(repeating: "y", count: 300) },
            ] {
                let response = try await server.request("GET", "/eu/checkpoint", fields)
                expectProblem(response, status: 431, member: "header")
            }
            // A path without end is refused while it comes.
            try await server.withConnection { connection in
                try await connection.send("GET /" + String(repeating: "x", count: 10_000))
                let response = try #require(try await connection.receive())
                #expect(response.status == 431 || response.status == 414)
                #expect(try await connection.receive() == nil)
            }
        }
    }

    @Test func readsTakeNoBody() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withServer([log]) { server in
            for path in ["/eu/checkpoint", "/eu/proof/bundle/1", "/healthz"] {
                try await server.withConnection { connection in
                    try await connection.send(rawRequest("GET", path, body: Array("body".utf8)))
                    let response = try #require(try await connection.receive())
                    expectProblem(response, status: 400, member: "body")
                    #expect(try await connection.receive() == nil)
                }
                let empty = try await server.request("GET", path, body: [])
                #expect(empty.status == 200)
            }
        }
    }

    @Test func otherExpectationsFail() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            let response = try await server.request(
                "POST",
                "/eu/add",
                ["Expect: coffee"],
                body: [1]
            )
            expectProblem(response, status: 417, member: "Expect")
            #expect(log.entries.isEmpty)
        }
    }

    /// Whatever the bytes: an answer below 500 or no answer, never 500 or 502, and the server lives.
    @Test func generatedBytesNeverBreakTheServer() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let log = try MemoryLog(size: 300, publishing: [7, 256, 300])
        let caseCount = 2_000
        let statuses = try await withServer([log]) { server in
            var random = SeededGenerator(seed: seed)
            var statuses: [Int: Int] = [:]
            for number in 0..<caseCount {
                let bytes = GeneratedRequest.bytes(using: &random)
                let answers = try await server.withConnection { connection in
                    try await connection.send(bytes)
                    connection.finish()
                    return try await connection.receiveAll()
                }
                let found = GeneratedRequest.statuses(in: answers)
                for status in found {
                    statuses[status, default: 0] += 1
                    #expect(
                        status < 500 && (status >= 200 || status == 100),
                        "seed \(seed) case \(number): \(status)"
                    )
                }
            }
            #expect(try await server.request("GET", "/healthz").status == 200)
            return statuses
        }
        // If all were refused alike, the generator would be at fault.
        #expect(statuses[200, default: 0] > 20, "seed \(seed): \(statuses)")
        #expect(statuses[400, default: 0] > 20, "seed \(seed): \(statuses)")
        #expect(statuses[404, default: 0] > 20, "seed \(seed): \(statuses)")
    }
}
