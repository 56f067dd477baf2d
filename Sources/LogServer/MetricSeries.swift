import CoreMetrics
import Synchronization

/// One figure with one combination of label values.
protocol MetricSeries: AnyObject, Sendable {
    /// The figure's lines in Prometheus' text format. `labels` are written already: `name="value"`.
    func prometheusLines(name: String, labels: [String]) -> String
}

/// A figure that only grows.
final class CounterSeries: MetricSeries, CounterHandler {
    private let total = Atomic<Int64>(0)

    func increment(by amount: Int64) { self.total.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { self.total.store(0, ordering: .relaxed) }

    func prometheusLines(name: String, labels: [String]) -> String {
        line(name, labels, self.total.load(ordering: .relaxed).description)
    }
}

/// A figure that goes up and down.
final class GaugeSeries: MetricSeries, RecorderHandler, MeterHandler {
    private let value = Mutex(0.0)

    func record(_ value: Int64) { self.set(Double(value)) }

    func record(_ value: Double) { self.set(value) }

    func set(_ value: Int64) { self.set(Double(value)) }

    func set(_ value: Double) { self.value.withLock { $0 = value } }

    func increment(by amount: Double) { self.value.withLock { $0 += amount } }

    func decrement(by amount: Double) { self.value.withLock { $0 -= amount } }

    func prometheusLines(name: String, labels: [String]) -> String {
        line(name, labels, text(self.value.withLock { $0 }))
    }
}

/// Observations counted by their size.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private struct Observations {
        // One more than there are bounds: the last is for what exceeds them all.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let observations: Mutex<Observations>

    /// Creates a series; nil if the figure is no histogram.
    init?(_ definition: MetricDefinition) {
        guard case .histogram(let bounds) = definition.kind else { return nil }
        self.bounds = bounds
        self.observations = Mutex(
            Observations(counts: Array(repeating: 0, count: bounds.count + 1))
        )
    }

    func record(_ value: Int64) { self.record(Double(value)) }

    func record(_ value: Double) {
        let place = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
        self.observations.withLock { observations in
            observations.counts[place] += 1
            observations.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) / 1e9) }

    func prometheusLines(name: String, labels: [String]) -> String {
        let observations = self.observations.withLock { $0 }
        var lines = ""
        var total = 0
        for (bound, count) in zip(self.bounds.map(text) + ["+Inf"], observations.counts) {
            total += count
            lines += line("\(name)_bucket", labels + ["le=\"\(bound)\""], "\(total)")
        }
        lines += line("\(name)_sum", labels, text(observations.sum))
        lines += line("\(name)_count", labels, "\(total)")
        return lines
    }
}

private func line(_ name: String, _ labels: [String], _ value: String) -> String {
    let labels = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
    return "\(name)\(labels) \(value)\n"
}

/// A number as Prometheus reads it, without a fraction that is zero.
private func text(_ number: Double) -> String {
    number.rounded() == number && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
}
