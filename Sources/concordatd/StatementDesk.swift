import LogCore
import LogProtocol
import LogStorePostgres
import Logging
import MerkleTree
import PrivateCluster
import Records
import SignedNotes
import Synchronization
import Witnessing

/// Appends statements about a log's keys and its policy, signed with its keys.
///
/// Works beside daemons and without one: the entry goes into the database in a transaction of its own,
/// whose lock says which index it gets, and is promised by whichever daemon serves the log.
struct StatementDesk: Sendable {
    let log: LogDescriptor
    let keys: LogKeyFolder
    /// The passphrase of the private keys; nil if they are not encrypted.
    let keyPassphrase: [UInt8]?
    /// What the log's entries have changed so far.
    let history: LogHistory
    private let store: PostgresLogStore

    /// How many entries are read at once.
    private static let chunk: UInt64 = 4_096

    /// Opens everything for the time of `body`. Meanwhile no other command does.
    static func with<Value: Sendable>(
        _ settings: Settings,
        name: LogName,
        logger: Logger,
        _ body: (StatementDesk) async throws -> Value
    ) async throws -> Value {
        let folder = try DataFolder(existing: try settings.required(.data))
        let keys = LogKeyFolder(path: folder.keys(of: name))
        let passphrase = try passphrase(settings)
        if let mark = try ClosedMark.read(directory: folder.signer(of: name)) {
            throw DaemonError.stopped("\(name) is closed and goes on as \(mark.successor)")
        }
        // What was announced and is not recorded yet must not be contradicted.
        let lock = try keys.lock()
        defer { withExtendedLifetime(lock) {} }
        let database = try await DaemonDatabase.openForReading(
            settings,
            folder: folder,
            logger: logger
        )
        do {
            try await LogDaemon.checkSchema(database.serving)
            let pools = StorePools(conninfo: database.serving)
            let value: Value
            do {
                guard let log = try await pools.store.logs().first(where: { $0.name == name })
                else {
                    throw DaemonError.unknownLog(name.text)
                }
                value = try await body(
                    StatementDesk(
                        log: log,
                        keys: keys,
                        keyPassphrase: passphrase,
                        history: try await Self.history(of: log, folder, pools.store),
                        store: pools.store
                    )
                )
            } catch {
                await pools.shutdown()
                throw error
            }
            await pools.shutdown()
            await database.cluster?.stop()
            return value
        } catch {
            await database.cluster?.stop()
            throw error
        }
    }

    /// What the signer has recorded, and what lies in the database above its record.
    private static func history(
        of log: LogDescriptor,
        _ folder: DataFolder,
        _ store: PostgresLogStore
    ) async throws -> LogHistory {
        var history = try folder.history(of: log.name)
        let directory = folder.signer(of: log.name)
        var start = try SignerRecord.describe(directory: directory).publishedSize
        let size = try await store.treeState(of: log.id).head.size
        while start < size {
            let end = min(start + Self.chunk, size)
            let entries = try await store.entries(of: log.id, at: start..<end)
            for event in HistoryStatement.candidates(in: entries, from: start) {
                history.take(event)
            }
            start = end
        }
        return history
    }

    /// Appends the statement that `body` makes, which is told the index and the first size from which
    /// it may hold, and signs it with the keys of the size before and with `newKey`.
    ///
    /// - Throws: What `body` throws; ``DaemonError/stopped(_:)`` if the statement would change nothing.
    func append(
        newKey: (any NoteSigner)? = nil,
        _ body: @escaping @Sendable (_ index: UInt64) throws -> PublicStatement
    ) async throws -> HistoryStatement {
        let made = Mutex<Result<HistoryStatement, any Error>?>(nil)
        let time = systemTime()
        do {
            try await self.store.sequence(in: self.log.id, keys: []) {
                (locked: borrowing LockedLog) throws(StoreError) -> Integration? in
                let index = locked.state.head.size
                let entries: EntryBatch
                do {
                    let event = HistoryStatement(
                        index: index,
                        statement: try self.signed(try body(index), newKey, at: time).bytes
                    )
                    try self.check(event)
                    entries = try EntryBatch(event.statement)
                    made.withLock { $0 = .success(event) }
                } catch {
                    made.withLock { $0 = .failure(error) }
                    return nil
                }
                var edge = try locked.edge()
                let tiles = edge.append(TwinLeaves(hashing: entries))
                return Integration(entries: entries, tiles: tiles, state: edge.state, keys: [])
            }
        } catch {
            // The answer to the commit may be lost, and the entry there.
            guard case .outcomeUnknown = error,
                case .success(let event)? = made.withLock({ $0 }),
                try await self.store.entries(of: self.log.id, at: event.index..<event.index + 1)
                    == EntryBatch(event.statement)
            else { throw error }
        }
        guard let result = made.withLock({ $0 }) else {
            throw DaemonError.stopped("the database did not ask for the statement")
        }
        return try result.get()
    }

    private func signed(
        _ statement: PublicStatement,
        _ newKey: (any NoteSigner)?,
        at time: UInt64
    ) throws -> PublicStatement {
        // Below its own index nothing can hold; the check that follows says so.
        let current = self.history.keys(at: max(statement.effectiveSize, 1) - 1)
        let signers = try current.map {
            try self.keys.signer(
                with: $0,
                origin: self.log.origin,
                passphrase: self.keyPassphrase
            )
        }
        return try statement.signed(by: signers + [newKey].compactMap(\.self), at: time)
    }

    /// Whoever reads the log comes to the same.
    private func check(_ event: HistoryStatement) throws {
        var history = self.history
        switch history.take(event) {
        case .taken: return
        case .ignored(let reason): throw DaemonError.stopped("\(reason)")
        case .known, nil: throw DaemonError.stopped("the statement would change nothing")
        }
    }
}
