import Auditing

/// A line on a terminal that says how far a command has come.
struct ProgressBar {
    /// The bytes of all inputs; nil if that is not known.
    let total: UInt64?

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
        let share = self.total.flatMap { $0 > 0 ? Double(summary.byteCount) / Double($0) : nil }
        return ProgressText.line(
            entryCount: summary.appendedCount + summary.refusedCount,
            share: share,
            after: elapsed
        )
    }
}
