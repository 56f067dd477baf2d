import Foundation
import LogCore
import LogProtocol
import LogStorePostgres
import Logging
import Postgres
import PrivateCluster
import SignedNotes
import Witnessing

/// Everything that a recovery works on, locked and opened.
struct RecoveryDesk: Sendable {
    let name: LogName
    let keys: [VerifierKey]
    let recall: SignerRecall
    let record: RecalledRecord
    let store: PostgresLogStore
    let log: LogDescriptor
    let reports: ReportFolder
    let logger: Logger

    /// What to do about a log that the database does not know at all.
    struct NewRow: Sendable {
        /// The legal domain; nil if the operator has not said.
        var jurisdiction: String?
        var allowsOpaqueEntries: Bool
        var hasOpaqueRecords = false
    }

    /// Takes the locks of a daemon at work and opens everything for the time of `body`.
    ///
    /// - Throws: ``RecoveryError`` and what `body` throws.
    static func with(
        _ settings: Settings,
        log name: LogName,
        newRow: NewRow?,
        logger: Logger,
        _ body: (RecoveryDesk) async throws -> Void
    ) async throws {
        let folder = try DataFolder(existing: try settings.required(.data))
        let recall = SignerRecall(directory: folder.signer(of: name))
        let record = try await Self.open(recall, name)
        do {
            try await Self.withStore(settings, folder, logger) { store in
                let log = try await Self.log(name, record, store, newRow)
                try await body(
                    RecoveryDesk(
                        name: name,
                        keys: try folder.history(of: name).keys,
                        recall: recall,
                        record: record,
                        store: store,
                        log: log,
                        reports: ReportFolder(path: folder.recovery(of: name)),
                        logger: logger
                    )
                )
            }
            await recall.close()
        } catch {
            await recall.close()
            throw error
        }
    }

    private static func open(
        _ recall: SignerRecall,
        _ name: LogName
    ) async throws -> RecalledRecord {
        do {
            return try await recall.open()
        } catch {
            if case .inUse = error {
                throw RecoveryError.refused(
                    "a daemon or a signer is at work on \(name): stop it first"
                )
            }
            throw RecoveryError.refused(
                "\(error). Without the signer's record it is not known what was promised: bring the "
                    + "newest copy of its folder back, or refound the log"
            )
        }
    }

    /// Opens the database as its owner.
    static func withStore(
        _ settings: Settings,
        _ folder: DataFolder,
        _ logger: Logger,
        _ body: (PostgresLogStore) async throws -> Void
    ) async throws {
        if settings.text(.database) != nil, settings.text(.ownerDatabase) == nil {
            throw DaemonError.ownerNeeded
        }
        let database: DaemonDatabase
        do {
            database = try await DaemonDatabase.open(settings, folder: folder, logger: logger)
        } catch let error as PrivateClusterError {
            throw RecoveryError.refused("\(error)")
        }
        do {
            var configuration = ConnectionConfiguration(
                conninfo: database.owner ?? database.serving,
                applicationName: "concordat recover"
            )
            // Long logs take their time, and hashing goes on between two statements.
            configuration.statementTimeout = nil
            configuration.idleInTransactionTimeout = .seconds(600)
            if database.cluster == nil { try await Self.checkSchema(configuration) }
            try await StorePools.with(configuration) { store in
                if database.cluster == nil { try await Self.checkAlone(store) }
                try await body(store)
            }
            await database.cluster?.stop()
        } catch {
            await database.cluster?.stop()
            throw error
        }
    }

