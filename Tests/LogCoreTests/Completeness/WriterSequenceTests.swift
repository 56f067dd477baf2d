import LogCore
import LogTesting
import Testing

/// Specs/completeness.md: which numbers are missing.
@Suite struct WriterSequenceTests {
    /// Every order of six numbers, each prefix against a set.
    @Test func everyOrderOfAFewNumbersIsUnderstood() {
        var count = 0
        func permute(_ rest: [UInt64], _ taken: [UInt64]) {
            guard !rest.isEmpty else {
                self.expect(taken)
                count += 1
                return
            }
            for (index, number) in rest.enumerated() {
                var others = rest
                others.remove(at: index)
                permute(others, taken + [number])
            }
        }
        permute([1, 2, 3, 4, 5, 6], [])
        permute([2, 4, 7, 7, 9], [])
        #expect(count == 720 + 120)
    }

    /// Compares a sequence with the plainest one: a set of what has arrived.
    private func expect(_ numbers: [UInt64]) {
        var sequence = WriterSequence()
        var arrived: Set<UInt64> = []
        for (time, number) in numbers.enumerated() {
            let arrival = sequence.receive(number, at: UInt64(time))
            let isNew = arrived.insert(number).inserted
            let highest = arrived.max() ?? 0
            let missing = (1..<max(highest, 1)).filter { !arrived.contains($0) }
            let isRight =
                arrival == (isNew ? .new : .repeat) && sequence.highest == highest
                && sequence.receivedCount == UInt64(arrived.count)
                && sequence.gaps.flatMap { Array($0.numbers) } == missing
                && sequence.missingCount == UInt64(missing.count)
            if !isRight { Issue.record("\(numbers) at \(time): \(sequence)") }
        }
    }

    @Test func randomNumbersAreUnderstood() {
        var random = SeededGenerator.random("writer sequences")
        for _ in 0..<200 {
            self.expect((0..<60).map { _ in UInt64.random(in: 1...50, using: &random) })
        }
    }

    @Test func aGapIsAsOldAsItsFirstNoticeEvenWhenPartsOfItClose() {
        var sequence = WriterSequence()
        #expect(sequence.receive(1, at: 100) == .new)
        #expect(sequence.receive(10, at: 200) == .new)
        #expect(sequence.receive(5, at: 900) == .new)
        #expect(
            sequence.gaps == [
                .init(numbers: 2...4, noticedAt: 200), .init(numbers: 6...9, noticedAt: 200),
            ]
        )
        #expect(sequence.gaps(olderThan: 701, at: 900).isEmpty)
        #expect(sequence.gaps(olderThan: 700, at: 900).count == 2)
        // A clock that was set back makes nothing old.
        #expect(sequence.gaps(olderThan: 0, at: 100).isEmpty)
    }

    @Test func whatIsNoNumberChangesNothing() {
        var sequence = WriterSequence()
        #expect(sequence.receive(0, at: 1) == .notANumber)
        #expect(sequence.receive(.max, at: 1) == .notANumber)
        #expect(sequence == WriterSequence())
        #expect(sequence.receive(.max - 1, at: 1) == .new)
        #expect(sequence.missingCount == UInt64.max - 2)
        #expect(sequence.receive(.max - 2, at: 1) == .new)
    }

    @Test func moreGapsThanAreKeptApartAreCounted() {
        var sequence = WriterSequence()
        let most = UInt64(WriterSequence.maximumGapCount)
        for number in 1...most + 10 { _ = sequence.receive(number * 2, at: 1) }
        #expect(sequence.gaps.count == Int(most))
        #expect(sequence.uncountedMissing == 10)
        #expect(sequence.missingCount == most + 10)
    }
}
