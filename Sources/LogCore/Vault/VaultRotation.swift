import Synchronization

/// The change from one epoch's key to the next: what living records have is wrapped under the new one,
/// and then the old one is destroyed.
///
/// The durable steps, and what a crash leaves after each:
///
/// 1. The new key is on disk. Nobody uses it; the next run does.
/// 2. The database names the new epoch. Daemons seal in it once they have looked; the next run goes on.
/// 3. Batches of rows are wrapped anew. Each row opens with the key that it names; the next run takes
///    those that are left.
/// 4. The old epoch is closed: no row has it and none is added. The next run goes on.
/// 5. The living rows' new keys are carried over: they lie in a file beside the new epoch's key, so that
///    a backup from before still opens, but for what was erased. The next run destroys the old key.
/// 6. The old key is destroyed, and with it the old file of carried keys.
///
/// A database that was restored from such a backup is brought up to the newest key in the same way. Rows
/// without a key were erased since, and become erased records.
public struct VaultRotation: Sendable {
    /// Where the keys of a log's epochs lie.
    public struct KeyFiles: Sendable {
        /// Makes the key of an epoch, unless it is there.
        public let create: @Sendable (UInt32) async throws -> Void
        /// The epochs whose keys are there.
        public let epochs: @Sendable () async throws -> [UInt32]
        /// Writes the keys that are carried over into an epoch, unless they are there; `next` gives some
        /// at a time, in the order of their indexes, and none at the end.
        public let carry: @Sendable (UInt32, _ next: CarriedKeys) async throws -> Void
        /// Destroys the key of an epoch, and what was carried over into it.
        public let destroy: @Sendable (UInt32) async throws -> Void

        /// Some keys at a time, until there are none.
        public typealias CarriedKeys = @Sendable () async throws -> [CarriedKey]

        /// Joins the four.
        public init(
            create: @escaping @Sendable (UInt32) async throws -> Void,
            epochs: @escaping @Sendable () async throws -> [UInt32],
            carry: @escaping @Sendable (UInt32, _ next: CarriedKeys) async throws -> Void,
            destroy: @escaping @Sendable (UInt32) async throws -> Void
        ) {
            self.create = create
            self.epochs = epochs
            self.carry = carry
            self.destroy = destroy
        }
    }

    /// What was done.
    public struct Report: Hashable, Sendable {
        /// The epoch that records have now.
        public let epoch: UInt32
        /// How many rows were wrapped anew by this run.
        public let rewrapped: UInt64
        /// The epochs whose keys were destroyed.
        public let destroyed: [UInt32]
        /// How many rows became erased records, because their keys are gone: the database was restored
        /// from a backup, and they were erased since that was taken.
        public let forgotten: UInt64
        /// Whether an earlier run had begun it.
        public let wasResumed: Bool

        /// Joins the parts.
        public init(
            epoch: UInt32,
            rewrapped: UInt64,
            destroyed: [UInt32],
            forgotten: UInt64 = 0,
            wasResumed: Bool
        ) {
            self.epoch = epoch
            self.rewrapped = rewrapped
            self.destroyed = destroyed
            self.forgotten = forgotten
            self.wasResumed = wasResumed
        }
    }

    private let vault: Vault
    private let files: KeyFiles
    private let batch: Int
    private let patience: Duration
    private let clock: any Clock<Duration>
    private let owner: (any VaultStore)?

    /// Prepares a rotation. `patience` is how long daemons may take to notice the new epoch. `owner` has
    /// the owner's rights, which a database that was restored needs.
    public init(
        vault: Vault,
        files: KeyFiles,
        owner: (any VaultStore)? = nil,
        batch: Int = 512,
        patience: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.vault = vault
        self.files = files
        self.owner = owner
        self.batch = batch
        self.patience = patience
        self.clock = clock
    }

