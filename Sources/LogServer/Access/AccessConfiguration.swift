import LogCore
import Records
import SignedNotes

/// Who may do what on the logs of a server, as its operator wrote it down: `Specs/access.md`.
public struct AccessConfiguration: Sendable {
    /// Who signs tokens, and whose tokens are whose.
    struct Issuer: Sendable {
        /// The `iss` of its tokens.
        let issuer: String
        /// Where its keys come from.
        let keys: KeySetSource
        /// Whose tokens are whose.
        let rules: [TokenRule]
    }

    /// A token's subject and further claims, and the principal that they stand for.
    struct TokenRule: Hashable, Sendable {
        /// The `sub`.
        let subject: String
        /// Further claims: texts, or texts that stand in a list.
        let claims: [String: String]
        /// The principal's name.
        let principal: String
    }

    /// What tokens are for: their `aud` has to have it.
    let audience: String
    /// How far clocks may be apart, in seconds.
    let leewaySeconds: UInt64
    /// The principals by name.
    let principals: [String: Principal]
    /// Those who sign tokens.
    let issuers: [Issuer]
    /// The names of principals by the fingerprints of their client certificates.
    let certificates: [ClientCertificate: String]

    /// The most bytes of an access file: 1 MiB.
    public static let maximumByteCount = 1 << 20

    /// Whether somebody is known by his certificate.
    public var hasCertificates: Bool { !self.certificates.isEmpty }

    /// Whether anybody may append: then nobody else may.
    public var hasWriters: Bool {
        self.principals.values.contains { if case .writer = $0 { true } else { false } }
    }

    /// How often each writer of a log announces himself, by name; nil for one who promised nothing.
    public func heartbeats(ofLog log: String) -> [String: UInt64?] {
        var heartbeats: [String: UInt64?] = [:]
        for case .writer(let grant) in self.principals.values where grant.classes[log] != nil {
            heartbeats[grant.name] = .some(grant.heartbeatSeconds)
        }
        return heartbeats
    }

    /// Reads an access file.
    ///
    /// `profiles` and `logNames` are those that there are: a name that leads nowhere is refused, as
    /// is every member that is not known.
    ///
    /// SPEC: ACC-9: with their place.
    ///
    /// - Throws: ``AccessConfigurationError``.
    public init(
        parsing bytes: [UInt8],
        profiles: Set<String>,
        logNames: Set<String>
    ) throws(AccessConfigurationError) {
        let value: JSONValue
        do {
            value = try StrictJSON.parse(bytes, maximumByteCount: Self.maximumByteCount)
        } catch { throw .json("\(error)") }
        do {
            try self.init(value, names: Names(profiles: profiles, logs: logNames))
        } catch { throw .shape("\(error)") }
    }

    /// What the file may refer to.
    private struct Names {
        let profiles: Set<String>
        let logs: Set<String>
    }

    private init(_ value: JSONValue, names: Names) throws(ShapeError) {
        var reader = try ObjectReader(value)
        self.audience = try reader.text("audience")
        let leeway = try reader.optionalCount("leeway_seconds") ?? 30
        guard leeway <= 300 else {
            throw ShapeError("leeway_seconds", .value(expected: "at most 300"))
        }
        self.leewaySeconds = UInt64(leeway)

        var principals: [String: Principal] = [:]
        let list = try reader.required("principals")
        _ = try ObjectReader(list, at: "principals")
        for member in list.members ?? [] {
            let place = "principals.\(member.name)"
            guard Self.isName(member.name) else {
                throw ShapeError(
                    place,
                    .value(expected: "a name of 1 to 64 letters, digits and . _ - : @")
                )
            }
            principals[member.name] = try Self.principal(
                member.name,
                member.value,
                at: place,
                names
            )
        }
        self.principals = principals

        self.issuers = try reader.optionalArray("issuers") { value, place throws(ShapeError) in
            try Self.issuer(value, at: place, principals)
        }
        var names: Set<String> = []
        for (index, issuer) in self.issuers.enumerated()
        where !names.insert(issuer.issuer).inserted {
            throw ShapeError("issuers[\(index)].issuer", .duplicate)
        }
        var certificates: [ClientCertificate: String] = [:]
        let pairs = try reader.optionalArray("certificates") { value, place throws(ShapeError) in
            try Self.certificate(value, at: place, principals)
        }
        for (index, pair) in pairs.enumerated() {
            guard certificates.updateValue(pair.principal, forKey: pair.certificate) == nil else {
                throw ShapeError("certificates[\(index)].sha256", .duplicate)
            }
        }
        self.certificates = certificates
        try reader.finish()
    }

