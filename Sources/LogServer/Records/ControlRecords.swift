public import LogCore
import Records

/// Writes what a log itself has to tell of its writers.
public struct ControlRecords: Sendable {
    private let desk: RecordDesk

    /// Creates the writer of a log's own records.
    public init(log: any HostedLog, options: RecordOptions) {
        self.desk = RecordDesk(served: ServedLog(log, position: 0), options: options)
    }

    /// Writes a `capture-state` record for each change, unless it is written already; returns once each
    /// is promised or refused, with the reason why it was refused.
    public func append(_ reports: [CaptureReport]) async -> [(any Error)?] {
        var prepared: [RecordDesk.Prepared] = []
        var errors: [(any Error)?] = []
        for report in reports {
            do throws(Problem) {
                prepared.append(try self.prepare(report))
                errors.append(nil)
            } catch {
                errors.append(error)
            }
        }
        var results = (await self.desk.append(prepared))[...]
        return errors.map { error in
            if let error { return error }
            guard case .failure(let failure)? = results.popFirst() else { return nil }
            return failure
        }
    }

    private func prepare(_ report: CaptureReport) throws(Problem) -> RecordDesk.Prepared {
        guard let vault = self.desk.served.log.vault else {
            throw Problem(VaultError.store(.unavailable("the log has no vault")))
        }
        let id = vault.captureRecordID(of: report)
        let members = self.desk.ownMembers("capture-state", id: id)
        // SPEC: COMP-6: the change is the request: another daemon that notices it makes a repeat.
        return try self.desk.prepare(
            .object(members + report.members),
            body: Array(id.utf8),
            writer: "",
            isOwn: true
        )
    }
}
