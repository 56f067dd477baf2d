import Auditing
import LogClient
import Monitoring
import SignedNotes

extension Finding {
    /// What an audit's finding means as an alarm.
    ///
    /// Whatever is wrong in the SM3 tree alone is a mismatch of the twins: the bundles that both trees
    /// are made of fit the other one, or the audit would have named that first.
    init(_ finding: AuditFinding) {
        let detail = "\(finding.step): \(finding.detail)"
        switch finding {
        case .head(.twin, _): self.init(.twinMismatch, subject: "twin", detail: detail)
        case .head(let file, _): self.init(.invalidHead, subject: file.path, detail: detail)
        case .fork(let file, let size):
            self.init(
                .splitView,
                subject: "\((file.suite ?? .sha256).rawValue) \(size)",
                detail: detail
            )
        case .rollback(_, let kept):
            // A log that goes on growing below is in the same fall.
            self.init(.rollback, subject: "below \(kept)", detail: detail)
        case .root(let file, let size, let isKept):
            let suite = file.suite ?? .sha256
            self.init(
                suite == .sm3 && !isKept ? .twinMismatch : .inconsistency,
                subject: "\(suite.rawValue) \(size)",
                detail: detail
            )
        case .missing(let file), .malformed(let file, _):
            self.init(.missingTile, subject: file.path, detail: detail)
        case .entry(let index, let file):
            self.init(
                file.suite == .sm3 ? .twinMismatch : .alteredEntry,
                subject: "entry \(index)",
                detail: detail
            )
        case .tile(let file, let hash):
            self.init(
                file.suite == .sm3 ? .twinMismatch : .alteredEntry,
                subject: "\(file.path) \(hash)",
                detail: detail
            )
        case .changed(let index):
            self.init(.alteredEntry, subject: "entry \(index)", detail: detail)
        }
    }

    /// The same finding with what proves it.
    func with(file: AlarmFile?) -> Finding {
        Finding(self.kind, subject: self.subject, detail: self.detail, file: file ?? self.file)
    }
}

extension LogFile {
    /// The tree that the file belongs to; nil if it is both's.
    var suite: Suite? {
        switch self {
        case .checkpoint(let suite), .tile(let suite, _): suite
        case .twin, .metadata, .entries: nil
        }
    }
}
