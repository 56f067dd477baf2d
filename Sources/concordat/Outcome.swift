import LogProtocol
import SignedNotes

/// What a command found out, for people and for programs.
enum Outcome {
    /// The claim holds: a sentence, and the members of its JSON object.
    case proven(String, any Encodable)
    /// The claim is not proven: the step that failed, and how.
    case failed(Verdict, step: String, detail: String)

    /// How the command ends.
    var status: ExitStatus {
        switch self {
        case .proven: .proven
        case .failed(let verdict, _, _): ExitStatus(verdict)
        }
    }

    /// One line for people, or one JSON object.
    func text(asJSON: Bool) throws -> String {
        switch self {
        case .proven(let sentence, let report):
            return asJSON ? try WireJSON.encode(report) : "proven: \(sentence)"
        case .failed(let verdict, let step, let detail):
            guard !asJSON else {
                return try WireJSON.encode(FailureReport(verdict, step: step, detail: detail))
            }
            return switch verdict {
            case .refuted: "refuted at \(step): \(detail)"
            case .undecided: "could not tell, \(step): \(detail)"
            }
        }
    }

    /// Prints the outcome, and ends the command unless the claim is proven.
    func finish(asJSON: Bool) throws {
        StandardStream.output.write(try self.text(asJSON: asJSON) + "\n")
        guard case .proven = self.status else { throw self.status.code }
    }
}

/// The JSON object about a claim that is not proven.
private struct FailureReport: Encodable {
    let verdict: String
    let step: String
    let detail: String

    init(_ verdict: Verdict, step: String, detail: String) {
        switch verdict {
        case .refuted: self.verdict = "refuted"
        case .undecided: self.verdict = "could_not_tell"
        }
        self.step = step
        self.detail = detail
    }
}
