import Auditing
import Foundation
import Glibc
import LogCore

/// Tells on standard error how far an examination has come: a bar on a terminal, a line now and then
/// otherwise.
struct FsckProgress {
    private let name: String
    private let isTerminal: Bool
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant
    private var isDrawn = false

    /// Begins.
    init(_ name: String, isTerminal: Bool = isatty(STDERR_FILENO) == 1) {
        self.name = name
        self.isTerminal = isTerminal
        self.last = self.start
    }

    /// Shows how far it is, unless that was shown a moment ago.
    mutating func show(_ progress: LogExaminer.Progress) {
        let now = ContinuousClock.now
        guard now - self.last >= (self.isTerminal ? .milliseconds(200) : .seconds(10)) else {
            return
        }
        self.last = now
        let text = self.text(progress, after: now - self.start)
        Self.write(self.isTerminal ? "\r\u{1b}[K\(text)" : "\(text)\n")
        self.isDrawn = self.isTerminal
    }

    /// Takes the bar away.
    mutating func clear() {
        guard self.isDrawn else { return }
        Self.write("\r\u{1b}[K")
        self.isDrawn = false
    }

    /// The bar, or the line.
    func text(_ progress: LogExaminer.Progress, after elapsed: Duration) -> String {
        let seconds = max(elapsed / .seconds(1), 0.001)
        let rate = Double(progress.position) / seconds
        let rest = Double(progress.size - min(progress.position, progress.size))
        let left = rate > 0 ? Int((rest / rate).rounded(.up)) : 0
        let figures =
            "\(progress.position) of \(progress.size) entries, \(Int(rate.rounded()))/s, "
            + "\(left) s left"
        guard self.isTerminal else { return "\(self.name): \(figures)" }
        let share = progress.size == 0 ? 1 : Double(progress.position) / Double(progress.size)
        return "\(self.name) \(ProgressText.bar(share)) \(figures)"
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
