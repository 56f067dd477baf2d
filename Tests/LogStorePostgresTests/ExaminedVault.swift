import CryptoSuites
import LogCore
import LogStorePostgres
import LogTesting
import MerkleTree
import Postgres
import Records
import SignedNotes
import Synchronization
import Witnessing

/// A log of 14 records in a database, sealed as a server seals them. Tests examine copies of it.
///
///     0 to 7   data accesses: 0 to 3 are active, 4 restricted, 5 erased, 6 without its actor, 7 held
///     8 to 11  the retention actions that did that
///     12, 13   data accesses
struct ExaminedVault: Sendable {
    private static let model = Task { try await Self.make() }
    private static let secret = [UInt8](repeating: 7, count: 32)

    private let database: ModelDatabase
    let descriptor: LogDescriptor
    private let keys: MemoryEpochKeys

    private struct Unsealable: Error {}

    private static func make() async throws -> ExaminedVault {
        let model = try await ModelDatabase(named: "examined_vault")
        let keys = try MemoryEpochKeys(.aes256GCM)
        let made = Mutex<LogDescriptor?>(nil)
        try await model.database.withStore(entriesPerPartition: 200) { store in
            try await model.database.withPool { pool in
                let test = try await TestLog(in: store, name: "eu")
                let vault = try await Self.vault(test.descriptor, pool, keys.keyring())
                let signer = try await test.openSigner()
                try await test.running(signer: signer, vault: vault) { log in
                    try await Self.fill(log, vault)
                }
                await signer.close()
                made.withLock { $0 = test.descriptor }
            }
        }
        guard let descriptor = made.withLock({ $0 }) else { throw Unsealable() }
        return ExaminedVault(database: model, descriptor: descriptor, keys: keys)
    }

    private static func vault(
        _ log: LogDescriptor,
        _ pool: ConnectionPool,
        _ keys: VaultKeyring
    ) async throws -> Vault {
        let vault = Vault(
            log: log,
            store: PostgresVaultStore(writing: pool, reading: pool),
            keys: keys,
            idSecret: Self.secret
        ) { bytes, fields in
            try RecordContent(parsing: bytes).erasing(fields: fields)?.bytes
        }
        try await vault.refresh()
        return vault
    }

    private static func fill(_ log: LogService, _ vault: Vault) async throws {
        func append(_ records: [RecordAppend]) async throws {
            for result in await log.append(records) { _ = try result.get() }
        }
        try await append((0..<8).map { try Self.access($0) })
        let actions: [(VaultActionKind, Int, [String])] = [
            (.restrict, 4, []), (.erase, 5, []), (.eraseFields, 6, ["actor_id"]), (.hold, 7, []),
        ]
        for (number, (kind, record, fields)) in actions.enumerated() {
            let action = VaultAction(kind, recordIndex: UInt64(record), fields: fields)
            try await append([try Self.action(action, number: 8 + number)])
            _ = try await vault.carryOut(entry: UInt64(8 + number)) { _ in
                FreezeCheck(below: .max, isFrozen: false)
            }
        }
        _ = try await vault.store.indexTokens(of: vault.log.id, step: 12)
        try await append((12..<14).map { try Self.access($0) })
        // The log's own keeper may have gone further; the model does not depend on how far.
        while try await vault.store.indexTokens(of: vault.log.id, step: 100) < 14 {}
    }

    private static func id(_ number: Int) -> String {
        "00000000-0000-4000-8000-0000000000\(number < 16 ? "0" : "")\(String(number, radix: 16))"
    }

    private static func access(_ number: Int) throws -> RecordAppend {
        let record = SampleRecords.dataAccess(recordID: Self.id(number))
        return try Self.sealed(
            "data-access",
            record,
            id: Self.id(number),
            terms: [
                SearchTerm(.actor, "staff:7f3a90c2"), SearchTerm(.recordClass, "data-access"),
                SearchTerm(.resource, "chart \(number)"),
            ]
        )
    }

