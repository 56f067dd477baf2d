/// A line on a terminal that says how far an append has come.
struct ProgressBar {
    /// The bytes of all inputs; nil if that is not known.
    let total: UInt64?

    private static let width = 24

    /// Takes the line away, so that something else can be printed.
    func clear() { StandardStream.error.write("\r\u{1b}[K") }

    /// Draws the line.
    func draw(_ summary: AppendRun.Summary, after elapsed: Duration) {
        StandardStream.error.write("\r" + self.text(summary, after: elapsed))
    }

    /// Leaves the line as it is in the end.
    func finish(_ summary: AppendRun.Summary, after elapsed: Duration) {
        self.clear()
        StandardStream.error.write(self.text(summary, after: elapsed) + "\n")
    }

    /// The line.
    func text(_ summary: AppendRun.Summary, after elapsed: Duration) -> String {
        let count = summary.appendedCount + summary.refusedCount
        let seconds = max(elapsed / .seconds(1), 0.001)
        let rate = "\(count) entries, \(Int((Double(count) / seconds).rounded()))/s"
        guard let total, total > 0 else { return rate }
        let share = min(1, Double(summary.byteCount) / Double(total))
        let filled = Int(share * Double(Self.width))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: "-", count: Self.width - filled)
        return "[\(bar)] \(Int(share * 100))% \(rate)"
    }
}
