import LogClient
public import LogProtocol
import MerkleTree
import NIOPosix
import SignedNotes

/// Verifies a whole log: both trees from every entry, against its signed heads and against what
/// it showed before.
public struct Auditor: Sendable {
    private let transport: any LogTransport
    private let configuration: AuditConfiguration
    private let clock: any Clock<Duration>

    /// Creates an auditor of the log behind `transport`.
    public init(
        of transport: any LogTransport,
        configuration: AuditConfiguration,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.transport = transport
        self.configuration = configuration
        self.clock = clock
    }

    /// Two to hash and one that waits for the disk.
    private static let threadCount = 3

    /// Verifies the log up to the head that it publishes now.
    ///
    /// - Throws: ``AuditError/refuted(_:evidence:)`` with the first thing that is wrong;
    ///   ``AuditError/undecided(step:detail:)`` if nothing can be said.
    public func run(
        report: @escaping @Sendable (AuditProgress) -> Void = { _ in }
    ) async throws(AuditError) -> AuditReport {
        let pool = NIOThreadPool(numberOfThreads: Self.threadCount)
        pool.start()
        let result: Result<AuditReport, AuditError>
        do {
            let run = AuditRun(
                client: LogClient(transport: self.transport),
                transport: self.transport,
                folder: try await AuditFolder(
                    path: self.configuration.statePath,
                    isStrict: self.configuration.isStrict,
                    pool: pool
                ),
                configuration: self.configuration,
                clock: self.clock,
                report: report
            )
            result = .success(try await run.run())
        } catch let error as AuditError {
            result = .failure(error)
        } catch {
            result = .failure(.undecided(step: "state", detail: "\(error)"))
        }
        // Fails only if it was shut down before, and then there is nothing left to end.
        try? await pool.shutdownGracefully()
        return try result.get()
    }
}