    private static func action(_ action: VaultAction, number: Int) throws -> RecordAppend {
        let word = action.kind == .eraseFields ? "erase" : action.kind.name
        var members = [
            JSONMember(name: "record_id", value: .string(Self.id(number))),
            JSONMember(name: "event_time", value: .string("2026-11-23T10:00:00Z")),
            JSONMember(name: "actor_id", value: .string("keeper")),
            JSONMember(name: "actor_type", value: .string("user")),
            JSONMember(name: "action", value: .string(word)),
            JSONMember(name: "target_index", value: .integer(Int64(action.recordIndex))),
            JSONMember(name: "new_state", value: .string("active")),
            JSONMember(name: "hold_ref", value: .string("H-1")),
            JSONMember(name: "ground", value: .string("gdpr-17-1-d")),
        ]
        if !action.fields.isEmpty {
            members.append(
                JSONMember(
                    name: "target_fields",
                    value: .array(action.fields.map { .string($0) })
                )
            )
        }
        return try Self.sealed(
            "retention-action",
            .object(members),
            id: Self.id(number),
            terms: [SearchTerm(.recordClass, "retention-action")],
            action: action
        )
    }

    private static func sealed(
        _ name: String,
        _ record: JSONValue,
        id: String,
        terms: [SearchTerm],
        action: VaultAction? = nil
    ) throws -> RecordAppend {
        guard let schema = SchemaRegistry.embedded[name] else { throw Unsealable() }
        let sealed = try RecordSealer(
            schema,
            shape: .open,
            hash: .sha256,
            crosswalk: ContentDigest(of: []),
            interval: 1
        ).seal(
            schema.validate(record, in: RecordContext(jurisdiction: "EU")),
            retention: "R6M",
            recorded: RecordTime(seconds: 1_795_428_000),
            secret: secureRandomBytes(32)
        )
        return RecordAppend(
            statement: sealed.statement,
            record: PlainRecord(
                id: Array(id.utf8),
                body: record.canonicalBytes,
                header: VaultHeader(
                    recordClass: name,
                    retention: "R6M",
                    writer: "clinic",
                    writerSequence: nil,
                    recordedAt: 1_795_428_000
                ),
                terms: terms,
                content: sealed.content,
                action: action
            )
        )
    }

    /// Lends a copy of the database.
    static func withCopy(
        _ body: (ExaminedVault, StoreDatabase) async throws -> Void
    ) async throws {
        let vault = try await Self.model.value
        try await vault.database.withCopy { try await body(vault, $0) }
    }

    /// Examines what a database has in the vault, as the serving role; without keys nothing is opened.
    func examine(
        _ database: StoreDatabase,
        size: UInt64 = 14,
        hasKeys: Bool = true
    ) async throws -> VaultExamination {
        let found = Mutex<VaultExamination?>(nil)
        try await database.withPool { pool in
            let keyring = hasKeys ? self.keys.keyring() : VaultKeyring { _ in [] }
            let vault = try await Self.vault(self.descriptor, pool, keyring)
            let snapshot = try await PostgresLogSnapshot(
                database.configuration("concordat_serving")
            )
            let result: Result<VaultExamination, VaultError>
            do throws(VaultError) {
                result = .success(
                    try await VaultExaminer(self.descriptor, vault: vault).examine(
                        snapshot,
                        upTo: size,
                        of: size
                    )
                )
            } catch { result = .failure(error) }
            await snapshot.close()
            let examination = try result.get()
            found.withLock { $0 = examination }
        }
        guard let examination = found.withLock({ $0 }) else { throw Unsealable() }
        return examination
    }
}

extension StoreDatabase {
    /// Lends a pool of the serving role.
    func withPool(_ body: (ConnectionPool) async throws -> Void) async throws {
        let pool = ConnectionPool(self.configuration("concordat_serving"), maximum: 2)
        let result: Result<Void, any Error>
        do { result = .success(try await body(pool)) } catch { result = .failure(error) }
        await pool.shutdown()
        try result.get()
    }
}
