import ArgumentParser

/// What came out of an examination.
enum FsckVerdict: String, Encodable {
    /// Everything is as it was written.
    case well
    /// Something was altered.
    case altered
    /// Nothing was found, and not everything could be examined.
    case couldNotTell = "could_not_tell"

    /// The verdict over findings and what stood in the way.
    init(findings: UInt64, problems: [String]) {
        self = findings > 0 ? .altered : problems.isEmpty ? .well : .couldNotTell
    }

    /// The verdict over several.
    init(_ verdicts: [FsckVerdict]) {
        self =
            verdicts.contains(.altered)
            ? .altered : verdicts.contains(.couldNotTell) ? .couldNotTell : .well
    }

    /// SPEC: FSCK-7: how the command ends.
    var exitCode: ExitCode {
        switch self {
        case .well: ExitCode(0)
        case .altered: ExitCode(1)
        case .couldNotTell: ExitCode(2)
        }
    }
}
