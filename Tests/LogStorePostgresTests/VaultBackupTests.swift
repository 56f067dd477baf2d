import Foundation
import Glibc
import LogCore
import LogStorePostgres
import LogTesting
import Logging
import Postgres
import PrivateCluster
import Testing

/// What a backup of the database is worth once records of it are erased.
@Suite struct VaultBackupTests {
    /// A copy of a whole cluster that was taken before an erasure, together with the keys that there are
    /// after the next rotation: the erased record does not open, every other one does.
    @Test(arguments: [true, false])
    func aBackupWithTodaysKeysOpensWhatLivesAlone(_ isErased: Bool) async throws {
        try await Self.withClusters { live, backup in
            let victim: UInt64 = 3
            var house: VaultHouse?
            try await live.running { logs, store, _ in
                let opened = try await VaultHouse.open("eu", logs: logs, store: store)
                try await opened.append((0..<8).map { VaultHouse.record($0) })
                _ = try await store.indexTokens(of: opened.log.id, step: 100)
                house = opened
            }
            // The cluster is stopped: a copy of its files is a base backup.
            try await backup.copy(live)
            let before = try #require(house)
            let keysThen = before.keys.copy()
            try await live.running { logs, store, _ in
                let now = try await VaultHouse(before, logs: logs, store: store)
                if isErased { try await now.act(.erase, on: victim, number: 50) }
                try await now.append([VaultHouse.record(60)])
                let report = try await VaultRotation(
                    vault: now.vault,
                    files: before.keys.files()
                ).run()
                #expect(report.destroyed == [1])
            }
            try await backup.running { logs, store, owner in
                // Who kept the keys of then opens what was there then: so it is the key that is missing.
                let then = VaultHouse.vault(
                    before.log,
                    store,
                    MemoryEpochKeys.keyring(of: keysThen)
                )
                try await then.refresh()
                #expect(try await before.text(at: victim, by: then)?.contains("secret-3;") == true)

                let now = try await VaultHouse(before, logs: logs, store: store)
                for index in 0..<UInt64(8) where index != victim {
                    let text = try await now.text(at: index)
                    #expect(text?.contains("secret-\(index);") == true, "record \(index)")
                }
                if isErased {
                    await #expect(throws: VaultError.keyMissing(epoch: 1)) {
                        try await now.text(at: victim)
                    }
                } else {
                    #expect(try await now.text(at: victim)?.contains("secret-3;") == true)
                }
                try await self.bringUp(now, owner, isErased: isErased, victim: victim)
            }
        }
    }

    /// The restored database goes on: its rows get the newest key, and what was erased since is erased
    /// again. Nobody but the owner may do that.
    private func bringUp(
        _ house: VaultHouse,
        _ owner: PostgresVaultStore,
        isErased: Bool,
        victim: UInt64
    ) async throws {
        if isErased {
            await #expect(throws: VaultError.keyMissing(epoch: 1)) {
                try await VaultRotation(vault: house.vault, files: house.keys.files()).run()
            }
        }
        let report = try await VaultRotation(
            vault: house.vault,
            files: house.keys.files(),
            owner: owner
        ).run()
        #expect(report.epoch == 2)
        #expect(report.forgotten == (isErased ? 1 : 0))
        #expect(try await house.text(at: victim)?.isEmpty == (isErased ? nil : false))
        let row = try #require(try await house.vault.row(at: victim))
        #expect(row.state == (isErased ? .erased : .active))
        let found = try await house.search([SearchTerm(.subject, "subject-\(victim)")])
        #expect(found == (isErased ? [] : [victim]))
        #expect(try await house.search([SearchTerm(.subject, "subject-5")]) == [5])
        // Records are taken again.
        let next = try await house.append([VaultHouse.record(70)])
        #expect(next == 8)
        #expect(try await house.text(at: next)?.contains("secret-70;") == true)
    }

    /// The folders of two clusters, which are gone afterwards.
    private static func withClusters(
        _ body: (BackedUpCluster, BackedUpCluster) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("backup")
        // The cluster's account must be able to pass through.
        #expect(chmod(folder.path, 0o711) == 0)
        try await body(
            BackedUpCluster(directory: folder.path + "/live"),
            BackedUpCluster(directory: folder.path + "/copy")
        )
    }
}

/// A cluster that runs now and then.
private struct BackedUpCluster {
    let directory: String

    /// Starts the cluster, with an up-to-date schema; stops it again.
    func running(
        _ body: (PostgresLogStore, PostgresVaultStore, PostgresVaultStore) async throws -> Void
    ) async throws {
        var configuration = PrivateCluster.Configuration(directory: self.directory)
        configuration.settings = ["fsync": "off", "full_page_writes": "off"]
        configuration.isDurable = false
        let cluster = PrivateCluster(
            configuration,
            logger: Logger(label: "backup") { _ in SwiftLogNoOpLogHandler() }
        )
        try await cluster.start()
        do {
            try await cluster.ensureDatabase("concordat")
            let owner = cluster.conninfo(role: configuration.roleName, database: "concordat")
            _ = try await Migrator().migrate(ConnectionConfiguration(conninfo: owner))
            let serving = ConnectionConfiguration(
                conninfo: cluster.conninfo(role: "concordat_serving", database: "concordat")
            )
            let pool = ConnectionPool(serving, maximum: 4)
            let ownerPool = ConnectionPool(ConnectionConfiguration(conninfo: owner), maximum: 1)
            let result: Result<Void, any Error>
            do {
                try await body(
                    PostgresLogStore(writing: pool, reading: pool),
                    PostgresVaultStore(writing: pool, reading: pool),
                    PostgresVaultStore(writing: ownerPool, reading: ownerPool)
                )
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await pool.shutdown()
            await ownerPool.shutdown()
            await cluster.stop()
            try result.get()
        } catch {
            await cluster.stop()
            throw error
        }
    }

    /// Copies another, which does not run.
    func copy(_ other: BackedUpCluster) async throws {
        let status = try await Programs.run("cp", ["-a", other.directory, self.directory])
        #expect(status == 0)
    }
}

extension VaultHouse {
    /// The same house over stores that were opened anew.
    init(_ house: VaultHouse, logs: any LogStore, store: any VaultStore) async throws {
        let vault = VaultHouse.vault(house.log, store, house.keys.keyring())
        try await vault.refresh()
        self.init(logs: logs, store: store, keys: house.keys, vault: vault, log: house.log)
    }
}
