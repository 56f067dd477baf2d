public import LogCore
public import Logging
import NIOHTTP1
public import Records

/// What stands before every request that is not for the public: who asks, and whether he may.
public struct AccessGate: Sendable {
    private let configuration: AccessConfiguration
    private let verifier: TokenVerifier
    private let policy: AccessPolicy
    /// Whether clients are asked for certificates where this gate stands.
    var asksForCertificates = false
    private let now: @Sendable () -> UInt64

    /// Puts a gate together. `now` gives seconds since 1970.
    public init(
        _ configuration: AccessConfiguration,
        crosswalk: Crosswalk,
        transport: any KeySetTransport,
        limits: KeySetLimits = KeySetLimits(),
        now: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) {
        self.configuration = configuration
        self.policy = AccessPolicy(crosswalk)
        self.now = now
        self.verifier = TokenVerifier(configuration, now: now) { source in
            KeySetCache(
                source: source,
                transport: transport,
                limits: limits,
                now: now,
                logger: logger
            )
        }
    }

    /// How often each writer of a log announces himself, by name; nil for one who promised nothing.
    public func heartbeats(ofLog log: LogName) -> [String: UInt64?] {
        self.configuration.heartbeats(ofLog: log.text)
    }

    /// Whether somebody is known by his certificate.
    public var hasCertificates: Bool { self.configuration.hasCertificates }

    /// Whether only configured writers may append.
    var hasWriters: Bool { self.configuration.hasWriters }

    /// Who asks; nil if he brings nothing that would tell.
    ///
    /// - Throws: What somebody gets who brings something that is not right: it is never passed over.
    func principal(_ fields: RequestFields) async throws(Problem) -> Principal? {
        let byCertificate = fields.certificate.flatMap { self.configuration.certificates[$0] }
            .flatMap { self.configuration.principals[$0] }
        guard let authorization = fields.authorization else { return byCertificate }
        guard let token = Self.bearer(authorization) else {
            throw Problem(
                .unauthorized,
                .unauthenticated,
                "The Authorization field has a bearer token or nothing.",
                member: "Authorization"
            )
        }
        let byToken: Principal
        do { byToken = try await self.verifier.principal(of: token) } catch {
            throw Problem(error)
        }
        // SPEC: ACC-20: two that contradict each other are none.
        guard byCertificate == nil || byCertificate == byToken else {
            throw Problem(TokenRefusal.ambiguousSubject)
        }
        return byToken
    }

    /// Whether somebody may do what he wants, today.
    func decide(_ principal: Principal?, _ request: AccessRequest) -> AccessDecision {
        self.policy.decide(principal, request, on: CalendarDate(unixSeconds: self.now()))
    }

    /// The writer who may append records of a class to a log.
    ///
    /// - Throws: What somebody gets who may not.
    func writer(
        _ fields: RequestFields,
        log: LogDescriptor,
        recordClass: String
    ) async throws(Problem) -> WriterGrant {
        try self.writer(
            try await self.principal(fields),
            log: log,
            recordClass: recordClass
        )
    }

    /// The same for somebody whom ``principal(_:)`` has found out already: a request with many records
    /// shows who sends it once.
    func writer(
        _ principal: Principal?,
        log: LogDescriptor,
        recordClass: String
    ) throws(Problem) -> WriterGrant {
        let decision = self.decide(
            principal,
            AccessRequest(
                log: log.name.text,
                jurisdiction: log.jurisdiction,
                action: .append(recordClass: recordClass)
            )
        )
        guard case .append(let grant) = decision else { throw self.problem(decision) }
        return grant
    }

    /// What somebody gets whose request is not permitted. Who brought nothing is told what is taken.
    func problem(_ decision: AccessDecision) -> Problem {
        guard case .refused(.unauthenticated) = decision, self.asksForCertificates,
            self.hasCertificates
        else { return Problem(decision) }
        return Problem(
            .unauthorized,
            .unauthenticated,
            "This takes a bearer token, or a client certificate that is known here.",
            member: "Authorization"
        )
    }