    /// Rotates, or finishes what an earlier run has begun. `progress` is told how many rows are done,
    /// and of how many.
    ///
    /// - Throws: ``VaultError``, and what the key files throw. Whatever it is, every living record
    ///   still opens, and another run goes on from there.
    public func run(
        progress: @Sendable (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
    ) async throws -> Report {
        let epochs = try await self.vault.storing { try await $0.vaultEpochs(of: $1) }
        let there = try await self.files.epochs()
        let isBegun = epochs.lowest < epochs.current
        if !isBegun, there.contains(where: { $0 < epochs.lowest }) {
            return try await self.finish(epochs.current, Sweep(), wasResumed: true)
        }
        // A key that the database does not know of is that of a run that was interrupted, or the
        // database is older than the key.
        let target = max(there.last ?? 0, isBegun ? epochs.current : epochs.current + 1)
        // SPEC: VAULT-16: the key is on disk before a row can name it.
        try await self.files.create(target)
        for next in epochs.current..<target {
            let reached = try await self.vault.storing { try await $0.beginEpoch(next + 1, of: $1) }
            guard reached > next else {
                throw VaultError.store(.conflict("epoch \(next + 1) was not begun"))
            }
        }
        try await self.vault.refresh()
        var done = Sweep()
        let total = try await self.vault.storing { try await $0.rowCount(of: $1, below: target) }
        progress(0, total)
        var waited = Duration.zero
        let pause = Duration.milliseconds(250)
        while true {
            done = try await self.sweep(below: target, after: done) { progress($0, max(total, $0)) }
            let isClosed = try await self.vault.storing {
                try await $0.closeEpochs(below: target, of: $1)
            }
            if isClosed { break }
            // A daemon that has not noticed yet has added rows since.
            guard waited < self.patience else {
                throw VaultError.store(
                    .conflict("a daemon goes on writing in an old epoch; its keys were kept")
                )
            }
            try await self.clock.sleep(for: pause)
            waited += pause
        }
        return try await self.finish(target, done, wasResumed: isBegun)
    }

    /// What became of rows.
    private struct Sweep {
        var rewrapped: UInt64 = 0
        var forgotten: UInt64 = 0
    }

    /// Wraps the rows below an epoch anew until there is none.
    private func sweep(
        below target: UInt32,
        after before: Sweep,
        _ progress: (UInt64) -> Void
    ) async throws(VaultError) -> Sweep {
        var done = before
        while true {
            let rows = try await self.vault.storing { store, log in
                try await store.rows(of: log, below: target, limit: self.batch)
            }
            if rows.isEmpty { return done }
            let (keys, lost) = try await self.vault.rewrapped(rows, for: target)
            let missed = try await self.vault.storing { try await $0.rewrap(keys, of: $1) }
            done.rewrapped += UInt64(keys.count - missed)
            done.forgotten += try await self.forget(lost)
            progress(done.rewrapped + done.forgotten)
        }
    }

    private func forget(_ lost: [VaultRow]) async throws(VaultError) -> UInt64 {
        guard let first = lost.first else { return 0 }
        guard let owner = self.owner else { throw .keyMissing(epoch: first.sealed?.epoch ?? 0) }
        do throws(StoreError) {
            return UInt64(try await owner.forget(lost, of: self.vault.log.id))
        } catch {
            throw .store(error)
        }
    }

    private func finish(
        _ epoch: UInt32,
        _ done: Sweep,
        wasResumed: Bool
    ) async throws -> Report {
        // SPEC: VAULT-17: only keys of closed epochs, and only when what is left is carried over.
        let lowest = try await self.vault.storing { try await $0.vaultEpochs(of: $1) }.lowest
        let next = Mutex<UInt64>(0)
        try await self.files.carry(epoch) {
            let start = next.withLock { $0 }
            let keys = try await self.vault.storing {
                try await $0.wrappedKeys(of: $1, in: epoch, from: start, limit: 4_096)
            }
            if let last = keys.last { next.withLock { $0 = last.index + 1 } }
            return keys
        }
        let closed = try await self.files.epochs().filter { $0 < lowest }.sorted()
        for old in closed { try await self.files.destroy(old) }
        try await self.vault.refresh()
        return Report(
            epoch: epoch,
            rewrapped: done.rewrapped,
            destroyed: closed,
            forgotten: done.forgotten,
            wasResumed: wasResumed
        )
    }
}
