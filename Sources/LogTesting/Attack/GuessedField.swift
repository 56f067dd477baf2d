/// A field of a record in which a value is looked for.
public struct GuessedField: Sendable {
    /// How the value stands in the field.
    public enum Form: Hashable, Sendable {
        /// The field is the value.
        case text
        /// The field is a list with the value alone.
        case list
        /// The field is an object with one member, the value.
        case member(String)

        var before: [UInt8] {
            switch self {
            case .text: Array("\"".utf8)
            case .list: Array("[\"".utf8)
            case .member(let name): Array("{\"\(name)\":\"".utf8)
            }
        }

        var after: [UInt8] {
            switch self {
            case .text: Array("\"".utf8)
            case .list: Array("\"]".utf8)
            case .member: Array("\"}".utf8)
            }
        }
    }

    /// The field's name.
    public let name: String
    /// The leaf that it is.
    public let index: Int
    /// How the value stands in it.
    public let form: Form
    /// What the field holds by its kind, as far as one would guess.
    public let kinds: Set<PlausibleValues.Kind>

    /// Joins the parts.
    public init(
        _ name: String,
        index: Int,
        _ form: Form = .text,
        kinds: Set<PlausibleValues.Kind>
    ) {
        self.name = name
        self.index = index
        self.form = form
        self.kinds = kinds
    }
}