    // MARK: - Parts

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-:@".utf8.contains($0)
                }
            }
    }

    private static func principal(
        _ name: String,
        _ value: JSONValue,
        at place: String,
        _ names: Names
    ) throws(ShapeError) -> Principal {
        var reader = try ObjectReader(value, at: place)
        let principal: Principal
        switch try reader.text("role") {
        case "writer": principal = .writer(try self.writer(name, &reader, names))
        case "auditor": principal = .auditor(try self.auditor(name, &reader, names))
        case "operator":
            principal = .operator(OperatorGrant(name: name, logs: try self.logs(&reader, names)))
        default:
            throw ShapeError(
                reader.place(of: "role"),
                .value(expected: "writer, auditor or operator")
            )
        }
        try reader.finish()
        return principal
    }

    private static func writer(
        _ name: String,
        _ reader: inout ObjectReader,
        _ names: Names
    ) throws(ShapeError) -> WriterGrant {
        let value = try reader.required("logs")
        let place = reader.place(of: "logs")
        var logs = try ObjectReader(value, at: place)
        var classes: [String: Set<String>] = [:]
        for log in (value.members ?? []).map(\.name) {
            guard names.logs.contains(log) else {
                throw ShapeError("\(place).\(log)", .value(expected: "the name of a log"))
            }
            classes[log] = Set(try logs.texts(log))
        }
        guard !classes.isEmpty else {
            throw ShapeError(place, .value(expected: "at least one log"))
        }
        let heartbeat = try reader.optionalCount("heartbeat_seconds", least: 1)
        return WriterGrant(
            name: name,
            classes: classes,
            heartbeatSeconds: heartbeat.map(UInt64.init)
        )
    }

    private static func auditor(
        _ name: String,
        _ reader: inout ObjectReader,
        _ names: Names
    ) throws(ShapeError) -> AuditorGrant {
        let profile = try reader.text("profile")
        guard names.profiles.contains(profile) else {
            throw ShapeError(
                reader.place(of: "profile"),
                .value(expected: "one of \(names.profiles.sorted().joined(separator: ", "))")
            )
        }
        let engagement = try reader.text("engagement")
        let visible = UInt8(ascii: "!")...UInt8(ascii: "~")
        guard engagement.utf8.count <= 256, engagement.utf8.allSatisfy({ visible.contains($0) })
        else {
            throw ShapeError(
                reader.place(of: "engagement"),
                .value(expected: "a reference of 1 to 256 visible ASCII characters")
            )
        }
        let logs = try self.logs(&reader, names)
        let from = try self.date(&reader, "from")
        let until = try self.date(&reader, "until")
        guard from <= until else {
            throw ShapeError(reader.place(of: "until"), .value(expected: "no day before `from`"))
        }
        return AuditorGrant(
            name: name,
            profile: profile,
            engagement: engagement,
            logs: logs,
            validFrom: from,
            validUntil: until,
            grounds: Set(try reader.optionalTexts("grounds"))
        )
    }

    private static func logs(
        _ reader: inout ObjectReader,
        _ names: Names
    ) throws(ShapeError) -> Set<String> {
        let logs = try reader.texts("logs")
        for (index, log) in logs.enumerated() where !names.logs.contains(log) {
            throw ShapeError(
                "\(reader.place(of: "logs"))[\(index)]",
                .value(expected: "the name of a log")
            )
        }
        return Set(logs)
    }

    private static func date(
        _ reader: inout ObjectReader,
        _ name: String
    ) throws(ShapeError) -> CalendarDate {
        let text = try reader.text(name)
        guard let date = CalendarDate(parsing: text) else {
            throw ShapeError(reader.place(of: name), .value(expected: "a date, YYYY-MM-DD"))
        }
        return date
    }

    private static func issuer(
        _ value: JSONValue,
        at place: String,
        _ principals: [String: Principal]
    ) throws(ShapeError) -> Issuer {
        var reader = try ObjectReader(value, at: place)
        let issuer = try reader.text("issuer")
        let keys = try KeySetSource(reader.required("keys"), at: reader.place(of: "keys"))
        let rules = try reader.array("tokens") { value, place throws(ShapeError) in
            try self.rule(value, at: place, principals)
        }
        try reader.finish()
        for (index, rule) in rules.enumerated() where rules[..<index].contains(rule) {
            throw ShapeError("\(place).tokens[\(index)]", .duplicate)
        }
        return Issuer(issuer: issuer, keys: keys, rules: rules)
    }

    private static func rule(
        _ value: JSONValue,
        at place: String,
        _ principals: [String: Principal]
    ) throws(ShapeError) -> TokenRule {
        var reader = try ObjectReader(value, at: place)
        let subject = try reader.text("subject")
        var claims: [String: String] = [:]
        if let value = reader.optional("claims") {
            var claimReader = try ObjectReader(value, at: reader.place(of: "claims"))
            for name in (value.members ?? []).map(\.name) {
                claims[name] = try claimReader.text(name)
            }
        }
        let principal = try self.name(&reader, principals)
        try reader.finish()
        return TokenRule(subject: subject, claims: claims, principal: principal)
    }

    private static func certificate(
        _ value: JSONValue,
        at place: String,
        _ principals: [String: Principal]
    ) throws(ShapeError) -> (certificate: ClientCertificate, principal: String) {
        var reader = try ObjectReader(value, at: place)
        let text = try reader.text("sha256")
        guard let certificate = ClientCertificate(sha256: text) else {
            throw ShapeError(
                reader.place(of: "sha256"),
                .value(expected: "64 hexadecimal digits in lower case")
            )
        }
        let principal = try self.name(&reader, principals)
        try reader.finish()
        return (certificate, principal)
    }

    /// The name of a principal that there is.
    private static func name(
        _ reader: inout ObjectReader,
        _ principals: [String: Principal]
    ) throws(ShapeError) -> String {
        let name = try reader.text("principal")
        guard principals[name] != nil else {
            throw ShapeError(
                reader.place(of: "principal"),
                .value(expected: "a name that stands in `principals`")
            )
        }
        return name
    }
}

/// Why an access file cannot be used.
public enum AccessConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no strict JSON.
    case json(String)
    /// A member is missing, unknown or unusable.
    case shape(String)

    /// The reason in words, with the place.
    public var description: String {
        switch self {
        case .json(let reason): "it is not strict JSON: \(reason)"
        case .shape(let reason): reason
        }
    }
}
