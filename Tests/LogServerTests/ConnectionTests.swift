import Listening
import LogCore
import LogServer
import MerkleTree
import NIOCore
import Testing

@Suite struct ConnectionTests {
    @Test func aConnectionServesManyRequests() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withServer([log]) { server in
            try await server.withConnection { connection in
                for number in 0..<20 {
                    let isAppend = number.isMultiple(of: 2)
                    try await connection.send(
                        isAppend
                            ? rawRequest("POST", "/eu/add", body: [1])
                            : rawRequest("GET", number == 7 ? "/eu/nothing" : "/eu/checkpoint")
                    )
                    let response = try #require(try await connection.receive())
                    #expect(response.status == (number == 7 ? 404 : 200))
                    #expect(response["Connection"] == nil)
                }
            }
            #expect(log.entries.count == 13)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInTheirOrder() async throws {
        let log = try MemoryLog(size: 300, publishing: [300])
        try await withServer([log]) { server in
            try await server.withConnection { connection in
                var requests: [UInt8] = []
                for index in 0..<50 {
                    requests += rawRequest("POST", "/eu/add", body: [UInt8(index)])
                    requests += rawRequest("GET", "/eu/checkpoint")
                    requests += rawRequest("GET", "/eu/proof/inclusion/300/\(index)")
                }
                try await connection.send(requests)
                for index in 0..<50 {
                    #expect(try await connection.receive()?.text == "\(300 + index)")
                    let checkpoint = try #require(try await connection.receive())
                    #expect(checkpoint.text.hasPrefix("log.example/eu\n\(301 + index)\n"))
                    let proof = try #require(try await connection.receive())
                    #expect(proof.text.contains("\"leaf_index\":\(index),"))
                }
            }
        }
    }

