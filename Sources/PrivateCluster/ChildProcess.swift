internal import CProcess
internal import Glibc
internal import Postgres
internal import Synchronization

/// A process that this one started, reaped by a thread of its own.
final class ChildProcess: Sendable {
    enum Ending: Hashable, Sendable, CustomStringConvertible {
        case status(Int32)
        case signal(Int32)

        var description: String {
            switch self {
            case .status(let status): "status \(status)"
            case .signal(let signal): "signal \(signal)"
            }
        }
    }

    struct Options {
        var path: String
        var arguments: [String]
        /// Whom to become; nil to stay.
        var account: Account?
        /// Sent to the child when the thread that started it ends.
        var deathSignal: Int32
        /// Becomes standard output and error.
        var output: Int32
    }

    private struct State {
        var ending: Ending?
        var waiterCount: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Ending?, Never>] = [:]
    }

    let id: pid_t
    private let state = Mutex(State())

    /// Starts a process. The calling thread must live as long as the child shall.
    init(_ options: Options) throws(PrivateClusterError) {
        // Little is inherited: what libpq or PostgreSQL would read there (PGDATA, PGPORT) above all.
        let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"]
        let id = CStrings.withPointers([options.path] + options.arguments) { arguments in
            CStrings.withPointers(environment) { environment in
                options.path.withCString { path in
                    "/".withCString { directory in
                        var raw = cprocess_options()
                        raw.path = path
                        raw.arguments = UnsafeRawPointer(arguments).assumingMemoryBound(
                            to: UnsafeMutablePointer<CChar>?.self
                        )
                        raw.environment = UnsafeRawPointer(environment).assumingMemoryBound(
                            to: UnsafeMutablePointer<CChar>?.self
                        )
                        raw.directory = directory
                        raw.changes_user = options.account == nil ? 0 : 1
                        raw.user = options.account?.user ?? 0
                        raw.group = options.account?.group ?? 0
                        raw.death_signal = options.deathSignal
                        raw.output = options.output
                        return cprocess_spawn(&raw)
                    }
                }
            }
        }
        guard id > 0 else { throw FileSystem.error("start", options.path, -id) }
        self.id = id
        // Held until the child ended, and so never leaves a zombie.
        OwnedThread.start(name: "reaper") { [self] in self.reap() }
    }

    /// Sends a signal; nothing happens if the child has ended.
    func signal(_ number: Int32) {
        self.state.withLock { state in
            // Not yet reaped, so the number is still this child's.
            if state.ending == nil { kill(self.id, number) }
        }
    }

    /// How the child ended, if it has.
    var ending: Ending? { self.state.withLock { $0.ending } }

    /// Waits for the end; nil if the task is cancelled before.
    func waitUntilEnded() async -> Ending? {
        let waiter = self.state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Ending?? = self.state.withLock { state in
                    if let ending = state.ending { return .some(ending) }
                    if Task.isCancelled { return .some(nil) }
                    state.waiters[waiter] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            self.state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume(returning: nil)
        }
    }

    /// Waits for the end; nil if it does not come within `timeout`, or the task is cancelled.
    func waitUntilEnded(within timeout: Duration, clock: any Clock<Duration>) async -> Ending? {
        await withTaskGroup(of: Ending?.self) { group in
            group.addTask { await self.waitUntilEnded() }
            group.addTask {
                try? await clock.sleep(for: timeout)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    private func reap() {
        let waitCode = cprocess_wait_until_ended(self.id)
        precondition(waitCode == 0, "somebody else reaped a child: error \(waitCode)")
        let (ending, waiters) = self.state.withLock { state in
            // Under the lock: once reaped, the number may belong to somebody else.
            let code = cprocess_reap(self.id)
            let ending = code >= 256 ? Ending.signal(code - 256) : .status(code)
            defer { state.waiters = [:] }
            state.ending = ending
            return (ending, state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: ending) }
    }
}
