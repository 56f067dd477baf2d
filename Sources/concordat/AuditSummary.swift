import Auditing
import LogProtocol
import MerkleTree
import SignedNotes

/// The JSON object about an audit that verified a log, and the sentence that says the same.
struct AuditSummary: Encodable {
    private let verdict = "proven"
    private let origin: String
    private let treeSize: UInt64
    private let root: Roots
    private let verifiedHeads: [Suite]
    private let signatures: [SignatureReport]
    private let newEntries: UInt64
    private let newBytes: UInt64
    private let comparedLeafTiles: UInt64
    private let comparedUpperTiles: UInt64
    private let recheckedEntries: UInt64
    private let keptHeads: Int
    private let alarms: Int
    private let keys: [String]?
    private let policies: [UInt64]?
    private let policyFiles: [String]?
    private let ignored: [Ignored]?

    /// A statement that says that it changes keys or policy, and does not.
    private struct Ignored: Encodable {
        let index: UInt64
        let reason: String
    }

    private struct Roots: Encodable {
        let sha256: String
        let sm3: String
    }

    private enum CodingKeys: String, CodingKey {
        case verdict
        case origin
        case treeSize = "tree_size"
        case root
        case verifiedHeads = "verified_heads"
        case signatures
        case newEntries = "new_entries"
        case newBytes = "new_bytes"
        case comparedLeafTiles = "compared_leaf_tiles"
        case comparedUpperTiles = "compared_upper_tiles"
        case recheckedEntries = "rechecked_entries"
        case keptHeads = "kept_heads"
        case alarms
        case keys
        case policies
        case policyFiles = "policy_files"
        case ignored = "ignored_statements"
    }

    /// `policyFiles` are the announced policies where they were written.
    init(_ report: AuditReport, policyFiles: [String]? = nil) {
        self.policyFiles = policyFiles
        self.origin = report.origin.text
        self.treeSize = report.head.size
        self.root = Roots(
            sha256: report.head.sha256.description,
            sm3: report.head.sm3.description
        )
        self.verifiedHeads = Suite.allCases.filter { report.suites.contains($0) }
        // The twin note repeats the signers of the two heads.
        var seen: Set<VerifierKey> = []
        self.signatures = report.signatures.filter { seen.insert($0.key).inserted }
            .map(SignatureReport.init)
        self.newEntries = report.newEntryCount
        self.newBytes = report.newByteCount
        self.comparedLeafTiles = report.comparedLeafTileCount
        self.comparedUpperTiles = report.comparedUpperTileCount
        self.recheckedEntries = report.recheckedEntryCount
        self.keptHeads = report.keptHeadCount
        self.alarms = report.alarmCount
        let history = report.history
        let bounded = history.keys.filter(\.isBounded)
        self.keys = bounded.isEmpty ? nil : bounded.map(\.textWithSizes)
        self.policies = history.policies.isEmpty ? nil : history.policies.map(\.from)
        self.ignored =
            history.ignored.isEmpty
            ? nil : history.ignored.map { Ignored(index: $0.index, reason: "\($0.reason)") }
    }

    /// What was proven, under which keys, and what was not.
    var sentence: String {
        var parts = [
            "the \(self.treeSize) entries of \(self.origin.printable) make both roots, signed by "
                + self.signatures.map(\.sentence).joined(separator: ", "),
            "\(self.newEntries) of them are new, and \(self.keptHeads) heads met so far agree",
        ]
        for suite in Suite.allCases where !self.verifiedHeads.contains(suite) {
            parts.append("the head of the \(suite.title) tree is not verified: no key for it")
        }
        if let keys {
            parts.append("its keys are \(keys.map(\.printable).joined(separator: ", "))")
        }
        for size in self.policies ?? [] {
            parts.append("a policy of its own holds from \(size) entries on")
        }
        if let policyFiles, !policyFiles.isEmpty {
            let files = policyFiles.map(\.printable).joined(separator: ", ")
            parts.append("its policies are in \(files)")
        }
        for ignored in self.ignored ?? [] {
            parts.append(
                "the statement at index \(ignored.index) changes nothing: \(ignored.reason.printable)"
            )
        }
        if self.alarms > 0 { parts.append("ALARMS of earlier audits are kept: \(self.alarms)") }
        return parts.joined(separator: "; ")
    }
}

extension AuditError {
    /// The error as the end of a command.
    var outcome: Outcome {
        switch self {
        case .refuted(let finding, let evidence):
            let place = evidence.map { "; evidence in \($0)" } ?? ""
            return .failed(
                .refuted,
                step: finding.step.printable,
                detail: (finding.detail + place).printable
            )
        case .undecided(let step, let detail):
            return .failed(.undecided, step: step.printable, detail: detail.printable)
        }
    }
}
