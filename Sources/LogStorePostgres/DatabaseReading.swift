/// What a database says of itself, as far as a log's promises depend on it. Values only: what they
/// mean is for others to decide.
public struct DatabaseReading: Hashable, Sendable {
    /// The server's version, for example 150020.
    public var serverVersion = 0
    /// Whether the server is reached over a Unix socket, and so is on this machine.
    public var isLocal = false
    /// Whether the server is a standby: it cannot be written to.
    public var isStandby = false
    /// Settings by name, as far as the role may see them.
    public var settings: [String: String] = [:]
    /// Whether a transaction can be made to wait until it is on the disk.
    public var canWaitForDisk = true
    /// What the role may do.
    public var role = RoleReading()
    /// The tables whose trigger against changes is missing, changed or not always on; nil if the
    /// schema could not be looked at.
    public var unguardedTables: [String]?
    /// What is wrong with the schema; nil if it is this program's.
    public var schemaProblem: MigrationError?
    /// What became of a session's state.
    public var session = SessionReading()
    /// The database's clock less ours, in microseconds, beyond what the way there and back can
    /// explain: 0 if they may agree.
    public var clockOffsetMicroseconds: Int64 = 0
    /// The age of the oldest transaction id in use.
    public var oldestTransactionAge: Int64 = 0
    /// The number of standbys that commits wait for; nil if the role may not see it.
    public var synchronousStandbyCount: Int?

    /// A reading of a database without a fault.
    public init() {}
}

/// What a role may do in the database.
public struct RoleReading: Hashable, Sendable {
    /// Its name.
    public var name = ""
    /// Its attributes beyond LOGIN, in PostgreSQL's words, for example `SUPERUSER`.
    public var attributes: [String] = []
    /// The append-only tables that it may change, empty or delete from.
    public var changeableTables: [String] = []
    /// The append-only tables that it owns, or whose owner it can become.
    public var ownedTables: [String] = []

    /// A role without excess rights.
    public init() {}
}

/// What became of a session's state while another connection was used.
public struct SessionReading: Hashable, Sendable {
    /// The server process that the connection was announced to have.
    public var announcedProcess: Int32 = 0
    /// The server processes that answered on the one connection, in order.
    public var processes: [Int32] = []
    /// Whether what was left in the session was found there again.
    public var keptState = true

    /// A session without answers.
    public init() {}

    /// Joins the parts.
    public init(announcedProcess: Int32, processes: [Int32], keptState: Bool) {
        self.announcedProcess = announcedProcess
        self.processes = processes
        self.keptState = keptState
    }
}
