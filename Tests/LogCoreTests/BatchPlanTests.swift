import MerkleTree
import Testing

@testable import LogCore

@Suite struct BatchPlanTests {
    private func submission(
        _ bytes: [UInt8],
        key: UInt8? = nil,
        body: UInt8 = 0
    ) throws
        -> Submission
    {
        Submission(
            entries: try EntryBatch(bytes),
            key: key.map { IdempotencyKey(writer: "", keyMAC: [$0], bodyMAC: [body]) }
        )
    }

    @Test func newEntriesGetConsecutiveIndexes() throws {
        var two = try EntryBatch([1])
        try two.append([2])
        let plan = BatchPlan(
            [Submission(entries: two, key: nil), try self.submission([3])],
            firstIndex: 40,
            known: [:]
        )
        #expect(plan.outcomes == [.appended(40..<42), .appended(42..<43)])
        #expect(plan.entries.count == 3)
        #expect(plan.keys.isEmpty)
    }

    @Test func aKnownKeyIsARepeatOrAConflictAndAddsNothing() throws {
        let same = try self.submission([1], key: 1)
        let other = try self.submission([1], key: 1, body: 9)
        let key = try #require(same.key)
        let otherKey = try #require(other.key)
        let stored = StoredAppend(bodyMAC: [0], indexes: 3..<4)
        let plan = BatchPlan(
            [same, other, try self.submission([5])],
            firstIndex: 10,
            known: [key: stored, otherKey: stored]
        )
        #expect(plan.outcomes == [.repeated(3..<4), .keyConflict, .appended(10..<11)])
        #expect(plan.entries.count == 1)
    }

    @Test func aKeyUsedTwiceInOneBatchIsAppendedOnce() throws {
        let plan = BatchPlan(
            [
                try self.submission([1], key: 1), try self.submission([1], key: 1),
                try self.submission([2], key: 1, body: 9), try self.submission([3], key: 2),
            ],
            firstIndex: 0,
            known: [:]
        )
        #expect(
            plan.outcomes == [.appended(0..<1), .repeated(0..<1), .keyConflict, .appended(1..<2)]
        )
        #expect(plan.keys.map(\.indexes) == [0..<1, 1..<2])
        #expect(plan.entries.count == 2)
    }
}
