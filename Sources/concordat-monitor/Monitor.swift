import LogClient
import LogProtocol
import Logging
import Monitoring
import SignedNotes

/// Looks at every log of a configuration, tells what is wrong, and keeps the figures.
actor Monitor {
    private let interval: Duration
    private let watches: [LogWatch]
    private let folder: MonitorFolder
    private let courier: Courier
    private let clock = ContinuousClock()
    private let now: @Sendable () -> UInt64
    private var figures: MonitorFigures

    /// How the looks of one round ended, the worst of them.
    enum Verdict: Int, Sendable {
        /// All was looked at, and nothing is wrong.
        case sound = 0
        /// At least one alarm stands.
        case alarmed = 1
        /// No alarm stands, and at least one log could not be looked at.
        case undecided = 2

        init(_ looks: [LogWatch.Look]) {
            self =
                looks.contains { !$0.standing.isEmpty }
                ? .alarmed : looks.contains { $0.undecided != nil } ? .undecided : .sound
        }
    }

    init(
        watches: [LogWatch],
        every interval: Duration,
        folder: MonitorFolder,
        courier: Courier,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.interval = interval
        self.watches = watches
        self.folder = folder
        self.courier = courier
        self.now = now
        self.figures = MonitorFigures(logs: watches.map { .init(name: $0.log.name) })
    }

    /// The JSON that a webhook is told.
    private struct Message: Encodable {
        let event: String
        let alarm: Alarm
        let origin: String
    }

    /// Looks at every log, side by side, until all that is published was read; then delivers what there
    /// is to tell.
    ///
    /// `report` is told of every look.
    ///
    /// - Throws: What the monitor's own files throw.
    func round(
        _ report: @escaping @Sendable (MonitorConfiguration.Log, LogWatch.Look) -> Void
    ) async throws -> Verdict {
        let looks = try await withThrowingTaskGroup(of: LogWatch.Look.self) { group in
            for (number, watch) in self.watches.enumerated() {
                group.addTask {
                    while true {
                        let look = try await self.look(number)
                        guard look.isBehind else {
                            report(watch.log, look)
                            return look
                        }
                    }
                }
            }
            var looks: [LogWatch.Look] = []
            for try await look in group { looks.append(look) }
            return looks
        }
        try await self.courier.deliver()
        try await self.writeFigures()
        return Verdict(looks)
    }

    /// Looks at every log at its own pace, and delivers beside, until the task is cancelled.
    ///
    /// SPEC: MON-15: a log that answers slowly, or of which much is to be read, holds up no other one.
    ///
    /// - Throws: What the monitor's own files throw.
    func follow(
        _ report: @escaping @Sendable (MonitorConfiguration.Log, LogWatch.Look) -> Void
    ) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in self.watches.indices {
                    group.addTask { try await self.follow(number, report) }
                }
                group.addTask { try await self.courier.run() }
                // All of them end when the task is cancelled, and none before unless it fails.
                try await group.next()
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch {
            guard Task.isCancelled, error is CancellationError else { throw error }
        }
    }

    private func follow(
        _ number: Int,
        _ report: @Sendable (MonitorConfiguration.Log, LogWatch.Look) -> Void
    ) async throws {
        while !Task.isCancelled {
            let next = self.clock.now + self.interval
            let look = try await self.look(number)
            report(self.watches[number].log, look)
            // Cancelled while it sleeps: the loop ends.
            if !look.isBehind { try? await self.clock.sleep(until: next) }
        }
    }

    /// Looks at one log, and hands over what is to be told.
    private func look(_ number: Int) async throws -> LogWatch.Look {
        let watch = self.watches[number]
        let start = self.clock.now
        let (origin, courier) = (watch.log.origin.text, self.courier)
        let look = try await watch.look { look in
            try await courier.put(try Self.messages(about: look, of: origin))
        }
        self.figures.logs[number].add(
            look,
            after: start.duration(to: self.clock.now),
            at: self.now()
        )
        try await self.writeFigures()
        return look
    }

    private static func messages(
        about look: LogWatch.Look,
        of origin: String
    ) throws -> [String] {
        try [("raised", look.raised), ("ended", look.ended)].flatMap { event, alarms in
            try alarms.map {
                try WireJSON.encode(Message(event: event, alarm: $0, origin: origin))
            }
        }
    }

    // MARK: Figures

    /// The figures in Prometheus' text format.
    func metrics() async -> String {
        let counts = await self.courier.counts
        self.figures.waitingMessageCount = counts.waiting
        self.figures.droppedMessageCount = counts.dropped
        self.figures.failedDeliveryCount = await self.courier.failureCount
        return self.figures.text
    }

    private func writeFigures() async throws {
        try await self.folder.write([(["metrics.prom"], Array(await self.metrics().utf8))])
    }

    /// A head that was verified, of a log by its name in the configuration; nil if there is none.
    ///
    /// SPEC: MON-13: shown to everybody, so that others can compare it with what they were shown.
    func head(_ file: LogFile, of log: String) async -> [UInt8]? {
        guard self.watches.contains(where: { $0.log.name.utf8.elementsEqual(log.utf8) }),
            let tree = try? FolderLogTransport(path: self.folder.treePath(of: log)),
            let answer = try? await tree.send(.get(file.path)), answer.isSuccess
        else { return nil }
        return answer.body
    }
}
