import LogCore
import LogTesting
import Logging
import MerkleTree
import SignedNotes
import Synchronization
import Testing
import Witnessing

@testable import concordatd

/// Appends stop before a disk is full, and go on when there is room again.
@Suite struct DiskWatchTests {
    /// Disks that a test fills and empties.
    private final class Disks: Sendable {
        private let free = Mutex<UInt64>(.max)

        func setFree(_ count: UInt64) { self.free.withLock { $0 = count } }

        var readings: [DiskReading] {
            let total: UInt64 = 1_000 << 30
            return [
                DiskReading(
                    place: "data",
                    path: "/data",
                    availableByteCount: min(self.free.withLock { $0 }, total),
                    byteCount: total
                )
            ]
        }
    }

    @Test func appendsStopBelowTheWatermarkAndGoOnAbove() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let disks = Disks()
        try await test.running(signer: signer) { (log: LogService) async throws -> Void in
            let watch = DiskWatch(
                logs: [log],
                limits: DiskLimits(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                measure: { disks.readings }
            )
            func append() async throws -> UInt64 {
                try await log.append(
                    Submission(entries: try EntryBatch([1]), key: nil)
                ).indexes.lowerBound
            }
            await watch.look()
            #expect(try await append() == 0)
            #expect(watch.remarks.isEmpty)

            disks.setFree(60 << 30)
            await watch.look()
            #expect(try await append() == 1)
            #expect(watch.remarks.count == 1)
            #expect(await log.published(2))
            #expect(log.readiness.isReady)

            disks.setFree(40 << 30)
            await watch.look()
            let error = await #expect(throws: AppendError.self) { try await append() }
            guard case .storeFull(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("/data has 40960 MiB free (4 % of its file system)"))
            #expect(!log.readiness.isReady)
            #expect(log.readiness.remarks.contains { $0.contains("/data") })
            #expect(try log.publishedHead().head.size == 2, "reads go on")

            disks.setFree(500 << 30)
            await watch.look()
            #expect(try await append() == 2)
            #expect(log.readiness.isReady && watch.remarks.isEmpty)
        }
        await signer.close()
    }
}
