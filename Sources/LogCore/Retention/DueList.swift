public import Records

/// Of which records of a log something is due.
public struct DueList: Sendable {
    /// Something that is due.
    public struct Item: Hashable, Sendable {
        /// The index of the record's entry.
        public let index: UInt64
        /// The record's own id, by which it is acted on.
        public let recordID: String
        /// Its class.
        public let recordClass: String
        /// Its retention class.
        public let retention: String
        /// What has become of its contents.
        public let state: RecordState
        /// What is due, and when.
        public let kind: RetentionDue.Kind
        /// The day.
        public let date: CalendarDate
        /// Whether a hold or an open incident keeps it from being done.
        public let isFrozen: Bool
    }

    /// Some of the list, in the order of entries.
    public struct Page: Hashable, Sendable {
        /// What is due.
        public let items: [Item]
        /// The index from which to go on; nil at the end. A page may be short, or empty, before that.
        public let next: UInt64?
    }

    /// How many rows one page looks at: what it costs has a bound, however many records there are.
    static let examinedRows = 16_384
    private static let rowsPerStep = 4_096

    private let vault: Vault
    private let crosswalk: Crosswalk
    private let book: RetentionBook

    /// Creates the list of a log whose records are kept by a crosswalk's retention classes.
    public init(vault: Vault, crosswalk: Crosswalk, book: RetentionBook) {
        self.vault = vault
        self.crosswalk = crosswalk
        self.book = book
    }

    /// What is due before a day, of records from an index on and below a size.
    ///
    /// `limit` is how many records with something due a page has, at least 1.
    ///
    /// SPEC: RET-6: what is late stays on the list until it is done; what is frozen is marked.
    public func page(
        before date: CalendarDate,
        from index: UInt64,
        below size: UInt64,
        limit: Int
    ) async throws(VaultError) -> Page {
        let ledger = try await self.book.current()
        let side = RetentionSide(jurisdiction: self.vault.log.jurisdiction)
        var items: [Item] = []
        var records = 0
        var next = index
        for _ in 0..<Self.examinedRows / Self.rowsPerStep {
            let start = next
            let rows = try await self.vault.storing {
                try await $0.records(of: $1, from: start, limit: Self.rowsPerStep)
            }
            for row in rows {
                guard row.index < size else { return Page(items: items, next: nil) }
                guard records < limit else { return Page(items: items, next: row.index) }
                next = row.index + 1
                let due = self.due(row, ledger, side, before: date)
                guard !due.isEmpty, let id = try await self.id(of: row) else { continue }
                records += 1
                items += due.map { Self.item(row, id, $0) }
            }
            guard rows.count == Self.rowsPerStep else { return Page(items: items, next: nil) }
        }
        return Page(items: items, next: next)
    }

    private func due(
        _ row: VaultRow,
        _ ledger: RetentionLedger,
        _ side: RetentionSide,
        before date: CalendarDate
    ) -> [RetentionDue] {
        guard !row.header.isDummy, row.sealed != nil,
            let retention = self.crosswalk.retentionClass(row.header.retention),
            let facts = ledger.facts(of: row)
        else { return [] }
        return RetentionDue.list(
            [
                (
                    record: "\(row.index)", rule: RetentionRule(retention, side: side),
                    facts: facts
                )
            ],
            through: date
        ).filter { $0.date < date }
    }

    /// The record's own id; nil if it was erased meanwhile.
    private func id(of row: VaultRow) async throws(VaultError) -> String? {
        guard let whole = try await self.vault.row(at: row.index),
            let opened = try await self.vault.openRefreshing(whole)
        else { return nil }
        guard let id = String(validating: opened.id, as: UTF8.self) else {
            throw .damaged(index: row.index)
        }
        return id
    }

    private static func item(_ row: VaultRow, _ id: String, _ due: RetentionDue) -> Item {
        Item(
            index: row.index,
            recordID: id,
            recordClass: row.header.recordClass,
            retention: row.header.retention,
            state: RecordState(rawValue: row.state.name) ?? .active,
            kind: due.kind,
            date: due.date,
            isFrozen: due.isFrozen
        )
    }
}
