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
    mutating func sample(_ labels: [(String, String)], _ value: some CustomStringConvertible) {
        let inside = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        self.text +=
            inside.isEmpty ? "\(self.name) \(value)\n" : "\(self.name){\(inside)} \(value)\n"
    }
}
