import Foundation
import LogCore
import LogProtocol
import LogStorePostgres
import Logging
import Postgres
import PrivateCluster
import SignedNotes
import Witnessing

/// The work of `concordatd fsck`.
struct FsckRun {
    private let settings: Settings
    private let folder: DataFolder
    private let logger: Logger
    /// The socket of a signer in another process; nil if the signer's files are in the data folder.
    private let signerPath: String?
    /// Whose lines are below the heads.
    private let policies: PolicyFiles

    /// Checks the settings. Opens nothing yet.
    init(_ settings: Settings, logger: Logger) throws {
        self.settings = settings
        self.logger = logger
        self.folder = try DataFolder(existing: try settings.required(.data))
        self.policies = try PolicyFiles(settings)
        self.signerPath = try settings.text(.signer).map {
            try SigningParty.socketPath($0, setting: .signer)
        }
    }

    /// Examines all logs, or one.
    ///
    /// - Throws: Whatever keeps the database from being read at all.
    func run(only name: LogName?) async throws -> FsckReport {
        let database = try await DaemonDatabase.openForReading(
            self.settings,
            folder: self.folder,
            logger: self.logger
        )
        do {
            let report = try await self.run(
                ConnectionConfiguration(conninfo: database.serving),
                only: name
            )
            await database.cluster?.stop()
            return report
        } catch {
            await database.cluster?.stop()
            throw error
        }
    }

    private func run(
        _ configuration: ConnectionConfiguration,
        only name: LogName?
    ) async throws -> FsckReport {
        var findings: [Finding] = []
        var logs: [LogDescriptor] = []
        do {
            try await Self.inSnapshot(configuration) { snapshot in
                logs = try await snapshot.logs()
                findings = try await snapshot.foreignRows().map {
                    .foreignRows($0.rows, log: $0.log.value)
                }
            }
        } catch StoreError.corrupt(let reason) {
            findings.append(.unreadable(0..<0, reason))
        }
        findings += try await self.missingLogs(logs, only: name)
        let chosen = logs.filter { name == nil || $0.name == name }
        if let name, chosen.isEmpty, findings.isEmpty { throw DaemonError.unknownLog(name.text) }
        var reports: [FsckReport.Log] = []
        for log in chosen { reports.append(await self.examine(log, configuration)) }
        return FsckReport(logs: reports, findings: findings, problems: [])
    }

    private static func inSnapshot(
        _ configuration: ConnectionConfiguration,
        _ body: (PostgresLogSnapshot) async throws -> Void
    ) async throws {
        let snapshot = try await PostgresLogSnapshot(configuration)
        do { try await body(snapshot) } catch {
            await snapshot.close()
            throw error
        }
        await snapshot.close()
    }

    /// Logs that the signer in the data folder has promised entries of, and the database lacks.
    private func missingLogs(_ logs: [LogDescriptor], only name: LogName?) async throws -> [Finding]
    {
        guard self.signerPath == nil else { return [] }
        var findings: [Finding] = []
        // No folder means no signer of ours, and is said log by log.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: self.folder.signer)) ?? []
        for text in names.sorted() {
            guard let found = try? LogName(text), name == nil || found == name else { continue }
            let inspection = SignerInspection(directory: self.folder.signer(of: found))
            guard let (origin, status) = try? await inspection.status(), status.recorded.size > 0,
                !logs.contains(where: { $0.origin == origin || $0.name == found })
            else { continue }
            findings.append(.logMissing(recorded: status.recorded.size))
        }
        return findings
    }

    // MARK: One log

    /// Examines a log; what keeps that from being done is a part of the report.
    private func examine(
        _ log: LogDescriptor,
        _ configuration: ConnectionConfiguration
    ) async -> FsckReport.Log {
        let start = ContinuousClock.now
        var problems: [String] = []
        var findings: [Finding] = []
        let keys = self.verifierKeys(of: log, &findings, &problems)
        // SPEC: FSCK-3: the record is asked before the snapshot begins, because it never goes beyond
        // the database, and again after, because no head goes beyond it.
        let record = await self.record(of: log, &findings, &problems)
        var progress = FsckProgress(log.name.text)
        var examination: Examination?
        var beside = Beside()
        do {
            try await Self.inSnapshot(configuration) { snapshot in
                let examined = try await LogExaminer(log, verifierKeys: keys).examine(
                    snapshot,
                    record: record
                ) { progress.show($0) }
                progress.clear()
                examination = examined
                beside.cosignatures = try await CosignatureExaminer(
                    log,
                    keys: self.witnessKeys(of: log, keys, &problems)
                ).examine(snapshot)
                beside.vault = try await self.examineVault(
                    of: log,
                    snapshot,
                    examined,
                    configuration,
                    &problems
                )
            }
        } catch {
            progress.clear()
            problems.append(errorText(error))
        }
        var list = examination?.findings ?? FindingList()
        if record != nil, var examined = examination,
            let record = await self.record(of: log, &findings, &problems)
        {
            examined.compareRecord(record)
            list = examined.findings
        }
        list.add(findings)
        if let found = beside.vault?.findings { list.add(found) }
        if let found = beside.cosignatures?.findings { list.add(found) }
        if let examination, !examination.isComplete, list.isEmpty {
            problems.append("not all entries were examined")
        }
        return FsckReport.Log(
            name: log.name.text,
            origin: log.origin.text,
            verdict: FsckVerdict(findings: list.count, problems: problems),
            size: examination?.size ?? 0,
            examined: examination?.position ?? 0,
            seconds: (ContinuousClock.now - start) / .seconds(1),
            firstIndex: list.firstIndex,
            findingCount: list.count,
            findings: list.sorted.map { .init($0) },
            problems: problems,
            vault: beside.vault.map { .init($0) },
            cosignatures: beside.cosignatures.map { .init($0) }
        )
    }

