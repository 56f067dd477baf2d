import CryptoSuites
import LogCore
import MerkleTree
import Postgres
import SignedNotes
import Testing
import Witnessing

@testable import LogStorePostgres

/// Specs/fsck.md: what is found of the vault and of the witnesses' lines.
@Suite struct VaultExaminationTests {
    @Test func anUnalteredVaultIsFoundWell() async throws {
        try await ExaminedVault.withCopy { vault, database in
            let examination = try await vault.examine(database)
            #expect(examination.findings.sorted == [])
            #expect(examination.recordCount == 14)
            #expect(examination.erasedCount == 1)
            #expect(examination.openedCount == 13)
            #expect(examination.unopenedCounts == [:])
        }
    }

    @Test func withoutKeysTheRestIsExaminedAndTheContentsCounted() async throws {
        try await ExaminedVault.withCopy { vault, database in
            try await database.tamper([
                "UPDATE concordat.vault_records SET class = 'incident' WHERE idx = 1"
            ])
            let examination = try await vault.examine(database, hasKeys: false)
            #expect(examination.findings.sorted == [.vault(.headerChanged, index: 1)])
            #expect(examination.openedCount == 0)
            #expect(examination.unopenedCounts == [1: 13])
        }
    }

    @Test(arguments: VaultEdit.all)
    func whatASuperuserChangesIsFound(_ edit: VaultEdit) async throws {
        try await ExaminedVault.withCopy { vault, database in
            try await database.tamper(edit.changes)
            let examination = try await vault.examine(database)
            let found = examination.findings.sorted
            #expect(Set(found) == Set(edit.findings), "\(found.map(\.description))")
            #expect(found.count == edit.findings.count)
            #expect(examination.findings.firstIndex == edit.findings.compactMap(\.firstIndex).min())
            #expect(found.allSatisfy { $0.subject == "vault" })
        }
    }

    @Test func anEntryThatIsNoStatementHasNoRecord() async throws {
        try await ExaminedVault.withCopy { vault, database in
            try await database.tamper([
                "UPDATE concordat.entries SET data = 'forged' WHERE idx = 2"
            ])
            let found = try await vault.examine(database).findings.sorted
            #expect(found == [.vault(.entryIsNoStatement, index: 2)])
        }
    }

    // MARK: Recovery

    @Test func statementsWhoseContentsAreGoneAreListed() async throws {
        try await ExaminedVault.withCopy { vault, database in
            try await database.withStore { store in
                let log = vault.descriptor.id
                #expect(try await store.statementsWithoutRecord(of: log, in: 0..<14) == [])
                try await database.tamper([
                    "DELETE FROM concordat.vault_records WHERE idx IN (1, 2, 5)",
                    "UPDATE concordat.entries SET data = 'no statement' WHERE idx = 2",
                ])
                let missing = try await store.statementsWithoutRecord(of: log, in: 0..<14)
                #expect(missing == [1..<2, 5..<6])
                #expect(try await store.statementsWithoutRecord(of: log, in: 2..<5) == [])
            }
        }
    }

    /// What is in nobody's tree is taken away with all that the vault has of it, and records go on.
    @Test func recordsAboveTheTreeGoWithTheirEntries() async throws {
        try await ExaminedVault.withCopy { vault, database in
            let log = vault.descriptor.id
            try await database.tamper([
                "DELETE FROM concordat.entries WHERE idx = 12", Self.putCosignature(14),
            ])
            var head = TwinHead.empty
            try await database.withStore { store in
                var edge = TwinEdge()
                let entries = try await store.entryRows(of: log, at: 0..<12).entries
                _ = edge.append(TwinLeaves(hashing: entries))
                head = edge.state.head
            }
            let plan = RebuildPlan(
                recorded: head,
                signed: nil,
                heads: [],
                verifier: HeadVerifier(origin: vault.descriptor.origin, keys: [])
            )
            try await Self.withOwner(database) { store in
                let report = try await store.rebuild(log, plan) { _ in }
                #expect(report.size == 12)
                #expect(report.removedRecordCount == 2)
                #expect(report.removedCosignatureCount == 1)
                #expect(report.isChange)
                let again = try await store.rebuild(log, plan) { _ in }
                #expect(!again.isChange)
            }
            let examination = try await vault.examine(database, size: 12)
            #expect(examination.findings.sorted == [], "\(examination.findings.sorted)")
            #expect(examination.recordCount == 12)
        }
    }

    private static func putCosignature(_ size: Int) -> String {
        Self.insert(Array("\u{2014} witness.example/one AAAAAQE=\n".utf8), size: size, number: 0)
    }

