public import Logging
import Records

/// Reads the vault's rows behind the appends, those of other daemons as well, and keeps a log's
/// completeness; tells what changes in records of the log's own.
///
/// Rows become visible in the order of their indexes, so none is passed over. What was erased still
/// has its number.
public struct CompletenessWatch: Sendable {
    /// Writes records that tell of changes, and returns once each is promised or refused; what was
    /// refused is tried again after the next look.
    public typealias Recorder = @Sendable ([CaptureReport]) async -> [(any Error)?]

    /// How many rows are read at a time.
    static let rowsPerStep = 4_096

    private let vault: Vault
    private let board: CompletenessBoard
    private let recorder: Recorder?
    private let pause: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger

    /// Creates a watch that looks again after each `pause`. Without a recorder nothing is written.
    public init(
        vault: Vault,
        board: CompletenessBoard,
        recorder: Recorder? = nil,
        pause: Duration = .seconds(5),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.vault = vault
        self.board = board
        self.recorder = recorder
        self.pause = pause
        self.clock = clock
        self.logger = logger
    }

    /// Works until the task is cancelled.
    public func runUntilCancelled() async {
        var next: UInt64 = 0
        var isFailing = false
        self.board.setCatchingUp(true)
        while !Task.isCancelled {
            do {
                next = try await self.look(from: next)
                self.board.setCatchingUp(false)
                // Only who has seen all that was told may tell something.
                try await self.tell()
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

    /// Writes a record for each change that the log has not told of yet, as far as ``look(from:)`` has
    /// seen; returns once all are promised.
    ///
    /// - Throws: Why one of them was not written.
    public func tell() async throws {
        guard let recorder = self.recorder, !Task.isCancelled else { return }
        let reports = self.board.dueReports()
        if reports.isEmpty { return }
        // In a task of its own, awaited here: what was begun is finished.
        let errors = await Task { await recorder(reports) }.value
        for error in errors { if let error { throw error } }
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
        var content: [UInt8]?
        var report: CaptureReport?
        if header.recordClass.utf8.elementsEqual(HeardRecord.captureClass.utf8),
            row.sealed != nil, let whole = try await self.vault.row(at: row.index),
            let opened = try await self.vault.openRefreshing(whole)
        {
            content = opened.content
            if header.writer.isEmpty { report = self.report(opened) }
        }
        self.board.take(
            rowAt: row.index,
            HeardRecord(header, at: row.index, content: content),
            report
        )
    }

    /// What the log itself told by a record; nil if it is somebody else's.
    ///
    /// SPEC: COMP-6: the log's own have an id that nobody else can make.
    private func report(_ opened: OpenedRecord) -> CaptureReport? {
        guard let content = try? RecordContent(parsing: opened.content),
            let report = CaptureReport(content.record),
            Array(self.vault.captureRecordID(of: report).utf8) == opened.id
        else { return nil }
        return report
    }
}

extension Vault {
    /// The id of the record that tells of a change: it follows from the log's secret and the change.
    public func captureRecordID(of report: CaptureReport) -> String {
        RandomRecordID.make(from: self.recordMAC(of: report.name))
    }
}
