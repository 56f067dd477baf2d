import LogClient
import Monitoring
import NIOPosix

/// The folder of a monitor:
///
///     <log>/tree/                    what was verified: a log in a folder, as `recover --replay` takes
///     <log>/memory.json              what is remembered between two looks
///     <log>/alarms/<n>-<kind>.json   every alarm with what it was about
///     <log>/evidence/<n>-<kind>.json what `concordat verify-alarm` verifies
///     outbox.json                    what webhooks were not told yet
///     metrics.prom                   the figures of the last look
struct MonitorFolder: Sendable {
    /// Where it lies.
    let path: String
    private let files: LogFolder
    private let pool: NIOThreadPool

    /// Opens the folder, which is made if it is not there. While it is open no other monitor uses it.
    init(path: String, pool: NIOThreadPool) async throws {
        self.path = path
        self.pool = pool
        self.files = try await pool.runIfActive { try LogFolder(path: path) }
    }

    private static let byteLimit = 64 << 20

    /// The bytes of a file; nil if it is not there.
    func read(_ names: [String]) async throws -> [UInt8]? {
        let files = self.files
        return try await self.pool.runIfActive { try files.read(names, limit: Self.byteLimit) }
    }

    /// Puts files in the place of those before, durably and all at once or in this order.
    func write(_ contents: [(names: [String], bytes: [UInt8])]) async throws {
        let files = self.files
        try await self.pool.runIfActive {
            for content in contents {
                try files.stage(content.bytes, at: content.names, isImmutable: false)
            }
            try files.commit()
        }
    }

    /// Where the auditor of a log keeps what it verified. Its parent is there once something was
    /// written for the log.
    func treePath(of log: String) -> String { "\(self.path)/\(log)/tree" }
}
