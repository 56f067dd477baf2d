import LogCore

/// The vault of one log in memory: rows as a database has them.
struct MemoryVault: Sendable {
    struct Row: Sendable {
        var row: VaultRow
        var bodyMAC: [UInt8]?
    }

    var rows: [UInt64: Row] = [:]
    var actions: [UInt64: StoredAction] = [:]
    var epochs = VaultEpochs(lowest: 1, current: 1)

    /// What is known of records by the HMACs of their ids.
    func marks(of records: [[UInt8]]) -> [[UInt8]: StoredRecordMark] {
        var marks: [[UInt8]: StoredRecordMark] = [:]
        for row in self.rows.values where records.contains(row.row.recordMAC) {
            marks[row.row.recordMAC] = StoredRecordMark(
                index: row.row.index,
                epoch: row.row.sealed?.epoch,
                bodyMAC: row.bodyMAC
            )
        }
        return marks
    }

    /// Adds what comes with a batch.
    mutating func add(_ added: [(index: UInt64, content: VaultContent)]) {
        for (index, content) in added {
            self.rows[index] = Row(
                row: VaultRow(
                    index: index,
                    recordMAC: content.recordMAC,
                    header: content.header,
                    state: .active,
                    isHeld: false,
                    changedBy: nil,
                    sealed: content.sealed
                ),
                bodyMAC: content.bodyMACs[content.sealed.epoch]
            )
            if let action = content.action {
                self.actions[index] = StoredAction(
                    entryIndex: index,
                    action: action,
                    outcome: nil
                )
            }
        }
    }

    /// The living rows with an epoch below one.
    func rows(below epoch: UInt32) -> [VaultRow] {
        self.rows.values.map(\.row).filter { ($0.sealed?.epoch ?? .max) < epoch }
            .sorted { $0.index < $1.index }
    }

    /// Whether an incident is there at an index or behind it.
    func hasIncident(from index: UInt64) -> Bool {
        self.rows.values.contains {
            $0.row.index >= index && $0.row.header.recordClass == "incident"
        }
    }

    /// An action whose turn it is; the outcome if it is carried out already.
    func turn(of entry: UInt64) throws(StoreError) -> (StoredAction, ActionOutcome?) {
        guard let stored = self.actions[entry] else { throw .unknownLog }
        if let outcome = stored.outcome { return (stored, outcome) }
        let hasEarlier = self.actions.values.contains {
            $0.entryIndex < entry && $0.outcome == nil
                && $0.action.recordIndex == stored.action.recordIndex
        }
        if hasEarlier { throw .conflict("an earlier action is yet to be carried out") }
        return (stored, nil)
    }

    /// Notes what came of an action.
    mutating func finish(_ stored: StoredAction, _ outcome: ActionOutcome) {
        self.actions[stored.entryIndex] = StoredAction(
            entryIndex: stored.entryIndex,
            action: stored.action,
            outcome: outcome
        )
    }
}
