import LogCore
import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// Looks at the disks while the daemon serves, and has appends refused before one of them is full.
///
/// A full disk stops PostgreSQL or the signer at a moment of its own choosing; refusing earlier leaves
/// room for what is under way, and reads go on.
final class DiskWatch: Service {
    private let logs: [LogService]
    private let limits: DiskLimits
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let measure: @Sendable () async -> [DiskReading]
    // Written by whoever looks; read by `/readyz`.
    private let latest = Mutex<[CheckResult]>([])

    /// Creates a watch. `measure` reads the disks.
    init(
        logs: [LogService],
        limits: DiskLimits,
        interval: Duration = .seconds(5),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger,
        measure: @escaping @Sendable () async -> [DiskReading]
    ) {
        self.logs = logs
        self.limits = limits
        self.interval = interval
        self.clock = clock
        self.logger = logger
        self.measure = measure
    }

    /// Looks again and again until graceful shutdown.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                try? await self.clock.sleep(for: self.interval)
            }
        }
    }

    /// Warnings about disks that are not refusals: those stand at each log.
    var remarks: [String] {
        self.latest.withLock { $0 }.filter { $0.outcome == .warning }.map(\.remark)
    }

    /// SPEC: DOCTOR-2: looks once, and stops or resumes appends.
    func look() async {
        let readings = await self.measure()
        let results = readings.map(self.limits.result)
        for reading in readings {
            Gauge(label: "concordat_disk_free_bytes", dimensions: [("place", reading.place)])
                .record(reading.availableByteCount)
        }
        let before = self.latest.withLock { latest in
            defer { latest = results }
            return latest
        }
        let full = results.filter { $0.outcome == .failure }
        let reason = full.isEmpty ? nil : full.map(\.remark).joined(separator: "; ")
        for log in self.logs { log.setStorageProblem(reason) }
        self.tell(results, before: before)
    }

    private func tell(_ results: [CheckResult], before: [CheckResult]) {
        for result in results {
            let earlier = before.first { $0.name == result.name }?.outcome ?? .ok
            guard result.outcome != earlier else { continue }
            let metadata: Logger.Metadata = ["check": "\(result.name)", "found": "\(result.found)"]
            switch result.outcome {
            case .failure:
                self.logger.error("Appends are refused: a disk is full", metadata: metadata)
            case .warning: self.logger.warning("A disk fills up", metadata: metadata)
            case .ok, .unknown: self.logger.info("A disk has room again", metadata: metadata)
            }
        }
    }
}
