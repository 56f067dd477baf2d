public import CryptoSuites
public import LogCore
import Synchronization

/// The files of epoch keys, in memory.
public final class MemoryEpochKeys: Sendable {
    private struct State {
        var keys: [UInt32: EpochKey] = [:]
        var carried: [UInt32: [UInt64: CarriedKey]] = [:]
    }

    private let kind: CipherKind
    private let createdAt: UInt64
    // Every call holds it for its whole length.
    private let state = Mutex(State())

    /// Makes the key of the first epoch.
    public init(_ kind: CipherKind, createdAt: UInt64 = 1_790_000_000) throws {
        self.kind = kind
        self.createdAt = createdAt
        try self.create(1)
    }

    /// A keyring that looks here.
    public func keyring() -> VaultKeyring {
        VaultKeyring { known in
            self.state.withLock { state in
                state.keys.values.filter { !known.contains($0.epoch) }
            }
        } carried: { index, _ in
            self.state.withLock { state in state.carried.values.compactMap { $0[index] }.first }
        }
    }

    /// The epochs whose keys are there.
    public var epochs: [UInt32] { self.state.withLock { $0.keys.keys.sorted() } }

    /// All that is there: what a copy of the folder would be.
    public func copy() -> [UInt32: EpochKey] { self.state.withLock { $0.keys } }

    /// A keyring with the keys of a copy, whatever is there now.
    public static func keyring(of copy: [UInt32: EpochKey]) -> VaultKeyring {
        VaultKeyring { known in copy.values.filter { !known.contains($0.epoch) } }
    }

    /// The files as a rotation uses them; `faults` is asked before and after each change.
    public func files(faults: StepFaults = StepFaults()) -> VaultRotation.KeyFiles {
        VaultRotation.KeyFiles(
            create: { epoch in try faults.step("create") { try self.create(epoch) } },
            epochs: { self.epochs },
            carry: { epoch, next in
                var carried: [UInt64: CarriedKey] = [:]
                while true {
                    let keys = try await next()
                    if keys.isEmpty { break }
                    for key in keys { carried[key.index] = key }
                }
                let all = carried
                try faults.step("carry") {
                    self.state.withLock { $0.carried[epoch] = all }
                }
            },
            destroy: { epoch in
                try faults.step("destroy") {
                    self.state.withLock { state in
                        state.keys[epoch] = nil
                        state.carried[epoch] = nil
                    }
                }
            }
        )
    }

    private func create(_ epoch: UInt32) throws {
        let secret = try SecretKey.random()
        self.state.withLock { state in
            guard state.keys[epoch] == nil else { return }
            state.keys[epoch] = EpochKey(
                epoch: epoch,
                createdAt: self.createdAt + UInt64(epoch) * 100,
                kind: self.kind,
                secret: secret
            )
        }
    }
}

/// Stops a piece of work at one of its durable steps, before it is done or after.
public final class StepFaults: Sendable {
    /// The work was stopped.
    public struct Stopped: Error {
        /// At which step.
        public let step: String
    }

    private struct State {
        var left: Int
        var names: [String] = []
    }

    private let isDone: Bool
    // Counted down by each step.
    private let state: Mutex<State>

    /// Stops at the step with this number, counted from 0; never if it is nil. `afterwards` if the step
    /// is done before.
    public init(at number: Int? = nil, afterwards: Bool = false) {
        self.isDone = afterwards
        self.state = Mutex(State(left: number ?? .max))
    }

    /// The steps that were reached.
    public var names: [String] { self.state.withLock { $0.names } }

    /// Does a step, or stops.
    func step<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        let isHere = self.reach(name)
        if isHere, !self.isDone { throw Stopped(step: name) }
        let result = try body()
        if isHere { throw Stopped(step: name) }
        return result
    }

    /// Does a step of a store, or stops.
    func storing<Result>(
        _ name: String,
        _ body: () async throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let isHere = self.reach(name)
        if isHere, !self.isDone { throw .unavailable("stopped before \(name)") }
        let result = try await body()
        if isHere { throw .outcomeUnknown("stopped after \(name)") }
        return result
    }

    private func reach(_ name: String) -> Bool {
        self.state.withLock { state in
            state.names.append(name)
            state.left -= 1
            return state.left == -1
        }
    }
}
