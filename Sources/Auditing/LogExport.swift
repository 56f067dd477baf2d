import LogClient
public import LogProtocol
import SignedNotes

/// Writes a log into a folder that a plain web server hands out, and keeps it up to date.
///
/// It is an audit: each head appears in the folder only after both of its roots were recomputed
/// from the entries that are there, and whatever refutes the log ends the export.
///
/// SPEC: EXPORT-1, EXPORT-2, EXPORT-3.
public struct LogExport: Sendable {
    /// What an export reports.
    public enum Event: Sendable {
        /// A head is in the folder, with everything below it.
        case exported(AuditReport)
        /// Nothing could be exported, for now: the step and how it failed.
        case waiting(step: String, detail: String)
    }

    private let transport: any LogTransport
    private let configuration: AuditConfiguration
    private let clock: any Clock<Duration>

    /// How many bundles, and how many heads, are read again whenever there is a new head.
    private static let recheckLimit = 4
    /// The newest heads that are kept beside the log's files.
    private static let headLimit = 16

    /// Creates an export of the log behind `transport`, by the keys and into the folder that the
    /// configuration names.
    public init(
        of transport: any LogTransport,
        configuration: AuditConfiguration,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        var configuration = configuration
        configuration.isStrict = true
        configuration.headLimit = Self.headLimit
        self.transport = transport
        self.configuration = configuration
        self.clock = clock
    }

    /// Brings the folder to the head that the log publishes now.
    ///
    /// - Throws: ``AuditError``.
    public func run(
        report: @escaping @Sendable (AuditProgress) -> Void = { _ in }
    ) async throws(AuditError) -> AuditReport {
        try await Auditor(
            of: self.transport,
            configuration: self.configuration,
            clock: self.clock
        ).run(report: report)
    }

    /// Brings the folder to each head that the log publishes, looking for one every `interval`,
    /// until the task is cancelled.
    ///
    /// - Throws: ``AuditError/refuted(_:evidence:)``. What only says nothing is reported, and tried
    ///   again.
    public func follow(
        every interval: Duration,
        report: @escaping @Sendable (AuditProgress) -> Void = { _ in },
        event: @Sendable (Event) -> Void
    ) async throws(AuditError) {
        var configuration = self.configuration
        while !Task.isCancelled {
            do throws(AuditError) {
                if try await self.hasNews() {
                    let auditor = Auditor(
                        of: self.transport,
                        configuration: configuration,
                        clock: self.clock
                    )
                    event(.exported(try await auditor.run(report: report)))
                    // Once everything was looked at, a little at each head is enough.
                    configuration.recheckLimit = UInt64(Self.recheckLimit)
                    configuration.headRecheckLimit = Self.recheckLimit
                    configuration.rechecksAll = false
                }
            } catch .undecided(let step, let detail) {
                guard !Task.isCancelled else { return }
                event(.waiting(step: step, detail: detail))
            }
            // Cancelled while it sleeps: the loop ends.
            try? await self.clock.sleep(for: interval)
        }
    }

    /// Whether the log's checkpoint is another one than the folder's.
    private func hasNews() async throws(AuditError) -> Bool {
        let request = LogRequest.get(LogFile.checkpoint(.sha256).path)
        let served: LogResponse
        do { served = try await self.transport.send(request) } catch {
            throw .undecided(step: request.path, detail: "\(error)")
        }
        guard served.isSuccess,
            let folder = try? FolderLogTransport(path: self.configuration.statePath),
            let kept = try? await folder.send(request)
        else { return true }
        return !kept.isSuccess || kept.body != served.body
    }
}
