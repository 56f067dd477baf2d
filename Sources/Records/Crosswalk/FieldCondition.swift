/// A condition on one field of a record.
public enum FieldCondition: Hashable, Sendable {
    /// The field has one of these values; truth values and numbers as JSON writes them.
    case isOneOf(field: String, values: [String])
    /// The field is a list that has this element.
    case contains(field: String, element: String)
    /// The field has a value.
    case isPresent(field: String)

    /// The field that decides.
    public var field: String {
        switch self {
        case .isOneOf(let field, _), .contains(let field, _), .isPresent(let field): field
        }
    }

    /// Whether the condition holds in a record. `value` gives a field's value, nil for an absent one.
    public func holds(in value: (String) -> JSONValue?) -> Bool {
        guard let found = value(self.field), found != .null else { return false }
        switch self {
        case .isOneOf(_, let values):
            return values.contains { found.isSpelled($0) }
        case .contains(_, let element):
            return (found.elements ?? []).contains { $0.isSpelled(element) }
        case .isPresent:
            return true
        }
    }

    /// Reads `{"field":F,"is":[...]}`, `{"field":F,"contains":E}` or `{"field":F,"present":true}`.
    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        let field = try reader.text("field")
        let values = try reader.optionalTexts("is")
        let element = try reader.optionalText("contains")
        let isPresent = try reader.flag("present")
        try reader.finish()
        switch (values.isEmpty, element, isPresent) {
        case (false, nil, false): self = .isOneOf(field: field, values: values)
        case (true, let element?, false): self = .contains(field: field, element: element)
        case (true, nil, true): self = .isPresent(field: field)
        default:
            throw ShapeError(place, .value(expected: "one of `is`, `contains` and `present`"))
        }
    }
}

extension [FieldCondition] {
    /// Whether all of them hold.
    public func hold(in value: (String) -> JSONValue?) -> Bool {
        self.allSatisfy { $0.holds(in: value) }
    }
}

extension JSONValue {
    /// Whether the value is a text of these bytes, or a number or truth value that JSON writes so.
    fileprivate func isSpelled(_ text: String) -> Bool {
        switch self {
        case .string(let string): string.utf8.elementsEqual(text.utf8)
        case .bool(let bool): text == (bool ? "true" : "false")
        case .integer(let integer): text == String(integer)
        case .null, .array, .object: false
        }
    }
}
