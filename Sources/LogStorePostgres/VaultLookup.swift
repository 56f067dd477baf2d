internal import LogCore
internal import Postgres

/// What the vault knows of a batch's records, looked up under the lock on the tree state.
struct VaultLookup: Sendable {
    /// What is stored under those ids that are known.
    private(set) var known: [[UInt8]: StoredRecordMark] = [:]
    /// The epochs that rows may have; nil if nothing was looked up.
    private(set) var epochs: VaultEpochs?
    private var lookedUp: Set<[UInt8]> = []

    /// Looks up records by the HMACs of their ids.
    init(_ records: [[UInt8]], in log: LogID, _ session: borrowing Session) throws {
        if records.isEmpty { return }
        self.lookedUp = Set(records)
        self.epochs = try session.vaultEpochs(of: log)
        let rows = try session.query(
            Queries.storedRecords,
            [.log(log), .int8Array(self.lookedUp.map { VaultRowReader.prefix(of: $0) })]
        )
        for row in 0..<rows.count {
            let mac = try rows.bytes(row, 0)
            // The prefixes are equal, the ids need not be.
            guard self.lookedUp.contains(mac) else { continue }
            let mark = StoredRecordMark(
                index: try rows.unsigned(row, 1),
                epoch: try rows.epoch(row, 2),
                bodyMAC: try rows.isNull(row, 3) ? nil : try rows.bytes(row, 3)
            )
            guard self.known.updateValue(mark, forKey: mac) == nil else {
                throw StoreError.corrupt("a record's id stands twice, once at \(mark.index)")
            }
        }
    }

    /// Throws unless each added record was looked up, is new, is added once, and has an epoch that rows
    /// may have: no constraint of the table would notice.
    func claimFree(_ added: [(index: UInt64, content: VaultContent)]) throws(StoreError) {
        if added.isEmpty { return }
        var free = self.lookedUp.subtracting(self.known.keys)
        for (index, content) in added {
            guard free.remove(content.recordMAC) != nil else {
                throw .conflict("the record's id of entry \(index) is not free")
            }
            guard self.epochs?.takes(content.sealed.epoch) == true else {
                throw .conflict("entry \(index) is sealed in an epoch that is closed")
            }
        }
    }
}
