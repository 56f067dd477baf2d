import LogTesting
import Logging
import MerkleTree
import SignedNotes
import Synchronization
import Testing
import Witnessing

@testable import LogCore

@Suite struct ScrubberTests {
    /// A scrubber over rows in memory, on a clock on which sleeping takes no time.
    private struct Rig {
        let clock = ManualClock()
        let health = LogHealth()
        let heads = HeadBoard()
        let rows: ScriptedRows
        let log: StoredLog

        init(_ log: StoredLog, publishedSize: UInt64? = nil) throws {
            self.log = log
            self.rows = ScriptedRows(log)
            let size = publishedSize ?? log.heads.last?.size ?? 0
            guard size > 0 else { return }
            let tree = GrownTree(log.entries.compactMap { $0 })
            self.heads.show(
                published: PublishedHead(
                    head: tree.head(at: Int(size)),
                    notes: HeadNotes(checkpoint: [], sm3Checkpoint: [], twin: [])
                ),
                pending: nil
            )
        }

        func scrubber(rate: Int = 5_000) -> Scrubber {
            Scrubber(
                log: self.log.descriptor,
                rows: self.rows,
                heads: self.heads,
                health: self.health,
                metrics: LogMetrics(log: self.log.descriptor.name),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                rate: rate,
                clock: self.clock
            )
        }
    }

    @Test(arguments: [0, 1, 255, 256, 257, 3_000]) func anUnalteredLogIsReadOnce(
        _ count: Int
    ) async throws {
        let rig = try Rig(StoredLog.make(count, heads: count == 0 ? [] : [count]))
        await rig.scrubber().round()
        #expect(rig.health.readOnlyReason == nil)
        let read = rig.rows.readIndexes
        #expect(read.map(\.lowerBound) == Array(stride(from: 0, to: UInt64(count), by: 256)))
        #expect(read.last?.upperBound ?? 0 == UInt64(count))
    }

    @Test func whatIsNotPublishedIsLeftAlone() async throws {
        // Entries of a batch that commits just now.
        var log = try StoredLog.make(700, heads: [600])
        log.entries[650] = nil
        let rig = try Rig(log)
        await rig.scrubber().round()
        #expect(rig.health.readOnlyReason == nil)
        #expect(rig.rows.readIndexes.last == 512..<600)
    }

