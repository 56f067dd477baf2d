/// A statement whose body is public: that the log's keys or its policy change.
///
///     {"body":{…},"class":"key-event","recorded":"2026-11-23T10:00:00Z","schema":"sha256:…",
///      "signatures":["— <key name> <base64>",…],"v":1}
///
/// In canonical form. The signatures are lines of a signed note over ``signedText``, made by the log's
/// current keys of both suites, and by a new key as well where there is one. Whoever reads a log
/// ignores such a statement unless they verify: anybody might have appended it.
public struct PublicStatement: Sendable {
    /// `key-event` or `policy-event`.
    public let recordClass: String
    /// The body, as its schema has it.
    public let body: JSONValue
    /// When it was made; in whole seconds.
    public let recorded: RecordTime
    /// The schema of the body.
    public let schema: ContentDigest
    /// Lines of a signed note, without their line feeds.
    public let signatures: [String]

    /// The classes of public statements.
    public static let classes = ["key-event", "policy-event"]
    /// The longest statement, in bytes: an entry's.
    public static let maximumByteCount = 65_535
    /// The most signatures.
    public static let maximumSignatureCount = 16
    /// The first line of what is signed, so that it is never taken for another note.
    public static let header = "concordat/statement/v1"

    /// Puts a statement together; sign ``signedText`` and add the lines by ``signed(_:)``.
    ///
    /// - Throws: ``PublicStatementError`` if the body is not what the schema of the class asks for.
    public init(
        recordClass: String,
        body: JSONValue,
        recorded: RecordTime,
        signatures: [String] = []
    ) throws(PublicStatementError) {
        guard Self.classes.contains(where: { $0.utf8.elementsEqual(recordClass.utf8) }),
            let schema = SchemaRegistry.embedded[recordClass]
        else { throw .member("class") }
        do {
            _ = try schema.validate(body, in: RecordContext(jurisdiction: ""))
        } catch { throw .body(error) }
        // SPEC: STMT-12.
        guard signatures.count <= Self.maximumSignatureCount,
            signatures.allSatisfy({ TextFormat.text.matches($0) })
        else { throw .member("signatures") }
        self.recordClass = recordClass
        self.body = body
        self.recorded = RecordTime(seconds: recorded.seconds)
        self.schema = schema.digest
        self.signatures = signatures
    }

    /// Reads a statement. Its signatures are not looked at.
    ///
    /// - Throws: ``PublicStatementError`` with the member that is wrong.
    public init(parsing bytes: [UInt8]) throws(PublicStatementError) {
        let json: JSONValue
        do throws(StrictJSONError) {
            json = try StrictJSON.parse(bytes, maximumByteCount: Self.maximumByteCount)
        } catch { throw .json(error) }
        guard json.members?.count == 6 else { throw .member("") }
        guard json["v"]?.integer == 1 else { throw .member("v") }
        guard let recordClass = json["class"]?.text else { throw .member("class") }
        guard let body = json["body"] else { throw .member("body") }
        guard let recorded = json["recorded"]?.text.flatMap({ RecordTime(parsing: $0) }),
            recorded.nanoseconds == 0
        else { throw .member("recorded") }
        guard let lines = json["signatures"]?.elements,
            case let signatures = lines.compactMap(\.text), signatures.count == lines.count
        else { throw .member("signatures") }
        try self.init(
            recordClass: recordClass,
            body: body,
            recorded: recorded,
            signatures: signatures
        )
        guard json["schema"]?.text == self.schema.description else { throw .member("schema") }
        // SPEC: STMT-11: one spelling: what was read must be what would be printed.
        guard self.bytes == bytes else { throw .notCanonical }
    }

    /// The same statement with these lines for its signatures.
    ///
    /// - Throws: ``PublicStatementError/member(_:)`` if they cannot stand in it.
    public func signed(_ lines: [String]) throws(PublicStatementError) -> PublicStatement {
        try PublicStatement(
            recordClass: self.recordClass,
            body: self.body,
            recorded: self.recorded,
            signatures: lines
        )
    }

    private func members(_ signatures: [String]?) -> JSONValue {
        var members = [
            JSONMember(name: "body", value: self.body),
            JSONMember(name: "class", value: .string(self.recordClass)),
            JSONMember(name: "recorded", value: .string(self.recorded.description)),
            JSONMember(name: "schema", value: .string(self.schema.description)),
            JSONMember(name: "v", value: .integer(1)),
        ]
        if let signatures {
            members.append(
                JSONMember(name: "signatures", value: .array(signatures.map { .string($0) }))
            )
        }
        return .object(members)
    }

    /// The bytes of the entry.
    public var bytes: [UInt8] { self.members(self.signatures).canonicalBytes }

    /// SPEC: STMT-13: what is signed: ``header`` and the statement without its signatures, a line
    /// each.
    public var signedText: String {
        let statement = String(decoding: self.members(nil).canonicalBytes, as: UTF8.self)
        return "\(Self.header)\n\(statement)\n"
    }

    /// The first tree size whose heads the change holds for.
    public var effectiveSize: UInt64 {
        self.body["effective_size"]?.integer.flatMap { UInt64(exactly: $0) } ?? 0
    }

    /// The origin of the log that the change is about.
    public var origin: String { self.body["origin"]?.text ?? "" }

    /// The new verifier key of a key event; nil if it has none.
    public var newVerifierKey: String? { self.body["new_vkey"]?.text }

    /// The verifier key that a key event replaces or retires; nil if it has none.
    public var oldVerifierKey: String? { self.body["old_vkey"]?.text }

    /// The policy file of a policy event; nil for key events.
    public var policy: String? { self.body["policy"]?.text }

    /// Whether it is about a key, and not about the policy.
    public var isKeyEvent: Bool { self.recordClass.utf8.elementsEqual("key-event".utf8) }

    /// What happens to the key of a key event: `add`, `replace` or `retire`.
    public var action: String { self.body["action"]?.text ?? "" }

    /// The digest of the policy file before, of a policy event; nil if it has none.
    public var previousPolicyDigest: String? { self.body["previous_digest"]?.text }
}
