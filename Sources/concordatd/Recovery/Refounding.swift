import CryptoSuites
import Foundation
import LogCore
import LogProtocol
import LogStorePostgres
import Logging
import MerkleTree
import SignedNotes
import Witnessing

/// `recover --refound`: a new log under a new origin, whose first entry says how the old one ended.
///
/// The durable steps, each of which a further run finds done and goes on behind:
///
/// 1. The mark in the old signer's folder, with the statement. From here on the old log takes nothing.
/// 2. Keys, signer's record and row of the new log.
/// 3. The statement as its first entry.
struct Refounding {
    let settings: Settings
    let folder: DataFolder
    let old: LogName
    let name: LogName
    let origin: LogOrigin
    let reason: RefoundingReason
    let newRow: RecoveryDesk.NewRow
    let logger: Logger

    /// What came of it.
    struct Outcome: Encodable {
        let command: String
        let log: String
        let origin: String
        let successor: String
        let name: String
        let statement: String
        let vkeys: [String]
    }

    /// Does it.
    func run() async throws -> Outcome {
        let recall = SignerRecall(directory: self.folder.signer(of: self.old))
        let record = try await self.recalled(recall)
        let outcome: Result<Outcome, any Error>
        do { outcome = .success(try await self.run(record)) } catch { outcome = .failure(error) }
        await recall.close()
        return try outcome.get()
    }

    /// The old signer's record under its lock; nil if it is lost or damaged.
    private func recalled(_ recall: SignerRecall) async throws -> RecalledRecord? {
        do {
            return try await recall.open()
        } catch {
            if case .inUse = error {
                throw RecoveryError.refused(
                    "a daemon or a signer is at work on \(self.old): stop it first"
                )
            }
            self.logger.warning(
                "The signer's record cannot be used",
                metadata: ["log": "\(self.old)", "error": "\(error)"]
            )
            return nil
        }
    }

    private func run(_ record: RecalledRecord?) async throws -> Outcome {
        var outcome: Outcome?
        try await RecoveryDesk.withStore(self.settings, self.folder, self.logger) { store in
            let logs = try await store.logs()
            let row = logs.first { $0.name == self.old }
            let mark = try await self.mark(record, row, logs, store)
            let keys = try await self.create(row, store)
            try await self.append(mark.statement, store)
            outcome = Outcome(
                command: "refound",
                log: self.old.text,
                origin: mark.origin.text,
                successor: self.origin.text,
                name: self.name.text,
                statement: String(decoding: mark.statement, as: UTF8.self),
                vkeys: keys.map(\.description)
            )
        }
        guard let outcome else { throw RecoveryError.undecided("the database was not opened") }
        return outcome
    }

    // MARK: The old log

    /// The mark that closes the old log: the one that is there, or a new one.
    private func mark(
        _ record: RecalledRecord?,
        _ row: LogDescriptor?,
        _ logs: [LogDescriptor],
        _ store: PostgresLogStore
    ) async throws -> ClosedMark {
        let signer = self.folder.signer(of: self.old)
        if let mark = try ClosedMark.read(directory: signer) {
            guard mark.successor == self.origin, mark.name == self.name.text else {
                throw RecoveryError.refused(
                    "\(self.old) is closed already: it goes on as \(mark.successor) under the name "
                        + mark.name
                )
            }
            return mark
        }
        // Whatever keeps the new log from being made is to be found before the old one is closed.
        for path in [self.folder.keys(of: self.name), self.folder.signer(of: self.name)]
        where FileManager.default.fileExists(atPath: path) {
            throw DaemonError.exists(path)
        }
        guard !logs.contains(where: { $0.name == self.name || $0.origin == self.origin }) else {
            throw DaemonError.exists("a log of this name or origin in the database")
        }
        _ = try self.jurisdiction(row)
        let statement = try await self.statement(record, row, store)
        guard statement.origin != self.origin, let bytes = statement.bytes else {
            throw RecoveryError.refused("a new log needs an origin of its own")
        }
        let mark = ClosedMark(
            origin: statement.origin,
            successor: self.origin,
            name: self.name.text,
            statement: bytes
        )
        // SPEC: RECOVER-8: closed first, so that nothing is promised behind the statement.
        try mark.write(directory: signer)
        return mark
    }

