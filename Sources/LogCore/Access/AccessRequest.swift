public import Records

/// What somebody wants to do with one log.
public struct AccessRequest: Sendable {
    /// What is wanted.
    public enum Action: Sendable {
        /// To append a record of a class; ``WriterGrant/opaqueClass`` for bytes as they are.
        case append(recordClass: String)
        /// To read a record; nil if there is none such. The purpose is one of the profile's.
        case read(AccessedRecord?, purpose: String)
        /// To search, in one class or in all that the profile has.
        case search(recordClass: String?, purpose: String)
        /// To act on the keeping of a record, or, without a verb, to note something that decides about
        /// it; nil if there is none such.
        case retention(AccessedRecord?, RetentionVerb?)
        /// To have it told what each entry is, and see dummies proven. The purpose is one of the
        /// profile's; an operator needs none.
        case census(purpose: String?)
        /// To have it told of which records something is due.
        case dueList
    }

    /// The log's name.
    public let log: String
    /// The log's jurisdiction.
    public let jurisdiction: String
    /// What is wanted.
    public let action: Action

    /// Joins them.
    public init(log: String, jurisdiction: String, action: Action) {
        self.log = log
        self.jurisdiction = jurisdiction
        self.action = action
    }
}

/// What decides about a record whether somebody may see it.
public struct AccessedRecord: Sendable {
    /// The class.
    public let recordClass: String
    /// What has become of its contents.
    public let state: RecordState
    /// Whether it is below the published size.
    public let isPublished: Bool
    /// The values of the fields that conditions of profiles look at; absent ones are left out.
    public let values: [String: JSONValue]

    /// Joins them.
    public init(
        recordClass: String,
        state: RecordState,
        isPublished: Bool,
        values: [String: JSONValue] = [:]
    ) {
        self.recordClass = recordClass
        self.state = state
        self.isPublished = isPublished
        self.values = values
    }
}
