import Foundation
import LogTesting
import Synchronization
import Testing

/// Where the log is at the moment: a restarted daemon may have another port.
final class Endpoint: Sendable {
    private let current: Mutex<Web>

    init(_ web: Web) { self.current = Mutex(web) }

    var web: Web {
        get { self.current.withLock { $0 } }
        set { self.current.withLock { $0 = newValue } }
    }
}

/// Holds all clients between two of their requests, or ends them.
final class LoadGate: Sendable {
    private struct State {
        var isOpen = true
        var isOver = false
        var parked = 0
    }

    private let state = Mutex(State())

    /// How many clients stand here. Each of them knows what became of all its requests.
    var parked: Int { self.state.withLock { $0.parked } }

    func open() { self.state.withLock { $0.isOpen = true } }
    func close() { self.state.withLock { $0.isOpen = false } }
    func end() { self.state.withLock { $0.isOver = true } }

    /// Returns when the gate is open; false if the load is over.
    func pass() async -> Bool {
        if let answer = self.state.withLock({ Self.answer($0) }) { return answer }
        self.state.withLock { $0.parked += 1 }
        defer { self.state.withLock { $0.parked -= 1 } }
        while true {
            try? await Task.sleep(for: .milliseconds(5))
            if let answer = self.state.withLock({ Self.answer($0) }) { return answer }
        }
    }

    private static func answer(_ state: State) -> Bool? {
        state.isOver ? false : state.isOpen ? true : nil
    }

    /// Holds all clients, of which there are so many; returns when each of them knows what became of all
    /// it sent.
    func quiesce(_ clients: Int) async throws {
        self.close()
        try await eventually("every request has an outcome", within: .seconds(300)) {
            self.parked == clients
        }
    }
}

extension HistoryRecorder {
    /// Waits until so many entries more are acknowledged, and nothing that must not be was seen.
    func acknowledge(_ count: Int) async throws {
        let before = self.counts.acknowledged
        try await eventually("\(count) acknowledgements", within: .seconds(300)) {
            try #require(self.violations == [])
            return self.counts.acknowledged - before >= count
        }
    }
}

/// A client that appends as fast as it is answered, and tries again, under the same key, until it
/// knows what became of each request.
struct LoadClient {
    /// How a request is made.
    private enum Kind {
        /// `add` with a key.
        case add
        /// `add` without one: sent once, whatever the answer.
        case addOnce
        /// `entries`, one entry.
        case entry
        /// `entries`, NDJSON.
        case lines
    }

    private struct Request {
        let kind: Kind
        let entries: [[UInt8]]
        let key: String?
    }

    let name: String
    /// Where it sends: to any of them, retries too.
    let endpoints: [Endpoint]
    let history: HistoryRecorder
    let gate: LoadGate
    /// Refusals that come with the drill: ends of a problem's type, or `507`.
    var expectedRefusals: [String] = []
    /// Whether its entries are as large as they may be, most of them.
    var sendsLargeEntries = false
    private var random: SeededGenerator
    private var requestCount = 0
    /// Some that were answered, to be sent again.
    private var answered: [(request: Request, first: UInt64)] = []

    init(
        _ number: Int,
        seed: UInt64,
        endpoints: [Endpoint],
        history: HistoryRecorder,
        gate: LoadGate
    ) {
        self.name = "drill-\(seed)-\(number)"
        self.endpoints = endpoints
        self.history = history
        self.gate = gate
        self.random = SeededGenerator(seed: seed &+ UInt64(number) &* 0x1234_5678_9abc_def1)
    }

    /// Works until the gate says that it is over.
    mutating func run() async {
        while await self.gate.pass() {
            if let (request, _) = self.answered.randomElement(using: &self.random),
                Int.random(in: 0..<16, using: &self.random) == 0
            {
                // The answer must be the same; the checker sees to it.
                _ = await self.send(request)
            }
            await self.settle(self.makeRequest())
        }
    }