    /// A store with the owner's rights, as `recover` has it.
    private static func withOwner(
        _ database: StoreDatabase,
        _ body: (PostgresLogStore) async throws -> Void
    ) async throws {
        var configuration = database.configuration("concordat")
        configuration.statementTimeout = nil
        configuration.idleInTransactionTimeout = .seconds(600)
        let pool = ConnectionPool(configuration, maximum: 2)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(PostgresLogStore(writing: pool, reading: pool)))
        } catch { result = .failure(error) }
        await pool.shutdown()
        try result.get()
    }

    // MARK: Witnesses

    private struct Witness {
        let signer: Ed25519CosignatureSigner

        init() throws {
            self.signer = try Ed25519CosignatureSigner(
                name: "witness.example/one",
                privateKey: Ed25519PrivateKey.generate()
            )
        }

        /// Puts its line below the published head of a size.
        func line(
            below size: Int,
            _ log: ExaminedLog,
            _ database: StoreDatabase
        ) async throws
            -> [UInt8]
        {
            var text = ""
            let sizes = UInt64(size)...UInt64(size)
            let snapshot = try await PostgresLogSnapshot(
                database.configuration("concordat_serving")
            )
            let heads = try await snapshot.storedHeads(of: log.descriptor.id, sizes: sizes)
            await snapshot.close()
            if let notes = heads.first?.notes {
                text = try UnverifiedNote(parsing: notes.checkpoint).text
            }
            return Array(try self.signer.signature(over: text, at: 1_795_428_000).line.utf8)
        }
    }

    private static func insert(
        _ line: [UInt8],
        size: Int,
        number: Int,
        isSM3: Bool = false
    ) -> String {
        """
        INSERT INTO concordat.cosignatures (log_id, size, number, is_sm3, is_late, line)
        VALUES (1, \(size), \(number), \(isSM3), false, '\\x\(Hexadecimal.encode(line))')
        """
    }

    private func examine(
        _ log: ExaminedLog,
        _ database: StoreDatabase,
        _ keys: [VerifierKey]
    ) async throws -> CosignatureExaminer.Examination {
        let snapshot = try await PostgresLogSnapshot(database.configuration("concordat_serving"))
        let result: Result<CosignatureExaminer.Examination, StoreError>
        do throws(StoreError) {
            result = .success(
                try await CosignatureExaminer(log.descriptor, keys: keys).examine(snapshot)
            )
        } catch { result = .failure(error) }
        await snapshot.close()
        return try result.get()
    }

    @Test func aWitnesssLineVerifiesBelowItsHeadAndNowhereElse() async throws {
        try await ExaminedLog.withCopy { log, database in
            let witness = try Witness()
            let keys = [witness.signer.verifierKey]
            let line = try await witness.line(below: 300, log, database)
            try await database.tamper([Self.insert(line, size: 300, number: 0)])
            let well = try await self.examine(log, database, keys)
            #expect(well.findings.sorted == [])
            #expect(well.lineCount == 1 && well.verifiedCount == 1)
            // Of a witness that the policy does not name any more, place and form are looked at.
            let unknown = try await self.examine(log, database, [])
            #expect(unknown.findings.sorted == [])
            #expect(unknown.lineCount == 1 && unknown.verifiedCount == 0)

            try await database.tamper([
                Self.insert(line, size: 300, number: 1),  // twice
                Self.insert(line, size: 600, number: 0),  // of another head
                Self.insert(line, size: 100, number: 0, isSM3: true),  // of the other tree
                Self.insert(line, size: 650, number: 0),  // of no head
                Self.insert(Array("no line\n".utf8), size: 100, number: 1),
            ])
            let found = try await self.examine(log, database, keys).findings.sorted
            #expect(
                found == [
                    .cosignature(.forged, size: 100, number: 0),
                    .cosignature(.malformed, size: 100, number: 1),
                    .cosignature(.repeated, size: 300, number: 1),
                    .cosignature(.forged, size: 600, number: 0),
                    .cosignature(.noHead, size: 650, number: 0),
                ]
            )
            #expect(found.allSatisfy { $0.subject == "cosignature" })
        }
    }

    // MARK: Heads that were given up

    private static let superseded = """
        INSERT INTO concordat.superseded_heads
            (log_id, size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin)
        SELECT log_id, size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin
        FROM concordat.heads WHERE size = 300
        """

    @Test func aHeadThatWasGivenUpIsExaminedAsAPublishedOneIs() async throws {
        try await ExaminedLog.withCopy { log, database in
            try await database.tamper([Self.superseded])
            #expect(try await log.examine(database).findings.sorted == [])
            try await database.tamper([
                "UPDATE concordat.superseded_heads SET "
                    + "sm3_root = set_byte(sm3_root, 0, get_byte(sm3_root, 0) # 1)"
            ])
            let found = try await log.examine(database).findings.sorted
            #expect(
                found.map(\.description).allSatisfy { $0.contains("that was given up") }
                    && found.contains {
                        if case .rootChanged(.superseded, .sm3, size: 300, sound: _) = $0 {
                            true
                        } else {
                            false
                        }
                    },
                "\(found)"
            )
        }
    }

    @Test func aHeadThatWasGivenUpBeyondTheEntriesIsFound() async throws {
        try await ExaminedLog.withCopy { log, database in
            try await database.tamper([
                Self.superseded, "UPDATE concordat.superseded_heads SET size = 900",
            ])
            let found = try await log.examine(database).findings.sorted
            #expect(
                found.contains {
                    if case .headBeyondSize(.superseded, size: 900, committed: 700) = $0 {
                        true
                    } else {
                        false
                    }
                },
                "\(found)"
            )
        }
    }
}