    @Test func thousandsOfRequestsInOnePieceNeedNoDeepStack() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withServer([log]) { server in
            try await server.withConnection { connection in
                let count = 20_000
                let request = Array("GET /x HTTP/1.1\r\nHost:a\r\n\r\n".utf8)
                try await connection.send((0..<count).flatMap { _ in request })
                for _ in 0..<count {
                    #expect(try await connection.receive()?.status == 404)
                }
            }
        }
    }

    @Test func aClientThatDoesNotReadCostsOneAnswer() async throws {
        let log = try MemoryLog(size: 256, publishing: [256])
        let registry = MetricsRegistry()
        let configure: (inout ServerConfiguration) -> Void = { $0.bodyPauseTimeout = .seconds(60) }
        try await withServer([log], registry: registry, configure: configure) { server in
            try await server.withConnection { connection async throws in
                let request = rawRequest("GET", "/eu/tile/0/000")
                let count = 4_000
                let requests = ByteBuffer(bytes: (0..<count).flatMap { _ in request })
                connection.channel.writeAndFlush(requests, promise: nil)
                // 8 KiB an answer: far more than the sockets hold. Another client is served.
                for _ in 0..<20 {
                    #expect(try await server.request("GET", "/eu/checkpoint").status == 200)
                }
                let line = "concordat_http_requests_total{route=\"/{log}/tile/{L}/{N}\""
                let answered = registry.prometheusText().split(separator: "\n")
                    .first { $0.hasPrefix(line) }
                    .flatMap { $0.split(separator: " ").last }
                    .flatMap { Int($0) }
                #expect(try #require(answered) < count)
                for _ in 0..<count {
                    #expect(try await connection.receive()?.body.count == 8_192)
                }
            }
        }
    }

    @Test func connectionsEndWhenTheClientSaysSo() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withServer([log]) { server in
            for (request, connectionField) in [
                ("GET /eu/checkpoint HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "close"),
                ("GET /eu/checkpoint HTTP/1.0\r\n\r\n", "close"),
                // We know no other protocol, and NIO reads nothing behind such a request.
                (
                    "GET /eu/checkpoint HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n", "close"
                ),
            ] {
                try await server.withConnection { client in
                    try await client.send(request)
                    let response = try #require(try await client.receive())
                    #expect(response.status == 200)
                    #expect(response["Connection"] == connectionField)
                    #expect(try await client.receive() == nil)
                }
            }
            try await server.withConnection { client in
                for _ in 0..<2 {
                    try await client.send(
                        "GET /eu/checkpoint HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
                    )
                    let response = try #require(try await client.receive())
                    #expect(response["Connection"] == "keep-alive")
                }
            }
        }
    }

    @Test func aClientThatOnlyStopsSendingGetsItsAnswer() async throws {
        let log = try MemoryLog()
        log.holdAppends()
        try await withServer([log]) { server in
            try await server.withConnection { client in
                try await client.send(rawRequest("POST", "/eu/add", body: [1]))
                client.finish()
                await log.waitForHeldAppends(1)
                log.releaseAppends()
                #expect(try await client.receive()?.text == "0")
                #expect(try await client.receive() == nil)
            }
        }
    }

    // MARK: Time

    @Test func aHeadThatNeverEndsIsCutOff() async throws {
        let configure: (inout ServerConfiguration) -> Void = {
            $0.headTimeout = .milliseconds(300)
            $0.idleTimeout = .seconds(60)
        }
        try await withServer([try MemoryLog()], configure: configure) { server in
            try await server.withConnection { client in
                try await client.send("GET /eu/checkpoint HTTP/1.1\r\nHost: a\r\nX: ")
                let response = try #require(try await client.receive())
                expectProblem(response, status: 408, member: "request")
                #expect(try await client.receive() == nil)
            }
        }
    }

    /// A byte now and then does not help: the head as a whole has its time.
    @Test func aHeadThatTricklesIsCutOff() async throws {
        let configure: (inout ServerConfiguration) -> Void = {
            $0.headTimeout = .milliseconds(300)
            $0.idleTimeout = .seconds(60)
        }
        try await withServer([try MemoryLog()], configure: configure) { server in
            try await server.withConnection { client in
                try await client.send("GET / HTTP/1.1\r\n")
                let trickle = TrickleTask(channel: client.channel)
                let response = try #require(try await client.receive())
                await trickle.stop()
                expectProblem(response, status: 408, member: "request")
            }
        }
    }

    @Test func aBodyThatTricklesIsCutOffWithoutEffect() async throws {
        let log = try MemoryLog()
        let configure: (inout ServerConfiguration) -> Void = {
            $0.bodyPauseTimeout = .milliseconds(300)
            $0.minimumBodyRate = 10_000
        }
        try await withServer([log], configure: configure) { server in
            try await server.withConnection { client in
                try await client.send(
                    "POST /eu/add HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
                )
                let trickle = TrickleTask(channel: client.channel)
                let response = try #require(try await client.receive())
                await trickle.stop()
                expectProblem(response, status: 408, member: "body")
            }
            #expect(log.entries.isEmpty)
        }
    }

    @Test func anIdleConnectionIsClosedAndAWorkingOneIsNot() async throws {
        let log = try MemoryLog()
        log.holdAppends()
        let configure: (inout ServerConfiguration) -> Void = {
            $0.idleTimeout = .milliseconds(300)
            $0.headTimeout = .milliseconds(300)
            $0.bodyPauseTimeout = .milliseconds(300)
        }
        try await withServer([log], configure: configure) { server in
            let working = await self.appendThatIsHeld(by: log, at: server)
            // Three idle ones, one after the other, outlive the limit of the working one.
            for _ in 0..<3 {
                try await server.withConnection { idle in
                    let answer = try await idle.receive()
                    #expect(answer == nil)
                }
            }
            log.releaseAppends()
            #expect(try await working.value?.text == "0")
        }
    }

    /// An append that has reached the log and waits there for its release.
    ///
    /// While other tests keep the machine busy, the idle limit may end a connection before the
    /// client has come to send anything: then another one is tried.
    private func appendThatIsHeld(
        by log: MemoryLog,
        at server: ListenAddress
    ) async -> Task<RawResponse?, any Error> {
        while true {
            let (events, continuation) = AsyncStream.makeStream(of: Bool.self)
            let request = Task {
                defer { continuation.yield(false) }
                return try await server.withConnection { client in
                    try await client.send(rawRequest("POST", "/eu/add", body: [1]))
                    return try await client.receive()
                }
            }
            Task {
                await log.waitForHeldAppends(1)
                continuation.yield(true)
            }
            var isHeld = events.makeAsyncIterator()
            if await isHeld.next() == true { return request }
        }
    }

    @Test func slowClientsKeepNobodyElseWaiting() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withServer([log]) { server in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        try await server.withConnection { slow in
                            try await slow.send(
                                number.isMultiple(of: 2)
                                    ? "GET /eu/checkpoint HTTP/1.1\r\nX: "
                                    : "POST /eu/add HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"
                            )
                            for _ in 0..<3 {
                                let response = try await server.request("GET", "/eu/checkpoint")
                                #expect(response.status == 200)
                            }
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            #expect(log.entries.count == 3)
        }
    }

    @Test func bodiesUnderWayHaveABudget() async throws {
        let log = try MemoryLog()
        let configure: (inout ServerConfiguration) -> Void = {
            $0.maximumBodyByteCountInFlight = 1_000
        }
        try await withServer([log], configure: configure) { server in
            log.holdAppends()
            try await server.withConnection { first in
                try await first.send(
                    rawRequest("POST", "/eu/add", body: [UInt8](repeating: 1, count: 900))
                )
                // Its bytes are in memory until it is answered.
                await log.waitForHeldAppends(1)
                let second = try await server.request(
                    "POST",
                    "/eu/add",
                    body: [UInt8](repeating: 2, count: 101)
                )
                expectProblem(second, status: 503, member: "body", limit: 1_000)
                #expect(second["Retry-After"] == "1")
                log.releaseAppends()
                #expect(try await first.receive()?.status == 200)
            }
            let after = try await server.request(
                "POST",
                "/eu/add",
                body: [UInt8](repeating: 3, count: 1_000)
            )
            #expect(after.status == 200)
        }
    }

    @Test func moreConnectionsThanAllowedWait() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        let configure: (inout ServerConfiguration) -> Void = { $0.maximumConnectionCount = 2 }
        try await withServer([log], configure: configure) { server in
            try await server.withConnection { first in
                try await first.send(rawRequest("GET", "/eu/checkpoint"))
                #expect(try await first.receive()?.status == 200)
                // As many as one likes, one after the other, beside the first.
                for _ in 0..<5 {
                    #expect(try await server.request("GET", "/eu/checkpoint").status == 200)
                }
            }
        }
    }

    // MARK: Stopping

    @Test func requestsThatHaveBegunAreAnsweredWhenTheServerStops() async throws {
        let log = try MemoryLog()
        log.holdAppends()
        try await withStoppableServer([log]) { server, stop in
            try await withThrowingTaskGroup(of: String?.self) { tasks in
                for number in 0..<8 {
                    tasks.addTask {
                        try await server.withConnection { client in
                            try await client.send(
                                rawRequest("POST", "/eu/add", body: [UInt8(number)])
                            )
                            let response = try #require(try await client.receive())
                            #expect(response["Connection"] == "close")
                            #expect(try await client.receive() == nil)
                            return response.text
                        }
                    }
                }
                await log.waitForHeldAppends(8)
                await stop()
                // Nobody is let in any more; wait until that is so before the answers are made.
                await self.waitUntilRefused(server)
                log.releaseAppends()
                var answers: Set<String?> = []
                for try await answer in tasks { answers.insert(answer) }
                #expect(answers == Set((0..<8).map { "\($0)" }))
            }
        }
        #expect(log.entries.count == 8)
    }

    /// Asks until no connection is taken, or none gets an answer any more.
    private func waitUntilRefused(_ server: ListenAddress) async {
        var isServed = true
        while isServed {
            let response = try? await server.withConnection { client in
                try await client.send(rawRequest("GET", "/healthz"))
                return try await client.receive()
            }
            isServed = response != nil
        }
    }

    @Test func idleConnectionsEndWhenTheServerStops() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withStoppableServer([log]) { server, stop in
            try await server.withConnection { client in
                try await client.send(rawRequest("GET", "/eu/checkpoint"))
                #expect(try await client.receive()?.status == 200)
                await stop()
                #expect(try await client.receive() == nil)
            }
        }
    }

    @Test func anAddressInUseIsReported() async throws {
        let log = try MemoryLog()
        try await withServer([log]) { server in
            await #expect(throws: (any Error).self) {
                try await withServer([log], address: server) { _ in }
            }
        }
    }
}

/// Sends a byte every few milliseconds until it is stopped or nobody takes them.
struct TrickleTask {
    private let task: Task<Void, Never>

    init(channel: any Channel) {
        self.task = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
                let byte = ByteBuffer(string: "x")
                guard (try? await channel.writeAndFlush(byte)) != nil else { return }
            }
        }
    }

    /// Sends no more.
    func stop() async {
        self.task.cancel()
        await self.task.value
    }
}
