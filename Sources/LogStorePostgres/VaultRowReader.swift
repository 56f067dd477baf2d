internal import LogCore
internal import Postgres

/// Rows of the vault as the log's own types.
enum VaultRowReader {
    /// The first 8 bytes of an id's HMAC, by which it is looked up.
    static func prefix(of mac: [UInt8]) -> Int64 { mac.prefix(8).reduce(0) { $0 << 8 | Int64($1) } }

    /// Seconds since 1970 in the database's unit; the last second that it can tell for all behind it.
    static func microseconds(_ seconds: UInt64) -> Int64 {
        let last: UInt64 = 9_000_000_000_000
        return Int64(min(seconds, last)) * 1_000_000
    }
}

extension Rows {
    /// An epoch; nil where there is none.
    func epoch(_ row: Int, _ column: Int) throws -> UInt32? {
        if try self.isNull(row, column) { return nil }
        guard let epoch = UInt32(exactly: try self.int4(row, column)) else {
            throw StoreError.corrupt("row \(row) has a negative epoch")
        }
        return epoch
    }

    /// A row of the vault, in the columns of ``Queries/vaultColumns`` and the ciphertext.
    func vaultRow(_ row: Int) throws -> VaultRow {
        guard let state = VaultState(rawValue: try self.int2(row, 5)) else {
            throw StoreError.corrupt("row \(row) has a state that is none")
        }
        let sequence = try self.isNull(row, 2) ? nil : try self.unsigned(row, 2)
        var sealed: SealedContent?
        if let epoch = try self.epoch(row, 4) {
            sealed = SealedContent(
                epoch: epoch,
                wrappedKey: try self.bytes(row, 8),
                ciphertext: try self.bytesIfAny(row, 13),
                tokens: try self.int8Array(row, 9)
            )
        }
        return VaultRow(
            index: try self.unsigned(row, 0),
            recordMAC: try self.bytes(row, 7),
            header: VaultHeader(
                recordClass: try self.text(row, 10),
                retention: try self.text(row, 11),
                writer: try self.text(row, 12),
                writerSequence: sequence,
                recordedAt: UInt64(max(try self.timestamp(row, 1) / 1_000_000, 0))
            ),
            state: state,
            isHeld: try self.bool(row, 6),
            changedBy: try self.isNull(row, 3) ? nil : try self.unsigned(row, 3),
            sealed: sealed
        )
    }

    /// An action, in five columns.
    func vaultAction(_ row: Int) throws -> StoredAction {
        let fields = try self.textArray(row, 4)
        guard let kind = VaultActionKind(rawValue: try self.int2(row, 2)),
            (kind == .eraseFields) != fields.isEmpty
        else { throw StoreError.corrupt("row \(row) has an action that is none") }
        return StoredAction(
            entryIndex: try self.unsigned(row, 0),
            action: VaultAction(kind, recordIndex: try self.unsigned(row, 1), fields: fields),
            outcome: try self.isNull(row, 3) ? nil : try self.outcome(row, 3)
        )
    }

    /// What came of an action.
    func outcome(_ row: Int, _ column: Int) throws -> ActionOutcome {
        guard let outcome = ActionOutcome(rawValue: try self.int2(row, column)) else {
            throw StoreError.corrupt("row \(row) has an outcome that is none")
        }
        return outcome
    }
}

extension Session {
    /// Which epochs the rows of a log may have.
    borrowing func vaultEpochs(of log: LogID) throws -> VaultEpochs {
        let rows = try self.query(Queries.vaultEpochs, [.log(log)])
        guard rows.count == 1, let lowest = try rows.epoch(0, 0), let current = try rows.epoch(0, 1)
        else { throw StoreError.unknownLog }
        return VaultEpochs(lowest: lowest, current: current)
    }
}
