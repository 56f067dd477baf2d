import CryptoSuites
import Foundation

/// The folder with the reports about one log's recoveries.
///
///     DIR/recovery/<log>/unfinished.json               what is under way, or was cut short
///     DIR/recovery/<log>/20270131T235959Z-replay.json  what was done
struct ReportFolder: Sendable {
    /// The folder's path.
    let path: String

    private var unfinishedPath: String { "\(self.path)/unfinished.json" }

    /// The report of a run that was cut short; nil if there is none.
    func unfinished() throws -> RecoveryReport? {
        guard let data = FileManager.default.contents(atPath: self.unfinishedPath) else {
            return nil
        }
        return try JSONDecoder().decode(RecoveryReport.self, from: data)
    }

    /// Keeps what is about to be done, durably: it is not known any more once some of it is done.
    func begin(_ report: RecoveryReport) throws {
        try FileManager.default.createDirectory(
            atPath: self.path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try self.write(report, self.unfinishedPath)
    }

    /// Keeps what was done, and returns the file.
    func finish(_ report: RecoveryReport) throws -> String {
        let time = (report.finished ?? report.started).filter { $0.isNumber || $0.isLetter }
        let path = "\(self.path)/\(time)-\(report.command).json"
        try self.begin(report)
        guard rename(self.unfinishedPath, path) == 0 else {
            throw DaemonError.file(path, errno: errno)
        }
        try synchronizeFolder(self.path)
        return path
    }

    private func write(_ report: RecoveryReport, _ path: String) throws {
        let draft = path + ".new"
        try? FileManager.default.removeItem(atPath: draft)
        try SecretFile.create(try report.json(), at: draft)
        guard rename(draft, path) == 0 else { throw DaemonError.file(path, errno: errno) }
        try synchronizeFolder(self.path)
    }
}
