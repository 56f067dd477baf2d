import Auditing
import LogClient
import MerkleTree
import Monitoring
import SignedNotes

/// Compares heads with the tree that the log's entries make, and parts of the log with what they were.
struct TreeComparison: Sendable {
    let client: LogClient
    let evidence: EvidenceMaker

    /// How many full bundles each look reads from the log again.
    static let patrolCount: UInt64 = 16

    /// What came of it.
    struct Result: Sendable {
        /// The size of the verified tree.
        var verifiedSize: UInt64 = 0
        var findings: [Finding] = []
        /// Heads that the entries do not reach yet.
        var waiting: [HeadClaim] = []
        /// Files that were missing, and about which the log has not answered.
        var unseen: [String] = []
        /// The bundle with which the next patrol begins.
        var nextPatrol: UInt64 = 0
    }

    /// SPEC: MON-1, MON-4: every head that anybody showed is one of the tree that the entries make;
    /// and what was read before is read again, a part at a time.
    ///
    /// `missing` are files that were not there before. Nil if no head was verified yet.
    ///
    /// - Throws: ``AuditError`` if the folder is damaged.
    func compare(
        _ claims: [HeadClaim],
        patrolFrom position: UInt64,
        missing: [String]
    ) async throws -> Result? {
        try await AuditedLog.reading(self.evidence.treePath, keys: self.evidence.keys) { tree in
            var result = Result(verifiedSize: tree.verifiedSize)
            for claim in claims {
                guard let head = try await tree.head(ofSize: claim.size) else {
                    result.waiting.append(claim)
                    continue
                }
                guard !claim.agrees(with: head) else { continue }
                result.findings.append(try await self.finding(about: claim, head, tree))
            }
            let start = position < tree.bundleCount ? position : 0
            let end = min(start + Self.patrolCount, tree.bundleCount)
            result.findings += try await self.patrol(start..<end, tree)
            result.nextPatrol = end
            for path in missing {
                guard let file = LogFile(path: path) else { continue }
                do {
                    let finding = try await tree.finding(about: file, of: self.client)
                    if let finding { result.findings.append(Finding(finding)) }
                } catch is AuditError {
                    // There was no answer.
                    result.unseen.append(path)
                }
            }
            return result
        }
    }

    /// Reads bundles again, side by side; what is wrong, in their order.
    private func patrol(_ bundles: Range<UInt64>, _ tree: AuditedLog) async throws -> [Finding] {
        let changes = try await withThrowingTaskGroup(of: (UInt64, AuditFinding?).self) { group in
            for index in bundles {
                group.addTask {
                    do {
                        let change = try await tree.change(inBundle: index, of: self.client)
                        return (index, change)
                    } catch let error as AuditError {
                        // No answer says nothing; a damaged folder is an error of its own.
                        guard case .undecided(let step, _) = error, step != "state" else {
                            throw error
                        }
                        return (index, nil)
                    }
                }
            }
            var changes: [(UInt64, AuditFinding?)] = []
            for try await change in group { changes.append(change) }
            return changes
        }
        return changes.sorted { $0.0 < $1.0 }.compactMap { $0.1.map { Finding($0) } }
    }

    /// A signed head that is not of the tree: another one of the same size if the log showed that, else
    /// one that the tree does not continue.
    private func finding(
        about claim: HeadClaim,
        _ head: TwinHead,
        _ tree: AuditedLog
    ) async throws -> Finding {
        let subject = "\(claim.suite.rawValue) \(claim.size)"
        if let own = try await tree.notes(ofSize: claim.size) {
            let note = claim.suite == .sha256 ? own.sha256 : own.sm3
            return Finding(
                .splitView,
                subject: subject,
                detail: "\(claim.source) shows a signed \(claim.suite.title) head of \(claim.size) "
                    + "entries with another root than the log's",
                file: self.evidence.checked(.splitView(note, claim.note))
            )
        }
        var file: AlarmFile?
        if claim.size > 0, claim.size < tree.verifiedSize,
            let newest = try await tree.notes(ofSize: tree.verifiedSize)
        {
            file = self.evidence.checked(
                .inconsistency(
                    older: claim.note,
                    newer: claim.suite == .sha256 ? newest.sha256 : newest.sm3,
                    prefixRoot: claim.suite == .sha256 ? head.sha256.bytes : head.sm3.bytes,
                    path: try await tree.consistencyPath(claim.suite, from: claim.size)
                )
            )
        }
        return Finding(
            .inconsistency,
            subject: subject,
            detail:
                "\(claim.source) shows a signed \(claim.suite.title) head of \(claim.size) entries "
                + "that the log's head of \(tree.verifiedSize) does not continue",
            file: file
        )
    }
}
