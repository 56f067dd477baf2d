import LogClient
import LogProtocol
import Logging
import Monitoring
import SignedNotes

/// Looks at every log of a configuration, tells what is wrong, and keeps the figures.
actor Monitor {
    private let configuration: MonitorConfiguration
    private let watches: [LogWatch]
    private let folder: MonitorFolder
    private let webhook: HTTPWebhook
    private let now: @Sendable () -> UInt64
    private let logger: Logger
    private var outbox: Outbox?

    /// How the looks of one round ended, the worst of them.
    enum Verdict: Int, Sendable {
        /// All was looked at, and nothing is wrong.
        case sound = 0
        /// At least one alarm stands.
        case alarmed = 1
        /// No alarm stands, and at least one log could not be looked at.
        case undecided = 2
    }

    init(
        _ configuration: MonitorConfiguration,
        watches: [LogWatch],
        folder: MonitorFolder,
        webhook: HTTPWebhook,
        now: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) {
        self.configuration = configuration
        self.watches = watches
        self.folder = folder
        self.webhook = webhook
        self.now = now
        self.logger = logger
    }

    /// The JSON that a webhook is told, and that `--json` prints.
    private struct Message: Encodable {
        let event: String
        let alarm: Alarm
        let origin: String
    }

    /// Looks at every log once, side by side; then tells what changed.
    ///
    /// - Throws: What the monitor's own files throw.
    func round() async throws -> (verdict: Verdict, looks: [(log: String, look: LogWatch.Look)]) {
        let looks = try await withThrowingTaskGroup(of: (Int, LogWatch.Look).self) { group in
            for (number, watch) in self.watches.enumerated() {
                group.addTask { (number, try await watch.look()) }
            }
            var looks: [(Int, LogWatch.Look)] = []
            for try await look in group { looks.append(look) }
            return looks
        }
        .sorted { $0.0 < $1.0 }
        .map { (log: self.watches[$0.0].log, look: $0.1) }
        var outbox = try await self.loadOutbox()
        let urls = self.configuration.webhooks.map(\.text)
        for (log, look) in looks {
            for (event, alarms) in [("raised", look.raised), ("ended", look.ended)] {
                for alarm in alarms {
                    let message = Message(event: event, alarm: alarm, origin: log.origin.text)
                    outbox.put(try WireJSON.encode(message), for: urls, at: self.now())
                }
            }
        }
        try await self.save(outbox)
        try await self.deliver()
        try await self.writeMetrics(looks)
        let verdict: Verdict =
            looks.contains { !$0.look.standing.isEmpty }
            ? .alarmed : looks.contains { $0.look.undecided != nil } ? .undecided : .sound
        return (verdict, looks.map { (log: $0.log.name, look: $0.look) })
    }

    // MARK: Webhooks

    private func loadOutbox() async throws -> Outbox {
        if let outbox { return outbox }
        guard let bytes = try await self.folder.read(["outbox.json"]) else { return Outbox() }
        guard let outbox = Outbox(parsing: bytes) else {
            throw ConfigurationError("\(self.folder.path)/outbox.json is damaged")
        }
        return outbox
    }

    private func save(_ outbox: Outbox) async throws {
        defer { self.outbox = outbox }
        guard outbox != self.outbox, self.outbox != nil || outbox != Outbox() else { return }
        try await self.folder.write([(["outbox.json"], try outbox.bytes())])
    }

    /// Tries every message whose time has come.
    func deliver() async throws {
        var outbox = try await self.loadOutbox()
        for message in outbox.due(at: self.now()) {
            // Addresses come from the configuration alone: one that is gone there is told nothing.
            let url = self.configuration.webhooks.first {
                $0.text.utf8.elementsEqual(message.url.utf8)
            }
            guard let url else {
                outbox.tried(message, wasTaken: true, at: self.now())
                continue
            }
            var problem: String?
            do throws(TransportError) {
                let status = try await self.webhook.post(Array(message.body.utf8), to: url)
                if !(200..<300).contains(status) { problem = "status \(status)" }
            } catch {
                problem = "\(error)"
            }
            outbox.tried(message, wasTaken: problem == nil, at: self.now())
            if let problem {
                self.logger.warning(
                    "A webhook did not take a message; it is tried again",
                    metadata: ["problem": "\(problem)"]
                )
            }
        }
        try await self.save(outbox)
    }

    // MARK: Figures

    private func writeMetrics(
        _ looks: [(log: MonitorConfiguration.Log, look: LogWatch.Look)]
    ) async throws {
        var text = MetricsText()
        text.family(
            "concordat_monitor_verified_size",
            "gauge",
            "Entries of which both trees were made."
        )
        for (log, look) in looks {
            text.sample([("log", log.name)], look.verifiedSize ?? 0)
        }
        text.family(
            "concordat_monitor_undecided",
            "gauge",
            "1 if the last look could tell nothing."
        )
        for (log, look) in looks {
            text.sample([("log", log.name)], look.undecided == nil ? 0 : 1)
        }
        text.family("concordat_monitor_alarms", "gauge", "Alarms that stand.")
        for (log, look) in looks {
            for kind in AlarmKind.allCases {
                let count = look.standing.count { $0.kind == kind }
                text.sample([("log", log.name), ("kind", kind.rawValue)], UInt64(count))
            }
        }
        text.family(
            "concordat_monitor_last_round_timestamp_seconds",
            "gauge",
            "When the last round ended, in POSIX seconds."
        )
        text.sample([], self.now())
        text.family(
            "concordat_monitor_outbox_messages",
            "gauge",
            "Messages that no webhook has taken."
        )
        text.sample([], UInt64(self.outbox?.messages.count ?? 0))
        try await self.folder.write([(["metrics.prom"], Array(text.text.utf8))])
    }
}

/// Figures in Prometheus' text format. Labels come from the configuration and from closed sets, and
/// hold nothing that has to be escaped.
struct MetricsText {
    private(set) var text = ""
    private var name = ""

    /// Begins the figures of a name.
    mutating func family(_ name: String, _ kind: String, _ help: String) {
        self.name = name
        self.text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    /// Adds a figure.
    mutating func sample(_ labels: [(String, String)], _ value: UInt64) {
        let inside = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        self.text +=
            inside.isEmpty ? "\(self.name) \(value)\n" : "\(self.name){\(inside)} \(value)\n"
    }
}
