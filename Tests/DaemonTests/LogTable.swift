import LogCore
import LogTesting
import Postgres
import SignedNotes
import Testing
import Witnessing

/// A log as its tables have it, read past the daemon.
struct LogTable: Sendable {
    /// How a superuser connects.
    let conninfo: String
    let keys: [VerifierKey]
    let origin: LogOrigin

    /// Reads all entries by their indexes. Which of them came in by one transaction, and all heads that
    /// were ever published, go into the history.
    func read(into history: HistoryRecorder) async throws -> FinalLog {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.conninfo)
        )
        let (rows, heads) = try await connection.run { session in
            let entries = try session.query(
                "SELECT idx, data, xmin::text FROM concordat.entries ORDER BY idx"
            )
            let rows = try (0..<entries.count).map { row in
                (
                    index: UInt64(try entries.int8(row, 0)),
                    entry: try entries.bytes(row, 1),
                    transaction: try entries.text(row, 2)
                )
            }
            let heads = try session.query(
                "SELECT checkpoint, sm3_checkpoint, twin FROM concordat.heads ORDER BY size"
            )
            return (
                rows,
                try (0..<heads.count).map { row in
                    HeadNotes(
                        checkpoint: try heads.bytes(row, 0),
                        sm3Checkpoint: try heads.bytes(row, 1),
                        twin: try heads.bytes(row, 2)
                    )
                }
            )
        }
        await connection.close()
        for notes in heads {
            try history.saw(
                notes,
                keys: self.keys,
                origin: self.origin,
                isPublished: true,
                asked: history.mark,
                by: "the table of heads"
            )
        }
        // A transaction's entries are one piece: nobody else's lie between them.
        var pieces: [(transaction: String, range: Range<UInt64>)] = []
        for row in rows {
            if let last = pieces.last, last.transaction == row.transaction,
                last.range.upperBound == row.index
            {
                pieces[pieces.count - 1].range = last.range.lowerBound..<row.index + 1
            } else {
                pieces.append((row.transaction, row.index..<row.index + 1))
            }
        }
        #expect(Set(pieces.map(\.transaction)).count == pieces.count, "a batch is in two pieces")
        return FinalLog(
            rows: rows.map { ($0.index, $0.entry) },
            publishedSize: history.publishedSizes.max() ?? 0
        )
    }

    /// Expects that every head that was ever published had the quorum of a policy on both trees when
    /// it was.
    func checkQuorums(_ policy: TwinPolicy) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.conninfo)
        )
        let notes = try await connection.run { session in
            let rows = try session.query(
                """
                SELECT checkpoint || coalesce(string_agg(line, ''::bytea ORDER BY number)
                        FILTER (WHERE NOT is_sm3), ''::bytea),
                    sm3_checkpoint || coalesce(string_agg(line, ''::bytea ORDER BY number)
                        FILTER (WHERE is_sm3), ''::bytea)
                FROM concordat.heads LEFT JOIN concordat.cosignatures
                    ON cosignatures.log_id = heads.log_id AND cosignatures.size = heads.size
                        AND NOT is_late
                GROUP BY heads.log_id, heads.size, checkpoint, sm3_checkpoint
                """
            )
            return try (0..<rows.count).map { row in
                [Suite.sha256: try rows.bytes(row, 0), .sm3: try rows.bytes(row, 1)]
            }
        }
        await connection.close()
        #expect(!notes.isEmpty)
        let keys = policy.full.logKeys + policy.full.witnessKeys
        for head in notes {
            for (suite, bytes) in head {
                let verified = try UnverifiedNote(parsing: bytes).verified(by: keys)
                #expect(policy.isSatisfied(on: suite, by: verified.verified), "\(verified.text)")
            }
        }
    }
}
