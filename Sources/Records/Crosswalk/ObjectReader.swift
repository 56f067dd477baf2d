/// Takes the members of a JSON object by their names. What is left over at the end is refused, so that
/// a misspelt member is never passed over.
public struct ObjectReader {
    /// Where the object stands, for errors; empty at the top.
    public let place: String
    private var rest: [JSONMember]

    /// Begins to read an object.
    ///
    /// - Throws: ``ShapeError`` if the value is not an object.
    public init(_ value: JSONValue, at place: String = "") throws(ShapeError) {
        guard case .object(let members) = value else {
            throw ShapeError(place, .kind(expected: "an object"))
        }
        self.place = place
        self.rest = members
    }

    /// Where a member of this object stands.
    public func place(of name: String) -> String {
        self.place.isEmpty ? name : "\(self.place).\(name)"
    }

    /// A member's value; nil if there is none.
    public mutating func optional(_ name: String) -> JSONValue? {
        guard let index = self.rest.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) })
        else { return nil }
        return self.rest.remove(at: index).value
    }

    /// A member's value.
    ///
    /// - Throws: ``ShapeError`` if there is none.
    public mutating func required(_ name: String) throws(ShapeError) -> JSONValue {
        guard let value = self.optional(name) else {
            throw ShapeError(self.place(of: name), .missing)
        }
        return value
    }

    /// A text that is not empty.
    public mutating func text(_ name: String) throws(ShapeError) -> String {
        try Self.text(self.required(name), at: self.place(of: name))
    }

    /// A text that is not empty; nil if there is no such member.
    public mutating func optionalText(_ name: String) throws(ShapeError) -> String? {
        guard let value = self.optional(name) else { return nil }
        return try Self.text(value, at: self.place(of: name))
    }

    /// A whole number of at least `least`; nil if there is no such member.
    public mutating func optionalCount(
        _ name: String,
        least: Int64 = 0
    ) throws(ShapeError) -> Int64? {
        guard let value = self.optional(name) else { return nil }
        let place = self.place(of: name)
        guard let number = value.integer, number >= least else {
            throw ShapeError(place, .kind(expected: "a whole number of at least \(least)"))
        }
        return number
    }

    /// A truth value; false if there is no such member.
    public mutating func flag(_ name: String) throws(ShapeError) -> Bool {
        guard let value = self.optional(name) else { return false }
        guard let bool = value.bool else {
            throw ShapeError(self.place(of: name), .kind(expected: "true or false"))
        }
        return bool
    }

    /// What `read` makes of each element of an array, with its place.
    public mutating func array<Element>(
        _ name: String,
        _ read: (JSONValue, String) throws(ShapeError) -> Element
    ) throws(ShapeError) -> [Element] {
        try Self.array(self.required(name), at: self.place(of: name), read)
    }

    /// The same; none if there is no such member.
    public mutating func optionalArray<Element>(
        _ name: String,
        _ read: (JSONValue, String) throws(ShapeError) -> Element
    ) throws(ShapeError) -> [Element] {
        guard let value = self.optional(name) else { return [] }
        return try Self.array(value, at: self.place(of: name), read)
    }

    /// Texts, none of them empty and no two the same.
    public mutating func texts(_ name: String) throws(ShapeError) -> [String] {
        try Self.distinct(self.array(name, Self.text), at: self.place(of: name))
    }

    /// The same; none if there is no such member.
    public mutating func optionalTexts(_ name: String) throws(ShapeError) -> [String] {
        try Self.distinct(self.optionalArray(name, Self.text), at: self.place(of: name))
    }

    /// Ends the reading.
    ///
    /// - Throws: ``ShapeError`` naming the first member that nobody asked for.
    public func finish() throws(ShapeError) {
        guard let member = self.rest.first else { return }
        throw ShapeError(self.place(of: member.name), .unknown)
    }

    /// The text of a value.
    public static func text(_ value: JSONValue, at place: String) throws(ShapeError) -> String {
        guard let text = value.text, !text.isEmpty else {
            throw ShapeError(place, .kind(expected: "a text that is not empty"))
        }
        return text
    }

    private static func array<Element>(
        _ value: JSONValue,
        at place: String,
        _ read: (JSONValue, String) throws(ShapeError) -> Element
    ) throws(ShapeError) -> [Element] {
        guard let elements = value.elements else {
            throw ShapeError(place, .kind(expected: "an array"))
        }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            result.append(try read(element, "\(place)[\(index)]"))
        }
        return result
    }

    private static func distinct(
        _ texts: [String],
        at place: String
    ) throws(ShapeError) -> [String] {
        var seen: Set<[UInt8]> = []
        for (index, text) in texts.enumerated() where !seen.insert(Array(text.utf8)).inserted {
            throw ShapeError("\(place)[\(index)]", .duplicate)
        }
        return texts
    }
}