    private func statement(
        _ record: RecalledRecord?,
        _ row: LogDescriptor?,
        _ store: PostgresLogStore
    ) async throws -> RefoundingStatement {
        if let record {
            return RefoundingStatement(
                origin: record.origin,
                last: record.recorded,
                basis: .signerRecord,
                notes: record.signedNotes,
                reason: self.reason,
                recorded: RecoveryDesk.time()
            )
        }
        guard let row, let head = try await store.publishedHead(of: row.id),
            HeadVerifier(
                origin: row.origin,
                keys: try self.folder.history(of: self.old).keys
            ).verifies(head)
        else {
            throw RecoveryError.refused(
                "neither a signer's record nor a signed head of \(self.old) is left to speak of: "
                    + "create a new log with `concordatd log create`"
            )
        }
        return RefoundingStatement(
            origin: row.origin,
            last: head.head,
            basis: .publishedHead,
            notes: head.notes,
            reason: self.reason,
            recorded: RecoveryDesk.time()
        )
    }

    private func jurisdiction(_ row: LogDescriptor?) throws -> String {
        guard let jurisdiction = self.newRow.jurisdiction ?? row?.jurisdiction else {
            throw RecoveryError.refused(
                "the database has no log \(self.old): say of which --jurisdiction the new one is, "
                    + "and whether it takes anybody's bytes (--allow-opaque) or keeps its records opaque "
                    + "(--opaque-records)"
            )
        }
        return jurisdiction
    }

    // MARK: The new log

    private func create(
        _ row: LogDescriptor?,
        _ store: PostgresLogStore
    ) async throws -> [VerifierKey] {
        let files = FileManager.default
        let keyPath = self.folder.keys(of: self.name)
        if !files.fileExists(atPath: keyPath) {
            _ = try LogKeyFolder.create(
                at: keyPath,
                origin: self.origin,
                passphrase: try passphrase(self.settings)
            )
        }
        let vault = VaultKeyFolder(
            path: self.folder.vault(of: self.name),
            origin: self.origin,
            passphrase: try passphrase(self.settings)
        )
        if !vault.exists {
            let kind = CipherKind(jurisdiction: try self.jurisdiction(row))
            try vault.create(1, kind: kind, at: systemTime())
        }
        let signerPath = self.folder.signer(of: self.name)
        if files.fileExists(atPath: signerPath + "/record") {
            guard try SignerRecord.describe(directory: signerPath).origin == self.origin else {
                throw DaemonError.exists(signerPath)
            }
        } else {
            // What an interrupted run left has no record, and nothing in it was promised.
            try? files.removeItem(atPath: signerPath)
            try SignerRecord.create(in: signerPath, origin: self.origin)
        }
        if try await self.newLog(store) == nil {
            _ = try await store.createLog(
                name: self.name,
                origin: self.origin,
                jurisdiction: try self.jurisdiction(row),
                allowsOpaqueEntries: row?.allowsOpaqueEntries ?? self.newRow.allowsOpaqueEntries,
                hasOpaqueRecords: row?.hasOpaqueRecords ?? self.newRow.hasOpaqueRecords
            )
        }
        return try LogKeyFolder(path: keyPath).verifierKeys()
    }

    private func newLog(_ store: PostgresLogStore) async throws -> LogDescriptor? {
        let log = try await store.logs().first { $0.name == self.name }
        guard let log else { return nil }
        guard log.origin == self.origin else {
            throw DaemonError.exists("a log of this name in the database")
        }
        return log
    }

    /// Adds the first entry. It is promised when the new log is served.
    private func append(_ statement: [UInt8], _ store: PostgresLogStore) async throws {
        guard let log = try await self.newLog(store) else {
            throw RecoveryError.undecided("the new log is not in the database: run it again")
        }
        let entries = try EntryBatch(statement)
        try await store.sequence(in: log.id, keys: []) {
            (locked: borrowing LockedLog) throws(StoreError) -> Integration? in
            guard locked.state.head.size == 0 else { return nil }
            var edge = TwinEdge()
            let tiles = edge.append(TwinLeaves(hashing: entries))
            return Integration(entries: entries, tiles: tiles, state: edge.state, keys: [])
        }
        guard try await store.entries(of: log.id, at: 0..<1) == entries else {
            throw RecoveryError.refused(
                "the first entry of \(self.name) is not the statement about \(self.old)"
            )
        }
    }
}
