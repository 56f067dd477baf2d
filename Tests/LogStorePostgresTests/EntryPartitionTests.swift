import LogCore
import Testing

@testable import LogStorePostgres

@Suite struct EntryPartitionTests {
    /// All ranges up to 40 over all spans up to 12: the runs tile the range, each within its table.
    @Test func runsTileTheRange() {
        let log = LogID(7)
        var count = 0
        for span in UInt64(1)...12 {
            for start in UInt64(0)..<40 {
                for end in start...40 {
                    var next = start
                    for run in EntryPartition.runs(of: start..<end, in: log, span: span) {
                        #expect(run.indexes.lowerBound == next)
                        #expect(!run.indexes.isEmpty)
                        #expect(run.number == run.indexes.lowerBound / span)
                        #expect(run.number == (run.indexes.upperBound - 1) / span)
                        #expect(run.tableName == "entries_7_\(run.number)")
                        next = run.indexes.upperBound
                    }
                    #expect(next == end)
                    count += 1
                }
            }
        }
        #expect(count == 12 * 860)
    }

    @Test func theLastPartitionMayEndBeyondTheLastIndex() {
        let runs = Array(
            EntryPartition.runs(of: .max - 5 ..< .max, in: LogID(1), span: 10_000_000)
        )
        #expect(runs.map(\.indexes) == [.max - 5 ..< .max])
        #expect(runs.map(\.number) == [.max / 10_000_000])
    }
}
