import LogCore
import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

/// A database that is not the one the signer knows gets no signature, and the log says why.
@Suite struct RefusalTests {
    private func append(_ log: LogService, _ texts: [String]) async throws {
        for text in texts {
            _ = try await log.append(
                Submission(entries: try EntryBatch(Array(text.utf8)), key: nil)
            )
        }
    }

    /// Two published entries, a copy of the store, and two more.
    private func prepared() async throws -> (
        test: TestLog, store: MemoryLogStore, signer: SignerService,
        earlier: MemoryLogStore.Content
    ) {
        let store = MemoryLogStore()
        let test = try await TestLog(in: store)
        let signer = try await test.openSigner()
        let earlier = try await test.running(signer: signer) { log in
            try await self.append(log, ["0", "1"])
            #expect(await log.published(2))
            let earlier = store.snapshot()
            try await self.append(log, ["2", "3"])
            #expect(await log.published(4))
            return earlier
        }
        return (test, store, signer, earlier)
    }

    /// Runs the log and expects reads of the published head, no append and no newer signature.
    private func expectReadOnly(
        _ test: TestLog,
        _ signer: any LogSigner,
        publishedSize: UInt64?,
        _ isReason: @escaping @Sendable (ReadOnlyReason) -> Bool
    ) async throws {
        let before = try? await signer.status(of: test.descriptor.origin).signed
        try await test.running(signer: signer) { log in
            #expect(
                await log.eventually { !$0.readiness.isReady && $0.readiness.remarks.count > 1 }
            )
            let error = await #expect(throws: AppendError.self) {
                try await self.append(log, ["refused"])
            }
            guard case .readOnly(let reason) = error else {
                Issue.record("appends answer \(String(describing: error))")
                return
            }
            #expect(isReason(reason), "\(reason)")
            if let publishedSize {
                #expect(await log.published(publishedSize))
                let size = try log.publishedHead().head.size
                #expect(size == publishedSize)
            }
        }
        #expect((try? await signer.status(of: test.descriptor.origin).signed) == before)
    }

    @Test func aDatabaseRestoredFromAnEarlierCopy() async throws {
        let (test, store, signer, earlier) = try await self.prepared()
        store.restore(earlier)
        try await self.expectReadOnly(test, signer, publishedSize: 2) {
            $0 == .databaseBehind(databaseSize: 2, recordedSize: 4)
        }
        await signer.close()
    }

    @Test func aDatabaseRestoredAndGrownPastTheRecord() async throws {
        let (test, store, signer, earlier) = try await self.prepared()
        store.restore(earlier)
        // The attacker's own signer lets the restored database grow with other entries.
        let other = try await TestLog(in: MemoryLogStore())
        let otherSigner = try await other.openSigner()
        try await store.sequence(in: test.descriptor.id, keys: []) {
            (locked: borrowing LockedLog) throws(StoreError) in
            var batch = EntryBatch()
            for text in ["x", "y", "z"] {
                do { try batch.append(Array(text.utf8)) } catch { throw .corrupt("\(error)") }
            }
            var edge = try locked.edge()
            let tiles = edge.append(TwinLeaves(hashing: batch))
            return Integration(entries: batch, tiles: tiles, state: edge.state, keys: [])
        }
        try await self.expectReadOnly(test, signer, publishedSize: 2) {
            if case .databaseForked = $0 { true } else { false }
        }
        await otherSigner.close()
        await signer.close()
    }

    @Test func anEmptyDatabaseUnderAnOldKey() async throws {
        let (test, _, signer, _) = try await self.prepared()
        let empty = MemoryLogStore()
        _ = try await empty.createLog(
            name: test.descriptor.name,
            origin: test.descriptor.origin,
            jurisdiction: "EU",
            allowsOpaqueEntries: true
        )
        try await test.running(signer: signer, store: empty) { log in
            #expect(
                await log.eventually { $0.readiness.remarks.contains { $0.contains("read-only") } }
            )
            await #expect(
                throws: AppendError.readOnly(.databaseBehind(databaseSize: 0, recordedSize: 4))
            ) { try await self.append(log, ["refused"]) }
            #expect(throws: ReadError.noHead) { try log.publishedHead() }
        }
        await signer.close()
    }

    @Test func aSecondSignerWithAnEmptyRecord() async throws {
        let (test, _, signer, _) = try await self.prepared()
        let folder = try TemporaryFolder("second")
        try SignerRecord.create(in: folder.path + "/test", origin: test.descriptor.origin)
        let second = try await test.openSigner(folder: folder.path)
        try await self.expectReadOnly(test, second, publishedSize: 4) {
            if case .signerRefuses = $0 { true } else { false }
        }
        #expect(try await second.status(of: test.descriptor.origin).recorded == .empty)
        await second.close()
        await signer.close()
    }

    @Test func aSignerWhoseRecordWasLost() async throws {
        let (test, _, signer, _) = try await self.prepared()
        let folder = try TemporaryFolder("lost")
        let lost = try await test.openSigner(folder: folder.path)
        try await self.expectReadOnly(test, lost, publishedSize: 4) {
            if case .signerRefuses = $0 { true } else { false }
        }
        await lost.close()
        await signer.close()
    }

    @Test func anEntryThatChangedBetweenWritingAndReadingBackIsNotPromised() async throws {
        let store = MemoryLogStore()
        let test = try await TestLog(in: store)
        let signer = try await test.openSigner()
        let flipping = FaultyLogStore(store, damagesReads: true)
        try await test.running(signer: signer, store: flipping) { log in
            let error = await #expect(throws: AppendError.self) {
                try await self.append(log, ["flipped"])
            }
            guard case .outcomeUnknown = error else {
                Issue.record("appends answer \(String(describing: error))")
                return
            }
        }
        #expect(try await signer.status(of: test.descriptor.origin).recorded == .empty)
        await signer.close()
    }
}
