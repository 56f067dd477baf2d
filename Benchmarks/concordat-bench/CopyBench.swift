import CryptoSuites
import MerkleTree
import Postgres

/// What the database can do at most: the same bytes by binary COPY into a bare table, on one
/// connection.
struct CopyBench: Sendable {
    private static let rowsPerTransaction = 1_024

    let conninfo: String
    let entries: RandomEntries

    func run() async throws -> Measurement {
        let entries = self.entries
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.conninfo)
        )
        let measurement = try await connection.run { session in
            try session.execute(
                """
                CREATE TABLE entries (idx bigint PRIMARY KEY, leaf_hash bytea, data bytea);
                ALTER TABLE entries ALTER data SET STORAGE EXTERNAL
                """
            )
            let window = BenchWindow()
            var latencies: [Int64] = []
            var first = 0
            while window.isOpen {
                let start = ContinuousClock.now
                try session.transaction { session in
                    _ = try session.copyIn(
                        "COPY entries (idx, leaf_hash, data) FROM STDIN (FORMAT binary)"
                    ) { writer in
                        for index in first..<first + Self.rowsPerTransaction {
                            writer.row(columns: 3)
                            writer.int8(Int64(index))
                            entries.withEntry(index) {
                                // The hash is the reader's business here; these are 32 bytes.
                                writer.bytes(UnsafeRawBufferPointer(rebasing: $0[..<32]))
                                writer.bytes($0)
                            }
                        }
                    }
                }
                if let latency = window.latency(since: start) { latencies.append(latency) }
                first += Self.rowsPerTransaction
            }
            try session.execute("DROP TABLE entries")
            return Measurement(
                latencies: latencies,
                entriesPerCall: Self.rowsPerTransaction,
                seconds: window.seconds
            )
        }
        await connection.close()
        return measurement
    }
}
