import CryptoSuites
import NIOCore
import NIOHTTP1
import NIOSSL

/// One connection: takes requests one after the other, has them answered, and keeps its client
/// within the limits. Runs on the connection's event loop alone.
///
/// In front of it, NIO parses and holds back each request until the one before it is answered.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// What all connections of a server share.
    struct Services: Sendable {
        let responder: Responder
        let budget: BodyBudget
        let metrics: RequestMetrics
        let incidents: IncidentLog
        let date: HTTPDate
        let limits: ConnectionPhase.Limits
        let stop: ServerStop
        let configuration: ServerConfiguration
    }

    /// A request and what its answer has to observe.
    private struct Exchange {
        var template = RouteTemplate.none
        var logPosition: Int?
        var method = RequestMethod.other
        var version = HTTPVersion.http1_1
        var keepsAlive = false
        var start: Int64
    }

    private enum State {
        /// There is no request.
        case idle
        /// A request's head has come, its end has not.
        case receiving(Exchange, RequestPlan)
        /// The answer is being made.
        case working(Exchange)
        /// The answer is written but for its end, which waits until the client has taken enough.
        case sending(Exchange)
        /// The last answer is out.
        case ended
    }

    private let services: Services
    private var state = State.idle
    private var phase: ConnectionPhase
    private var timer: (task: Scheduled<Void>, deadline: Int64)?
    /// The body that has come so far.
    private var body = ByteBuffer()
    /// The bytes taken from the budget for it.
    private var budgetedByteCount = 0
    /// Makes the present answer. The connection awaits it, and cancels it when the client is gone.
    private var task: Task<Void, Never>?
    /// What an error of the parser stands for, if we raised it ourselves.
    private var ownProblem: Problem?
    private var hasUnparsedBytes = false
    /// The client's certificate, looked for with the first request.
    private var certificate: ClientCertificate??
    private var isReading = false
    private var isFinishing = false
    private var mustFinishAgain = false

    init(services: Services) {
        self.services = services
        self.phase = ConnectionPhase(limits: services.limits, now: Self.now())
    }

    private static func now() -> Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }

    // MARK: Events

    func handlerAdded(context: ChannelHandlerContext) {
        self.services.metrics.connectionOpened()
        self.schedule(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.services.metrics.connectionClosed()
        self.timer?.task.cancel()
        self.timer = nil
        self.task?.cancel()
        self.task = nil
        self.state = .ended
        self.releaseBody()
        context.fireChannelInactive()
    }

    /// Bytes have arrived that NIO has not parsed yet.
    func bytesArrived() { self.hasUnparsedBytes = true }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.isReading = true
        switch Self.unwrapInboundIn(data) {
        case .head(let head): self.receive(head, context)
        case .body(let bytes): self.receive(bytes, context)
        case .end: self.receiveEnd(context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.isReading = false
        if case .idle = self.state, self.phase.kind == .idle, self.hasUnparsedBytes {
            self.phase.enter(.head, now: Self.now())
        }
        // What has come whole in one piece, as most requests do, needs no timer of its own.
        self.schedule(context)
        context.flush()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, case .sending(let exchange) = self.state {
            self.finish(exchange, context)
            context.flush()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            switch self.state {
            case .idle, .ended: context.close(promise: nil)
            case .receiving: break  // The parser reports what is missing.
            case .working(var exchange):
                exchange.keepsAlive = false
                self.state = .working(exchange)
            case .sending(var exchange):
                exchange.keepsAlive = false
                self.state = .sending(exchange)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The network's own errors, and what was cut off by the end of the connection: there is nobody
        // to tell, and NIO takes no answer any more when the server stops.
        guard let error = error as? HTTPParserError, context.channel.isActive else {
            context.close(promise: nil)
            return
        }
        let problem =
            self.ownProblem ?? Problem(error, limits: self.services.configuration)
        switch self.state {
        case .idle: self.end(problem, Exchange(start: Self.now()), context)
        case .receiving(let exchange, _): self.end(problem, exchange, context)
        case .working, .sending, .ended: context.close(promise: nil)
        }
    }

    // MARK: Requests

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard case .idle = self.state else { return }
        self.hasUnparsedBytes = false
        var exchange = Exchange(start: Self.now())
        exchange.method = RequestMethod(head.method)
        exchange.version = head.version
        var fields: RequestFields
        do { fields = try RequestFields(head.headers, version: head.version) } catch {
            self.end(error, exchange, context)
            return
        }
        fields.certificate = self.clientCertificate(context)
        let decision = self.services.responder.decide(
            method: exchange.method,
            target: head.uri,
            fields: fields
        )
        exchange.template = decision.template
        exchange.logPosition = decision.logPosition
        // Behind a request to change the protocol NIO parses nothing more.
        exchange.keepsAlive =
            head.isKeepAlive && !fields.asksForUpgrade && head.method != .CONNECT
        self.begin(exchange, decision.plan, fields, context)
    }

    /// The certificate that the connection was authenticated with. It stays the same: there is no second
    /// handshake.
    private func clientCertificate(_ context: ChannelHandlerContext) -> ClientCertificate? {
        guard self.services.configuration.tls?.asksClients == true else { return nil }
        if let certificate = self.certificate { return certificate }
        // SPEC: ACC-20: from the handshake alone.
        let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
        let bytes = try? handler?.peerCertificate?.toDERBytes()
        let found = bytes.map { ClientCertificate(digest: Hashes.sha256($0)) }
        self.certificate = .some(found)
        return found
    }

    private func begin(
        _ exchange: Exchange,
        _ plan: RequestPlan,
        _ fields: RequestFields,
        _ context: ChannelHandlerContext
    ) {
        switch plan {
        case .body(let limit, _):
            if let byteCount = fields.contentLength, byteCount > UInt64(limit.byteCount) {
                self.end(limit.problem, exchange, context)
                return
            }
            if fields.expectsContinue, fields.hasBody {
                let head = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
            }
            self.state = .receiving(exchange, plan)
            self.phase.enter(.body, now: exchange.start)
        case .ready(let answer) where fields.hasBody && answer.status.code >= 400:
            // The body will not be read, whatever its length.
            self.end(answer, exchange, context)
        case .ready where fields.hasBody, .later where fields.hasBody:
            self.end(
                Problem(
                    .badRequest,
                    .malformed,
                    "A request that reads has no body.",
                    member: "body"
                ),
                exchange,
                context
            )
        case .ready, .later:
            self.state = .receiving(exchange, plan)
        }
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard case .receiving(let exchange, let plan) = self.state,
            case .body(let limit, _) = plan
        else { return }
        guard self.body.readableBytes + bytes.readableBytes <= limit.byteCount else {
            self.end(limit.problem, exchange, context)
            return
        }
        guard self.services.budget.take(bytes.readableBytes) else {
            let problem = Problem(
                .serviceUnavailable,
                .overloaded,
                "Too many bodies are under way.",
                member: "body",
                limit: UInt64(self.services.configuration.maximumBodyByteCountInFlight),
                retryAfterSeconds: 1
            )
            self.end(problem, exchange, context)
            return
        }
        self.budgetedByteCount += bytes.readableBytes
        if self.body.readableBytes == 0 {
            self.body = bytes
        } else {
            self.body.writeImmutableBuffer(bytes)
        }
        self.phase.receive(bytes.readableBytes, now: Self.now())
    }

    private func receiveEnd(_ context: ChannelHandlerContext) {
        guard case .receiving(let exchange, let plan) = self.state else { return }
        switch plan {
        case .ready(let answer):
            self.send(answer, exchange, context)
        case .later(let work):
            self.start(exchange, context, work)
        case .body(_, let work):
            let body = self.body
            self.start(exchange, context) { await work(body) }
        }
    }

    private func start(
        _ exchange: Exchange,
        _ context: ChannelHandlerContext,
        _ work: @escaping @Sendable () async -> Answer
    ) {
        self.state = .working(exchange)
        self.phase.enter(.work, now: exchange.start)
        let eventLoop = context.eventLoop
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: eventLoop)
        self.task = Task {
            let answer = await work()
            eventLoop.execute { bound.value.handler.complete(answer, bound.value.context) }
        }
    }

    private func complete(_ answer: Answer, _ context: ChannelHandlerContext) {
        // The client may be gone by now.
        guard case .working(let exchange) = self.state else { return }
        self.task = nil
        self.send(answer, exchange, context)
    }

    // MARK: Answers

    /// Answers, and ends the connection: what the client is still sending cannot be understood, or
    /// will not be read.
    private func end(
        _ problem: Problem,
        _ exchange: Exchange,
        _ context: ChannelHandlerContext
    ) {
        self.end(problem.answer, exchange, context)
    }

    private func end(
        _ answer: Answer,
        _ exchange: Exchange,
        _ context: ChannelHandlerContext
    ) {
        var exchange = exchange
        exchange.keepsAlive = false
        self.send(answer, exchange, context)
        context.flush()
    }

    private func send(
        _ answer: Answer,
        _ exchange: Exchange,
        _ context: ChannelHandlerContext
    ) {
        var exchange = exchange
        if self.services.stop.hasBegun { exchange.keepsAlive = false }
        self.releaseBody()
        self.record(answer, exchange)
        context.write(Self.wrapOutboundOut(.head(self.head(answer, exchange))), promise: nil)
        if exchange.method != .head, answer.body.readableBytes > 0 {
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        }
        // The end is held back until the client has taken its share, and with it the next request:
        // so a client that asks and does not read costs one answer's memory.
        self.state = .sending(exchange)
        if !context.channel.isWritable { context.flush() }
        guard case .sending(let exchange) = self.state else { return }
        if context.channel.isWritable {
            self.finish(exchange, context)
            if !self.isReading { context.flush() }
        } else {
            self.phase.enter(.write, now: Self.now(), byteCount: answer.body.readableBytes)
            self.schedule(context)
        }
    }

    private func head(_ answer: Answer, _ exchange: Exchange) -> HTTPResponseHead {
        var fields = answer.fields
        if answer.status != .notModified {
            fields.append(("Content-Length", String(answer.body.readableBytes)))
        }
        fields.append(("Date", self.services.date.text))
        if !exchange.keepsAlive {
            fields.append(("Connection", "close"))
        } else if exchange.version == .http1_0 {
            fields.append(("Connection", "keep-alive"))
        }
        return HTTPResponseHead(
            version: .http1_1,
            status: answer.status,
            headers: HTTPHeaders(fields)
        )
    }

    private func record(_ answer: Answer, _ exchange: Exchange) {
        self.services.metrics.recordAnswer(
            template: exchange.template,
            logPosition: exchange.logPosition,
            method: exchange.method,
            status: answer.status.code,
            nanoseconds: Self.now() - exchange.start
        )
        if let incident = answer.incident {
            self.services.incidents.record(
                incident,
                template: exchange.template,
                status: answer.status.code
            )
        }
    }

    /// Writes the end of an answer, which lets the next request in.
    private func finish(_ exchange: Exchange, _ context: ChannelHandlerContext) {
        guard exchange.keepsAlive else {
            self.finishLast(context)
            return
        }
        self.state = .idle
        // The next request may be here already, and its answer ready: then its end is written by
        // this same loop, not by one call inside another for each request that waits.
        guard !self.isFinishing else {
            self.mustFinishAgain = true
            return
        }
        self.isFinishing = true
        repeat {
            self.mustFinishAgain = false
            self.enter(.idle, context)
            context.write(Self.wrapOutboundOut(.end(nil)), promise: nil)
        } while self.mustFinishAgain
        self.isFinishing = false
    }

    /// Writes the end of the last answer, then says that no more will come, and waits for the
    /// client to say so, too. A close with unread bytes could take the answer back.
    private func finishLast(_ context: ChannelHandlerContext) {
        self.state = .ended
        self.enter(.linger, context)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { _ in
            bound.value.close(mode: .output, promise: nil)
        }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: written)
    }

    private func releaseBody() {
        self.body = ByteBuffer()
        self.services.budget.giveBack(self.budgetedByteCount)
        self.budgetedByteCount = 0
    }

    // MARK: Time

    private func enter(_ kind: ConnectionPhase.Kind, _ context: ChannelHandlerContext) {
        self.phase.enter(kind, now: Self.now())
        self.schedule(context)
    }

    /// Sees to it that the timer fires no later than the phase's deadline. It may fire earlier, and
    /// is set again then, so that most requests set none.
    private func schedule(_ context: ChannelHandlerContext) {
        guard let deadline = self.phase.deadline else { return }
        if let timer = self.timer {
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let task = context.eventLoop.scheduleTask(
            deadline: .uptimeNanoseconds(UInt64(clamping: deadline))
        ) {
            bound.value.handler.timerFired(bound.value.context)
        }
        self.timer = (task, deadline)
    }

    private func timerFired(_ context: ChannelHandlerContext) {
        self.timer = nil
        guard let deadline = self.phase.deadline else { return }
        guard Self.now() >= deadline else {
            self.schedule(context)
            return
        }
        switch self.phase.kind {
        case .idle, .work, .write, .linger:
            context.close(promise: nil)
        case .head:
            // NIO lets no answer out without a request, except to an error of its parser.
            self.ownProblem = Problem(
                .requestTimeout,
                .unspecified,
                "The head of the request took too long.",
                member: "request"
            )
            context.pipeline.fireErrorCaught(HTTPParserError.unknown)
        case .body:
            guard case .receiving(let exchange, _) = self.state else { return }
            let problem = Problem(
                .requestTimeout,
                .unspecified,
                "The body of the request came too slowly.",
                member: "body"
            )
            self.end(problem, exchange, context)
        }
    }
}
