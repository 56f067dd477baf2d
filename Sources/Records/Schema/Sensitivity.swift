/// Who may ever see a field's value, as `x-sensitivity` has it in a schema.
public enum Sensitivity: String, Hashable, Sendable, CaseIterable {
    /// Everybody: the value stands in the statement.
    case `public` = "PUB"
    /// Nobody but the controller, and who orders it by law: only the commitment leaves.
    case committed = "COM"
    /// Auditors of the EU side.
    case eu = "EU"
    /// Auditors of the Chinese side.
    case cn = "CN"
    /// Auditors competent for the log's own jurisdiction.
    case both = "BOTH"
    /// Auditors of the log's own jurisdiction, and never across the border, whatever a transfer
    /// rests on.
    case local = "LOCAL"
}
