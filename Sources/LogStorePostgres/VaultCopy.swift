internal import LogCore
internal import Postgres

/// Writes a batch's rows of the vault.
struct VaultCopy {
    let log: LogID
    let rows: [(index: UInt64, content: VaultContent)]

    func write(_ session: borrowing Session) throws {
        if self.rows.isEmpty { return }
        try self.copyRecords(session)
        _ = try session.copyIn(Queries.copyVaultContents) { writer in
            for (index, content) in self.rows {
                writer.row(columns: 3)
                writer.int8(self.log.value)
                writer.int8(Int64(index))  // below the new size
                writer.bytes(content.sealed.ciphertext)
            }
        }
        for (index, content) in self.rows {
            guard let action = content.action else { continue }
            _ = try session.query(
                Queries.insertVaultAction,
                [
                    .log(self.log), .unsigned(index), .unsigned(action.recordIndex),
                    .int2(action.kind.rawValue), .textArray(action.fields),
                ]
            )
        }
    }

    private func copyRecords(_ session: borrowing Session) throws {
        for (index, content) in self.rows {
            let epoch = content.sealed.epoch
            guard content.recordMAC.count == 32, content.bodyMACs[epoch]?.count == 32,
                Int32(exactly: epoch) != nil,
                Int64(exactly: content.header.writerSequence ?? 0) != nil
            else { throw StoreError.conflict("the record of entry \(index) was not sealed whole") }
        }
        _ = try session.copyIn(Queries.copyVaultRecords) { writer in
            for (index, content) in self.rows {
                let header = content.header
                writer.row(columns: 13)
                writer.int8(self.log.value)
                writer.int8(Int64(index))
                writer.int8(VaultRowReader.prefix(of: content.recordMAC))
                writer.timestamp(microseconds: VaultRowReader.microseconds(header.recordedAt))
                if let number = header.writerSequence {
                    writer.int8(Int64(number))
                } else {
                    writer.null()
                }
                writer.int4(Int32(content.sealed.epoch))
                writer.bytes(content.recordMAC)
                writer.bytes(content.bodyMACs[content.sealed.epoch] ?? [])
                writer.bytes(content.sealed.wrappedKey)
                writer.int8Array(content.sealed.tokens)
                writer.text(header.recordClass)
                writer.text(header.retention)
                writer.text(header.writer)
            }
        }
    }
}
