import Foundation
import LogCore
import LogProtocol
import LogStorePostgres
import Postgres
import SignedNotes
import Witnessing

/// Reads everything that a log's promises stand on, and says what of it is not as it should be.
struct Doctor: Sendable {
    let settings: Settings
    let folder: DataFolder
    let machine = Machine()
    /// Microseconds since 1970.
    let now: @Sendable () -> Int64

    /// How to reach the database: as the serving role, and as the owner if that is known.
    struct Access: Sendable {
        let serving: String
        let owner: String?
        /// Whether it is the private cluster in the data folder.
        let isPrivate: Bool
    }

    /// All checks. `access` is nil if there is no way to the database; why is in `problem`.
    ///
    /// `opensRecords` is false for a daemon that has the signer's records open itself.
    func results(
        _ access: Access?,
        problem: CheckResult? = nil,
        opensRecords: Bool = true
    ) async throws -> [CheckResult] {
        var results: [CheckResult] = []
        var reading: DatabaseReading?
        if let problem { results.append(problem) }
        if let access {
            do {
                let found = try await self.reading(access)
                results.append(.ok("database", "the database answers"))
                results += DatabaseChecks.results(found)
                reading = found
            } catch {
                results.append(Self.unreachable("\(error)"))
            }
        }
        results += try await self.signing(access, opensRecords: opensRecords)
        results += await self.keys()
        results += try await self.disks(access, reading)
        if try self.settings.isOn(.production) {
            results.append(
                SigningChecks.production(
                    hasForeignSigner: self.settings.text(.signer) != nil,
                    synchronousStandbyNames: reading?.settings["synchronous_standby_names"],
                    synchronousStandbyCount: reading?.synchronousStandbyCount
                )
            )
        }
        return results
    }

    /// What to say of a database that does not answer.
    static func unreachable(_ reason: String) -> CheckResult {
        .unknown(
            "database",
            "the database is out of reach: \(reason)",
            remedy: "see that it runs and lets the role connect, then check again"
        )
    }

    /// Reads as the serving role; what only the owner may see is asked as the owner.
    private func reading(_ access: Access) async throws -> DatabaseReading {
        var reading = try await self.reader(access.serving).reading()
        if let owner = access.owner,
            reading.synchronousStandbyCount == nil
                || reading.settings["data_directory"] == nil,
            let more = try? await self.reader(owner).reading()
        {
            reading.synchronousStandbyCount =
                reading.synchronousStandbyCount ?? more.synchronousStandbyCount
            reading.settings.merge(more.settings) { own, _ in own }
        }
        return reading
    }

    private func reader(_ conninfo: String) -> DatabaseReader {
        DatabaseReader(ConnectionConfiguration(conninfo: conninfo), now: self.now)
    }

    // MARK: Signer and keys

    /// The names of the logs that have a signer's record here.
    private func recordNames() async -> [String] {
        var names: [String] = []
        for name in await self.machine.names(in: self.folder.signer)
        where await !self.machine.names(in: "\(self.folder.signer)/\(name)").isEmpty {
            names.append(name)
        }
        return names
    }

    private func signing(
        _ access: Access?,
        opensRecords: Bool
    ) async throws -> [CheckResult] {
        if let text = self.settings.text(.signer) {
            return try await self.foreignSigner(text, access)
        }
        var results: [CheckResult] = []
        var files = [await self.machine.file(self.folder.signer)]
        for name in await self.recordNames() {
            let path = "\(self.folder.signer)/\(name)"
            for part in ["", "/record", "/journal"] {
                files.append(await self.machine.file(path + part))
            }
            if let mark = try? ClosedMark.read(directory: path) {
                results.append(
                    .ok(
                        "signer-lock",
                        "\(name): the log is closed and goes on as \(mark.successor)"
                    )
                )
            } else if opensRecords {
                results.append(SigningChecks.lock(Self.lock(of: path), log: name))
            }
            let signed = (try? SignerRecord.describe(directory: path))?.signedTimestamp
            results.append(
                SigningChecks.lastSignature(at: signed, now: self.seconds, log: name)
            )
        }
        results.append(
            FileChecks.result(
                "signer-folder",
                files.compactMap { $0 },
                user: geteuid(),
                what: "the signer's records"
            )
        )
        return results
    }

