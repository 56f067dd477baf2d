/// What records can be searched by.
public enum SearchField: UInt8, CaseIterable, Hashable, Sendable {
    case subject = 1
    case actor = 2
    case resource = 3
    case writer = 4
    case system = 5
    case decision = 6
    case recordClass = 7

    /// The name, in queries.
    public var name: String {
        switch self {
        case .subject: "subject"
        case .actor: "actor"
        case .resource: "resource"
        case .writer: "writer"
        case .system: "system"
        case .decision: "decision"
        case .recordClass: "class"
        }
    }

    /// The fields of a record that its value comes from: it goes when one of them is erased.
    public var sources: [String] {
        switch self {
        case .subject: ["data_subject_ref", "affected_person_ref"]
        case .actor: ["actor_id"]
        case .resource: ["resource_ref"]
        case .system: ["system_id", "ai_system_id"]
        case .decision: ["decision_code"]
        case .writer, .recordClass: []
        }
    }
}

/// A value that a record is found by.
public struct SearchTerm: Hashable, Sendable {
    /// What the value is of.
    public let field: SearchField
    /// The value, byte for byte.
    public let value: [UInt8]

    /// Joins the two.
    public init(_ field: SearchField, _ value: [UInt8]) {
        self.field = field
        self.value = value
    }

    /// Joins the two.
    public init(_ field: SearchField, _ value: String) { self.init(field, Array(value.utf8)) }
}
