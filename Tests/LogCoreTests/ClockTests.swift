import LogCore
import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

/// A log whose signer's clock was set back.
@Suite struct ClockTests {
    private func append(to log: LogService, _ text: String) async throws -> UInt64 {
        let entries = try EntryBatch(Array(text.utf8))
        return try await log.append(Submission(entries: entries, key: nil)).indexes.lowerBound
    }

    @Test func appendsArePromisedAndReadinessNamesTheClock() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let clock = ManualSeconds()
        let signer = try await test.openSigner(clock: { clock.now })
        try await test.running(signer: signer) { log in
            let first = try await self.append(to: log, "before")
            #expect(first == 0)
            #expect(await log.published(1))
            clock.advance(by: -60)
            #expect(try await self.append(to: log, "while the clock is behind") == 1)
            #expect(
                await log.eventually { log in
                    log.readiness.remarks.contains {
                        $0.contains("the signer's clock is 60 s behind")
                    }
                }
            )
            #expect(!log.readiness.isReady)
            // Still promised, still readable, and nothing new is published.
            #expect(try await self.append(to: log, "later") == 2)
            #expect(try log.publishedHead().head.size == 1)
            #expect(try await signer.status(of: test.descriptor.origin).recorded.size == 3)
            clock.advance(by: 56)
            #expect(await log.published(3))
            #expect(await log.eventually { $0.readiness.isReady })
        }
        await signer.close()
    }
}
