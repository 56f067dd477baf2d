import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// A log in memory behind a transport that can lose requests and answers.
///
/// It keeps what a log promises about keys: the same key with the same body gets the first answer.
actor FakeLog: LogTransport {
    /// What becomes of a request.
    enum Fate {
        /// It is done and answered.
        case answered
        /// It never arrives.
        case lost
        /// It is done, and the answer is lost.
        case doneAndLost
        /// It is answered with 403, and not done.
        case refused
    }

    private(set) var entries: [[UInt8]] = []
    private(set) var requests: [LogRequest] = []
    private var answers: [String: (body: [UInt8], response: LogResponse)] = [:]
    private var fates: [Int: Fate] = [:]
    private var refusal: ProblemDocument?
    private var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    init(fates: [Int: Fate] = [:]) { self.fates = fates }

    /// Decides about further requests, counted from 0 from now on.
    func setFates(_ fates: [Int: Fate]) {
        self.fates = fates
        self.requests = []
    }

    /// Refuses every entry that begins with an exclamation mark.
    func refuseMarked(with problem: ProblemDocument) { self.refusal = problem }

    /// Waits until the log has that many entries.
    func waitForEntries(_ count: Int) async {
        guard self.entries.count < count else { return }
        await withCheckedContinuation { self.waiters.append((count, $0)) }
    }

    func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        let fate = self.fates[self.requests.count] ?? .answered
        self.requests.append(request)
        guard fate != .lost else { throw .connection("lost on the way there") }
        guard fate != .refused else { return Self.problem(403, "not here") }
        let response = self.answer(request)
        guard fate != .doneAndLost else { throw .connection("lost on the way back") }
        return response
    }

    private func answer(_ request: LogRequest) -> LogResponse {
        guard request.method == .post, let key = request.idempotencyKey else {
            return Self.problem(404, "there is nothing here")
        }
        if let known = self.answers[key] {
            guard known.body == request.body else {
                return Self.problem(409, "the key was used for another body")
            }
            return known.response
        }
        let response = self.append(request)
        self.answers[key] = (request.body, response)
        for waiter in self.waiters where waiter.count <= self.entries.count {
            waiter.continuation.resume()
        }
        self.waiters.removeAll { $0.count <= self.entries.count }
        return response
    }

    private func append(_ request: LogRequest) -> LogResponse {
        guard request.mediaType == .lines else {
            return self.response(201, [self.result(of: request.body)])
        }
        let lines = request.body.split(separator: UInt8(ascii: "\n"))
        return self.response(200, lines.map { self.result(of: Base64.decode($0) ?? []) })
    }

    private func result(of entry: [UInt8]) -> AppendResult {
        if let refusal, entry.first == UInt8(ascii: "!") { return .refused(refusal) }
        self.entries.append(entry)
        return .appended(
            AppendedEntry(
                index: UInt64(self.entries.count - 1),
                sha256: SHA256Hasher.leafHash(entry),
                sm3: SM3Hasher.leafHash(entry)
            )
        )
    }

    private func response(_ status: Int, _ results: [AppendResult]) -> LogResponse {
        let lines = results.map { ((try? WireJSON.encode($0)) ?? "") + "\n" }
        return LogResponse(status: status, body: Array(lines.joined().utf8))
    }

    static func problem(
        _ status: Int,
        _ detail: String,
        type: String = "about:blank"
    ) -> LogResponse {
        let problem = ProblemDocument(type: type, title: "Problem", status: status, detail: detail)
        return LogResponse(
            status: status,
            body: Array(((try? WireJSON.encode(problem)) ?? "").utf8)
        )
    }
}