    @Test func aChangedEntryIsFound() async throws {
        var log = try StoredLog.make(600, heads: [100, 600])
        log.entries[300] = [9, 9, 9]
        let rig = try Rig(log)
        await rig.scrubber().round()
        #expect(
            rig.health.readOnlyReason
                == .databaseCorrupt("entry 300 is not what both trees were made of")
        )
        #expect(rig.health.problems.first?.contains("entry 300") == true)
        // And the rest was read all the same.
        #expect(rig.rows.readIndexes.last == 512..<600)
    }

    @Test func aChangedTileIsFound() async throws {
        var log = try StoredLog.make(600, heads: [100, 600])
        log.changeTile(1) { $0.flipping(256 * 7, of: .sm3) }
        let rig = try Rig(log)
        await rig.scrubber().round()
        #expect(
            rig.health.readOnlyReason
                == .databaseCorrupt("hash 7 of sm3 tile 0/1 does not follow from the entries")
        )
    }

    @Test func aChangedEntryBehindTheLastTileIsFoundByTheHead() async throws {
        var log = try StoredLog.make(600, heads: [100, 550, 600])
        log.entries[570] = [9, 9, 9]
        let rig = try Rig(log)
        await rig.scrubber().round()
        let reason = try #require(rig.health.readOnlyReason?.description)
        #expect(reason.contains("the published head of size 600"), "\(reason)")
        #expect(reason.contains("the first bad index is 550 or above"), "\(reason)")
    }

    @Test func aHeadThatIsGoneIsFound() async throws {
        var log = try StoredLog.make(600, heads: [100, 600])
        log.heads.removeLast()
        let rig = try Rig(log, publishedSize: 600)
        await rig.scrubber().round()
        #expect(
            rig.health.readOnlyReason
                == .databaseCorrupt("the published head of size 600 is missing")
        )
    }

    @Test func rowsThatCannotBeReadAreAFinding() async throws {
        let rig = try Rig(StoredLog.make(600, heads: [600]))
        rig.rows.script(reads: [256: [.corrupt("checksum"), .corrupt("checksum")]])
        await rig.scrubber().round()
        let reason = try #require(rig.health.readOnlyReason?.description)
        #expect(reason.contains("cannot be read: checksum"), "\(reason)")
    }

    @Test func aReadThatWentWrongOnceIsNone() async throws {
        let rig = try Rig(StoredLog.make(600, heads: [600]))
        rig.rows.script(reads: [0: [.corrupt("checksum")]])
        rig.rows.damageFirstRead(of: 256)
        await rig.scrubber().round()
        #expect(rig.health.readOnlyReason == nil)
        #expect(rig.rows.readIndexes.map(\.lowerBound) == [0, 0, 256, 256, 512])
        #expect(rig.clock.sleeps.filter { $0 == Scrubber.doubt }.count == 2)
    }

    @Test func aStoreThatDoesNotAnswerIsWaitedFor() async throws {
        var log = try StoredLog.make(600, heads: [600])
        log.entries[300] = [9, 9, 9]
        let rig = try Rig(log)
        let down = StoreError.unavailable("down")
        rig.rows.script(
            reads: [256: Array(repeating: down, count: 7), 512: [.outcomeUnknown("lost")]]
        )
        await rig.scrubber().round()
        let waits = rig.clock.sleeps.filter { $0 >= .seconds(2) }
        #expect(waits == [2, 4, 8, 16, 30, 30].map { .seconds($0) })
        #expect(rig.health.readOnlyReason != nil)
        #expect(rig.rows.readIndexes.last == 512..<600)
    }

    @Test(arguments: [1, 100, 2_560, 5_000, 20_000, 1_000_000])
    func theRateIsAnUpperBound(_ rate: Int) async throws {
        let count = 5_000
        let rig = try Rig(StoredLog.make(count, heads: [count]))
        await rig.scrubber(rate: rate).round()
        let read = rig.rows.readIndexes.reduce(0) { $0 + $1.count }
        #expect(read == count)
        let slept = rig.clock.sleeps.reduce(Duration.zero, +)
        let least = Duration.seconds(1) * count / rate
        // Rounded down by less than a nanosecond in each of some runs.
        #expect(slept + .microseconds(1) >= least)
        #expect(slept <= least)
        // Appends come between: no run is long, in entries or in time.
        #expect(rig.rows.readIndexes.allSatisfy { $0.count <= 2_048 })
        let longest = max(Duration.milliseconds(100), .seconds(1) * 256 / rate)
        #expect(rig.clock.sleeps.allSatisfy { $0 <= longest })
    }

    @Test func itGoesRoundUntilItIsStopped() async throws {
        let rig = try Rig(StoredLog.make(600, heads: [600]))
        let scrubber = rig.scrubber()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await scrubber.run() }
            await rig.rows.waitForReads(10)
            group.cancelAll()
        }
        let starts = rig.rows.readIndexes.map(\.lowerBound)
        #expect(starts.prefix(9) == [0, 256, 512, 0, 256, 512, 0, 256, 512])
        #expect(rig.clock.sleeps.contains(Scrubber.rest))
    }

    @Test func aLogWithoutHeadsIsLeftAlone() async throws {
        let rig = try Rig(StoredLog.make(0))
        await rig.scrubber().round()
        #expect(rig.rows.readIndexes.isEmpty)
    }

    // MARK: As a part of a log

    @Test func aFindingMakesTheLogReadOnlyAndUnready() async throws {
        let store = MemoryLogStore()
        let test = try await TestLog(in: store)
        let signer = try await test.openSigner()
        try await test.running(signer: signer) { log in
            var entries = EntryBatch()
            for number in 0..<300 { try entries.append(Array("\(number)".utf8)) }
            _ = try await log.append(Submission(entries: entries, key: nil))
            #expect(await log.published(300))
        }
        var configuration = LogServiceConfiguration()
        configuration.interval = .milliseconds(20)
        let log = LogService(
            test.descriptor,
            verifierKeys: test.verifierKeys,
            store: store,
            // The store itself is left alone: a log at work would notice.
            rows: ForgingRows(rows: store),
            signer: signer,
            idempotencySecret: [UInt8](repeating: 7, count: 32),
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        async let run: Void = log.run()
        #expect(
            await log.eventually {
                $0.readiness.remarks.contains { $0.contains("entry 7 is not what") }
            }
        )
        #expect(!log.readiness.isReady)
        await #expect(
            throws: AppendError.readOnly(
                .databaseCorrupt("entry 7 is not what both trees were made of")
            )
        ) { try await log.append(Self.submission("refused")) }
        log.stop()
        await run
        await signer.close()
    }

    private static func submission(_ text: String) throws -> Submission {
        Submission(entries: try EntryBatch(Array(text.utf8)), key: nil)
    }
}
