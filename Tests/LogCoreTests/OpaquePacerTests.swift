import CryptoSuites
import LogTesting
import Logging
import MerkleTree
import Records
import SignedNotes
import Testing
import Witnessing

@testable import LogCore

/// Specs/records.md section 6: what an observer of an opaque log can count.
@Suite struct OpaquePacerTests {
    private struct Bench: Sendable {
        let log: LogService
        let vault: Vault
        let pacer: OpaquePacer
        let seconds: ManualSeconds
    }

    private func running(
        batch: Int = 4,
        period: Duration = .milliseconds(10),
        waitingPeriods: Int = 60,
        _ body: @escaping @Sendable (Bench) async throws -> Void
    ) async throws {
        let store = MemoryLogStore()
        let test = try await TestLog(in: store, hasOpaqueRecords: true)
        let keys = try MemoryEpochKeys(.aes256GCM)
        let vault = VaultHouse.vault(test.descriptor, store, keys.keyring())
        try await vault.refresh()
        let signer = try await test.openSigner()
        let seconds = ManualSeconds()
        let crosswalk = try CrosswalkLibrary.embedded().newest.digest
        try await test.running(signer: signer, vault: vault) { log in
            var pace = OpaquePace()
            pace.batch = batch
            pace.period = period
            pace.waitingPeriods = waitingPeriods
            let pacer = OpaquePacer(
                log: log,
                pace: pace,
                crosswalk: crosswalk,
                interval: 1,
                now: { seconds.now },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            try await body(Bench(log: log, vault: vault, pacer: pacer, seconds: seconds))
        }
        await signer.close()
    }

    /// A data access that is sealed when its batch leaves; `note` makes it longer.
    private static func record(
        _ number: Int,
        note: String = "",
        key: IdempotencyKey? = nil
    ) -> PacedRecord {
        PacedRecord { now throws(RecordAppendError) in
            let sealed: SealedRecord
            do {
                sealed = try self.sealed(note: note, at: now)
            } catch { throw RecordAppendError.vault(.cryptography("\(error)")) }
            return RecordAppend(
                statement: sealed.statement,
                record: PlainRecord(
                    id: Array("id-\(number)".utf8),
                    body: Array("request \(number) \(note)".utf8),
                    header: VaultHeader(
                        recordClass: "data-access",
                        retention: "R6M",
                        writer: "clinic",
                        writerSequence: UInt64(number),
                        recordedAt: now
                    ),
                    terms: [SearchTerm(.actor, "staff")],
                    content: sealed.content
                ),
                key: key
            )
        }
    }

    private static func sealed(note: String, at now: UInt64) throws -> SealedRecord {
        guard let schema = SchemaRegistry.embedded["data-access"] else {
            throw VaultError.cryptography("no schema")
        }
        var members = SampleRecords.dataAccess().members ?? []
        if !note.isEmpty {
            members.append(JSONMember(name: "attributes", value: ["note": .string(note)]))
        }
        return try RecordSealer(
            schema,
            shape: .opaque,
            hash: .sha256,
            crosswalk: ContentDigest(of: []),
            interval: 1
        ).seal(
            schema.validate(.object(members), in: RecordContext(jurisdiction: "EU")),
            retention: "R6M",
            recorded: RecordTime(seconds: Int64(now)),
            secret: try secureRandomBytes(32)
        )
    }

    /// Puts records in line, and writes batches until each is answered.
    private static func append(
        _ records: [PacedRecord],
        batches: Int = 1,
        _ bench: Bench
    ) async throws -> [Result<SealedReceipt, RecordAppendError>] {
        async let outcome = bench.pacer.append(records)
        // They are in line when that is as long as they are many.
        let isWaiting = await bench.log.eventually { _ in
            bench.pacer.waitingCount == records.count
        }
        try #require(isWaiting)
        for _ in 0..<batches { await bench.pacer.write() }
        return await outcome
    }

    private static func entries(_ bench: Bench, _ count: UInt64) async throws -> [[UInt8]] {
        try #require(await bench.log.published(count))
        #expect(try bench.log.publishedHead().head.size == count)
        let entries = try await bench.log.entries(at: 0..<count)
        return (0..<entries.count).map { Array(entries[$0]) }
    }

    /// SPEC: RECORD-24.
    @Test func everyBatchHasAsManyStatementsWhateverIsSent() async throws {
        try await self.running { bench in
            await bench.pacer.write()
            var expected: UInt64 = 4
            var number = 0
            for count in [1, 4, 6, 0, 2] {
                let records = (0..<count).map { position in
                    Self.record(
                        number + position,
                        note: String(repeating: "x", count: 1_000 * position)
                    )
                }
                number += count
                let batches = max((count + 3) / 4, 1)
                if records.isEmpty {
                    await bench.pacer.write()
                } else {
                    for result in try await Self.append(records, batches: batches, bench) {
                        #expect(try !result.get().receipt.isRepeat)
                    }
                }
                expected += UInt64(4 * batches)
                #expect(try await Self.entries(bench, expected).count == Int(expected))
            }
            let entries = try await Self.entries(bench, expected)
            #expect(Set(entries.map(\.count)).count == 1)
            for entry in entries { #expect(try Statement(parsing: entry).isOpaque) }
        }
    }

    /// A time of a record's own would tell it from the dummies beside it.
    @Test func allStatementsOfABatchHaveTheTimeOfTheBatch() async throws {
        try await self.running { bench in
            for _ in 0..<3 {
                async let outcome = bench.pacer.append([Self.record(0), Self.record(1)])
                try #require(await bench.log.eventually { _ in bench.pacer.waitingCount == 2 })
                bench.seconds.advance(by: 90)
                await bench.pacer.write()
                _ = await outcome
            }
            let entries = try await Self.entries(bench, 12)
            let times = try entries.map { try Statement(parsing: $0).recorded.seconds }
            #expect(Set(times).count == 3)
            for batch in 0..<3 { #expect(Set(times[4 * batch..<4 * batch + 4]).count == 1) }
        }
    }

    /// SPEC: RECORD-25: a retry adds no entry, and nobody sees that.
    @Test func whatAddsNoEntryTakesNoPlace() async throws {
        try await self.running { bench in
            let first = try await Self.append([Self.record(1)], bench)[0].get()
            #expect(!first.receipt.isRepeat)
            #expect(try await Self.entries(bench, 4).count == 4)
            let again = try await Self.append([Self.record(1), Self.record(2)], bench)
            #expect(try again[0].get().receipt.indexes == first.receipt.indexes)
            #expect(try again[0].get().receipt.isRepeat)
            #expect(try await Self.entries(bench, 8).count == 8)
            let other = try await Self.append([Self.record(1, note: "other")], bench)
            #expect(throws: RecordAppendError.append(.keyConflict)) { try other[0].get() }
            #expect(try await Self.entries(bench, 12).count == 12)
            // Twice in one batch.
            let twice = try await Self.append([Self.record(3), Self.record(3)], bench)
            let repeats = try twice.map { try $0.get().receipt.isRepeat }
            #expect(repeats.count { $0 } == 1)
            #expect(try await Self.entries(bench, 16).count == 16)
            // A key of the writer's own that stands for another record is noticed in the transaction
            // only, and made up for.
            let key = { (number: Int) in
                bench.log.idempotencyKey(
                    writer: "clinic",
                    key: [1],
                    body: [UInt8(number)]
                )
            }
            _ = try await Self.append([Self.record(4, key: key(4))], bench)[0].get()
            let keyed = try await Self.append([Self.record(5, key: key(5))], bench)
            #expect(throws: RecordAppendError.append(.keyConflict)) { try keyed[0].get() }
            #expect(try await Self.entries(bench, 24).count == 24)
        }
    }

    /// SPEC: RECORD-23.
    @Test func dummiesCanBeProvenAndAreNotFound() async throws {
        try await self.running { bench in
            _ = try await Self.append([Self.record(1)], bench)[0].get()
            let entries = try await Self.entries(bench, 4)
            var dummies = 0
            for (index, entry) in entries.enumerated() {
                let row = try #require(try await bench.vault.row(at: UInt64(index)))
                let opened = try #require(try bench.vault.open(row))
                let content = try RecordContent(parsing: opened.content)
                let statement = try Statement(parsing: entry)
                #expect(content.trees().commitment == statement.commitment)
                guard row.header.isDummy else { continue }
                dummies += 1
                let disclosure = try #require(content.disclosure(of: 0))
                #expect(disclosure.name == "record_class")
                #expect(disclosure.value == .string("dummy"))
                #expect(content.values.count == 2, "class and retention class, and no other field")
                #expect(row.header.writer.isEmpty && opened.terms.isEmpty)
            }
            #expect(dummies == 3)
            for terms in [[], [SearchTerm(.actor, "staff")]] as [[SearchTerm]] {
                let page = try await bench.vault.search(
                    VaultQuery(terms: terms, below: 4, limit: 10)
                )
                #expect(page.records.map(\.id) == [Array("id-1".utf8)])
                #expect(page.next == nil)
            }
        }
    }

    @Test func moreThanHaveAPlaceInTimeAreRefused() async throws {
        try await self.running(batch: 2, waitingPeriods: 2) { bench in
            let records = (0..<6).map { Self.record($0) }
            async let outcome = bench.pacer.append(records)
            try #require(await bench.log.eventually { _ in bench.pacer.waitingCount == 4 })
            for _ in 0..<2 { await bench.pacer.write() }
            let results = await outcome
            #expect(results.prefix(4).allSatisfy { (try? $0.get()) != nil })
            for result in results.suffix(2) {
                #expect(throws: RecordAppendError.append(.queueFull)) { try result.get() }
            }
        }
    }

    /// SPEC: RECORD-24: with the real clock, and records now and then: heads have whole batches.
    @Test func everyPublishedSizeIsAWholeNumberOfBatches() async throws {
        try await self.running(batch: 5) { bench in
            let running = Task { await bench.pacer.runUntilCancelled() }
            var sizes: Set<UInt64> = []
            for number in 0..<20 {
                let count = [0, 1, 3, 9][number % 4]
                let records = (0..<count).map { Self.record(10 * number + $0) }
                for result in await bench.pacer.append(records) { _ = try result.get() }
                if let size = try? bench.log.publishedHead().head.size { sizes.insert(size) }
            }
            #expect(await bench.log.eventually { (try? $0.publishedHead().head.size) ?? 0 > 100 })
            running.cancel()
            await running.value
            if let size = try? bench.log.publishedHead().head.size { sizes.insert(size) }
            #expect(sizes.count > 1)
            #expect(sizes.allSatisfy { $0.isMultiple(of: 5) }, "\(sizes.sorted())")
            // Nothing is taken any more.
            let late = await bench.pacer.append([Self.record(999)])
            #expect(throws: RecordAppendError.append(.stopping)) { try late[0].get() }
        }
    }
}
