import LogProtocol
import SignedNotes
import Synchronization

/// The policy that judges heads of each size, and the panel that asks its witnesses.
///
/// SPEC: POLEV-1: the configured policy below the first announced size, the announced ones from there.
final class PanelBoard: Sendable {
    private struct Announced {
        let policy: PublicationPolicy
        let panel: WitnessPanel
    }

    private let log: LogDescriptor
    private let keys: HistoryBoard
    private let configured: LogWitnesses?
    private let configuredPanel: WitnessPanel?
    private let witnesses: @Sendable (PublicationPolicy) throws -> LogWitnesses
    private let makePanel: @Sendable (LogWitnesses) -> WitnessPanel
    // By the first size. Held to find or add one, never while a witness is waited for.
    private let announced = Mutex<[UInt64: Announced]>([:])

    /// `witnesses` finds the ways to those of a policy that is announced; `makePanel` seats them.
    init(
        log: LogDescriptor,
        keys: HistoryBoard,
        configured: LogWitnesses?,
        witnesses: @escaping @Sendable (PublicationPolicy) throws -> LogWitnesses,
        makePanel: @escaping @Sendable (LogWitnesses) -> WitnessPanel
    ) {
        self.log = log
        self.keys = keys
        self.configured = configured
        self.configuredPanel = configured.map(makePanel)
        self.witnesses = witnesses
        self.makePanel = makePanel
    }

    /// Who is asked about heads of a size; nil under `quorum none`.
    ///
    /// - Throws: ``PromiseError/unusablePolicy(_:)`` if the announced policy cannot be what the log is
    ///   published under.
    func panel(for size: UInt64) throws(PromiseError) -> WitnessPanel? {
        let history = self.keys.history
        guard let period = history.policy(at: size) else { return self.configuredPanel }
        return try self.announced(period, history).panel
    }

    /// The policy that judges heads of a size; nil under `quorum none`, and if it cannot be used.
    func policy(for size: UInt64) -> PublicationPolicy? {
        let history = self.keys.history
        guard let period = history.policy(at: size) else { return self.configured?.policy }
        return try? self.announced(period, history).policy
    }

    private func announced(
        _ period: LogHistory.PolicyPeriod,
        _ history: LogHistory
    ) throws(PromiseError) -> Announced {
        if let known = self.announced.withLock({ $0[period.from] }) { return known }
        let found: Announced
        do {
            let policy = try PublicationPolicy(
                parsing: period.text,
                origin: self.log.origin,
                logKeys: history.keys
            )
            found = Announced(policy: policy, panel: self.makePanel(try self.witnesses(policy)))
        } catch {
            // SPEC: POLEV-2: no other one takes its place.
            throw .unusablePolicy("the one announced at index \(period.index): \(error)")
        }
        return self.announced.withLock { announced in
            if let known = announced[period.from] { return known }
            announced[period.from] = found
            return found
        }
    }

    private var panels: [WitnessPanel] {
        [self.configuredPanel].compactMap(\.self)
            + self.announced.withLock { $0.values.map(\.panel) }
    }

    /// Lets all panels wait no longer than a daemon may that is told to stop.
    func hurry() async { for panel in self.panels { await panel.hurry() } }

    /// Ends all requests under way.
    func close() async { for panel in self.panels { await panel.close() } }
}
