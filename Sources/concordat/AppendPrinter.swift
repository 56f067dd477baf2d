import LogClient
import LogProtocol
import SignedNotes

/// Prints what becomes of an append, and tells how the command ends.
struct AppendPrinter {
    let isJSON: Bool
    /// The bytes of all inputs; nil if that is not known or means nothing.
    let totalByteCount: UInt64?

    /// Runs an append that reports its results, and prints them.
    func status(
        of run: (_ report: ([AppendResult], AppendRun.Summary) -> Void) async throws
            -> AppendRun.Summary
    ) async -> ExitStatus {
        let bar = StandardStream.error.isTerminal ? ProgressBar(total: self.totalByteCount) : nil
        let start = ContinuousClock.now
        do {
            let summary = try await run { results, summary in
                bar?.clear()
                StandardStream.output.write(results.map(self.line).joined())
                bar?.draw(summary, after: start.duration(to: .now))
            }
            bar?.finish(summary, after: start.duration(to: .now))
            guard summary.refusedCount > 0 else { return .proven }
            StandardStream.error.write(
                "\(summary.refusedCount) refused, \(summary.appendedCount) appended\n"
            )
            return .refuted
        } catch {
            bar?.clear()
            return self.status(of: error)
        }
    }

    /// One line about one entry.
    func line(_ result: AppendResult) -> String {
        guard !self.isJSON else {
            // Nothing in a result fails to encode; if it did, the line would still be there.
            return ((try? WireJSON.encode(result)) ?? "{}") + "\n"
        }
        return switch result {
        case .appended(let entry): "\(entry.index)\n"
        case .refused(let problem): "refused: \(problem.description.printable)\n"
        }
    }

    private func status(of error: any Error) -> ExitStatus {
        let status = (error as? LogClientError)?.status ?? .undecided
        if self.isJSON {
            if case LogClientError.refused(let problem) = error {
                StandardStream.output.write(self.line(.refused(problem)))
            } else {
                let outcome = Outcome.failed(.undecided, step: "append", detail: "\(error)")
                // As above: two texts and a word always encode.
                StandardStream.output.write(((try? outcome.text(asJSON: true)) ?? "{}") + "\n")
            }
        }
        StandardStream.error.write("\("\(error)".printable)\n")
        return status
    }
}
