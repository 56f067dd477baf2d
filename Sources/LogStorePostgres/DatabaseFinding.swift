/// What a database lacks of what the log's promises stand on.
public enum DatabaseFinding: Hashable, Sendable, CustomStringConvertible {
    /// A server setting has a value under which committed rows can be lost or damage hidden.
    case setting(name: String, isOn: Bool)
    /// The server is a standby: it cannot be written to.
    case standby
    /// The role may change or empty tables that are append-only.
    case excessRights(tables: [String])

    /// The finding in a sentence for the operator.
    public var description: String {
        switch self {
        case .setting(let name, let isOn):
            "the server runs with \(name) = \(isOn ? "on" : "off")"
        case .standby:
            "the server is a standby"
        case .excessRights(let tables):
            "the role may change \(tables.joined(separator: ", ")): serve as concordat_serving"
        }
    }
}
