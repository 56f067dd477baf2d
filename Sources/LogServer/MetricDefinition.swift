/// A figure that the daemon reports: its name, its meaning and its labels.
public struct MetricDefinition: Hashable, Sendable {
    /// How a figure behaves.
    public enum Kind: Hashable, Sendable {
        /// It only grows.
        case counter
        /// It goes up and down.
        case gauge
        /// It counts observations by their size; the numbers are the upper bounds, rising.
        case histogram([Double])
    }

    /// The name, with the unit at its end.
    public let name: String
    /// How it behaves.
    public let kind: Kind
    /// The names of its labels, in the order in which they are given.
    public let labels: [String]
    /// What it says, in a sentence.
    public let help: String

    /// Defines a figure.
    public init(_ name: String, _ kind: Kind, labels: [String] = [], help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}
