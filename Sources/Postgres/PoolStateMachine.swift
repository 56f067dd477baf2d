/// Decides who gets which connection, when to open one, and when to stop trying. Does nothing itself.
///
/// Each event returns the actions that must follow, in order. Never more than ``maximum`` connections
/// exist, those being opened or closed included; while somebody waits, none is idle; waiters are
/// served in the order in which they came, and each is answered exactly once.
struct PoolStateMachine: Hashable, Sendable {
    typealias Waiter = UInt64
    typealias Connection = UInt64

    /// What the shell has to do.
    enum Action: Hashable, Sendable {
        /// Hand the connection to the waiter.
        case grant(Waiter, Connection)
        /// Tell the waiter no.
        case refuse(Waiter, Refusal)
        /// Open a connection under this number; answer by `opened` or `openingFailed`.
        case open(Connection)
        /// Close the connection; answer by `closed`.
        case close(Connection)
        /// Answer by `retryIsDue` after `failures` attempts' back-off.
        case scheduleRetry(failures: Int)
        /// Nothing is left, and nothing will come.
        case finish
    }

    enum Refusal: Hashable, Sendable {
        case tooManyWaiters
        case timedOut
        case cancelled
        case shutDown
    }

    /// What a connection is doing. `opening` becomes `idle`, `leased`, `closing`, or is gone; `idle`
    /// and `leased` become each other or `closing`; `closing` ends in being gone.
    enum ConnectionState: Hashable, Sendable {
        case opening
        case idle
        case leased
        case closing
    }

    let maximum: Int
    let maximumWaiters: Int
    private(set) var connections: [Connection: ConnectionState] = [:]
    /// The idle ones; the last was used last and is used next, so that the rest can grow old unseen.
    private(set) var idle: [Connection] = []
    private(set) var waiters = WaiterQueue()
    /// Attempts to open that failed since one succeeded.
    private(set) var failures = 0
    private(set) var isRetryScheduled = false
    private(set) var isShuttingDown = false
    private(set) var isFinished = false
    private var openedCount: Connection = 0

    init(maximum: Int, maximumWaiters: Int) {
        precondition(maximum > 0 && maximumWaiters > 0, "a pool that can give nothing")
        self.maximum = maximum
        self.maximumWaiters = maximumWaiters
    }

    /// Somebody wants a connection, under a number never used before.
    mutating func acquire(_ waiter: Waiter) -> [Action] {
        if self.isShuttingDown { return [.refuse(waiter, .shutDown)] }
        if let connection = self.idle.popLast() {
            self.connections[connection] = .leased
            return [.grant(waiter, connection)]
        }
        if self.waiters.count >= self.maximumWaiters { return [.refuse(waiter, .tooManyWaiters)] }
        self.waiters.append(waiter)
        return self.openAsNeeded()
    }

    /// A waiter waits no more. Nothing happens if it was answered meanwhile.
    mutating func giveUp(_ waiter: Waiter, _ reason: Refusal) -> [Action] {
        self.waiters.remove(waiter) ? [.refuse(waiter, reason)] : []
    }

    mutating func opened(_ connection: Connection) -> [Action] {
        precondition(self.connections[connection] == .opening, "not opening: \(connection)")
        self.failures = 0
        // What was held back while the server was away may be opened now.
        return self.serve(connection) + self.openAsNeeded()
    }

    mutating func openingFailed(_ connection: Connection) -> [Action] {
        precondition(self.connections[connection] == .opening, "not opening: \(connection)")
        self.connections[connection] = nil
        if self.isShuttingDown { return self.finishIfDone() }
        self.failures += 1
        if self.isRetryScheduled { return [] }
        self.isRetryScheduled = true
        return [.scheduleRetry(failures: self.failures)]
    }

    mutating func retryIsDue() -> [Action] {
        self.isRetryScheduled = false
        return self.openAsNeeded()
    }

    /// Whoever had the connection gives it back; `isReusable` only if it was proven idle.
    mutating func release(_ connection: Connection, isReusable: Bool) -> [Action] {
        precondition(self.connections[connection] == .leased, "not leased: \(connection)")
        if isReusable { return self.serve(connection) }
        self.connections[connection] = .closing
        return [.close(connection)]
    }

    mutating func closed(_ connection: Connection) -> [Action] {
        precondition(self.connections[connection] == .closing, "not closing: \(connection)")
        self.connections[connection] = nil
        return self.isShuttingDown ? self.finishIfDone() : self.openAsNeeded()
    }

    /// Refuses all waiters and closes what is idle; the rest closes when it comes back.
    mutating func shutDown() -> [Action] {
        if self.isShuttingDown { return [] }
        self.isShuttingDown = true
        var actions: [Action] = []
        while let waiter = self.waiters.popFirst() { actions.append(.refuse(waiter, .shutDown)) }
        for connection in self.idle {
            self.connections[connection] = .closing
            actions.append(.close(connection))
        }
        self.idle = []
        return actions + self.finishIfDone()
    }

    /// Gives an open connection to the first waiter, or keeps it.
    private mutating func serve(_ connection: Connection) -> [Action] {
        if self.isShuttingDown {
            self.connections[connection] = .closing
            return [.close(connection)]
        }
        guard let waiter = self.waiters.popFirst() else {
            self.connections[connection] = .idle
            self.idle.append(connection)
            return []
        }
        self.connections[connection] = .leased
        return [.grant(waiter, connection)]
    }

    /// Opens one connection for each waiter that none is being opened for; a single one, as a trial,
    /// while the server does not answer; none until the retry is due.
    private mutating func openAsNeeded() -> [Action] {
        if self.isRetryScheduled || self.isShuttingDown { return [] }
        var opening = self.connections.values.count { $0 == .opening }
        let wanted = self.failures > 0 ? min(1, self.waiters.count) : self.waiters.count
        var actions: [Action] = []
        while opening < wanted && self.connections.count < self.maximum {
            self.openedCount += 1
            self.connections[self.openedCount] = .opening
            actions.append(.open(self.openedCount))
            opening += 1
        }
        return actions
    }

    private mutating func finishIfDone() -> [Action] {
        guard self.connections.isEmpty, !self.isFinished else { return [] }
        self.isFinished = true
        return [.finish]
    }
}
