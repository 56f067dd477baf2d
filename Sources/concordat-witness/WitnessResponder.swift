import HTTPTypes
import HummingbirdCore
import Listening
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

    /// Reads a request and writes its answer.
    func respond(
        to request: Request,
        _ writer: consuming ResponseWriter,
        _ channel: any Channel
    ) async throws {
        // A body that is too long is not read to its end.
        let (answer, isBodyLeft) = try await self.answer(to: request, channel)
        try await answer.send(to: request, writer, channel, isBodyLeft: isBodyLeft)
    }

    /// What a request gets, and whether a part of its body was left unread.
    private func answer(
        to request: Request,
        _ channel: any Channel
    ) async throws -> (PlainAnswer, isBodyLeft: Bool) {
        let path = request.head.path ?? ""
        let isRead = request.method == .get || request.method == .head
        if path.utf8.elementsEqual("/\(WitnessPath.addCheckpoint)".utf8) {
            guard request.method == .post else {
                return (PlainAnswer(allowing: "POST"), request.hasBody)
            }
            return try await self.addCheckpoint(request, channel)
        }
        guard isRead else { return (PlainAnswer(allowing: "GET, HEAD"), request.hasBody) }
        return (await self.read(path), request.hasBody)
    }

    private func addCheckpoint(
        _ request: Request,
        _ channel: any Channel
    ) async throws -> (PlainAnswer, isBodyLeft: Bool) {
        let limit = Limits.addCheckpointByteCount
        let tooLarge = AddCheckpointResponse.malformed(
            reason: "the body has more than \(limit) bytes"
        )
        if let length = request.headers[.contentLength].flatMap({ CanonicalDecimal.parse($0) }),
            length > UInt64(limit)
        {
            self.counts.count(tooLarge)
            return (PlainAnswer(tooLarge), true)
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
            return (PlainAnswer(tooLarge), true)
        }
        let response = await self.witness.addCheckpoint(Array(body.readableBytesView))
        self.counts.count(response)
        return (PlainAnswer(response), false)
    }

    private func read(_ path: String) async -> PlainAnswer {
        switch path {
        case "/healthz": return PlainAnswer(status: 200, text: "ok")
        case "/metrics":
            let text = WitnessMetricsText(
                await self.witness.statuses,
                unplaced: self.counts.unplaced
            ).text
            return PlainAnswer(metrics: text)
        default: return await self.checkpoint(path)
        }
    }

    /// SPEC: WITNESS-17: `/<SHA-256 of the origin>/checkpoint`.
    private func checkpoint(_ path: String) async -> PlainAnswer {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, parts[2].elementsEqual("checkpoint".utf8) else {
            return PlainAnswer(status: 404, text: "there is nothing under this path")
        }
        do throws(WitnessFault) {
            let identifier = String(Substring(parts[1]))
            guard let note = try await self.witness.latestNote(identifier: identifier) else {
                return PlainAnswer(status: 404, text: "no head of such an origin was cosigned")
            }
            var answer = PlainAnswer(status: 200, text: "")
            answer.body = note.bytes
            return answer
        } catch {
            return PlainAnswer(status: 503, text: "\(error)")
        }
    }
}

extension PlainAnswer {
    /// A witness's answer to `add-checkpoint`.
    fileprivate init(_ response: AddCheckpointResponse) {
        self.init(status: response.status, text: "")
        self.contentType = response.contentType
        self.body = response.body
        self.fields[.retryAfter] = response.retryAfterSeconds.map { "\($0)" }
    }
}