    private static func checkSchema(_ configuration: ConnectionConfiguration) async throws {
        let connection: PostgresConnection
        do { connection = try await PostgresConnection(configuration) } catch {
            throw RecoveryError.undecided("the database is out of reach: \(error)")
        }
        do { try await Migrator().check(connection) } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// SPEC: RECOVER-3: a private cluster has a lock; elsewhere daemons are seen by their sessions.
    private static func checkAlone(_ store: PostgresLogStore) async throws {
        // A session that was just closed may be seen for a moment.
        for attempt in 0... {
            if try await store.daemonSessionCount() == 0 { return }
            guard attempt < 8 else {
                throw RecoveryError.refused(
                    "a daemon is connected to the database: stop all that serve the log first"
                )
            }
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private static func log(
        _ name: LogName,
        _ record: RecalledRecord,
        _ store: PostgresLogStore,
        _ newRow: NewRow?
    ) async throws -> LogDescriptor {
        if let log = try await store.logs().first(where: { $0.name == name }) {
            guard log.origin == record.origin else {
                throw RecoveryError.refused(
                    "the database's log \(name) has the origin \(log.origin), and the signer's "
                        + "record is of \(record.origin)"
                )
            }
            return log
        }
        guard let newRow else {
            throw RecoveryError.refused(
                "the database has no log \(name): bring its entries back with --replay"
            )
        }
        guard let jurisdiction = newRow.jurisdiction else {
            throw RecoveryError.refused(
                "the database has no log \(name): say of which --jurisdiction it is, and whether it "
                    + "takes anybody's bytes (--allow-opaque) or keeps its records opaque "
                    + "(--opaque-records), as when it was created"
            )
        }
        return try await store.createLog(
            name: name,
            origin: record.origin,
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: newRow.allowsOpaqueEntries,
            hasOpaqueRecords: newRow.hasOpaqueRecords
        )
    }

    // MARK: Parts of every recovery

    /// A report of what is about to be done.
    func report(_ command: String) -> RecoveryReport {
        RecoveryReport(
            command: command,
            log: self.name.text,
            origin: self.record.origin.text,
            recorded: self.record.recorded,
            started: Self.time()
        )
    }

    /// Now, as RFC 3339 has it, in whole seconds.
    static func time() -> String {
        Date(timeIntervalSince1970: Double(systemTime())).formatted(.iso8601)
    }

    /// Puts tiles, tree state and heads right, and checks what is stored then against the record.
    func rebuild(_ heads: [PublishedHead] = []) async throws -> RebuildReport {
        let plan = RebuildPlan(
            recorded: self.record.recorded,
            signed: self.record.signed,
            // The signer's own copy has all signatures, a mirror's perhaps not.
            heads: self.signedHead
                + heads.filter { head in
                    !self.signedHead.contains { $0.head.size == head.head.size }
                },
            verifier: HeadVerifier(origin: self.record.origin, keys: self.keys)
        )
        let progress = WorkProgress("rebuilding trees", total: self.record.recorded.size)
        let report: RebuildReport
        do {
            report = try await self.store.rebuild(self.log.id, plan) { progress.reached($0) }
        } catch {
            throw Self.reason(error)
        }
        // On another connection, by the code that serves.
        let state = try await self.store.treeState(of: self.log.id)
        let edge = try await self.store.edge(
            of: self.log.id,
            size: self.record.recorded.size
        )
        guard edge.state.head == self.record.recorded, state.head.size == report.size else {
            throw RecoveryError.refused(
                "what was written does not agree with the signer's record: run it again"
            )
        }
        return report
    }

    /// Decides about stored heads.
    var judge: HeadJudge {
        HeadJudge(
            signed: self.record.signed,
            verifier: HeadVerifier(origin: self.record.origin, keys: self.keys)
        )
    }

    /// The signer's own copy of the newest published head.
    private var signedHead: [PublishedHead] {
        guard let signed = self.record.signed, let notes = self.record.signedNotes,
            signed.size == self.record.published.size
        else { return [] }
        return [PublishedHead(head: signed, notes: notes)]
    }

    /// What a refusal means to the operator.
    static func reason(_ error: RebuildError) -> RecoveryError {
        switch error {
        case .entryMissing(let index):
            .refused(
                "entry \(index) is promised, and is not in the database: bring it back with --replay "
                    + "SOURCE. Nothing was changed"
            )
        case .otherEntries(let size):
            .refused(
                "the entries in the database do not lead to the roots that the signer recorded at "
                    + "size \(size): some are others than those promised. Bring them back with "
                    + "--replay SOURCE. Nothing was changed"
            )
        case .signedContradiction(let size):
            .refused(
                "the database has a head of size \(size) that this log's keys signed, and the "
                    + "signer's record or its tree contradicts it: the record is an earlier copy, or "
                    + "the keys are in other hands. Bring the newest record back, or refound the "
                    + "log. Nothing was changed"
            )
        case .store(.unavailable(let reason)):
            .undecided("the database is out of reach: \(reason)")
        case .store(let error): .undecided("the database failed: \(error)")
        }
    }
}