    /// What was found out beside entries, trees and heads.
    private struct Beside {
        var vault: VaultExamination?
        var cosignatures: CosignatureExaminer.Examination?
    }

    /// The keys of the witnesses that the log's policy names.
    private func witnessKeys(
        of log: LogDescriptor,
        _ keys: [VerifierKey]?,
        _ problems: inout [String]
    ) -> [VerifierKey] {
        do {
            let policy = try self.policies.policy(of: log, keys: keys ?? [])
            return policy?.policy.witnesses.map(\.key) ?? []
        } catch {
            problems.append("no witness's line was verified: \(errorText(error))")
            return []
        }
    }

    /// Examines the vault of a log, as far as its keys are at hand.
    private func examineVault(
        of log: LogDescriptor,
        _ snapshot: PostgresLogSnapshot,
        _ examined: Examination,
        _ configuration: ConnectionConfiguration,
        _ problems: inout [String]
    ) async throws -> VaultExamination {
        let pool = ConnectionPool(configuration, maximum: 1)
        var keysProblem = "there are none in the data folder"
        var vault: Vault?
        do {
            vault = try await self.vault(
                of: log,
                store: PostgresVaultStore(writing: pool, reading: pool)
            )
        } catch { keysProblem = errorText(error) }
        var progress = FsckProgress("\(log.name.text) vault")
        let outcome: Result<VaultExamination, any Error>
        do {
            outcome = .success(
                try await VaultExaminer(log, vault: vault).examine(
                    snapshot,
                    upTo: examined.position,
                    of: examined.size
                ) { progress.show($0) }
            )
        } catch { outcome = .failure(error) }
        progress.clear()
        await pool.shutdown()
        let examination = try outcome.get()
        for (epoch, count) in examination.unopenedCounts.sorted(by: { $0.key < $1.key }) {
            let reason =
                vault == nil ? "the vault's keys: \(keysProblem)" : "no key of epoch \(epoch)"
            problems.append("the contents of \(count) records were not opened, \(reason)")
        }
        return examination
    }

    /// The vault of a log with the keys of the data folder; nil if it has none.
    private func vault(of log: LogDescriptor, store: any VaultStore) async throws -> Vault? {
        let files = VaultKeyFolder(
            path: self.folder.vault(of: log.name),
            origin: log.origin,
            passphrase: try passphrase(self.settings)
        )
        guard files.exists else { return nil }
        let vault = Vault(
            log: log,
            store: store,
            keys: files.keyring(),
            idSecret: try LogKeyFolder(path: self.folder.keys(of: log.name)).idempotencySecret(),
            eraseFields: { _, _ in nil }
        )
        try await vault.refresh()
        return vault
    }

    /// The log's public keys, from its key folder; nil if they cannot be read.
    private func verifierKeys(
        of log: LogDescriptor,
        _ findings: inout [Finding],
        _ problems: inout [String]
    ) -> [VerifierKey]? {
        do {
            let names = try LogKeyFolder(path: self.folder.keys(of: log.name)).verifierKeys()
                .map(\.name)
            if let first = names.first, names != [log.origin.text, log.origin.sm3Text] {
                findings.append(.originChanged(database: log.origin.text, keys: first))
            }
            return try self.folder.history(of: log.name).keys
        } catch {
            problems.append("no signature was checked, the log's public keys: \(errorText(error))")
            return nil
        }
    }

    /// How far the signer's record goes; nil if that cannot be found out.
    private func record(
        of log: LogDescriptor,
        _ findings: inout [Finding],
        _ problems: inout [String]
    ) async -> SignerStatus? {
        do {
            if let signerPath {
                return try await SignerSocketClient(path: signerPath).status(of: log.origin)
            }
            let directory = self.folder.signer(of: log.name)
            let (origin, status) = try await SignerInspection(directory: directory).status()
            if origin != log.origin {
                findings.append(.originChanged(database: log.origin.text, keys: origin.text))
            }
            return status
        } catch SignerFilesError.damaged(let reason) {
            findings.append(.signerDamaged(reason))
        } catch SignerFilesError.missing(let path) {
            problems.append(
                "there is no signer's record in \(path); --signer names a signer elsewhere"
            )
        } catch {
            problems.append("the signer does not answer: \(errorText(error))")
        }
        return nil
    }
}

extension DaemonError {
    /// Whether the command line is to blame.
    var isUsage: Bool {
        switch self {
        case .badArgument, .badAddress, .badLogLevel: true
        default: false
        }
    }
}
