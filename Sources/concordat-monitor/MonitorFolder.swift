import LogClient
import Monitoring
import NIOPosix
import Synchronization

/// The folder of a monitor:
///
///     <log>/tree/                    what was verified: a log in a folder, as `recover --replay` takes
///     <log>/memory.json              what is remembered between two looks
///     <log>/alarms/<n>-<kind>.json   every alarm with what it was about
///     <log>/evidence/<n>-<kind>.json what `concordat verify-alarm` verifies
///     outbox.json                    what webhooks were not told yet
///     metrics.prom                   the figures of the last look
final class MonitorFolder: Sendable {
    /// Where it lies.
    let path: String
    private let files: LogFolder
    private let pool: NIOThreadPool
    /// Held from the first staged file to the end of the commit: several logs write here, and what one
    /// has staged must be durable when it is told so, not when another's commit happens to end.
    private let writing = Mutex(())

    private init(path: String, files: LogFolder, pool: NIOThreadPool) {
        self.path = path
        self.files = files
        self.pool = pool
    }

    /// Opens the folder, which is made if it is not there. While it is open no other monitor uses it.
    static func open(path: String, pool: NIOThreadPool) async throws -> MonitorFolder {
        let files = try await pool.runIfActive { try LogFolder(path: path) }
        return MonitorFolder(path: path, files: files, pool: pool)
    }

    private static let byteLimit = 64 << 20

    /// The bytes of a file; nil if it is not there.
    func read(_ names: [String]) async throws -> [UInt8]? {
        try await self.pool.runIfActive { try self.files.read(names, limit: Self.byteLimit) }
    }

    /// Puts files in the place of those before, durably and all at once or in this order.
    func write(_ contents: [(names: [String], bytes: [UInt8])]) async throws {
        try await self.pool.runIfActive {
            try self.writing.withLock { _ in
                for content in contents {
                    try self.files.stage(content.bytes, at: content.names, isImmutable: false)
                }
                try self.files.commit()
            }
        }
    }

    /// Where the auditor of a log keeps what it verified. Its parent is there once something was
    /// written for the log.
    func treePath(of log: String) -> String { "\(self.path)/\(log)/tree" }
}
