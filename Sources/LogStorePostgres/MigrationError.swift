/// Why a database's schema was not migrated, or is not one to serve from.
public enum MigrationError: Error, Hashable, Sendable {
    /// The database is at an older version than this program: run `concordatd migrate`.
    case behind(found: Int, needed: Int)
    /// The database is at a newer version than this program knows: use a newer program.
    case ahead(found: Int, known: Int)
    /// A migration that was applied has another text in this program.
    case changed(version: Int, name: String)
    /// The recorded migrations do not count from 1 without gaps.
    case unordered
    /// The database refused, or is out of reach. The text is for the operator.
    case database(String)
}
