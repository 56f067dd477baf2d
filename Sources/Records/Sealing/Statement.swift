import CryptoSuites
import MerkleTree

/// The public bytes of an entry: what kind of record it is, and a commitment to what it says.
///
///     {"class":"ai-decision","commitment":{"fields":99,"scheme":"salted-merkle/v1","sha256":"…",
///      "sm3":"…"},"crosswalk":"sha256:…","recorded":"2026-11-23T10:00:00Z","retention":"R6M",
///      "schema":"sha256:…","v":1}
///
/// In canonical form, so that a statement has one spelling. No personal data, no free text, no name
/// of a writer or record.
public struct Statement: Hashable, Sendable {
    /// The class of the record, or ``opaqueClass``.
    public let recordClass: String
    /// The commitment to the record.
    public let commitment: RecordCommitment
    /// The crosswalk that the record was made under.
    public let crosswalk: ContentDigest
    /// When the log received it, rounded down; in whole seconds.
    public let recorded: RecordTime
    /// The retention class, or ``opaqueClass``.
    public let retention: String
    /// The schema of the record.
    public let schema: ContentDigest

    /// SPEC: RECORD-20: the class and retention class that the statements of opaque logs show.
    public static let opaqueClass = "opaque"
    /// The longest statement, in bytes.
    public static let maximumByteCount = 1_024

    /// Creates a statement from its parts.
    ///
    /// - Precondition: Class and retention class are codes; the commitment has 1 to 128 fields.
    public init(
        recordClass: String,
        commitment: RecordCommitment,
        crosswalk: ContentDigest,
        recorded: RecordTime,
        retention: String,
        schema: ContentDigest
    ) {
        precondition(
            TextFormat.code.matches(recordClass) && TextFormat.code.matches(retention)
                && 1...RecordShape.opaqueLeafCount ~= commitment.fieldCount,
            "what stands in a statement is a code"
        )
        self.recordClass = recordClass
        self.commitment = commitment
        self.crosswalk = crosswalk
        self.recorded = RecordTime(seconds: recorded.seconds)
        self.retention = retention
        self.schema = schema
    }

    /// Reads a statement.
    ///
    /// - Throws: ``StatementError`` with the member that is wrong.
    public init(parsing bytes: [UInt8]) throws(StatementError) {
        let json: JSONValue
        do throws(StrictJSONError) {
            json = try StrictJSON.parse(bytes, maximumByteCount: Self.maximumByteCount)
        } catch { throw .json(error) }
        guard let members = json.members else {
            throw .json(.init(.unexpectedCharacter, offset: 0))
        }
        // SPEC: STMT-1, STMT-2.
        guard members.count == 7 else { throw .member("") }
        guard json["v"]?.integer == 1 else { throw .member("v") }
        func code(_ name: String) throws(StatementError) -> String {
            guard let text = json[name]?.text, TextFormat.code.matches(text) else {
                throw .member(name)
            }
            return text
        }
        func digest(_ name: String) throws(StatementError) -> ContentDigest {
            guard let digest = json[name]?.text.flatMap({ ContentDigest(parsing: $0) }) else {
                throw .member(name)
            }
            return digest
        }
        guard let recorded = json["recorded"]?.text.flatMap({ RecordTime(parsing: $0) }),
            recorded.nanoseconds == 0
        else { throw .member("recorded") }
        guard let commitment = RecordCommitment(json["commitment"]) else {
            throw .member("commitment")
        }
        self.init(
            recordClass: try code("class"),
            commitment: commitment,
            crosswalk: try digest("crosswalk"),
            recorded: recorded,
            retention: try code("retention"),
            schema: try digest("schema")
        )
        // SPEC: STMT-3: one spelling: what was read must be what would be printed.
        guard self.bytes == bytes else { throw .notCanonical }
    }

    /// Whether it tells nothing about the record: a statement of an opaque log.
    public var isOpaque: Bool { self.recordClass.utf8.elementsEqual(Self.opaqueClass.utf8) }

    /// The bytes of the entry.
    public var bytes: [UInt8] {
        // Put together by hand in the canonical order: this is done for every record. Codes, digests
        // and base64 hold nothing that JSON escapes.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(448)
        bytes.append(#"{"class":""#)
        bytes += self.recordClass.utf8
        bytes.append(#"","commitment":{"fields":"#)
        bytes += String(self.commitment.fieldCount).utf8
        bytes.append(#","scheme":""#)
        bytes += RecordCommitment.scheme.utf8
        bytes.append(#"","sha256":""#)
        bytes += self.commitment.sha256.statementText
        bytes.append(#"","sm3":""#)
        bytes += self.commitment.sm3.statementText
        bytes.append(#""},"crosswalk":""#)
        bytes += self.crosswalk.description.utf8
        bytes.append(#"","recorded":""#)
        bytes += self.recorded.description.utf8
        bytes.append(#"","retention":""#)
        bytes += self.retention.utf8
        bytes.append(#"","schema":""#)
        bytes += self.schema.description.utf8
        bytes.append(#"","v":1}"#)
        return bytes
    }
}

extension RecordCommitment {
    /// Reads a commitment; nil if anything in it is not as it has to be.
    fileprivate init?(_ json: JSONValue?) {
        guard let json, json.members?.count == 4,
            let fieldCount = json["fields"]?.integer,
            1...RecordShape.opaqueLeafCount ~= Int(fieldCount),
            json["scheme"]?.text == Self.scheme,
            let sha256 = json["sha256"]?.text.flatMap({
                TreeHash<SHA256Hasher>(statementText: $0)
            }),
            let sm3 = json["sm3"]?.text.flatMap({ TreeHash<SM3Hasher>(statementText: $0) })
        else { return nil }
        self.init(fieldCount: Int(fieldCount), sha256: sha256, sm3: sm3)
    }
}
