public import Records
public import SignedNotes

/// Why a file is not evidence, or proves nothing.
public enum EvidenceError: Error, Hashable, Sendable {
    /// It is not JSON that can be taken in one way only.
    case json(StrictJSONError)
    /// This member is missing, malformed or one too many; empty if the members are others.
    case malformed(String)
    /// It is not in canonical form.
    case notCanonical
    /// The checksum is that of another file.
    case checksum
    /// The statement is none.
    case statement(StatementError)
    /// The schema is none that can be read here.
    case schema(SchemaError)
    /// The schema is not the one that the statement names, or the record was sealed under.
    case otherSchema
    /// The statement commits to another number of fields than the schema has.
    case fieldCount(expected: Int, actual: Int)
    /// A disclosure is not what the statement commits to.
    case disclosure(index: Int, DisclosureError)
    /// The proof of one suite is malformed or does not hold.
    case proof(Suite, ProofFileError)
    /// The two proofs are about other entries or heads than each other.
    case proofsDiffer
    /// The twin note is malformed or not verified.
    case twinNote(NoteError)
    /// The twin note is about other heads, or not signed by the log.
    case twin(TwinNoteError)
    /// None of the verifier's keys is the log's.
    case noKnownKey
}

extension EvidenceError {
    /// What the error says about the claim that the log holds the record with these fields.
    public var verdict: Verdict {
        switch self {
        case .proof(_, let error): error.verdict
        case .twinNote(let error): error.verdict
        case .twin(.notSignedByLog), .noKnownKey: .undecided
        case .json, .malformed, .notCanonical, .checksum, .statement, .schema, .otherSchema,
            .fieldCount, .disclosure, .proofsDiffer, .twin:
            .refuted
        }
    }

    /// The step of the verification that failed, in a word or two.
    public var step: String {
        switch self {
        case .json, .malformed, .notCanonical, .checksum: "evidence"
        case .statement: "statement"
        case .schema, .otherSchema, .fieldCount: "schema"
        case .disclosure: "disclosure"
        case .proof(_, let error): error.step
        case .proofsDiffer: "agreement"
        case .twinNote, .twin: "twin note"
        case .noKnownKey: "signature"
        }
    }
}

extension EvidenceError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .json(let error): error.description
        case .malformed(""): "the file has other members than evidence has"
        case .malformed(let name): "\(name) is missing or malformed"
        case .notCanonical: "the file is not in canonical form"
        case .checksum: "the file is damaged: its checksum is another"
        case .statement(let error): error.description
        case .schema(let error): "the schema cannot be read: \(error)"
        case .otherSchema: "the schema is not the one that the record was sealed under"
        case .fieldCount(let expected, let actual):
            "the statement commits to \(actual) fields, the schema asks for \(expected)"
        case .disclosure(let index, let error): "disclosure \(index): \(Self.words(for: error))"
        case .proof(let suite, let error): "\(suite.rawValue): \(error)"
        case .proofsDiffer: "the two proofs are about other entries or heads"
        case .twinNote(let error): error.description
        case .twin(let error): error.description
        case .noKnownKey: "no signature is of a configured key"
        }
    }

    private static func words(for error: DisclosureError) -> String {
        switch error {
        case .malformed: "not base64url of a salt, a name and a value"
        case .otherField(let expected): "the schema has the field \(expected) there"
        case .value: "the schema does not allow the value"
        case .path: "its path does not lead to the statement's root"
        }
    }
}
