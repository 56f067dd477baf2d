import HTTPTypes
import HummingbirdCore
import LogProtocol
import NIOCore
import SignedNotes
import Witnessing

/// Answers requests: which path is whose, and what HTTP makes of a witness's answers.
struct WitnessResponder: Sendable {
    /// How long a body may take.
    static let bodyTimeout = TimeAmount.seconds(10)

    let witness: Witness
    let counts: RequestCounts

    /// One answer.
    struct Answer: Sendable {
        var status: Int
        var contentType = "text/plain; charset=utf-8"
        var retryAfterSeconds: UInt64?
        var allow: String?
        var body: [UInt8]

        init(status: Int, text: String) {
            self.status = status
            self.body = Array("\(text)\n".utf8)
        }

        init(_ response: AddCheckpointResponse) {
            self.status = response.status
            self.contentType = response.contentType
            self.retryAfterSeconds = response.retryAfterSeconds
            self.body = response.body
        }
    }

    /// Reads a request and writes its answer.
    func respond(
        to request: Request,
        _ writer: consuming ResponseWriter,
        _ channel: any Channel
    ) async throws {
        let (answer, isBodyLeft) = try await self.answer(to: request, channel)
        var head = HTTPResponse(status: .init(code: answer.status))
        head.headerFields[.contentType] = answer.contentType
        head.headerFields[.contentLength] = "\(answer.body.count)"
        head.headerFields[.cacheControl] = "no-store"
        if let seconds = answer.retryAfterSeconds {
            head.headerFields[.retryAfter] = "\(seconds)"
        }
        if let allow = answer.allow { head.headerFields[.allow] = allow }
        if isBodyLeft { head.headerFields[.connection] = "close" }
        if request.method == .head {
            try await writer.writeResponse(head)
        } else {
            let body = ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
            try await writer.write(response: head, body: body)
        }
        // A body that is too long is not read to its end.
        if isBodyLeft { channel.close(promise: nil) }
    }

    /// What a request gets, and whether a part of its body was left unread.
    private func answer(
        to request: Request,
        _ channel: any Channel
    ) async throws -> (Answer, isBodyLeft: Bool) {
        let path = request.head.path ?? ""
        let isRead = request.method == .get || request.method == .head
        if path.utf8.elementsEqual("/\(WitnessPath.addCheckpoint)".utf8) {
            guard request.method == .post else {
                return (Self.wrongMethod(allowed: "POST"), request.hasBody)
            }
            return try await self.addCheckpoint(request, channel)
        }
        guard isRead else { return (Self.wrongMethod(allowed: "GET, HEAD"), request.hasBody) }
        return (await self.read(path), request.hasBody)
    }

    private static func wrongMethod(allowed: String) -> Answer {
        var answer = Answer(status: 405, text: "the path does not take this method")
        answer.allow = allowed
        return answer
    }

    private func addCheckpoint(
        _ request: Request,
        _ channel: any Channel
    ) async throws -> (Answer, isBodyLeft: Bool) {
        let limit = Limits.addCheckpointByteCount
        let tooLarge = AddCheckpointResponse.malformed(
            reason: "the body has more than \(limit) bytes"
        )
        if let length = request.headers[.contentLength].flatMap({ CanonicalDecimal.parse($0) }),
            length > UInt64(limit)
        {
            self.counts.count(tooLarge)
            return (Answer(tooLarge), true)
        }
        // A sender that never ends is cut off.
        let timer = channel.eventLoop.scheduleTask(in: Self.bodyTimeout) {
            channel.close(promise: nil)
        }
        let body: ByteBuffer
        do {
            defer { timer.cancel() }
            body = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            self.counts.count(tooLarge)
            return (Answer(tooLarge), true)
        }
        let response = await self.witness.addCheckpoint(Array(body.readableBytesView))
        self.counts.count(response)
        return (Answer(response), false)
    }

    private func read(_ path: String) async -> Answer {
        switch path {
        case "/healthz": return Answer(status: 200, text: "ok")
        case "/metrics":
            let text = WitnessMetricsText(
                await self.witness.statuses,
                unplaced: self.counts.unplaced
            ).text
            var answer = Answer(status: 200, text: "")
            answer.contentType = "text/plain; version=0.0.4; charset=utf-8"
            answer.body = Array(text.utf8)
            return answer
        default: return await self.checkpoint(path)
        }
    }

    /// SPEC: WITNESS-17: `/<SHA-256 of the origin>/checkpoint`.
    private func checkpoint(_ path: String) async -> Answer {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, parts[2].elementsEqual("checkpoint".utf8) else {
            return Answer(status: 404, text: "there is nothing under this path")
        }
        do throws(WitnessFault) {
            let identifier = String(Substring(parts[1]))
            guard let note = try await self.witness.latestNote(identifier: identifier) else {
                return Answer(status: 404, text: "no head of such an origin was cosigned")
            }
            var answer = Answer(status: 200, text: "")
            answer.body = note.bytes
            return answer
        } catch {
            return Answer(status: 503, text: "\(error)")
        }
    }
}

extension Request {
    /// Whether the head announces a body.
    fileprivate var hasBody: Bool {
        self.headers[.transferEncoding] != nil
            || self.headers[.contentLength].map { $0 != "0" } == true
    }
}
