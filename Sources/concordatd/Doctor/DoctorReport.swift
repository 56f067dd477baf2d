import Foundation

/// What the checks come to, for people and for programs.
struct DoctorReport: Encodable {
    /// `ok`, `failure` or `unknown`: the worst of all, warnings aside.
    let verdict: String
    /// The checks in their order.
    let checks: [CheckResult]

    /// Sums up.
    init(_ checks: [CheckResult]) {
        self.checks = checks
        self.verdict =
            if checks.contains(where: { $0.outcome == .failure }) {
                "failure"
            } else if checks.contains(where: { $0.outcome == .unknown }) { "unknown" } else { "ok" }
    }

    /// How the command ends: 0 nothing failed, 1 something did, 2 something could not be told.
    var status: Int32 {
        switch self.verdict {
        case "failure": 1
        case "unknown": 2
        default: 0
        }
    }

    /// A line a check, what to do below it, and a line that sums up.
    var text: String {
        var lines: [String] = []
        for check in self.checks {
            let label = check.outcome.rawValue
            let padding = String(repeating: " ", count: max(0, 9 - label.utf8.count))
            lines.append("\(label)\(padding)\(check.name): \(check.found)")
            if let remedy = check.remedy { lines.append("         -> \(remedy)") }
        }
        let counts = [CheckResult.Outcome.ok, .warning, .failure, .unknown].map { outcome in
            "\(self.checks.count { $0.outcome == outcome }) \(outcome.rawValue)"
        }
        lines.append(counts.joined(separator: ", "))
        return lines.map { $0 + "\n" }.joined()
    }

    /// One JSON object on one line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
