import CryptoSuites
import LogCore
import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

@Suite struct LogServiceTests {
    private func submission(_ text: String) throws -> Submission {
        Submission(entries: try EntryBatch(Array(text.utf8)), key: nil)
    }

    @Test func concurrentAppendsGetDenseIndexesAndEveryEntryProves() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let indexes = try await test.running(signer: signer) { log in
            let indexes = try await withThrowingTaskGroup(of: (Int, UInt64).self) { group in
                for number in 0..<700 {
                    group.addTask {
                        let receipt = try await log.append(self.submission("entry \(number)"))
                        return (number, receipt.indexes.lowerBound)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(Set(indexes.values) == Set(0..<700))
            #expect(await log.published(700))
            let head = try log.publishedHead()
            for (number, index) in indexes where number % 7 == 0 {
                try await self.expectProof(
                    SHA256Hasher.self,
                    log,
                    "entry \(number)",
                    index,
                    head
                )
                try await self.expectProof(SM3Hasher.self, log, "entry \(number)", index, head)
            }
            return indexes
        }
        #expect(indexes.count == 700)
        await signer.close()
    }

    private func expectProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        _ log: LogService,
        _ entry: String,
        _ index: UInt64,
        _ head: PublishedHead
    ) async throws {
        let (proof, leaf) = try await log.inclusionProof(
            suite,
            leafIndex: index,
            treeSize: head.head.size
        )
        #expect(leaf == suite.leafHash(Array(entry.utf8)))
        try proof.verify(leaf: leaf, root: suite.root(of: head.head))
    }

    @Test func headsAreSignedByBothSuitesAndAgree() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        try await test.running(signer: signer) { log in
            for number in 0..<5 { _ = try await log.append(self.submission("\(number)")) }
            #expect(await log.published(5))
            let published = try log.publishedHead()
            let keys = log.verifierKeys
            let note = try UnverifiedNote(parsing: published.notes.checkpoint).verified(by: keys)
            let checkpoint = try Checkpoint<SHA256Hasher>(note)
            #expect(checkpoint.size == published.head.size)
            #expect(checkpoint.root == published.head.sha256)
            let sm3Note = try UnverifiedNote(parsing: published.notes.sm3Checkpoint)
                .verified(by: keys)
            let sm3Checkpoint = try Checkpoint<SM3Hasher>(sm3Note)
            #expect(sm3Checkpoint.size == published.head.size)
            #expect(sm3Checkpoint.root == published.head.sm3)
            let twin = try TwinNote(
                UnverifiedNote(parsing: published.notes.twin).verified(by: keys)
            )
            #expect(twin.head == published.head)
        }
        await signer.close()
    }

    @Test func aRetryGetsTheFirstIndexAlsoAfterARestart() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let body = Array("body".utf8)
        let first = try await test.running(signer: signer) { log in
            let key = log.idempotencyKey(writer: "", key: Array("k1".utf8), body: body)
            let submission = Submission(entries: try EntryBatch(body), key: key)
            _ = try await log.append(self.submission("before"))
            let first = try await log.append(submission)
            #expect(!first.isRepeat)
            let again = try await log.append(submission)
            #expect(again.isRepeat)
            #expect(again.indexes == first.indexes)
            let other = Array("other".utf8)
            let conflict = Submission(
                entries: try EntryBatch(other),
                key: log.idempotencyKey(writer: "", key: Array("k1".utf8), body: other)
            )
            await #expect(throws: AppendError.keyConflict) { try await log.append(conflict) }
            return first
        }
        try await test.running(signer: signer) { log in
            let key = log.idempotencyKey(writer: "", key: Array("k1".utf8), body: body)
            let again = try await log.append(Submission(entries: EntryBatch(body), key: key))
            #expect(again == Receipt(indexes: first.indexes, isRepeat: true))
            let size = try await test.store.treeState(of: test.descriptor.id).head.size
            #expect(size == 2)
        }
        await signer.close()
    }

    @Test func oneCallersCancellationFailsNobodyElse() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        try await test.running(signer: signer) { log in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let task = Task {
                            try await log.append(self.submission("entry \(number)"))
                        }
                        if number.isMultiple(of: 10) { task.cancel() }
                        return (try? await task.value) != nil || number.isMultiple(of: 10)
                    }
                }
                for await isFine in group { #expect(isFine) }
            }
        }
        await signer.close()
    }

    @Test func whatWasTakenInBeforeAStopIsAnsweredAndPublished() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let log = test.service(signer: signer, interval: .seconds(3_600))
        async let run: Void = log.run()
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for number in 0..<50 {
                group.addTask { try await log.append(self.submission("entry \(number)")) }
            }
            _ = try await group.next()
            log.stop()
            return try await group.reduce(into: 1) { count, _ in count += 1 }
        }
        await run
        #expect(receipts == 50)
        #expect(try log.publishedHead().head.size == 50)
        await #expect(throws: AppendError.stopping) {
            try await log.append(self.submission("late"))
        }
        await signer.close()
    }

    @Test func readsStopAtThePublishedSize() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        try await test.running(signer: signer) { log in
            for number in 0..<3 { _ = try await log.append(self.submission("\(number)")) }
            #expect(await log.published(3))
            await #expect(throws: ReadError.beyondPublishedSize(3)) {
                try await log.inclusionProof(SHA256Hasher.self, leafIndex: 0, treeSize: 4)
            }
            await #expect(throws: ReadError.indexNotBelowSize) {
                try await log.inclusionProof(SHA256Hasher.self, leafIndex: 3, treeSize: 3)
            }
            await #expect(throws: ReadError.firstAboveSecond) {
                try await log.consistencyProof(SM3Hasher.self, first: 3, second: 2)
            }
            await #expect(throws: ReadError.beyondPublishedSize(3)) {
                try await log.consistencyProof(SM3Hasher.self, first: 3, second: 4)
            }
            let tile = try #require(TileCoordinate(level: 0, index: 0, width: 4))
            await #expect(throws: ReadError.beyondSignedSize(3)) { try await log.tile(tile) }
            let bundle = try #require(BundleCoordinate(index: 0, width: 3))
            #expect(try await log.bundle(bundle).count == 3)
        }
        await signer.close()
    }
}
