import Foundation
import LogProtocol

/// Prints what came of looks, a line each.
struct LookPrinter: Sendable {
    /// Whether the lines are JSON.
    let asJSON: Bool
    /// Whether looks without news are printed, too.
    let printsAll: Bool

    /// Prints a look at a log.
    func print(_ log: MonitorConfiguration.Log, _ look: LogWatch.Look) {
        guard self.printsAll || !look.raised.isEmpty || !look.ended.isEmpty else { return }
        let report = LookReport(log.name, look)
        // A report has numbers and strings only, which always encode.
        let line = self.asJSON ? (try? WireJSON.encode(report)) ?? "" : report.sentence
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}