    private mutating func makeRequest() -> Request {
        self.requestCount += 1
        let kind: Kind =
            switch Int.random(in: 0..<20, using: &self.random) {
            case 0: .addOnce
            case 1...2: .lines
            case 3...9: .entry
            default: .add
            }
        let count = kind == .lines ? Int.random(in: 1...12, using: &self.random) : 1
        let entries = (0..<count).map { position in
            // Mostly what a statement has, now and then what does not fit into a row.
            let padding =
                self.sendsLargeEntries || Int.random(in: 0..<400, using: &self.random) == 0
                ? Int.random(in: 2_000...60_000, using: &self.random)
                : Int.random(in: 0...300, using: &self.random)
            let head = "\(self.name)-\(self.requestCount)-\(position)"
            return Array(head.utf8) + self.random.bytes(padding)
        }
        return Request(
            kind: kind,
            entries: entries,
            key: kind == .addOnce ? nil : "\(self.name)-\(self.requestCount)"
        )
    }

    /// Sends until the outcome is known.
    private mutating func settle(_ request: Request) async {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(240) {
            switch await self.send(request) {
            case .promised(let first, _):
                if request.key != nil {
                    self.answered.append((request, first))
                    if self.answered.count > 64 { self.answered.removeFirst() }
                }
                return
            case .refused, .unknown: if request.key == nil { return }
            case .conflict: return
            }
            let wait = Int.random(in: 10...80, using: &self.random)
            try? await Task.sleep(for: .milliseconds(wait))
        }
        self.history.violated(
            .retriesSettle,
            "\(request.key ?? "") has had no outcome for four minutes"
        )
    }

    /// Sends a request once, and writes down what it was answered.
    private mutating func send(_ request: Request) async -> HistoryEvent.Answer {
        let attempt = self.history.sends(
            .init(key: request.key.map { Array($0.utf8) }, entries: request.entries)
        )
        let answer = await self.answer(to: request)
        self.history.answered(attempt, answer)
        return answer
    }

    private mutating func answer(to request: Request) async -> HistoryEvent.Answer {
        guard let web = self.endpoints.randomElement(using: &self.random)?.web else {
            return .refused
        }
        let answer: WebAnswer
        do {
            switch request.kind {
            case .add, .addOnce:
                answer = try await web.post("/eu/add", request.entries[0], key: request.key)
            case .entry:
                answer = try await web.post("/eu/entries", request.entries[0], key: request.key)
            case .lines:
                let lines = request.entries.map { Data($0).base64EncodedString() + "\n" }.joined()
                answer = try await web.post(
                    "/eu/entries",
                    Array(lines.utf8),
                    key: request.key,
                    type: "application/x-ndjson"
                )
            }
        } catch {
            return .unknown
        }
        switch answer.status {
        case 200, 201:
            guard let first = Self.first(in: answer, of: request) else {
                return self.wrong("an answer that is none: \(answer.text.prefix(200))")
            }
            return .promised(
                first: first,
                isRepeat: answer.field("Idempotent-Replay") == "true"
            )
        case 429: return .refused
        case 503:
            let type = (try? answer.object["type"] as? String) ?? ""
            if type.hasSuffix(":outcome-unknown") { return .unknown }
            if type.hasSuffix(":unavailable") || type.hasSuffix(":stopping") { return .refused }
            if self.expects(type) { return .refused }
            return self.wrong("503: \(answer.text.prefix(300))")
        case 507 where self.expects("507"): return .refused
        default: return self.wrong("\(answer.status): \(answer.text.prefix(300))")
        }
    }

    private func expects(_ refusal: String) -> Bool {
        self.expectedRefusals.contains { refusal.hasSuffix($0) }
    }

    /// An answer that the log must not give.
    private func wrong(_ text: String) -> HistoryEvent.Answer {
        self.history.violated(.answersAreKnown, text)
        return .unknown
    }

    /// The first index that an answer promises; nil unless it promises all entries, one after the
    /// other.
    private static func first(in answer: WebAnswer, of request: Request) -> UInt64? {
        switch request.kind {
        case .add, .addOnce: return UInt64(answer.text)
        case .entry, .lines:
            let indexes = answer.text.split(separator: "\n").map { line in
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                return ((object as? [String: Any])?["index"] as? NSNumber)?.uint64Value
            }
            guard let first = indexes.first ?? nil,
                indexes == (first..<first + UInt64(request.entries.count)).map({ $0 })
            else { return nil }
            return first
        }
    }
}
