/// A JSON value as records and statements use it: whole numbers, exact texts, members in their order.
///
/// Made by ``StrictJSON`` from bytes, or by hand. Texts and names are equal only if their UTF-8 bytes
/// are; Swift's own strings are equal if they look the same.
public enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number. Of a magnitude of at most ``largestInteger``.
    case integer(Int64)
    /// A text.
    case string(String)
    /// Values in their order.
    case array([JSONValue])
    /// Members in their order, no two of one name.
    case object([JSONMember])

    /// The largest number that every reader takes for itself: 2^53 - 1.
    public static let largestInteger: Int64 = (1 << 53) - 1

    /// The value of the member with this name; nil if there is none or this is not an object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The members; nil unless this is an object.
    public var members: [JSONMember]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The elements; nil unless this is an array.
    public var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The text; nil unless this is one.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number; nil unless this is one.
    public var integer: Int64? {
        guard case .integer(let integer) = self else { return nil }
        return integer
    }

    /// The truth value; nil unless this is one.
    public var bool: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    /// What kind of value it is, as JSON Schema names it.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: Equatable {
    /// Whether both have the same canonical bytes: the order of members does not matter.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.count == right.count && JSONMember.sorted(left) == JSONMember.sorted(right)
        default: false
        }
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    /// An object from names and values, in the order that they are given.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { JSONMember(name: $0.0, value: $0.1) })
    }
}
