import LogCore
import Records

/// Takes JSON Web Tokens (RFC 7519, in the compact form of RFC 7515) for principals.
struct TokenVerifier: Sendable {
    /// The longest token, in bytes.
    static let maximumByteCount = 8_192

    /// An issuer with its keys.
    struct Issuer: Sendable {
        let keys: KeySetCache
        let rules: [AccessConfiguration.TokenRule]
    }

    private let audience: String
    private let leewaySeconds: UInt64
    private let principals: [String: Principal]
    private let issuers: [String: Issuer]
    private let now: @Sendable () -> UInt64

    init(
        _ configuration: AccessConfiguration,
        now: @escaping @Sendable () -> UInt64,
        keys: (KeySetSource) -> KeySetCache
    ) {
        self.audience = configuration.audience
        self.leewaySeconds = configuration.leewaySeconds
        self.principals = configuration.principals
        self.issuers = Dictionary(
            uniqueKeysWithValues: configuration.issuers.map {
                ($0.issuer, Issuer(keys: keys($0.keys), rules: $0.rules))
            }
        )
        self.now = now
    }

    /// The principal that a token stands for.
    ///
    /// - Throws: The first ``TokenRefusal`` that applies. Nothing in the claims but `iss` is looked at
    ///   before the signature is right.
    func principal(of token: [UInt8]) async throws(TokenRefusal) -> Principal {
        guard token.count <= Self.maximumByteCount else { throw .tooLarge }
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }),
            let header = TokenText.decode(parts[0]), let payload = TokenText.decode(parts[1]),
            TokenText.decode(parts[2]) != nil
        else { throw .malformed }

        let (algorithm, keyName) = try Self.header(header)
        let claims = try Self.object(payload, or: .malformedClaims)
        guard let issuer = claims["iss"]?.text.flatMap({ self.issuers[$0] }) else { throw .issuer }
        let key = try await issuer.keys.key(keyName)
        // SPEC: ACC-10.
        guard key.algorithm == algorithm else { throw .algorithmMismatch }
        guard await key.verifies(token) else { throw .signature }
        try self.checkTimes(claims)
        guard Self.has(claims["aud"], self.audience) else { throw .audience }
        return try self.principal(of: claims, rules: issuer.rules)
    }

    // MARK: - Parts

    /// What the header says, as far as it may say anything.
    private static func header(
        _ bytes: [UInt8]
    ) throws(TokenRefusal) -> (TokenKey.Algorithm, key: String) {
        let header = try self.object(bytes, or: .malformedHeader)
        // SPEC: ACC-11: RFC 7515 section 4.1.11, and RFC 7797 which needs it.
        guard header["crit"] == nil, header["b64"] == nil, header["zip"] == nil,
            header["enc"] == nil
        else { throw .critical }
        // SPEC: ACC-12.
        guard header["jwk"] == nil, header["jku"] == nil, header["x5u"] == nil,
            header["x5c"] == nil
        else { throw .embeddedKey }
        if let type = header["typ"] {
            guard let text = type.text, ["jwt", "at+jwt"].contains(text.lowercased()) else {
                throw .type
            }
        }
        guard let algorithm = header["alg"]?.text.flatMap(TokenKey.Algorithm.init(rawValue:)) else {
            throw .algorithm
        }
        guard let key = header["kid"]?.text, !key.isEmpty else { throw .keyMissing }
        return (algorithm, key)
    }

    /// SPEC: ACC-16: what two readers could take differently is neither's.
    private static func object(
        _ bytes: [UInt8],
        or refusal: TokenRefusal
    ) throws(TokenRefusal) -> JSONValue {
        guard let value = try? StrictJSON.parse(bytes), value.members != nil else { throw refusal }
        return value
    }

    /// SPEC: ACC-14: an end always; a beginning if there is one.
    private func checkTimes(_ claims: JSONValue) throws(TokenRefusal) {
        let now = self.now()
        guard let expiry = try Self.time(claims["exp"]) else { throw .expiryMissing }
        guard now < expiry.addingWithoutOverflow(self.leewaySeconds) else { throw .expired }
        for name in ["nbf", "iat"] {
            guard let time = try Self.time(claims[name]) else { continue }
            guard time <= now.addingWithoutOverflow(self.leewaySeconds) else { throw .notYetValid }
        }
    }

    private static func time(_ value: JSONValue?) throws(TokenRefusal) -> UInt64? {
        guard let value else { return nil }
        guard let number = value.integer, number >= 0 else { throw .malformedTime }
        return UInt64(number)
    }

    /// Whether a claim is this text, or a list with it.
    private static func has(_ claim: JSONValue?, _ text: String) -> Bool {
        switch claim {
        case .string(let value)?: value.utf8.elementsEqual(text.utf8)
        case .array(let elements)?:
            elements.contains { $0.text?.utf8.elementsEqual(text.utf8) ?? false }
        default: false
        }
    }

    /// SPEC: ACC-15: exactly one rule.
    private func principal(
        of claims: JSONValue,
        rules: [AccessConfiguration.TokenRule]
    ) throws(TokenRefusal) -> Principal {
        guard let subject = claims["sub"]?.text, !subject.isEmpty else { throw .subjectMissing }
        let matching = rules.filter { rule in
            rule.subject.utf8.elementsEqual(subject.utf8)
                && rule.claims.allSatisfy { Self.has(claims[$0.key], $0.value) }
        }
        guard let rule = matching.first, let principal = self.principals[rule.principal] else {
            throw .unknownSubject
        }
        guard matching.count == 1 else { throw .ambiguousSubject }
        return principal
    }
}

extension UInt64 {
    /// The sum, or the largest number if it is beyond.
    fileprivate func addingWithoutOverflow(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
