public import Logging
import Records

/// Reads the vault's rows behind the appends, those of other daemons as well, and keeps a log's
/// completeness.
///
/// Rows become visible in the order of their indexes, so none is passed over. What was erased still
/// has its number.
public struct CompletenessWatch: Sendable {
    /// How many rows are read at a time.
    static let rowsPerStep = 4_096

    private let vault: Vault
    private let board: CompletenessBoard
    private let pause: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger

    /// Creates a watch that looks again after each `pause`.
    public init(
        vault: Vault,
        board: CompletenessBoard,
        pause: Duration = .seconds(5),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.vault = vault
        self.board = board
        self.pause = pause
        self.clock = clock
        self.logger = logger
    }

    /// Works until the task is cancelled.
    public func runUntilCancelled() async {
        var next: UInt64 = 0
        var isFailing = false
        while !Task.isCancelled {
            do throws(VaultError) {
                next = try await self.look(from: next)
                isFailing = false
            } catch {
                // Told once; what is known stays as it is, and the next look goes on from there.
                if !isFailing && !Task.isCancelled {
                    self.logger.warning(
                        "Completeness was not looked after",
                        metadata: ["error": "\(error)"]
                    )
                }
                isFailing = true
            }
            self.board.report()
            // Ends early if the task is cancelled, and then the loop ends.
            try? await self.clock.sleep(for: self.pause)
        }
    }

    /// Takes all rows from an index on; returns the index behind the last.
    public func look(from index: UInt64) async throws(VaultError) -> UInt64 {
        var next = index
        while true {
            let start = next
            let rows = try await self.vault.storing {
                try await $0.records(of: $1, from: start, limit: Self.rowsPerStep)
            }
            for row in rows {
                try await self.take(row)
                next = row.index + 1
            }
            guard rows.count == Self.rowsPerStep, !Task.isCancelled else { return next }
        }
    }

    private func take(_ row: VaultRow) async throws(VaultError) {
        let header = row.header
        guard !header.writer.isEmpty else { return }
        self.board.take(header.writerSequence, from: header.writer, at: header.recordedAt)
        guard header.recordClass == "capture-state", row.sealed != nil,
            let whole = try await self.vault.row(at: row.index),
            let opened = try await self.vault.openRefreshing(whole),
            let content = try? RecordContent(parsing: opened.content)
        else { return }
        switch content.record["state"]?.text {
        case "paused", "stopped":
            self.board.capture(isRunning: false, of: header.writer, at: header.recordedAt)
        case "started", "resumed", "recovered":
            self.board.capture(isRunning: true, of: header.writer, at: header.recordedAt)
        default: break
        }
    }
}
