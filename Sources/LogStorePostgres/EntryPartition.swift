internal import LogCore

/// A run of a log's entries within one table.
///
/// Entries are read and written by the partition's own name, never through the partitioned table: a
/// server process that lists the partitions while another one is attached may keep the older list,
/// and then finds no rows where there are some (PostgreSQL 15).
struct EntryPartition: Hashable, Sendable {
    /// The log.
    let log: LogID
    /// The partition's position, counted from 0.
    let number: UInt64
    /// The indexes of the run. Not empty.
    let indexes: Range<UInt64>

    /// The first partition that `indexes` touch, and its share of them.
    ///
    /// - Precondition: `indexes` is not empty, and `span` is not 0.
    init(firstOf indexes: Range<UInt64>, in log: LogID, span: UInt64) {
        precondition(!indexes.isEmpty, "a run has an entry")
        self.log = log
        self.number = indexes.lowerBound / span
        // The last partition may end beyond 64 bits.
        let (end, overflow) = (self.number + 1).multipliedReportingOverflow(by: span)
        self.indexes = indexes.lowerBound..<min(overflow ? .max : end, indexes.upperBound)
    }

    /// The runs that make up `indexes`, in order.
    ///
    /// - Precondition: `span` is not 0.
    static func runs(
        of indexes: Range<UInt64>,
        in log: LogID,
        span: UInt64
    ) -> some Sequence<EntryPartition> {
        sequence(state: indexes) { rest in
            if rest.isEmpty { return nil }
            let run = EntryPartition(firstOf: rest, in: log, span: span)
            rest = run.indexes.upperBound..<rest.upperBound
            return run
        }
    }

    /// The name that `ensure_entry_partitions()` gives the table. Two numbers and nothing else.
    var tableName: String { "entries_\(self.log.value)_\(self.number)" }
}
