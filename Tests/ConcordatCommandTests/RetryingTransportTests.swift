import LogClient
import LogProtocol
import LogTesting
import Testing

@Suite struct RetryingTransportTests {
    private typealias Answer = Result<LogResponse, TransportError>

    private let clock = ManualClock()
    private let request = LogRequest.post("entries", [1], .entry, idempotencyKey: "key")

    private func send(
        _ answers: [Answer],
        rules: RetryRules = RetryRules()
    ) async -> (answer: Answer, requests: [LogRequest]) {
        let base = ScriptedTransport(answers)
        let transport = RetryingTransport(base, rules: rules, clock: self.clock, jitter: { 0 })
        let answer: Answer
        do throws(TransportError) {
            answer = .success(try await transport.send(self.request))
        } catch {
            answer = .failure(error)
        }
        return (answer, await base.requests)
    }

    private static func status(_ status: Int, retryAfter: UInt64? = nil) -> Answer {
        .success(LogResponse(status: status, retryAfterSeconds: retryAfter, body: []))
    }

    @Test func sameRequestIsRepeatedUntilItIsAnswered() async {
        let good = Self.status(201)
        let (answer, requests) = await self.send([
            .failure(.connection("reset")), Self.status(503), Self.status(429), .failure(.timeout),
            good,
        ])
        #expect(answer == good)
        #expect(requests == [LogRequest](repeating: self.request, count: 5))
        #expect(
            self.clock.sleeps == [
                .milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800),
            ]
        )
    }

    @Test func retryAfterIsHonoured() async {
        let (answer, _) = await self.send([
            Self.status(503, retryAfter: 7), Self.status(429, retryAfter: 0), Self.status(200),
        ])
        #expect(answer == Self.status(200))
        #expect(self.clock.sleeps == [.seconds(7), .milliseconds(200)])
    }

    @Test func patienceEnds() async {
        let failures = [Answer](repeating: .failure(.connection("refused")), count: 1_000)
        let (answer, requests) = await self.send(failures)
        #expect(answer == .failure(.connection("refused")))
        // 0.1 + 0.2 + ... + 3.2 = 6.3 s, then 5 s each up to 60 s.
        #expect(requests.count == 17)
        #expect(self.clock.sleeps.reduce(.zero, +) <= .seconds(60))
    }

    @Test func retryAfterBeyondPatienceIsNotWaitedFor() async {
        for seconds in [61, UInt64.max] {
            let (answer, requests) = await self.send([Self.status(503, retryAfter: seconds)])
            #expect(answer == Self.status(503, retryAfter: seconds))
            #expect(requests.count == 1)
        }
        #expect(self.clock.sleeps.isEmpty)
    }

    @Test(arguments: [200, 201, 302, 400, 403, 404, 409, 413, 422, 501, 505])
    func answerThatWillStayIsNotAskedForAgain(_ status: Int) async {
        let (answer, requests) = await self.send([Self.status(status), Self.status(200)])
        #expect(answer == Self.status(status))
        #expect(requests.count == 1)
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504, 507])
    func answerThatMayChangeIsAskedForAgain(_ status: Int) async {
        let (answer, requests) = await self.send([Self.status(status), Self.status(200)])
        #expect(answer == Self.status(200))
        #expect(requests.count == 2)
    }

    @Test func errorThatWillStayIsNotRepeated() async {
        for error in [TransportError.invalidURL, .answerTooLarge(limit: 1)] {
            let (answer, requests) = await self.send([.failure(error), Self.status(200)])
            #expect(answer == .failure(error))
            #expect(requests.count == 1)
        }
    }
}
