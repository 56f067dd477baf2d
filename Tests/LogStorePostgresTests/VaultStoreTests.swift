import CryptoSuites
import Foundation
import LogCore
import LogStorePostgres
import LogTesting
import MerkleTree
import Postgres
import SignedNotes
import Synchronization
import Testing

@Suite struct VaultStoreTests {
    @Test(arguments: VaultStoreExercise.allCases)
    func postgresKeepsTheClaim(_ claim: VaultStoreExercise) async throws {
        try await StoreDatabase.withVault { logs, vault, _ in
            try await claim.check(on: logs, vault, label: "a")
        }
    }

    @Test(arguments: [
        VaultStoreExercise.aRecordIsReadByIndexAndById, .aRotationKeepsTheLivingAndNothingElse,
        .erasedFieldsAreGoneAndTheRestIsThere,
    ])
    func postgresKeepsTheClaimWithSM4(_ claim: VaultStoreExercise) async throws {
        try await StoreDatabase.withVault { logs, vault, _ in
            try await claim.check(on: logs, vault, jurisdiction: "CN", label: "a")
        }
    }

    // MARK: What goes into a batch

    @Test func contentsAndEntriesAreCommittedTogether() async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append([VaultHouse.record(1)])
            // The second action speaks of an entry that is not before it: the batch is refused whole.
            let wrong = VaultHouse.record(
                3,
                action: VaultAction(.erase, recordIndex: 7)
            )
            await #expect(throws: StoreError.self) {
                try await house.append([VaultHouse.record(2), wrong])
            }
            #expect(try await logs.treeState(of: house.log.id).head.size == 1)
            for table in ["vault_records", "vault_contents"] {
                #expect(try await database.number("SELECT count(*) FROM concordat.\(table)") == 1)
            }
            #expect(try await house.vault.row(id: VaultHouse.record(2).id) == nil)
        }
    }

    @Test func whatWasNotLookedUpOrIsKnownIsNotAdded() async throws {
        try await StoreDatabase.withVault { logs, store, _ in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append([VaultHouse.record(1)])
            // Known.
            await self.expectConflict { try await house.append([VaultHouse.record(1)]) }
            // Twice in a batch.
            await self.expectConflict {
                try await house.append([VaultHouse.record(2), VaultHouse.record(2)])
            }
            // Of an epoch that is not begun.
            let content = try house.vault.seal([VaultHouse.record(3)])[0]
            let early = VaultContent(
                recordMAC: content.recordMAC,
                bodyMACs: [2: [UInt8](repeating: 0, count: 32)],
                header: content.header,
                sealed: SealedContent(
                    epoch: 2,
                    wrappedKey: content.sealed.wrappedKey,
                    ciphertext: content.sealed.ciphertext,
                    tokens: []
                )
            )
            await self.expectConflict { try await house.append([early]) }
            #expect(try await logs.treeState(of: house.log.id).head.size == 1)
        }
    }

    private func expectConflict(_ body: () async throws -> Void) async {
        await #expect {
            try await body()
        } throws: { error in
            guard case .conflict? = error as? StoreError else { return false }
            return true
        }
    }

    // MARK: Roles

    private static let tables = [
        "vault_records", "vault_contents", "vault_tokens", "vault_actions", "vault_epochs",
        "vault_search_state",
    ]

    // SPEC: VAULT-6.
    @Test(arguments: ["concordat_serving", "concordat_reader"])
    func noRoleChangesTheVaultButByItsFunctions(_ role: String) async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append([VaultHouse.record(1)])
            _ = try await house.add(.restrict, on: 0, number: 2)
            _ = try await store.indexTokens(of: house.log.id, step: 10)
            let connection = try await PostgresConnection(database.configuration(role))
            for table in Self.tables {
                for attack in [
                    "UPDATE concordat.\(table) SET log_id = 2", "DELETE FROM concordat.\(table)",
                    "TRUNCATE concordat.\(table)", "DROP TABLE concordat.\(table)",
                    "SELECT * FROM concordat.\(table) FOR UPDATE",
                ] {
                    let state = await self.refusal(attack, on: connection)
                    #expect(state == .insufficientPrivilege, "\(role): \(attack)")
                }
                let select = "SELECT FROM concordat.\(table)"
                let expected: SQLState? = role == "concordat_reader" ? .insufficientPrivilege : nil
                #expect(await self.refusal(select, on: connection) == expected, "\(select)")
            }
            for attack in [
                "INSERT INTO concordat.vault_tokens VALUES (1, 1, 1)",
                "INSERT INTO concordat.vault_epochs VALUES (2, 1, 1)",
                "INSERT INTO concordat.vault_search_state VALUES (2, 0)",
                "SELECT concordat.vault_replace_tokens(1, 0, '{}', '{}')",
                "SELECT concordat.vault_take_action(1, 1)",
                "SELECT concordat.vault_takes_epoch(1, 1)",
                "SELECT concordat.vault_may_erase(1, 0, false)",
                "SELECT concordat.add_vault()",
            ] {
                let state = await self.refusal(attack, on: connection)
                #expect(state == .insufficientPrivilege, "\(role): \(attack)")
            }
            if role == "concordat_reader" {
                for call in [
                    "vault_index(1, 1)", "vault_carry_out(1, 1, 0, false)",
                    "vault_begin_epoch(1, 2)",
                    "vault_close_epochs(1, 2)", "vault_rewrap(1, 0, '', 2, '', '', '{}')",
                    "vault_erase_fields(1, 1, '', 1, '', '{}', '', 0, false)",
                ] {
                    let state = await self.refusal("SELECT concordat.\(call)", on: connection)
                    #expect(state == .insufficientPrivilege, "\(call)")
                }
            }
            await connection.close()
        }
    }

    /// Without an entry that says so, the functions change nothing.
    @Test func theFunctionsNeedAnEntryOrAnEpoch() async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append([VaultHouse.record(1)])
            let before = try await house.vault.row(at: 0)
            let connection = try await PostgresConnection(
                database.configuration("concordat_serving")
            )
            for call in [
                "vault_carry_out(1, 0, 0, false)", "vault_carry_out(1, 5, 0, false)",
                "vault_erase_fields(1, 0, '', 1, '', '{}', '', 0, false)",
            ] {
                let state = await self.refusal("SELECT concordat.\(call)", on: connection)
                #expect(state == SQLState("P0002"), "\(call)")
            }
            // Not the next epoch, not one that is begun, not with another key.
            #expect(try await store.beginEpoch(3, of: house.log.id) == 1)
            #expect(try await store.closeEpochs(below: 2, of: house.log.id) == false)
            let row = try #require(before)
            let rewrapped = RewrappedKey(
                index: 0,
                oldKey: try #require(row.sealed).wrappedKey,
                epoch: 2,
                wrappedKey: [1],
                bodyMAC: nil,
                tokens: []
            )
            #expect(try await store.rewrap([rewrapped], of: house.log.id) == 1, "not begun")
            #expect(try await store.beginEpoch(2, of: house.log.id) == 2)
            let other = RewrappedKey(
                index: 0,
                oldKey: [9],
                epoch: 2,
                wrappedKey: [1],
                bodyMAC: nil,
                tokens: []
            )
            #expect(try await store.rewrap([other], of: house.log.id) == 1, "another key")
            #expect(try await house.vault.row(at: 0) == before)
            await connection.close()
        }
    }

    private func refusal(_ sql: String, on connection: PostgresConnection) async -> SQLState? {
        do {
            try await connection.run { session in
                try session.transaction { session in
                    try session.execute(sql)
                    throw NotRefused()
                }
            }
        } catch let error as PostgresError {
            return error.sqlState
        } catch {
            return nil
        }
        return nil
    }

    private struct NotRefused: Error {}

    // MARK: Erasing

    @Test func anErasedRecordLeavesNoTraceInTheTables() async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append((0..<3).map { VaultHouse.record($0) })
            _ = try await store.indexTokens(of: house.log.id, step: 100)
            let tokens = "SELECT count(*) FROM concordat.vault_tokens WHERE idx = 1"
            #expect(try await database.number(tokens) == 5)
            try await house.act(.erase, on: 1, number: 7)
            #expect(try await database.number(tokens) == 0)
            let contents = "SELECT count(*) FROM concordat.vault_contents WHERE idx = 1"
            #expect(try await database.number(contents) == 0)
            let rest = """
                SELECT count(*) FROM concordat.vault_records WHERE idx = 1 AND state = 3
                    AND num_nulls(epoch, body_mac, wrapped_key, tokens) = 4 AND changed_by = 3
                """
            #expect(try await database.number(rest) == 1)
            // The entry is what it was.
            #expect(try await logs.entries(of: house.log.id, at: 1..<2).count == 1)
        }
    }

    // SPEC: VAULT-7.
    /// The tokens of a row that is erased while others are indexed do not come back.
    @Test func indexingAndErasingDoNotMissEachOther() async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            let count = 60
            try await house.append((0..<count).map { VaultHouse.record($0) })
            var entries: [UInt64] = []
            for index in 0..<UInt64(count) where index % 2 == 0 {
                entries.append(try await house.add(.erase, on: index, number: 100 + Int(index)))
            }
            let actions = entries
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<60 { _ = try await store.indexTokens(of: house.log.id, step: 2) }
                }
                group.addTask {
                    for entry in actions.reversed() {
                        let outcome = try await house.carryOut(entry)
                        #expect(outcome == .done)
                    }
                }
                try await group.waitForAll()
            }
            _ = try await store.indexTokens(of: house.log.id, step: 1_000)
            let left = """
                SELECT count(*) FROM concordat.vault_tokens AS t JOIN concordat.vault_records AS r
                    ON r.log_id = t.log_id AND r.idx = t.idx WHERE r.state = 3
                """
            #expect(try await database.number(left) == 0)
            let there = "SELECT count(DISTINCT idx) FROM concordat.vault_tokens"
            #expect(try await database.number(there) == Int64(count / 2 + actions.count))
        }
    }

    // MARK: Incidents

    // SPEC: RET-9.
    /// The batch with the incident holds the lock when the erasure comes.
    @Test func anErasureWaitsForAnIncidentThatIsBeingCommitted() async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append([VaultHouse.record(1)])
            let entry = try await house.add(.erase, on: 0, number: 2)
            let incident = try house.vault.seal([VaultHouse.record(3, recordClass: "incident")])
            let (isLocked, mayCommit) = (DispatchedSignal(), DispatchedSignal())
            async let added = house.append(incident) {
                isLocked.signal()
                mayCommit.waitOnThread()
            }
            await isLocked.wait()
            // What is known when the erasure begins, and what is known once it was sent back.
            let questions = Mutex(0)
            async let outcome = house.carryOut(entry) { _ in
                let count = questions.withLock { count in
                    count += 1
                    return count
                }
                return FreezeCheck(below: entry + UInt64(count), isFrozen: count > 1)
            }
            try await Self.waitForLock(of: "%vault_carry_out%", in: database)
            mayCommit.signal()
            #expect(try await added == entry + 1)
            #expect(try await outcome == .refused)
            #expect(questions.withLock { $0 } == 2)
            #expect(try await house.text(at: 0) != nil)
            let contents = "SELECT count(*) FROM concordat.vault_contents WHERE idx = 0"
            #expect(try await database.number(contents) == 1)
        }
    }

    // SPEC: RET-9.
    /// The erasure holds the lock when the batch with the incident comes: it is over before that.
    @Test func anIncidentWaitsForAnErasureThatIsBeingCarriedOut() async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append([VaultHouse.record(1)])
            let entry = try await house.add(.erase, on: 0, number: 2)
            let connection = try await PostgresConnection(
                database.configuration("concordat_serving")
            )
            let (isErasing, mayCommit) = (DispatchedSignal(), DispatchedSignal())
            async let erased: Void = connection.run { session in
                try session.transaction { session in
                    try session.execute("SELECT concordat.vault_carry_out(1, 1, 2, false)")
                    isErasing.signal()
                    mayCommit.waitOnThread()
                }
            }
            await isErasing.wait()
            let incident = VaultHouse.record(3, recordClass: "incident")
            async let added = house.append([incident])
            try await Self.waitForLock(of: "%tree_state%FOR UPDATE%", in: database)
            let incidents = """
                SELECT count(*) FROM concordat.vault_records WHERE class = 'incident'
                """
            #expect(try await database.number(incidents) == 0)
            mayCommit.signal()
            try await erased
            #expect(try await added == entry + 1)
            #expect(try await house.vault.row(at: 0)?.state == .erased)
            #expect(try await store.action(of: house.log.id, entry: entry)?.outcome == .done)
            await connection.close()
        }
    }

    /// Waits until a session of the database waits for a lock, with a statement like `pattern`.
    private static func waitForLock(of pattern: String, in database: StoreDatabase) async throws {
        let waiting = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND query LIKE '\(pattern)'
            """
        let end = ContinuousClock.now + .seconds(30)
        while try await database.number(waiting) == 0 {
            try #require(ContinuousClock.now < end, "nothing waits for a lock")
        }
    }

    // MARK: Dumps

    // SPEC: VAULT-4.
    /// What pg_dump writes of a whole database has no value, no id and no key in it, in whatever
    /// spelling it would write them.
    @Test func aDumpTellsNoValueNoIdAndNoKey() async throws {
        try await StoreDatabase.withVault { logs, store, database in
            let house = try await VaultHouse.open("eu", logs: logs, store: store)
            try await house.append((0..<40).map { VaultHouse.record($0) })
            _ = try await store.indexTokens(of: house.log.id, step: 20)
            try await house.act(.eraseFields, on: 3, fields: ["note"], number: 90)
            let dump = try await self.dump(database)
            // What is known to be there is found: the search would find the rest.
            #expect(dump.contains("clinic"))
            #expect(dump.contains("retention-action"))
            let row = try #require(try await house.vault.row(at: 5)?.sealed)
            #expect(dump.contains(Self.hex(row.ciphertext)))
            var secrets: [[UInt8]] = house.keys.copy().values.map(\.secret.bytes)
            secrets.append(VaultHouse.idSecret)
            for number in 0..<40 {
                let record = VaultHouse.record(number)
                secrets += [record.id, record.content]
                secrets += ["subject-\(number)", "secret-\(number)"].map { Array($0.utf8) }
            }
            secrets += ["actor-1", "actor_id", "system-1"].map { Array($0.utf8) }
            for secret in secrets {
                let text = String(decoding: secret, as: UTF8.self)
                if String(validating: secret, as: UTF8.self) != nil {
                    #expect(!dump.contains(text), "\(text)")
                }
                #expect(!dump.contains(Self.hex(secret)), "\(text) in hexadecimal")
                let base64 = Data(secret).base64EncodedString().prefix { $0 != "=" }.dropLast()
                #expect(!dump.contains(base64), "\(text) in base64")
            }
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func dump(_ database: StoreDatabase) async throws -> String {
        let folder = try TemporaryFolder("dump")
        let path = folder.path + "/dump.sql"
        let conninfo = database.configuration("concordat").conninfo
        let status = try await Programs.run(
            "pg_dump",
            ["--no-password", "--file", path, conninfo]
        )
        #expect(status == 0)
        return try String(contentsOfFile: path, encoding: .utf8)
    }
}
