internal import Dispatch
internal import Glibc
import SignedNotes
import Synchronization

/// Offers a signer to daemons on this machine, over a unix socket.
///
/// Messages are a 32-bit length and that many bytes; ``SignerRequest`` and ``SignerResponse`` say
/// what is in them. Requests of one connection are answered in their order.
public final class SignerServer: Sendable {
    /// How many connections there may be. More are closed at once.
    static let maximumConnectionCount = 64

    private struct State {
        /// Nil before the start.
        var stop: StopSignal?
        var threadCount = 0
        var connectionCount = 0
        /// Held while the socket is there.
        var lock: (any FileLock)?
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let signer: any LogSigner
    private let path: String
    private let mode: UInt32
    private let allowedUsers: Set<UInt32>
    private let transferTimeout: Duration
    // Held for a few instructions, never while waiting.
    private let state = Mutex(State())

    /// Describes a server; ``start()`` starts it.
    ///
    /// The socket at `path`, of at most 107 bytes, gets the permissions `mode`. Whoever is on the
    /// other side must be the server's own user, root, or one of `allowedUsers` (user ids): the
    /// kernel is asked. With other users, `mode` has to let them in. A message that has begun must be
    /// through within `transferTimeout`.
    public convenience init(
        signer: any LogSigner,
        path: String,
        mode: UInt32 = 0o600,
        allowedUsers: Set<UInt32> = [],
        transferTimeout: Duration = .seconds(30)
    ) {
        self.init(
            signer: signer,
            path: path,
            mode: mode,
            onlyUsers: allowedUsers.union([geteuid(), 0]),
            transferTimeout: transferTimeout
        )
    }

    init(
        signer: any LogSigner,
        path: String,
        mode: UInt32,
        onlyUsers: Set<UInt32>,
        transferTimeout: Duration = .seconds(30)
    ) {
        self.signer = signer
        self.path = path
        self.mode = mode
        self.allowedUsers = onlyUsers
        self.transferTimeout = transferTimeout
    }

    /// Starts to listen. A socket that a killed process left is replaced.
    ///
    /// - Throws: ``SignerFilesError/inUse(_:)`` if somebody listens there,
    ///   ``SignerFilesError/alreadyExists(_:)`` if what is there is no socket, else
    ///   ``SignerFilesError/failed(operation:path:code:)``.
    public func start() throws(SignerFilesError) {
        // SPEC: SIGNER-20: two starters do not remove each other's sockets: only one gets here.
        let lock = try POSIXFiles().lock(self.path + ".lock")
        try self.removeStaleSocket()
        let stop = try StopSignal()
        let listener: UnixSocket
        do {
            listener = try UnixSocket.listen(at: self.path, mode: self.mode)
        } catch .failed(let operation, let code) {
            throw .failed(operation: operation, path: self.path, code: code)
        } catch {
            throw .failed(operation: "listen", path: self.path, code: 0)
        }
        self.state.withLock { state in
            precondition(state.stop == nil, "a server is started once")
            state.stop = stop
            state.lock = lock
            state.threadCount = 1
        }
        SignerThread.start { self.acceptConnections(listener, stop) }
    }

    /// Stops: requests that have come in are answered, connections are closed, the socket removed.
    /// Returns when all of that is done.
    public func stop() async {
        await withCheckedContinuation { ended in
            let isOver = self.state.withLock { state in
                state.stop?.give()
                if state.threadCount == 0 { return true }
                state.waitingForEnd.append(ended)
                return false
            }
            if isOver { ended.resume() }
        }
    }

    // MARK: Threads

