import SignedNotes

/// A daemon's connection to a signer in another process, with a thread of its own to wait on.
actor SignerConnection {
    private static let shortestPause = Duration.milliseconds(50)
    private static let longestPause = Duration.seconds(2)

    private let thread = SignerThread()
    private let path: String
    private let timeout: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private var socket: UnixSocket?
    private var lastID: UInt64 = 0
    private var failureCount = 0
    private var nextAttempt: ContinuousClock.Instant?

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.thread.asUnownedSerialExecutor()
    }

    init(
        path: String,
        timeout: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.path = path
        self.timeout = timeout
        self.now = now
    }

    deinit { self.thread.stop() }

    /// Asks, and holds the thread until there is an answer.
    ///
    /// - Throws: ``SignerError/unavailable(_:)`` if there is none; the next call connects anew.
    func call(_ request: SignerRequest) throws(SignerError) -> SignerResponse {
        let socket = try self.connectedSocket()
        // The socket is kept only if the answer was the expected one: after anything else it is not
        // known what would come next.
        self.socket = nil
        self.lastID += 1
        let message: [UInt8]
        do {
            let deadline = ContinuousClock.now + self.timeout
            try socket.send(request.parts(id: self.lastID), until: deadline)
            message = try socket.receive(
                maximumByteCount: SignerRequest.maximumByteCount,
                until: deadline
            )
        } catch {
            throw .unavailable(error.description)
        }
        guard let (id, response) = SignerResponse.parse(message), id == self.lastID else {
            throw .unavailable("the signer's answer was not understood")
        }
        self.socket = socket
        return response
    }

    private func connectedSocket() throws(SignerError) -> UnixSocket {
        // Nothing is to come before it is asked for. If something does, it is the end of a
        // connection that was idle.
        if let socket = self.socket, !socket.isReadable { return socket }
        self.socket = nil
        let now = self.now()
        // Callers are not held up by a signer that is away: they are told at once.
        if let next = self.nextAttempt, now < next {
            throw .unavailable("there is no signer at \(self.path)")
        }
        do {
            let socket = try UnixSocket.connect(to: self.path)
            self.failureCount = 0
            self.nextAttempt = nil
            return socket
        } catch {
            let pause = Self.shortestPause * (1 << min(self.failureCount, 10))
            self.failureCount += 1
            self.nextAttempt = now + min(pause, Self.longestPause)
            throw .unavailable("no connection to \(self.path): \(error)")
        }
    }
}
