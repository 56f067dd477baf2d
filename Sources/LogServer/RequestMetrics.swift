import Metrics
import Synchronization

/// Counts requests by what is known in advance: no value of a request becomes a label.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        var template: RouteTemplate
        var method: RequestMethod
        var status: UInt
        var logPosition: Int?
    }

    private let registry: MetricsRegistry
    private let logNames: [String]
    private let timers: [RouteTemplate: Timer]
    private let connections: Meter
    private let readyHits: Counter
    private let readyMisses: Counter
    // The counters in use, so that a request does not look one up by its texts. Used by the event
    // loops, held for a lookup.
    private let counters = Mutex<[Key: Counter]>([:])

    init(registry: MetricsRegistry, logNames: [String]) {
        self.registry = registry
        self.logNames = logNames
        self.timers = Dictionary(
            uniqueKeysWithValues: RouteTemplate.allCases.map {
                (
                    $0,
                    Timer(
                        label: MetricName.requestSeconds,
                        dimensions: [("route", $0.rawValue)],
                        preferredDisplayUnit: .seconds,
                        factory: registry
                    )
                )
            }
        )
        self.connections = Meter(label: MetricName.connections, factory: registry)
        self.readyHits = Counter(
            label: MetricName.readyBytesLookups,
            dimensions: [("outcome", "hit")],
            factory: registry
        )
        self.readyMisses = Counter(
            label: MetricName.readyBytesLookups,
            dimensions: [("outcome", "miss")],
            factory: registry
        )
    }

    /// A request was answered.
    func recordAnswer(
        template: RouteTemplate,
        logPosition: Int?,
        method: RequestMethod,
        status: UInt,
        nanoseconds: Int64
    ) {
        let key = Key(
            template: template,
            method: method,
            status: status,
            logPosition: logPosition
        )
        let counter = self.counters.withLock { counters in
            if let counter = counters[key] { return counter }
            let counter = Counter(
                label: MetricName.requests,
                dimensions: [
                    ("route", template.rawValue), ("method", method.rawValue),
                    ("status", String(status)),
                    ("log", logPosition.map { self.logNames[$0] } ?? ""),
                ],
                factory: self.registry
            )
            counters[key] = counter
            return counter
        }
        counter.increment()
        self.timers[template]?.recordNanoseconds(nanoseconds)
    }

    /// A connection was accepted.
    func connectionOpened() { self.connections.increment() }

    /// A connection has ended.
    func connectionClosed() { self.connections.decrement() }

    /// Bytes were looked up among those that are kept ready.
    func recordReadyBytes(wereThere: Bool) {
        (wereThere ? self.readyHits : self.readyMisses).increment()
    }
}
