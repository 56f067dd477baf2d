public import SignedNotes
import Synchronization
public import Witnessing

/// A signer one of whose calls fails, before it had an effect or after.
public final class FaultySigner: LogSigner {
    private let signer: any LogSigner
    private let failingCall: Int?
    private let form: FaultyLogStore.Form
    private let calls = Mutex(0)
    private let isAway = Mutex(false)

    /// Interposes itself before `signer`. Calls are counted from 1; nil fails none.
    public init(
        _ signer: any LogSigner,
        failingCall: Int? = nil,
        form: FaultyLogStore.Form = .didNotHappen
    ) {
        self.signer = signer
        self.failingCall = failingCall
        self.form = form
    }

    /// How many calls there have been.
    public var callCount: Int { self.calls.withLock { $0 } }

    /// Lets every call fail from now on, or no more.
    public func setAway(_ isAway: Bool) { self.isAway.withLock { $0 = isAway } }

    private func passing<Result>(
        _ body: () async throws(SignerError) -> Result
    ) async throws(SignerError) -> Result {
        let call = self.calls.withLock { calls in
            calls += 1
            return calls
        }
        guard !self.isAway.withLock({ $0 }) else { throw .unavailable("away") }
        guard call == self.failingCall else { return try await body() }
        if self.form == .happened { _ = try await body() }
        throw .unavailable("injected at call \(call)")
    }

    /// As the signer underneath.
    public func status(of origin: LogOrigin) async throws(SignerError) -> SignerStatus {
        try await self.passing { () throws(SignerError) in
            try await self.signer.status(of: origin)
        }
    }

    /// As the signer underneath.
    public func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome {
        try await self.passing { () throws(SignerError) in try await self.signer.offer(offer) }
    }

    /// As the signer underneath.
    public func sign(
        _ head: TwinHead,
        of origin: LogOrigin
    ) async throws(SignerError) -> HeadNotes {
        try await self.passing { () throws(SignerError) in
            try await self.signer.sign(head, of: origin)
        }
    }

    /// As the signer underneath.
    public func published(_ size: UInt64, of origin: LogOrigin) async throws(SignerError) {
        try await self.passing { () throws(SignerError) in
            try await self.signer.published(size, of: origin)
        }
    }
}