    /// RFC 6750 section 2.1: the token behind `Bearer`; nil if there is none.
    private static func bearer(_ field: [UInt8]) -> [UInt8]? {
        let scheme = Array("bearer ".utf8)
        guard field.count > scheme.count,
            zip(scheme, field).allSatisfy({ $0 == $1 || $0 == $1 | 0x20 })
        else { return nil }
        let token = field.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") }
        return token.isEmpty ? nil : Array(token)
    }
}

extension Problem {
    /// What somebody gets whose token is not taken.
    init(_ refusal: TokenRefusal) {
        switch refusal {
        case .keysUnavailable:
            self.init(
                .serviceUnavailable,
                .unavailable,
                "The keys of the token's issuer cannot be had now.",
                member: "Authorization",
                retryAfterSeconds: 60
            )
        case .unknownSubject, .ambiguousSubject:
            self.init(
                .forbidden,
                .forbidden,
                "The token is right, and its subject has no one role here.",
                member: "Authorization"
            )
        default:
            self.init(
                .unauthorized,
                .unauthenticated,
                "The token is not taken: \(refusal.sentence).",
                member: "Authorization"
            )
        }
    }

    /// What somebody gets whose request is not permitted.
    init(_ decision: AccessDecision) {
        switch decision {
        case .gone:
            self.init(.gone, .unspecified, "The contents of the record are erased.", member: "id")
        case .refused(.unauthenticated):
            self.init(
                .unauthorized,
                .unauthenticated,
                AccessRefusal.unauthenticated.sentence,
                member: "Authorization"
            )
        case .refused(let refusal):
            self.init(.forbidden, .forbidden, refusal.sentence, member: "Authorization")
        case .hidden, .append, .disclose, .retain:
            // SPEC: ACC-3: word for word the same for absent, forbidden and not visible yet.
            self.init(.notFound, .noRecord, "There is no such record.", member: "id")
        }
    }
}

extension TokenRefusal {
    fileprivate var sentence: String {
        switch self {
        case .malformed: "it is not a token in compact form"
        case .tooLarge: "it has more than \(TokenVerifier.maximumByteCount) bytes"
        case .malformedHeader: "its header is not strict JSON"
        case .type: "it is not of the type JWT"
        case .critical: "it has extensions that are not understood here"
        case .embeddedKey: "it brings a key or the place of one"
        case .algorithm: "its algorithm is neither EdDSA nor ES256"
        case .keyMissing: "it does not name its key"
        case .malformedClaims: "its claims are not strict JSON"
        case .issuer: "its issuer is not known"
        case .unknownKey: "its issuer has no such key"
        case .algorithmMismatch: "its key is of another algorithm"
        case .signature: "its signature is not right"
        case .expiryMissing: "it has no time of expiry"
        case .malformedTime: "a time in it is not a whole number of seconds"
        case .expired: "it has expired"
        case .notYetValid: "it is not valid yet"
        case .audience: "it is for another audience"
        case .subjectMissing: "it has no subject"
        case .unknownSubject, .ambiguousSubject: "its subject has no one role here"
        case .keysUnavailable: "its issuer's keys cannot be had"
        }
    }
}

extension AccessRefusal {
    fileprivate var sentence: String {
        switch self {
        case .unauthenticated: "This takes a bearer token."
        case .role: "This role has nothing to do with it."
        case .log: "The log is not among those of this principal."
        case .recordClass: "The class is not among those of this principal."
        case .notYetValid: "The engagement has not begun."
        case .noLongerValid: "The engagement is over."
        case .unknownProfile: "The profile is not one of the crosswalk's."
        case .foreignProfile:
            "The log is of another jurisdiction: statements, heads and proofs are public, contents "
                + "stay."
        case .purpose: "The profile has no such purpose."
        }
    }
}
