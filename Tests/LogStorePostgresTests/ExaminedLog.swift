import LogCore
import LogStorePostgres
import LogTesting
import MerkleTree
import Postgres
import SignedNotes
import Synchronization
import Witnessing

/// A published log of 700 entries in a database: two full tiles, four partitions, heads of 100, 300,
/// 600 and 700 entries, a retry key for each of the four appends. Tests examine copies of it.
struct ExaminedLog: Sendable {
    private static let model = Task { try await Self.make() }

    private let database: ModelDatabase
    private let test: TestLog

    /// The log's row.
    var descriptor: LogDescriptor { self.test.descriptor }
    /// The log's public keys.
    var verifierKeys: [VerifierKey] { self.test.verifierKeys }

    private static func make() async throws -> ExaminedLog {
        let model = try await ModelDatabase(named: "examined_log")
        let made = Mutex<TestLog?>(nil)
        try await model.database.withStore(entriesPerPartition: 200) { store in
            let test = try await TestLog(in: store, name: "eu")
            let signer = try await test.openSigner()
            try await test.running(signer: signer) { log in
                var size = 0
                for count in [100, 200, 300, 100] {
                    var entries = EntryBatch()
                    for number in size..<size + count {
                        try entries.append(Array("entry \(number)".utf8))
                    }
                    let key = log.idempotencyKey(
                        writer: "",
                        key: Array("key \(size)".utf8),
                        body: entries.bytes
                    )
                    _ = try await log.append(Submission(entries: entries, key: key))
                    size += count
                    guard await log.published(UInt64(size)) else { throw NotPublished() }
                }
            }
            await signer.close()
            made.withLock { $0 = test }
        }
        guard let test = made.withLock({ $0 }) else { throw NotPublished() }
        return ExaminedLog(database: model, test: test)
    }

    /// Not in time.
    private struct NotPublished: Error {}

    /// Lends a copy of the database.
    static func withCopy(
        _ body: (ExaminedLog, StoreDatabase) async throws -> Void
    ) async throws {
        let log = try await Self.model.value
        try await log.database.withCopy { try await body(log, $0) }
    }

    /// Examines what a database holds of the log, as the serving role, with the signer's files.
    func examine(_ database: StoreDatabase) async throws -> Examination {
        let inspection = SignerInspection(directory: self.test.folder.path + "/eu")
        let record = try await inspection.status().status
        let snapshot = try await PostgresLogSnapshot(database.configuration("concordat_serving"))
        let result: Result<Examination, any Error>
        do {
            let examiner = LogExaminer(self.descriptor, verifierKeys: self.verifierKeys)
            result = .success(try await examiner.examine(snapshot, record: record))
        } catch { result = .failure(error) }
        await snapshot.close()
        var examination = try result.get()
        examination.compareRecord(try await inspection.status().status)
        return examination
    }
}

extension StoreDatabase {
    /// Does what only a superuser can: takes the seat belts off all tables, then changes them.
    func tamper(_ changes: [String]) async throws {
        let connection = try await PostgresConnection(self.configuration("concordat"))
        try await connection.run { session in
            try session.execute(
                """
                DO $$
                DECLARE
                    found record;
                BEGIN
                    FOR found IN SELECT oid::regclass AS name FROM pg_class
                        WHERE relnamespace = 'concordat'::regnamespace AND relkind IN ('r', 'p')
                    LOOP
                        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', found.name);
                    END LOOP;
                END
                $$
                """
            )
            for change in changes { try session.execute(change) }
        }
        await connection.close()
    }
}
