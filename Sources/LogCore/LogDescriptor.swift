public import SignedNotes

/// What is fixed when a log is created and never changes.
public struct LogDescriptor: Hashable, Sendable {
    /// The log's number in its database: small, and meaningless elsewhere.
    public let id: LogID
    /// The short name, for paths.
    public let name: LogName
    /// The origin: the log's identity towards the world.
    public let origin: LogOrigin
    /// The legal domain whose law the log is kept under, for example `EU` or `CN`.
    public let jurisdiction: String
    /// Whether anybody's bytes are accepted as entries. They are public for ever.
    public let allowsOpaqueEntries: Bool
    /// Whether the existence of a record is secret: all statements have one shape, and dummies stand
    /// among them. Such a log takes no bytes as they are.
    public let hasOpaqueRecords: Bool

    /// Creates a descriptor.
    public init(
        id: LogID,
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool,
        hasOpaqueRecords: Bool = false
    ) {
        self.id = id
        self.name = name
        self.origin = origin
        self.jurisdiction = jurisdiction
        self.allowsOpaqueEntries = allowsOpaqueEntries
        self.hasOpaqueRecords = hasOpaqueRecords
    }
}

/// A log's number in its database.
public struct LogID: Hashable, Sendable {
    /// The number.
    public let value: Int64

    /// Wraps a number that the database gave.
    public init(_ value: Int64) { self.value = value }
}
