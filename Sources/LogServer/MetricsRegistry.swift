public import CoreMetrics
import Synchronization

/// The figures of this process, behind the API of swift-metrics, and their Prometheus text.
///
/// Only defined names with their defined labels are kept, and no more than
/// ``maximumSeriesCount`` of each: whatever a request says, the memory has a bound.
public final class MetricsRegistry: MetricsFactory {
    private struct SeriesKey: Hashable {
        var name: String
        var values: [String]
    }

    /// The most combinations of label values that are kept of one figure.
    public static let maximumSeriesCount = 2_000

    /// The definitions, in the order in which they are printed.
    public let definitions: [MetricDefinition]
    private let byName: [String: MetricDefinition]
    // Used wherever a figure is first named, and by the scraper. Figures are counted without it.
    private let series = Mutex<[SeriesKey: any MetricSeries]>([:])

    /// Creates a registry without any observation.
    ///
    /// - Precondition: No two definitions have one name.
    public init(definitions: [MetricDefinition] = MetricCatalog.definitions) {
        self.definitions = definitions
        self.byName = Dictionary(uniqueKeysWithValues: definitions.map { ($0.name, $0) })
    }

    /// A counter; one that counts nothing if `label` is not defined as such.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.find(label, dimensions) { $0.kind == .counter ? CounterSeries() : nil }
            ?? NOOPMetricsHandler.instance
    }

    /// A gauge; one that shows nothing if `label` is not defined as such.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.find(label, dimensions) { $0.kind == .gauge ? GaugeSeries() : nil }
            ?? NOOPMetricsHandler.instance
    }

    /// A histogram, or a gauge if it does not aggregate; one that records nothing if `label` is not
    /// defined as such.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            return self.find(label, dimensions, HistogramSeries.init) ?? NOOPMetricsHandler.instance
        }
        return self.find(label, dimensions) { $0.kind == .gauge ? GaugeSeries() : nil }
            ?? NOOPMetricsHandler.instance
    }

    /// A histogram of seconds; one that records nothing if `label` is not defined as such.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        self.find(label, dimensions, HistogramSeries.init) ?? NOOPMetricsHandler.instance
    }

    /// Does nothing: a figure is kept until the process ends.
    public func destroyCounter(_ handler: any CounterHandler) {}

    /// Does nothing: a figure is kept until the process ends.
    public func destroyMeter(_ handler: any MeterHandler) {}

    /// Does nothing: a figure is kept until the process ends.
    public func destroyRecorder(_ handler: any RecorderHandler) {}

    /// Does nothing: a figure is kept until the process ends.
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// The series of a name and label values; nil unless both are as defined.
    private func find<Series: MetricSeries>(
        _ name: String,
        _ dimensions: [(String, String)],
        _ make: (MetricDefinition) -> Series?
    ) -> Series? {
        guard let definition = self.byName[name], definition.labels == dimensions.map(\.0) else {
            return nil
        }
        let key = SeriesKey(name: name, values: dimensions.map(\.1))
        return self.series.withLock { series in
            if let found = series[key] { return found as? Series }
            guard series.keys.lazy.filter({ $0.name == name }).count < Self.maximumSeriesCount,
                let made = make(definition)
            else { return nil }
            series[key] = made
            return made
        }
    }

    /// All figures in Prometheus' text format, version 0.0.4.
    public func prometheusText() -> String {
        let series = self.series.withLock { $0 }
        let byName = Dictionary(grouping: series) { $0.key.name }
        var text = ""
        for definition in self.definitions {
            text += "# HELP \(definition.name) \(definition.help)\n"
            text += "# TYPE \(definition.name) \(definition.kind.prometheusName)\n"
            let sorted = (byName[definition.name] ?? []).sorted {
                $0.key.values.lexicographicallyPrecedes($1.key.values)
            }
            for (key, series) in sorted {
                let labels = zip(definition.labels, key.values).map {
                    "\($0)=\"\(Self.escaped($1))\""
                }
                text += series.prometheusLines(name: definition.name, labels: labels)
            }
        }
        return text
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}

extension MetricDefinition.Kind {
    fileprivate var prometheusName: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
