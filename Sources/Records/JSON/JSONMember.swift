/// One member of a JSON object.
public struct JSONMember: Sendable {
    /// The name, with its escapes undone.
    public let name: String
    /// The value.
    public let value: JSONValue
    /// Where the name begins in the bytes it was read from; 0 if it was not read from any.
    public let offset: Int
    /// ``NameHash`` of ``name``.
    let hash: UInt64

    /// Makes a member.
    public init(name: String, value: JSONValue) {
        self.init(name: name, value: value, offset: 0, hash: NameHash.of(name))
    }

    init(name: String, value: JSONValue, offset: Int, hash: UInt64) {
        self.name = name
        self.value = value
        self.offset = offset
        self.hash = hash
    }

    /// The members in the order of RFC 8785 section 3.2.3.
    static func sorted(_ members: [JSONMember]) -> [JSONMember] {
        members.sorted { CanonicalOrder.precedes($0.name, $1.name) }
    }
}

extension JSONMember: Equatable {
    /// Whether names and values are the same; where they stood does not matter.
    public static func == (left: JSONMember, right: JSONMember) -> Bool {
        left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
    }
}