    private func acceptConnections(_ listener: UnixSocket, _ stop: StopSignal) {
        while true {
            do {
                let connection = try listener.accept(unless: stop)
                // SPEC: SIGNER-18: the kernel says who it is.
                guard try self.allowedUsers.contains(connection.peerUser()) else { continue }
                let isWelcome = self.state.withLock { state in
                    guard state.connectionCount < Self.maximumConnectionCount else { return false }
                    state.connectionCount += 1
                    state.threadCount += 1
                    return true
                }
                guard isWelcome else { continue }
                SignerThread.start {
                    self.serve(connection, stop)
                    self.state.withLock { $0.connectionCount -= 1 }
                    self.threadEnds()
                }
            } catch .stopped {
                break
            } catch {
                // No descriptors left, most likely. Those who are connected are served on; the next
                // attempt is made after a moment, so that this thread does not spin.
                if stop.isGiven { break }
                usleep(50_000)
            }
        }
        unlink(self.path)
        self.threadEnds()
    }

    private func threadEnds() {
        let ended = self.state.withLock { state in
            state.threadCount -= 1
            guard state.threadCount == 0 else { return [CheckedContinuation<Void, Never>]() }
            state.lock = nil
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for continuation in ended { continuation.resume() }
    }

    /// Answers requests until the connection ends. Whatever ends it, nobody else is concerned.
    private func serve(_ connection: UnixSocket, _ stop: StopSignal) {
        while true {
            do {
                try connection.waitForMessage(unless: stop)
                let message = try connection.receive(
                    maximumByteCount: SignerRequest.maximumByteCount,
                    until: .now + self.transferTimeout
                )
                let (answer, isLast) = self.answer(message)
                try connection.send([answer], until: .now + self.transferTimeout)
                if isLast { return }
            } catch {
                return
            }
        }
    }

    /// The answer to a message, and whether nothing sensible can follow.
    private func answer(_ message: [UInt8]) -> (bytes: [UInt8], isLast: Bool) {
        do {
            let (id, request) = try SignerRequest.parse(message)
            return (self.wait(for: request).bytes(id: id), false)
        } catch {
            // SPEC: SIGNER-19: what follows would not be understood either.
            return (SignerResponse.refused(.malformed(error.text)).bytes(id: error.id), true)
        }
    }

    /// Holds this thread, which is the connection's own, until the signer has answered.
    private func wait(for request: SignerRequest) -> SignerResponse {
        let answer = Answer()
        // Awaited by this thread, below.
        Task { answer.give(await request.response(of: self.signer)) }
        return answer.wait()
    }

    private func removeStaleSocket() throws(SignerFilesError) {
        var status = stat()
        guard lstat(self.path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .last("lstat", self.path)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .alreadyExists(self.path) }
        do {
            _ = try UnixSocket.connect(to: self.path)
        } catch .failed(_, ECONNREFUSED) {
            // The one answer that says that nobody listens. A busy listener gives another.
            guard unlink(self.path) == 0 else { throw .last("unlink", self.path) }
            return
        } catch {}
        throw .inUse(self.path)
    }
}

/// An answer that a thread waits for.
private final class Answer: Sendable {
    private let isGiven = DispatchSemaphore(value: 0)
    private let response = Mutex<SignerResponse>(.refused(.unavailable("no answer")))

    func give(_ response: SignerResponse) {
        self.response.withLock { $0 = response }
        self.isGiven.signal()
    }

    func wait() -> SignerResponse {
        self.isGiven.wait()
        return self.response.withLock { $0 }
    }
}

extension SignerRequest {
    /// Asks a signer.
    fileprivate func response(of signer: any LogSigner) async -> SignerResponse {
        do {
            switch self {
            case .status(let origin): return .status(try await signer.status(of: origin))
            case .offer(let offer): return .outcome(try await signer.offer(offer))
            case .sign(let head, let origin):
                return .notes(try await signer.sign(head, of: origin))
            case .events(let count, let origin):
                return .events(
                    try await signer.events(of: origin, after: Int(clamping: count))
                )
            case .published(let size, let origin):
                try await signer.published(size, of: origin)
                return .done
            }
        } catch {
            return .refused(error)
        }
    }
}
