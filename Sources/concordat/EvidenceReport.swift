import LogProtocol
import Records
import SignedNotes

/// The JSON object about evidence that verified, and the sentence that says the same.
struct EvidenceReport: Encodable {
    /// A field of the record, its value as JSON.
    private struct Field: Encodable {
        let index: Int
        let name: String
        let value: String
    }

    private let verdict = "proven"
    private let origin: String
    private let index: UInt64
    private let treeSize: UInt64
    private let suites: [Suite]
    private let agreement: String
    private let recordClass: String
    private let recorded: String
    private let retention: String
    private let schema: String
    private let crosswalk: String
    private let fieldCount: Int
    private let fields: [Field]
    private let signatures: [SignatureReport]

    private enum CodingKeys: String, CodingKey {
        case verdict
        case origin
        case index = "leaf_index"
        case treeSize = "tree_size"
        case suites
        case agreement
        case recordClass = "class"
        case recorded
        case retention
        case schema
        case crosswalk
        case fieldCount = "field_count"
        case fields
        case signatures
    }

    init(_ proven: ProvenEvidence) {
        self.origin = proven.origin.text
        self.index = proven.index
        self.treeSize = proven.treeSize
        self.suites = proven.suites
        self.agreement = proven.isAgreementChecked ? "checked" : "not checked"
        self.recordClass = proven.statement.recordClass
        self.recorded = proven.statement.recorded.description
        self.retention = proven.statement.retention
        self.schema = proven.statement.schema.description
        self.crosswalk = proven.statement.crosswalk.description
        self.fieldCount = proven.statement.commitment.fieldCount
        self.fields = proven.fields.map {
            Field(
                index: $0.index,
                name: $0.name,
                value: String(decoding: $0.value.canonicalBytes, as: UTF8.self)
            )
        }
        self.signatures =
            (proven.sha256?.signatures ?? []).map(SignatureReport.init)
            + (proven.sm3?.signatures ?? []).map(SignatureReport.init)
    }

    /// What was proven and under which keys, with a line for each field.
    var sentence: String {
        let suites = self.suites.map(\.title).joined(separator: " and ")
        let head = """
            entry \(self.index) of the \(self.treeSize) of \(self.origin.printable) is this \
            statement of class \(self.recordClass.printable), recorded \(self.recorded), and it \
            commits to these \(self.fields.count) of \(self.fieldCount) fields (\(suites)), signed \
            by \(self.signatures.map(\.sentence).joined(separator: ", ")); \
            agreement with the other suite: \(self.agreement)
            """
        let lines = self.fields.map { field in
            let value = field.value == "null" ? "absent" : field.value.printable
            return "  \(field.index) \(field.name.printable): \(value)"
        }
        return ([head] + lines).joined(separator: "\n")
    }
}
