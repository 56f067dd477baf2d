import CryptoSuites
import MerkleTree
import SignedNotes
import Testing

@testable import LogCore

@Suite struct AppendQueueTests {
    private func item(_ waiter: Int, entries: Int = 1) throws -> AppendQueue<Int>.Item {
        var batch = EntryBatch()
        for _ in 0..<entries { try batch.append([1, 2, 3]) }
        return .init(submission: Submission(entries: batch, key: nil), waiter: waiter)
    }

    @Test func batchesKeepTheOrderOfArrivalAndTheirLimit() throws {
        var limits = AppendQueue<Int>.Limits()
        limits.batchEntries = 3
        var queue = AppendQueue<Int>(limits: limits)
        for waiter in 0..<10 { try queue.enqueue(self.item(waiter)) }
        var seen: [[Int]] = []
        while !queue.isEmpty { seen.append(queue.takeBatch().map(\.waiter)) }
        #expect(seen == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]])
        #expect(queue.entryCount == 0)
        #expect(queue.byteCount == 0)
        #expect(queue.takeBatch().isEmpty)
    }

    @Test func aLargeSubmissionIsABatchOfItsOwn() throws {
        var limits = AppendQueue<Int>.Limits()
        limits.batchEntries = 3
        var queue = AppendQueue<Int>(limits: limits)
        try queue.enqueue(self.item(0))
        try queue.enqueue(self.item(1, entries: 7))
        try queue.enqueue(self.item(2))
        #expect(queue.takeBatch().map(\.waiter) == [0])
        #expect(queue.takeBatch().map(\.waiter) == [1])
        #expect(queue.takeBatch().map(\.waiter) == [2])
    }

    @Test func aFullQueueRefusesAndTakesAgainWhenABatchWasTaken() throws {
        var limits = AppendQueue<Int>.Limits()
        limits.waitingEntries = 2
        var queue = AppendQueue<Int>(limits: limits)
        try queue.enqueue(self.item(0))
        try queue.enqueue(self.item(1))
        #expect(throws: AppendError.queueFull) { try queue.enqueue(self.item(2)) }
        _ = queue.takeBatch()
        try queue.enqueue(self.item(3))
        #expect(queue.takeBatch().map(\.waiter) == [3])
    }

    @Test func aStoppingQueueHandsOutWhatWaitsAndTakesNothing() throws {
        var queue = AppendQueue<Int>(limits: .init())
        try queue.enqueue(self.item(0))
        queue.stop()
        #expect(!queue.isFinished)
        #expect(throws: AppendError.stopping) { try queue.enqueue(self.item(1)) }
        #expect(queue.takeBatch().map(\.waiter) == [0])
        #expect(queue.isFinished)
        #expect(throws: AppendError.stopping) { try queue.enqueue(self.item(2)) }
    }

    // MARK: Keys to look up ahead

    private func item(_ waiter: Int, key: UInt8) throws -> AppendQueue<Int>.Item {
        .init(
            submission: Submission(
                entries: try EntryBatch([1, 2, 3]),
                key: IdempotencyKey(writer: "", keyMAC: [key], bodyMAC: [0])
            ),
            waiter: waiter
        )
    }

    private func queue(lookupKeys: Int, batchEntries: Int = 100) -> AppendQueue<Int> {
        var limits = AppendQueue<Int>.Limits()
        limits.lookupKeys = lookupKeys
        limits.batchEntries = batchEntries
        return AppendQueue(limits: limits)
    }

    private func takeKeys(
        _ queue: inout AppendQueue<Int>
    ) throws -> (keys: [IdempotencyKey], end: Int) {
        let keys = queue.takeKeys()
        return try #require(keys)
    }

    private func lookup(_ size: UInt64) -> KeyLookup {
        let head = TwinHead(
            size: size,
            sha256: SHA256Hasher.emptyRoot,
            sm3: SM3Hasher.emptyRoot
        )
        return KeyLookup(head: head, keys: [], stored: [:])
    }

    @Test func keysAreGivenOutOnceAndNotBeforeThereAreEnough() throws {
        var queue = self.queue(lookupKeys: 3)
        try queue.enqueue(self.item(0, key: 0))
        try queue.enqueue(self.item(1))
        try queue.enqueue(self.item(2, key: 2))
        #expect(!queue.hasKeys)
        try queue.enqueue(self.item(3, key: 3))
        #expect(queue.hasKeys)
        let first = try self.takeKeys(&queue)
        #expect(first.keys.map(\.keyMAC) == [[0], [2], [3]])
        #expect(!queue.hasKeys)
        for key: UInt8 in 4..<7 { try queue.enqueue(self.item(Int(key), key: key)) }
        let second = try self.takeKeys(&queue)
        #expect(second.keys.map(\.keyMAC) == [[4], [5], [6]])
        #expect(second.end > first.end)
    }

    @Test func keysOfABatchThatWasTakenAreNotLookedUpAnyMore() throws {
        var queue = self.queue(lookupKeys: 2, batchEntries: 3)
        for key: UInt8 in 0..<4 { try queue.enqueue(self.item(Int(key), key: key)) }
        #expect(queue.takeBatch().count == 3)
        #expect(!queue.hasKeys)
        try queue.enqueue(self.item(4, key: 4))
        #expect(try self.takeKeys(&queue).keys.map(\.keyMAC) == [[3], [4]])
        queue.stop()
        #expect(!queue.hasKeys)
    }

    @Test func aLookupIsKeptWhileAnItemOfItWaits() throws {
        var queue = self.queue(lookupKeys: 2, batchEntries: 3)
        for key: UInt8 in 0..<4 { try queue.enqueue(self.item(Int(key), key: key)) }
        let first = try self.takeKeys(&queue)
        queue.keep(self.lookup(1), end: first.end)
        for key: UInt8 in 4..<8 { try queue.enqueue(self.item(Int(key), key: key)) }
        let second = try self.takeKeys(&queue)
        #expect(queue.keptLookups.map(\.head.size) == [1])
        #expect(queue.takeBatch().count == 3)
        #expect(queue.keptLookups.map(\.head.size) == [1])
        queue.keep(self.lookup(2), end: second.end)
        #expect(queue.keptLookups.map(\.head.size) == [1, 2])
        #expect(queue.takeBatch().count == 3)
        #expect(queue.keptLookups.map(\.head.size) == [2])
        #expect(queue.takeBatch().count == 2)
        #expect(queue.keptLookups.isEmpty)
        // One that comes when its batch is gone is no use to anybody.
        queue.keep(self.lookup(3), end: second.end)
        #expect(queue.keptLookups.isEmpty)
    }
}
