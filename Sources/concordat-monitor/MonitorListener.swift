import HTTPTypes
import HummingbirdCore
import Listening
import LogClient
import Logging
import NIOCore
import ServiceLifecycle

/// Shows a monitor's figures and the heads that it has verified.
///
/// SPEC: MON-13: `/healthz`, `/metrics`, and below each log's name its heads. Nothing else, nothing to write.
struct MonitorListener: Service {
    let monitor: Monitor
    let address: ListenAddress
    let logger: Logger

    private static let maximumConnectionCount = 256

    func run() async throws {
        let (monitor, logger) = (self.monitor, self.logger)
        let listener = HTTPListener(
            address: self.address,
            maximumConnectionCount: Self.maximumConnectionCount,
            childChannel: HTTP1Channel(
                responder: { request, writer, channel in
                    try await Self.respond(to: request, writer, channel, monitor)
                },
                configuration: .init(idleTimeout: .seconds(60))
            ),
            logger: logger
        )
        // Ends with the listener: either it listens, or it has failed.
        let announcement = Task {
            let address = try await listener.boundAddress()
            logger.notice("The monitor listens", metadata: ["address": "\(address)"])
        }
        defer { announcement.cancel() }
        try await listener.run()
    }

    private static func respond(
        to request: Request,
        _ writer: consuming ResponseWriter,
        _ channel: any Channel,
        _ monitor: Monitor
    ) async throws {
        let answer = await Self.answer(to: request, monitor)
        try await answer.send(to: request, writer, channel, isBodyLeft: request.hasBody)
    }

    private static func answer(to request: Request, _ monitor: Monitor) async -> PlainAnswer {
        guard request.method == .get || request.method == .head else {
            return PlainAnswer(allowing: "GET, HEAD")
        }
        let path = request.head.path ?? ""
        switch path {
        case "/healthz": return PlainAnswer(status: 200, text: "ok")
        case "/metrics": return PlainAnswer(metrics: await monitor.metrics())
        default: break
        }
        let parts = path.utf8.split(
            separator: UInt8(ascii: "/"),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, parts[0].isEmpty,
            let file = LogFile(path: String(Substring(parts[2]))), file.isHead,
            let bytes = await monitor.head(file, of: String(Substring(parts[1])))
        else { return PlainAnswer(status: 404, text: "there is nothing under this path") }
        var answer = PlainAnswer(status: 200, text: "")
        answer.body = bytes
        return answer
    }
}

extension LogFile {
    /// Whether it is a head or the twin note.
    fileprivate var isHead: Bool {
        switch self {
        case .checkpoint, .twin: true
        case .metadata, .tile, .entries: false
        }
    }
}
