/// What a transaction sees and may do.
public struct TransactionOptions: Hashable, Sendable {
    /// What a transaction sees of others that commit meanwhile.
    public enum Isolation: Hashable, Sendable {
        /// Each statement sees what was committed before it began.
        case readCommitted
        /// All statements see one snapshot.
        case repeatableRead
        /// As if transactions ran one after the other; a loser gets ``SQLState/serializationFailure``.
        case serializable
    }

    /// What it sees of others.
    public var isolation: Isolation
    /// Whether it may write; nil for the connection's default.
    public var isReadOnly: Bool?

    /// A transaction that reads committed rows and may write.
    public init(isolation: Isolation = .readCommitted, isReadOnly: Bool? = nil) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
    }

    /// One snapshot, and no writes.
    public static let readSnapshot = Self(isolation: .repeatableRead, isReadOnly: true)

    var begin: String {
        var text =
            switch self.isolation {
            case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
            case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
            case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
            }
        if let isReadOnly { text += isReadOnly ? " READ ONLY" : " READ WRITE" }
        return text
    }
}
