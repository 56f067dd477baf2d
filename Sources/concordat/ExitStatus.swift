import ArgumentParser
import SignedNotes

/// SPEC: PROOF-10: how a command ended, for scripts. Wrong usage is 64, which the argument parser
/// sees to.
enum ExitStatus: Int32 {
    /// What was asked is proven, or done.
    case proven = 0
    /// What was presented is refuted, or what was sent is refused.
    case refuted = 1
    /// Nothing is known: no key for it, an unreadable file, no answer.
    case undecided = 2

    /// The status for what a failed verification says.
    init(_ verdict: Verdict) {
        switch verdict {
        case .refuted: self = .refuted
        case .undecided: self = .undecided
        }
    }

    /// The same for the argument parser.
    var code: ExitCode { ExitCode(self.rawValue) }
}
