internal import Synchronization

/// Lends connections to one server, at most ``maximum`` at a time, first come, first served.
///
/// A connection comes back to the pool only if it is proven idle after its use: open, in no
/// transaction, and with no cancel message under way. Otherwise it is closed and another one opened
/// when it is needed. Settings and temporary tables that a user leaves behind stay: use `SET LOCAL`.
public final class ConnectionPool: Sendable {
    /// How long a pool waits.
    public struct Patience: Sendable {
        /// How long a caller waits for a connection.
        public var acquireTimeout: Duration = .seconds(5)
        /// How long to wait after a first failure to connect; doubles with each further one.
        public var shortestBackoff: Duration = .milliseconds(50)
        /// No wait between attempts to connect is longer.
        public var longestBackoff: Duration = .seconds(2)

        /// The default times.
        public init() {}

        func backoff(failures: Int) -> Duration {
            let doublings = min(max(failures - 1, 0), 16)
            return min(self.shortestBackoff * (1 << doublings), self.longestBackoff)
        }
    }

    private struct State {
        var machine: PoolStateMachine
        var connections: [PoolStateMachine.Connection: PostgresConnection] = [:]
        var continuations: [PoolStateMachine.Waiter: CheckedContinuation<Lease, any Error>] = [:]
        var timers: [PoolStateMachine.Waiter: Task<Void, Never>] = [:]
        var waiterCount: PoolStateMachine.Waiter = 0
        var lastFailure: PostgresError?
        var finishers: [CheckedContinuation<Void, Never>] = []

        /// The one place where a waiter leaves, so that none is answered twice.
        mutating func takeWaiter(
            _ waiter: PoolStateMachine.Waiter
        ) -> CheckedContinuation<Lease, any Error>? {
            self.timers.removeValue(forKey: waiter)?.cancel()
            return self.continuations.removeValue(forKey: waiter)
        }

        func error(for reason: PoolStateMachine.Refusal) -> PostgresError {
            switch reason {
            case .tooManyWaiters:
                PostgresError(.pool(.tooManyWaiters), "too many callers wait for a connection")
            case .timedOut:
                // What keeps connections from being opened is the better answer.
                self.lastFailure.map { PostgresError(.connection, $0.message) }
                    ?? PostgresError(.pool(.timedOut), "no connection came free in time")
            case .cancelled:
                PostgresError(.cancelled, "cancelled while waiting for a connection")
            case .shutDown:
                PostgresError(.pool(.shutDown), "the pool was shut down")
            }
        }
    }

    private struct Lease {
        let number: PoolStateMachine.Connection
        let connection: PostgresConnection
    }

    /// The most connections that exist at a time.
    public let maximum: Int
    private let configuration: ConnectionConfiguration
    private let patience: Patience
    private let clock: any Clock<Duration>
    /// Guards all state; held while the machine decides and never while anything waits.
    private let state: Mutex<State>

    /// Connects nothing yet: the first caller does.
    public init(
        _ configuration: ConnectionConfiguration,
        maximum: Int,
        maximumWaiters: Int = 1024,
        patience: Patience = Patience(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.maximum = maximum
        self.patience = patience
        self.clock = clock
        self.state = Mutex(
            State(machine: PoolStateMachine(maximum: maximum, maximumWaiters: maximumWaiters))
        )
    }

    // MARK: Use

    /// Carries out `body` on one connection, as ``PostgresConnection/run(_:)`` does.
    ///
    /// If the connection turns out to be dead before anything was sent, another one is taken.
    ///
    /// - Throws: what `body` throws; ``PostgresError/Kind/pool(_:)`` if no connection came free;
    ///   ``PostgresError/Kind/connection`` if the server could not be reached in time.
    public func run<Result>(
        _ body: @Sendable (borrowing Session) throws -> sending Result
    ) async throws -> sending Result {
        var staleCount = 0
        while true {
            let lease = try await self.acquire()
            do {
                let result = try await lease.connection.run(body)
                self.release(lease, isReusable: lease.connection.isReusable)
                return result
            } catch let error as PostgresError where error.isStale && staleCount < self.maximum {
                // After a restart of the server all of them may be dead.
                staleCount += 1
                self.release(lease, isReusable: false)
            } catch {
                self.release(lease, isReusable: lease.connection.isReusable)
                throw error
            }
        }
    }

    /// Lends a connection for several runs. It must not be used after `body` ends.
    ///
    /// - Throws: what `body` throws, and as ``run(_:)`` if there is no connection.
    public func withConnection<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        var lease = try await self.acquire()
        var staleCount = 0
        while await !lease.connection.isAlive(), staleCount < self.maximum {
            staleCount += 1
            self.release(lease, isReusable: false)
            lease = try await self.acquire()
        }
        let result: Result
        do {
            result = try await body(lease.connection)
        } catch {
            await self.settle(lease)
            throw error
        }
        await self.settle(lease)
        return result
    }

