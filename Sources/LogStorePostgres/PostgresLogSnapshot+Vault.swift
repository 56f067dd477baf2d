public import LogCore
internal import Postgres

/// The vault and the witnesses' lines at the snapshot's moment.
extension PostgresLogSnapshot: VaultRows, CosignatureRows {
    /// Which epochs rows may have; nil if nothing says so.
    public func storedVaultEpochs(of log: LogID) async throws(StoreError) -> VaultEpochs? {
        try await self.read { session in
            let rows = try session.query(Queries.vaultEpochs, [.log(log)])
            guard rows.count == 1, let lowest = try rows.epoch(0, 0),
                let current = try rows.epoch(0, 1)
            else { return nil }
            return VaultEpochs(lowest: lowest, current: current)
        }
    }

    /// The records at some indexes, with their contents, in order.
    public func storedVaultRows(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredVaultRow] {
        try await self.read { session in
            let rows = try session.query(
                Queries.storedVaultRows,
                [.log(log), .unsigned(indexes.lowerBound), .unsigned(indexes.upperBound)]
            )
            return try (0..<rows.count).map { try rows.storedVaultRow($0) }
        }
    }

    /// The actions from an entry on, at most `limit`, in order.
    public func storedVaultActions(
        of log: LogID,
        from entry: UInt64,
        limit: Int
    ) async throws(StoreError) -> [StoredVaultAction] {
        try await self.read { session in
            let rows = try session.query(
                Queries.storedVaultActions,
                [
                    .log(log), .unsigned(min(entry, UInt64(Int64.max))),
                    .int8(Int64(clamping: limit)),
                ]
            )
            return try (0..<rows.count).map { row in
                StoredVaultAction(
                    entryIndex: try rows.unsigned(row, 0),
                    recordIndex: try rows.unsigned(row, 1),
                    kind: try rows.int2(row, 2),
                    outcome: try rows.isNull(row, 3) ? nil : try rows.int2(row, 3),
                    fields: try rows.textArray(row, 4)
                )
            }
        }
    }

    /// Records with a fault that lies between rows, at most `limit`, in order.
    public func storedVaultFaults(
        _ fault: VaultFault,
        of log: LogID,
        limit: Int
    ) async throws(StoreError) -> [UInt64] {
        let statement: Statement
        switch fault {
        case .repeated: statement = Queries.repeatedVaultIDs
        case .contentsLeft: statement = Queries.strayVaultContents
        case .notSearchable: statement = Queries.unfoundVaultRecords
        case .searchChanged: statement = Queries.strayVaultTokens
        default: return []
        }
        return try await self.read { session in
            let rows = try session.query(statement, [.log(log), .int8(Int64(clamping: limit))])
            return try (0..<rows.count).map { UInt64(clamping: try rows.int8($0, 0)) }
        }
    }

    /// The rows of the vault that lie outside of a log of this size, or below 0.
    public func strayVaultRows(
        of log: LogID,
        size: UInt64
    ) async throws(StoreError) -> [StrayRows] {
        try await self.read { session in
            let rows = try session.query(Queries.strayVaultRows, [.log(log), .unsigned(size)])
            var stray: [StrayRows] = []
            for row in 0..<rows.count where try !rows.isNull(row, 1) {
                guard let table = StrayRows.Table(rawValue: try rows.text(row, 0)) else {
                    throw StoreError.corrupt("a table has another name than was asked for")
                }
                stray.append(
                    StrayRows(
                        table: table,
                        first: try rows.int8(row, 1),
                        count: try rows.int8(row, 2)
                    )
                )
            }
            return stray
        }
    }

    /// The witnesses' lines behind a place, in the order of heads and numbers.
    public func storedCosignatures(
        of log: LogID,
        after place: (size: UInt64, number: Int)?,
        limit: Int
    ) async throws(StoreError) -> [StoredCosignature] {
        let (size, number) = place ?? (0, -1)
        return try await self.read { session in
            let rows = try session.query(
                Queries.storedCosignatures,
                [
                    .log(log), .unsigned(min(size, UInt64(Int64.max))),
                    .int4(Int32(clamping: number)), .int8(Int64(clamping: limit)),
                ]
            )
            return try (0..<rows.count).map { row in
                StoredCosignature(
                    size: try rows.unsigned(row, 0),
                    number: Int(try rows.int4(row, 1)),
                    isSM3: try rows.bool(row, 2),
                    line: try rows.bytesIfAny(row, 3),
                    checkpoint: try rows.isNull(row, 4) ? nil : try rows.bytes(row, 4)
                )
            }
        }
    }
}

extension Rows {
    /// Bytes; nil where there are none.
    fileprivate func bytesUnlessNull(_ row: Int, _ column: Int) throws -> [UInt8]? {
        try self.isNull(row, column) ? nil : try self.bytes(row, column)
    }

    /// A record of the vault, whatever its row says.
    fileprivate func storedVaultRow(_ row: Int) throws -> StoredVaultRow {
        StoredVaultRow(
            index: try self.unsigned(row, 0),
            idPrefix: try self.int8(row, 1),
            recordMAC: try self.bytesIfAny(row, 8),
            bodyMAC: try self.bytesUnlessNull(row, 9),
            header: VaultHeader(
                recordClass: try self.text(row, 12),
                retention: try self.text(row, 13),
                writer: try self.text(row, 14),
                writerSequence: try self.isNull(row, 3)
                    ? nil : UInt64(exactly: try self.int8(row, 3)),
                recordedAt: UInt64(max(try self.timestamp(row, 2) / 1_000_000, 0))
            ),
            state: try self.int2(row, 6),
            isHeld: try self.bool(row, 7),
            changedBy: try self.isNull(row, 4) ? nil : UInt64(exactly: try self.int8(row, 4)),
            epoch: try self.isNull(row, 5) ? nil : try self.int4(row, 5),
            wrappedKey: try self.bytesUnlessNull(row, 10),
            tokens: try self.isNull(row, 11) ? nil : try self.int8Array(row, 11),
            ciphertext: try self.bytesUnlessNull(row, 15)
        )
    }
}
