import MerkleTree
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
    }
}
