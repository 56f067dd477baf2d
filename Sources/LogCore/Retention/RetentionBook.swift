import Records

/// Keeps a log's ``RetentionLedger`` as new as its vault: the records that decide about others are few,
/// and those that came since the last question are read before each answer, other daemons' too.
public actor RetentionBook {
    /// How many rows are read at a time.
    private static let rowsPerStep = 256

    private let vault: Vault
    private var ledger = RetentionLedger()
    private var next: UInt64 = 0

    /// Opens a book in which nothing stands yet.
    public init(vault: Vault) { self.vault = vault }

    /// What all records that are there now say.
    ///
    /// - Throws: ``VaultError``, and then nothing may be decided: one that cannot be read may be the one
    ///   that freezes another.
    public func current() async throws(VaultError) -> RetentionLedger {
        try await self.read().ledger
    }

    /// Whether an incident keeps a record's contents, by all records that are there now.
    ///
    /// - Throws: As ``current()``.
    public func check(_ row: VaultRow) async throws(VaultError) -> FreezeCheck {
        let (ledger, below) = try await self.read()
        return FreezeCheck(below: below, isFrozen: ledger.isFrozen(row))
    }

    /// What all records that are there now say, and the index behind the last of them.
    private func read() async throws(VaultError) -> (ledger: RetentionLedger, below: UInt64) {
        while true {
            let read = try await self.vault.decidingRecords(
                from: self.next,
                limit: Self.rowsPerStep
            )
            // Others may have read the same meanwhile. From here on nothing waits.
            for (row, record) in read where row.index >= self.next {
                if let record { self.ledger.take(record, row.header, at: row.index) }
                self.next = row.index + 1
            }
            guard read.count == Self.rowsPerStep else { return (self.ledger, self.next) }
        }
    }
}

extension Vault {
    /// Records that decide about others, from an index on, opened; those that are erased say nothing.
    fileprivate func decidingRecords(
        from index: UInt64,
        limit: Int
    ) async throws(VaultError) -> [(row: VaultRow, record: JSONValue?)] {
        let rows = try await self.storing {
            try await $0.decidingRecords(of: $1, from: index, limit: limit)
        }
        var read: [(row: VaultRow, record: JSONValue?)] = []
        for row in rows {
            guard let opened = try await self.openRefreshing(row) else {
                read.append((row, nil))
                continue
            }
            guard let content = try? RecordContent(parsing: opened.content) else {
                throw .damaged(index: row.index)
            }
            read.append((row, content.record))
        }
        return read
    }
}
