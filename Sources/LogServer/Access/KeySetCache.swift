import Logging

/// The keys of one issuer, fetched when they are needed.
actor KeySetCache {
    private let source: KeySetSource
    private let transport: any KeySetTransport
    private let now: @Sendable () -> UInt64
    private let logger: Logger
    private var schedule: KeySetSchedule
    /// The fetch that is under way. Every caller that needs its result awaits it.
    private var fetch: Task<Void, Never>?

    init(
        source: KeySetSource,
        transport: any KeySetTransport,
        limits: KeySetLimits,
        now: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) {
        self.source = source
        self.transport = transport
        self.now = now
        self.logger = logger
        self.schedule = KeySetSchedule(limits: limits)
    }

    /// The key of this name.
    ///
    /// - Throws: ``TokenRefusal/unknownKey`` or ``TokenRefusal/keysUnavailable``.
    func key(_ identifier: String) async throws(TokenRefusal) -> TokenKey {
        if let fetch = self.fetch { await fetch.value }
        switch self.schedule.decide(key: identifier, at: self.now()) {
        case .use(let key): return key
        case .unknownKey: throw .unknownKey
        case .unavailable: throw .keysUnavailable
        case .fetch: break
        }
        let fetch = Task { await self.fetchOnce() }
        self.fetch = fetch
        await fetch.value
        switch self.schedule.decide(key: identifier, at: self.now()) {
        case .use(let key): return key
        case .unknownKey: throw .unknownKey
        // Once is enough for one token.
        case .unavailable, .fetch: throw .keysUnavailable
        }
    }

    private func fetchOnce() async {
        do throws(KeySetFailure) {
            let bytes = try await self.transport.keySet(from: self.source)
            let set = try await KeySet(parsing: bytes)
            self.schedule.fetched(set, at: self.now())
        } catch {
            // Keys that are there go on until they are too old; then tokens are refused with 503.
            self.logger.warning(
                "The keys of an issuer were not fetched",
                metadata: ["reason": "\(error.reason)"]
            )
        }
        self.fetch = nil
    }
}