    private var seconds: UInt64 { UInt64(max(self.now() / 1_000_000, 0)) }

    private static func lock(of path: String) -> SigningChecks.Lock {
        do {
            return try SignerRecord.isInUse(directory: path) ? .held : .free
        } catch {
            return .unusable("\(error)")
        }
    }

    /// Asks a signer in another process; what it signed last is in the database.
    private func foreignSigner(_ text: String, _ access: Access?) async throws -> [CheckResult] {
        let path = try SigningParty.socketPath(text, setting: .signer)
        let client = SignerSocketClient(path: path)
        guard let access else {
            return [
                .unknown(
                    "signer",
                    "without a database it is not known which logs to ask \(path) for",
                    remedy: "see to the database first"
                )
            ]
        }
        var results: [CheckResult] = []
        try await StorePools.with(access.serving) { store in
            for log in (try? await store.logs()) ?? [] {
                results.append(await Self.answer(of: client, log))
                let keys = try? self.folder.history(of: log.name).keys
                let head = try? await store.publishedHead(of: log.id)
                let note = head.flatMap { try? UnverifiedNote(parsing: $0.notes.sm3Checkpoint) }
                let times = (try? note?.verified(by: keys ?? []))?.verified.compactMap(\.timestamp)
                results.append(
                    SigningChecks.lastSignature(
                        at: times?.max(),
                        now: self.seconds,
                        log: log.name.text
                    )
                )
            }
        }
        return results
    }

    private static func answer(
        of client: SignerSocketClient,
        _ log: LogDescriptor
    ) async -> CheckResult {
        do {
            let status = try await client.status(of: log.origin)
            return .ok("signer", "\(log.name): the signer has recorded \(status.recorded.size)")
        } catch {
            return .failure(
                "signer",
                "\(log.name): the signer does not confirm: \(error)",
                remedy: "see that concordatd signer runs, has this log's record, and allows this "
                    + "account"
            )
        }
    }

    private func keys() async -> [CheckResult] {
        var files: [FileReading?] = [await self.machine.file(self.folder.keys)]
        for name in await self.machine.names(in: self.folder.keys) {
            let path = "\(self.folder.keys)/\(name)"
            files.append(await self.machine.file(path))
            for key in await self.machine.names(in: path)
            where !key.hasSuffix(".vkey") && !key.hasSuffix(".spki") {
                files.append(await self.machine.file("\(path)/\(key)"))
            }
        }
        return [
            FileChecks.result(
                "key-files",
                files.compactMap { $0 },
                user: geteuid(),
                what: "keys and secrets"
            )
        ]
    }

    // MARK: Disks

    private func disks(
        _ access: Access?,
        _ reading: DatabaseReading?
    ) async throws -> [CheckResult] {
        let limits = try DiskLimits(self.settings)
        return await self.machine.disks(self.diskPlaces(access, reading)).map(limits.result)
    }

    /// The folders that a log writes to, as far as they are on this machine and can be told.
    func diskPlaces(_ access: Access) async throws -> [(place: String, path: String)] {
        // A database out of reach has no folder that we know.
        self.diskPlaces(access, access.isPrivate ? nil : try? await self.reading(access))
    }

    private func diskPlaces(
        _ access: Access?,
        _ reading: DatabaseReading?
    ) -> [(place: String, path: String)] {
        var places = [("data", self.folder.path)]
        if self.settings.text(.signer) == nil { places.append(("signer", self.folder.signer)) }
        if access?.isPrivate == true {
            places.append(("database", self.folder.cluster + "/data"))
        } else if let reading, reading.isLocal, let path = reading.settings["data_directory"] {
            places.append(("database", path))
        }
        return places
    }
}
