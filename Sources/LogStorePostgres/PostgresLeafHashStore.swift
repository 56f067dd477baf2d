public import CryptoSuites
public import LogCore
public import MerkleTree
public import Postgres

/// The indexes of entries by their leaf hashes, in the tables of `Migrations/`.
///
/// It has a pool of its own to write on, and needs one connection in it: filling the lookup then
/// takes one session of the server at a time, whatever the number of logs, and never one that a
/// batch waits for.
public struct PostgresLeafHashStore: LeafHashStore {
    private let writing: ConnectionPool
    private let reading: ConnectionPool

    /// Creates a store on two pools to one database. It shuts down neither.
    public init(writing: ConnectionPool, reading: ConnectionPool) {
        self.writing = writing
        self.reading = reading
    }

    /// How many leaf hashes of the log are in it.
    public func indexedSize(of log: LogID) async throws(StoreError) -> UInt64 {
        try await self.run(on: self.reading) { try self.size(of: log, $0) }
    }

    /// Adds leaf hashes, if it holds exactly those below; returns how many it holds afterwards.
    ///
    /// The transaction is not waited for on the disk. A crash may take the last ones back, rows and
    /// size together, and they are added again.
    public func add(
        _ hashes: [TreeHash<SHA256Hasher>],
        of log: LogID,
        after size: UInt64
    ) async throws(StoreError) -> UInt64 {
        let (newSize, overflow) = size.addingReportingOverflow(UInt64(hashes.count))
        guard !overflow else { throw .corrupt("\(size) is beyond the last index") }
        let prefixes = hashes.map(\.lookupPrefix)
        return try await self.run(on: self.writing) { session in
            try session.transaction { session in
                // SPEC: CT-12: whoever has the lock and finds the size that he started from adds.
                _ = try session.query(Queries.ensureLeafHashState, [.log(log)])
                let held = try session.query(Queries.lockLeafHashState, [.log(log)])
                    .unsigned(0, 0)
                guard held == size, !prefixes.isEmpty else { return held }
                _ = try session.query(
                    Queries.insertLeafHashes,
                    [.log(log), .int8Array(prefixes), .unsigned(size)]
                )
                _ = try session.query(
                    Queries.setLeafHashSize,
                    [.log(log), .unsigned(newSize)]
                )
                return newSize
            }
        }
    }

    /// The indexes from `start` on that may have this leaf hash.
    public func candidates(
        for hash: TreeHash<SHA256Hasher>,
        of log: LogID,
        from start: UInt64,
        limit: Int
    ) async throws(StoreError) -> LeafCandidates {
        try await self.run(on: self.reading) { session in
            // The size first: rows that are added in between are more than it promises.
            let size = try self.size(of: log, session)
            let rows = try session.query(
                Queries.leafHashCandidates,
                [.log(log), .int8(hash.lookupPrefix), .unsigned(start), .int8(Int64(limit))]
            )
            return LeafCandidates(
                indexes: try (0..<rows.count).map { try rows.unsigned($0, 0) },
                indexedSize: size
            )
        }
    }

    private func size(of log: LogID, _ session: borrowing Session) throws -> UInt64 {
        let rows = try session.query(Queries.leafHashSize, [.log(log)])
        return rows.count == 0 ? 0 : try rows.unsigned(0, 0)
    }

    private func run<Result: Sendable>(
        on pool: ConnectionPool,
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        do { return try await pool.run { try body($0) } } catch { throw .from(error) }
    }
}
