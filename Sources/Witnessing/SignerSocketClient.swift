public import LogProtocol
import MerkleTree
public import SignedNotes
import Synchronization

/// A signer in another process on this machine, behind a unix socket.
///
/// Each log has a connection of its own, on which one request at a time is under way; logs do not
/// wait for each other. A lost connection is ``SignerError/unavailable(_:)``, and the next call
/// connects again; while there is nothing to connect to, calls fail at once, and an attempt is made
/// after 50 ms, then after twice as long each time, up to 2 s.
public final class SignerSocketClient: LogSigner {
    private let path: String
    private let timeout: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    // Held to find or add a connection, never while one is used.
    private let connections = Mutex<[LogOrigin: SignerConnection]>([:])

    /// Creates a client of the signer at `path`. Nothing is connected yet.
    ///
    /// A call whose answer takes longer than `timeout` fails. `now` is the clock of the pauses between
    /// attempts to connect.
    public init(
        path: String,
        timeout: Duration = .seconds(30),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.path = path
        self.timeout = timeout
        self.now = now
    }

    /// How far the signer's record of a log goes.
    public func status(of origin: LogOrigin) async throws(SignerError) -> SignerStatus {
        switch try await self.call(.status(origin)) {
        case .status(let status): return status
        case let other: throw other.asError
        }
    }

    /// Offers entries in index order, with the head that the database has after them.
    public func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome {
        guard offer.entries.bytes.count <= SignerLedger.maximumOfferByteCount else {
            throw .malformed("an offer has at most \(SignerLedger.maximumOfferByteCount) bytes")
        }
        switch try await self.call(.offer(offer)) {
        case .outcome(let outcome): return outcome
        case let other: throw other.asError
        }
    }

    /// Signs a head that the signer has recorded.
    public func sign(
        _ head: TwinHead,
        of origin: LogOrigin
    ) async throws(SignerError) -> HeadNotes {
        switch try await self.call(.sign(head, origin)) {
        case .notes(let notes): return notes
        case let other: throw other.asError
        }
    }

    /// The statements about the log's keys and its policy that the signer has recorded.
    public func events(
        of origin: LogOrigin,
        after count: Int
    ) async throws(SignerError) -> [HistoryStatement] {
        switch try await self.call(.events(UInt64(count), origin)) {
        case .events(let events): return events
        case let other: throw other.asError
        }
    }

    /// Tells that a signed head is published.
    public func published(_ size: UInt64, of origin: LogOrigin) async throws(SignerError) {
        switch try await self.call(.published(size, origin)) {
        case .done: return
        case let other: throw other.asError
        }
    }

    private func call(_ request: SignerRequest) async throws(SignerError) -> SignerResponse {
        let connection = self.connections.withLock { connections in
            if let connection = connections[request.origin] { return connection }
            let connection = SignerConnection(
                path: self.path,
                timeout: self.timeout,
                now: self.now
            )
            connections[request.origin] = connection
            return connection
        }
        return try await connection.call(request)
    }
}

extension SignerResponse {
    /// The error that it carries, or that it is, where another answer was asked for.
    fileprivate var asError: SignerError {
        if case .refused(let error) = self { return error }
        return .unavailable("the signer answered another question")
    }
}
