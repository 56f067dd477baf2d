/// What one check found.
struct CheckResult: Hashable, Sendable, Encodable {
    /// How bad it is.
    enum Outcome: String, Hashable, Sendable, Encodable {
        /// All is well.
        case ok
        /// It works, and should be otherwise.
        case warning
        /// A promise of the log does not stand on this, or soon will not.
        case failure
        /// The check could not be made.
        case unknown
    }

    /// The check's name, which stays the same: scripts look for it.
    let name: String
    /// How bad it is.
    let outcome: Outcome
    /// What was found, in a sentence for the operator.
    let found: String
    /// What to do about it; nil if there is nothing to do.
    let remedy: String?
    /// Whether `serve` does not start with this: entries it acknowledges could be lost.
    let stopsServing: Bool

    /// All is well.
    static func ok(_ name: String, _ found: String) -> CheckResult {
        CheckResult(name: name, outcome: .ok, found: found, remedy: nil, stopsServing: false)
    }

    /// It works, and should be otherwise.
    static func warning(_ name: String, _ found: String, remedy: String) -> CheckResult {
        CheckResult(
            name: name,
            outcome: .warning,
            found: found,
            remedy: remedy,
            stopsServing: false
        )
    }

    /// A promise of the log does not stand on this.
    static func failure(
        _ name: String,
        _ found: String,
        remedy: String,
        stopsServing: Bool = false
    ) -> CheckResult {
        CheckResult(
            name: name,
            outcome: .failure,
            found: found,
            remedy: remedy,
            stopsServing: stopsServing
        )
    }

    /// The check could not be made.
    static func unknown(_ name: String, _ found: String, remedy: String) -> CheckResult {
        CheckResult(
            name: name,
            outcome: .unknown,
            found: found,
            remedy: remedy,
            stopsServing: false
        )
    }
}

extension CheckResult {
    /// The result in a line, without its name: what was found, and what to do about it.
    var remark: String {
        guard let remedy else { return self.found }
        return "\(self.found): \(remedy)"
    }
}
