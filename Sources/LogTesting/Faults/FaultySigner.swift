public import LogProtocol
public import SignedNotes
import Synchronization
public import Witnessing

/// A signer that is out of reach where a ``FaultInjector`` says, before a call had its effect or after;
/// whose files learn what it is working at; and whose signatures are written into a history.
public final class FaultySigner: LogSigner {
    private let signer: any LogSigner
    private let faults: FaultInjector
    private let onSigned: @Sendable (HeadNotes) -> Void
    private let isAway = Mutex(false)

    /// Interposes itself before `signer`. `onSigned` is called for every head that is signed, also
    /// if the answer is lost.
    public init(
        _ signer: any LogSigner,
        faults: FaultInjector = FaultInjector(),
        onSigned: @escaping @Sendable (HeadNotes) -> Void = { _ in }
    ) {
        self.signer = signer
        self.faults = faults
        self.onSigned = onSigned
    }

    /// Lets every call fail from now on, or no more.
    public func setAway(_ isAway: Bool) { self.isAway.withLock { $0 = isAway } }

    private func passing<Value: Sendable>(
        _ point: Failpoint,
        _ step: SignerStep,
        _ body: @Sendable () async throws(SignerError) -> Value
    ) async throws(SignerError) -> Value {
        guard !self.isAway.withLock({ $0 }) else { throw .unavailable("away") }
        await self.faults.pauseIfArmed(at: point)
        switch self.faults.reach(point) {
        case .passes: return try await Self.working(at: step, body)
        case .dead: throw .unavailable("the process is gone")
        case .fails(.failsUndone), .fails(.failsHalfDone): throw .unavailable(point.rawValue)
        case .fails(let form):
            _ = try await Self.working(at: step, body)
            if form == .killed { self.faults.kill() }
            throw .unavailable(point.rawValue)
        }
    }

    /// Lets the signer's files know what they are used for.
    private static func working<Value: Sendable>(
        at step: SignerStep,
        _ body: @Sendable () async throws(SignerError) -> Value
    ) async throws(SignerError) -> Value {
        let result = await SignerStep.$current.withValue(step) {
            () async -> Result<Value, SignerError> in
            do throws(SignerError) { return .success(try await body()) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// As the signer underneath.
    public func status(of origin: LogOrigin) async throws(SignerError) -> SignerStatus {
        try await self.passing(.signerStatus, .none) { () throws(SignerError) in
            try await self.signer.status(of: origin)
        }
    }

    /// As the signer underneath.
    public func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome {
        try await self.passing(.signerOffer, .offer) { () throws(SignerError) in
            try await self.signer.offer(offer)
        }
    }

    /// As the signer underneath.
    public func sign(
        _ head: TwinHead,
        of origin: LogOrigin
    ) async throws(SignerError) -> HeadNotes {
        try await self.passing(.signerSign, .sign) { () throws(SignerError) in
            let notes = try await self.signer.sign(head, of: origin)
            self.onSigned(notes)
            return notes
        }
    }

    /// As the signer underneath, which is never out of reach for this.
    public func events(
        of origin: LogOrigin,
        after count: Int
    ) async throws(SignerError) -> [HistoryStatement] {
        try await self.signer.events(of: origin, after: count)
    }

    /// As the signer underneath.
    public func published(_ size: UInt64, of origin: LogOrigin) async throws(SignerError) {
        try await self.passing(.signerForget, .forget) { () throws(SignerError) in
            try await self.signer.published(size, of: origin)
        }
    }
}
