import LogStorePostgres

/// `recover --reintegrate`: trees computed anew from the entries that are in the database.
struct Reintegration {
    let desk: RecoveryDesk

    /// Does it; returns what was done and where that is written.
    func run() async throws -> (report: RecoveryReport, path: String) {
        var report = self.desk.report("reintegrate")
        report.add(try await self.desk.rebuild())
        report.finished = RecoveryDesk.time()
        return (report, try self.desk.reports.finish(report))
    }
}
