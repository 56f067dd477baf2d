import Foundation
import LogCore

/// All that was found out, for people and for programs.
struct FsckReport: Encodable {
    /// One finding.
    struct Item: Encodable {
        let subject: String
        let firstIndex: Int64?
        let count: UInt64
        let text: String

        init(_ finding: Finding) {
            self.subject = finding.subject
            self.firstIndex = finding.firstIndex
            self.count = finding.count
            self.text = finding.description
        }

        private enum CodingKeys: String, CodingKey {
            case subject
            case firstIndex = "first_index"
            case count
            case text
        }

        /// One line.
        var line: String {
            let place = self.firstIndex.map { "first bad index \($0): " } ?? ""
            return "\(place)\(self.text)"
        }
    }

    /// What was found out about one log.
    struct Log: Encodable {
        let name: String
        let origin: String
        let verdict: FsckVerdict
        /// The committed size in the database.
        let size: UInt64
        /// How many entries were examined.
        let examined: UInt64
        let seconds: Double
        /// The first index of all findings.
        let firstIndex: Int64?
        /// How many things were found, also those that are not listed.
        let findingCount: UInt64
        let findings: [Item]
        /// What could not be examined, and why.
        let problems: [String]
        /// The log's records in the vault; nil if they were not reached.
        var vault: Vault?
        /// The witnesses' lines below its heads; nil if they were not reached.
        var cosignatures: Cosignatures?

        /// What was examined of a vault.
        struct Vault: Encodable {
            /// All records, erased ones too.
            let records: UInt64
            /// Those that are erased.
            let erased: UInt64
            /// Those whose contents were opened and sealed again.
            let opened: UInt64

            init(_ examination: VaultExamination) {
                self.records = examination.recordCount
                self.erased = examination.erasedCount
                self.opened = examination.openedCount
            }
        }

        /// What was examined of witnesses' lines.
        struct Cosignatures: Encodable {
            /// All lines.
            let lines: UInt64
            /// Those that verified under a key of the policy.
            let verified: UInt64

            init(_ examination: CosignatureExaminer.Examination) {
                self.lines = examination.lineCount
                self.verified = examination.verifiedCount
            }
        }

        private enum CodingKeys: String, CodingKey {
            case cosignatures
            case vault
            case name
            case origin
            case verdict
            case size
            case examined
            case seconds
            case firstIndex = "first_index"
            case findingCount = "finding_count"
            case findings
            case problems
        }
    }

    let verdict: FsckVerdict
    let logs: [Log]
    /// Findings that are about no log of the database.
    let findings: [Item]
    /// What could not be examined, and why.
    let problems: [String]

    /// Joins what was found out.
    init(logs: [Log], findings: [Finding], problems: [String]) {
        self.logs = logs
        self.findings = findings.map { Item($0) }
        self.problems = problems
        self.verdict = FsckVerdict(
            logs.map(\.verdict)
                + [FsckVerdict(findings: UInt64(findings.count), problems: problems)]
        )
    }

    /// One JSON object.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// A line for each finding and a summary of each log.
    var text: String {
        var lines = self.findings.map { "database: \($0.line)" }
        lines += self.problems.map { "database: could not tell: \($0)" }
        for log in self.logs {
            lines += log.findings.map { "\(log.name): \($0.line)" }
            lines += log.problems.map { "\(log.name): could not tell: \($0)" }
            lines.append("\(log.name): \(log.summary)")
        }
        return lines.joined(separator: "\n")
    }
}

extension FsckReport.Log {
    /// One line.
    fileprivate var summary: String {
        let time = String(format: "%.1f s", self.seconds)
        var entries = "\(self.examined) of \(self.size) entries examined in \(time)"
        if let vault = self.vault, vault.records > 0 {
            entries +=
                ", \(vault.records) records in the vault (\(vault.opened) opened, \(vault.erased) erased)"
        }
        if let cosignatures = self.cosignatures, cosignatures.lines > 0 {
            entries +=
                ", \(cosignatures.lines) witnesses' lines (\(cosignatures.verified) verified)"
        }
        switch self.verdict {
        case .well: return "well, \(entries)"
        case .couldNotTell: return "could not tell, \(entries)"
        case .altered:
            let place = self.firstIndex.map { ", first bad index \($0)" } ?? ""
            let listed = self.findings.reduce(0) { $0 + $1.count }
            let rest =
                listed < self.findingCount
                ? ", \(self.findingCount - listed) more than listed" : ""
            return "ALTERED: \(self.findingCount) found\(place)\(rest), \(entries)"
        }
    }
}
