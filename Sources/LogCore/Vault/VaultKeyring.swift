import CryptoSuites
import Synchronization

/// The epoch keys of one log that are at hand.
public final class VaultKeyring: Sendable {
    /// Reads the keys of all epochs but those in `known`, whose keys never change.
    public typealias Load = @Sendable (_ known: Set<UInt32>) async throws -> [EpochKey]

    private struct State {
        var epochs: [UInt32: PreparedEpoch] = [:]
        var current: UInt32?
    }

    /// Finds the key that a rotation carried over for a record; nil if it carried none.
    public typealias Carried =
        @Sendable (_ index: UInt64, _ recordMAC: [UInt8]) async throws -> CarriedKey?

    private let load: Load
    private let carried: Carried
    // Written by refresh(_:) alone; held for a look-up.
    private let state = Mutex(State())

    /// Creates a keyring without keys; ``refresh(_:)`` brings them.
    public init(load: @escaping Load, carried: @escaping Carried = { _, _ in nil }) {
        self.load = load
        self.carried = carried
    }

    /// Reads what is new, and forgets the keys of closed epochs.
    ///
    /// - Throws: ``VaultError/keysUnreadable(_:)``; the keyring is as it was then.
    func refresh(_ epochs: VaultEpochs) async throws(VaultError) {
        let known = self.state.withLock { Set($0.epochs.keys) }
        let keys: [EpochKey]
        do { keys = try await self.load(known) } catch {
            throw .keysUnreadable("\(error)")
        }
        var prepared: [UInt32: PreparedEpoch] = [:]
        for key in keys { prepared[key.epoch] = PreparedEpoch(key) }
        self.state.withLock { state in
            state.epochs.merge(prepared) { old, _ in old }
            state.epochs = state.epochs.filter { $0.key >= epochs.lowest }
            state.current = epochs.current
        }
    }

    /// The epoch that new records are sealed in.
    ///
    /// - Throws: ``VaultError/keyMissing(epoch:)``.
    func current() throws(VaultError) -> PreparedEpoch {
        let (number, epoch) = self.state.withLock { state in
            (state.current, state.current.flatMap { state.epochs[$0] })
        }
        guard let epoch else { throw .keyMissing(epoch: number ?? 1) }
        return epoch
    }

    /// An epoch.
    ///
    /// - Throws: ``VaultError/keyMissing(epoch:)``.
    func epoch(_ number: UInt32) throws(VaultError) -> PreparedEpoch {
        guard let epoch = self.state.withLock({ $0.epochs[number] }) else {
            throw .keyMissing(epoch: number)
        }
        return epoch
    }

    /// The key that a rotation carried over for a record; nil if it carried none.
    ///
    /// - Throws: ``VaultError/keysUnreadable(_:)``.
    func carriedKey(of row: VaultRow) async throws(VaultError) -> CarriedKey? {
        do {
            let key = try await self.carried(row.index, row.recordMAC)
            return key?.recordMAC == row.recordMAC ? key : nil
        } catch {
            throw .keysUnreadable("\(error)")
        }
    }

    /// Whether the key of an epoch is at hand.
    func has(_ number: UInt32) -> Bool { self.state.withLock { $0.epochs[number] != nil } }

    /// All epochs whose keys are at hand.
    var epochs: [PreparedEpoch] {
        self.state.withLock { Array($0.epochs.values) }.sorted { $0.key.epoch < $1.key.epoch }
    }
}
