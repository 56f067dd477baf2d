import Logging

/// What goes on in a vault behind the appends: keys are looked for, tokens brought into the search,
/// and actions carried out whose entries are promised and whose daemon died in between.
struct VaultKeeper: Sendable {
    /// How many rows one step brings into the search: some 50 ms of a connection.
    static let rowsPerStep: UInt64 = 1_024

    let vault: Vault
    /// What incidents freeze.
    let book: RetentionBook
    let heads: HeadBoard
    let health: LogHealth
    let metrics: LogMetrics
    let pause: Duration
    let clock: any Clock<Duration>
    let logger: Logger
    /// Seconds since 1970.
    let now: @Sendable () -> UInt64

    /// Works until the task is cancelled.
    func runUntilCancelled() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.repeating("Tokens were not indexed") { try await self.index() }
            }
            group.addTask {
                await self.repeating("The vault was not kept") {
                    try await self.lookForKeys()
                    try await self.carryOut()
                    return self.pause * 5
                }
            }
        }
    }

    /// Does it again and again; tells a failure that goes on once.
    private func repeating(
        _ complaint: String,
        _ work: () async throws -> Duration
    ) async {
        var isFailing = false
        while !Task.isCancelled {
            var rest = self.pause
            do {
                rest = try await work()
                if isFailing { self.logger.notice("The vault is kept again") }
                isFailing = false
            } catch {
                if Task.isCancelled { return }
                if !isFailing {
                    self.logger.warning("\(complaint)", metadata: ["error": "\(error)"])
                }
                isFailing = true
                rest = self.pause * 5
            }
            // Ends early if the task is cancelled, and then the loop ends.
            try? await self.clock.sleep(for: rest)
        }
    }

    /// Brings some rows into the search; returns how long to rest. Appends come first: it rests seven
    /// times as long as it worked while there is much to do.
    private func index() async throws(VaultError) -> Duration {
        let start = ContinuousClock.now
        let before = try await self.vault.storing { try await $0.indexTokens(of: $1, step: 0) }
        let after = try await self.vault.storing {
            try await $0.indexTokens(of: $1, step: Self.rowsPerStep)
        }
        let signed = self.heads.signedSize
        self.metrics.recordVaultLag(signed > after ? signed - after : 0)
        guard after > before else { return self.pause }
        return (ContinuousClock.now - start) * 7
    }

    private func carryOut() async throws(VaultError) {
        // SPEC: VAULT-13: what is signed was promised before.
        let promised = self.heads.signedSize
        let pending = try await self.vault.storing {
            try await $0.pendingActions(of: $1, below: promised, limit: 256)
        }
        for stored in pending {
            let outcome = try await self.vault.carryOut(entry: stored.entryIndex) {
                row throws(VaultError) in try await self.book.check(row)
            }
            self.metrics.recordVaultAction()
            self.logger.notice(
                "A retention action was carried out behind its entry",
                metadata: ["entry": "\(stored.entryIndex)", "outcome": "\(outcome)"]
            )
        }
    }

    private func lookForKeys() async throws(VaultError) {
        do throws(VaultError) {
            try await self.vault.refresh()
            let created = try self.vault.epochCreatedAt
            let now = self.now()
            let age = now > created ? now - created : 0
            self.metrics.recordVaultKeyAge(seconds: age)
            self.health.setVaultProblem(nil)
            // SPEC: VAULT-15: who promised a date is told when it is near.
            let isOverdue = Duration.seconds(Int64(clamping: age)) >= self.vault.epochLifetime
            self.health.setVaultRemark(
                isOverdue
                    ? "the vault's key is \(age / 86_400) days old: run concordatd keys rotate-vault"
                    : nil
            )
        } catch {
            // A database that is away is told of elsewhere.
            if case .store = error { throw error }
            self.health.setVaultProblem("no record can be sealed: \(error)")
            throw error
        }
    }
}