    /// Refuses further use and closes everything; returns once the last connection came back and was
    /// closed. May be called more than once.
    public func shutdown() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let (actions, isFinished) = self.state.withLock { state in
                let actions = state.machine.shutDown()
                // The action `finish` resumes those registered before it is carried out.
                let isFinished = state.machine.isFinished && actions.isEmpty
                if !isFinished { state.finishers.append(continuation) }
                return (actions, isFinished)
            }
            self.perform(actions)
            if isFinished { continuation.resume() }
        }
    }

    /// The number of callers that wait for a connection.
    public var waiterCount: Int { self.state.withLock { $0.machine.waiters.count } }

    /// The number of attempts to connect that failed since one succeeded.
    public var failureCount: Int { self.state.withLock { $0.machine.failures } }

    // MARK: Acquiring and releasing

    private func acquire() async throws -> Lease {
        let waiter = self.state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        let lease = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.perform(
                    self.state.withLock { state in
                        state.continuations[waiter] = continuation
                        return state.machine.acquire(waiter)
                    }
                )
                // A cancellation before this point found nobody waiting under this number.
                if Task.isCancelled { self.giveUp(waiter, .cancelled) }
                self.startTimer(for: waiter)
            }
        } onCancel: {
            self.giveUp(waiter, .cancelled)
        }
        if Task.isCancelled {
            self.release(lease, isReusable: lease.connection.isReusable)
            throw PostgresError(.cancelled, "cancelled while a connection was handed over")
        }
        return lease
    }

    private func giveUp(
        _ waiter: PoolStateMachine.Waiter,
        _ reason: PoolStateMachine.Refusal
    ) {
        self.perform(self.state.withLock { $0.machine.giveUp(waiter, reason) })
    }

    /// The timer ends with the wait: ``perform(_:)`` cancels it when the waiter is answered.
    private func startTimer(for waiter: PoolStateMachine.Waiter) {
        self.state.withLock { state in
            guard state.continuations[waiter] != nil else { return }
            state.timers[waiter] = Task { [weak self, clock, patience] in
                do {
                    try await clock.sleep(for: patience.acquireTimeout)
                } catch {
                    return  // Answered in time.
                }
                self?.giveUp(waiter, .timedOut)
            }
        }
    }

    private func settle(_ lease: Lease) async {
        // Behind whatever the borrower may have left running.
        let isAlive = await lease.connection.isAlive()
        self.release(lease, isReusable: isAlive)
    }

    private func release(_ lease: Lease, isReusable: Bool) {
        self.perform(
            self.state.withLock { $0.machine.release(lease.number, isReusable: isReusable) }
        )
    }

    // MARK: Actions

    private func perform(_ actions: [PoolStateMachine.Action]) {
        for action in actions { self.perform(action) }
    }

    private func perform(_ action: PoolStateMachine.Action) {
        switch action {
        case .grant(let waiter, let number):
            let (continuation, lease) = self.state.withLock { state in
                let lease = state.connections[number].map {
                    Lease(number: number, connection: $0)
                }
                return (state.takeWaiter(waiter), lease)
            }
            guard let continuation, let lease else {
                preconditionFailure("the pool granted what it does not have")
            }
            continuation.resume(returning: lease)
        case .refuse(let waiter, let reason):
            let (continuation, error) = self.state.withLock { state in
                (state.takeWaiter(waiter), state.error(for: reason))
            }
            continuation?.resume(throwing: error)
        case .open(let number):
            // Nobody awaits this task: it always ends in `opened` or `openingFailed`.
            Task { await self.open(number) }
        case .close(let number):
            let connection = self.state.withLock { $0.connections.removeValue(forKey: number) }
            // Nobody awaits this task: it always ends in `closed`.
            Task {
                await connection?.close()
                self.perform(self.state.withLock { $0.machine.closed(number) })
            }
        case .scheduleRetry(let failures):
            // Nobody awaits this task: a pool that is gone meanwhile has nobody waiting.
            Task { [weak self, clock, patience] in
                try? await clock.sleep(for: patience.backoff(failures: failures))
                guard let self else { return }
                self.perform(self.state.withLock { $0.machine.retryIsDue() })
            }
        case .finish:
            let finishers = self.state.withLock { state in
                defer { state.finishers = [] }
                return state.finishers
            }
            for finisher in finishers { finisher.resume() }
        }
    }

    private func open(_ number: PoolStateMachine.Connection) async {
        do {
            let connection = try await PostgresConnection(self.configuration)
            self.perform(
                self.state.withLock { state in
                    state.connections[number] = connection
                    state.lastFailure = nil
                    return state.machine.opened(number)
                }
            )
        } catch {
            self.perform(
                self.state.withLock { state in
                    state.lastFailure = error
                    return state.machine.openingFailed(number)
                }
            )
        }
    }
}
