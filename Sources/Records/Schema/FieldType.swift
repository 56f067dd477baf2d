/// What values a field takes: the part of JSON Schema 2020-12 that the schemas use.
indirect enum FieldType: Sendable {
    /// One of these texts.
    case choice([String])
    /// A text of this form with a length in characters.
    case text(TextFormat, length: ClosedRange<Int>)
    /// A whole number.
    case integer(ClosedRange<Int64>)
    /// `true` or `false`.
    case boolean
    /// Values of one type, none of them twice if they are `unique`.
    case array(FieldType, count: ClosedRange<Int>, isUnique: Bool)
    /// An object with any members.
    case object

    /// What is wrong with a value; nil if it is of this type. The path is that of the element within
    /// the value, such as `[2]`.
    func violation(of value: JSONValue) -> Violation? {
        switch (self, value) {
        case (.choice(let choices), .string(let text)):
            let count = text.utf8.count
            return choices.contains { $0.utf8.count == count && $0.utf8.elementsEqual(text.utf8) }
                ? nil : Violation(.notAllowed, "one of " + choices.joined(separator: ", "))
        case (.text(let format, let length), .string(let text)):
            guard format.matches(text) else { return Violation(.malformed, format.words) }
            // Characters as JSON Schema counts them: code points. Bytes are never fewer.
            guard text.utf8.count > length.upperBound || text.utf8.count < 4 * length.lowerBound
            else { return nil }
            return length.contains(text.unicodeScalars.count)
                ? nil
                : Violation(
                    .outOfRange,
                    "\(length.lowerBound) to \(length.upperBound) characters"
                )
        case (.integer(let range), .integer(let integer)):
            return range.contains(integer)
                ? nil
                : Violation(.outOfRange, "\(range.lowerBound) to \(range.upperBound)")
        case (.boolean, .bool), (.object, .object):
            return nil
        case (.array(let element, let count, let isUnique), .array(let elements)):
            guard count.contains(elements.count) else {
                return Violation(
                    .outOfRange,
                    "\(count.lowerBound) to \(count.upperBound) elements"
                )
            }
            for (position, value) in elements.enumerated() {
                if let violation = element.violation(of: value) {
                    return violation.at("[\(position)]")
                }
            }
            guard isUnique, elements.count > 1, let position = Self.firstRepeated(in: elements)
            else { return nil }
            return Violation(.repeated, "no element twice").at("[\(position)]")
        default:
            return Violation(.wrongType, self.words)
        }
    }

    private static func firstRepeated(in elements: [JSONValue]) -> Int? {
        var seen: Set<Bytes> = []
        return elements.firstIndex { !seen.insert(Bytes(bytes: $0.canonicalBytes)).inserted }
    }

    /// Bytes that are hashed in one go, and not one by one as an array's elements are.
    private struct Bytes: Hashable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) {
            self.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    /// The type in words.
    private var words: String {
        switch self {
        case .choice, .text: "a text"
        case .integer: "a whole number"
        case .boolean: "true or false"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// What is wrong with a value, and where within it.
    struct Violation {
        let code: RecordError.Code
        let expectation: String
        var path = ""

        init(_ code: RecordError.Code, _ expectation: String) {
            self.code = code
            self.expectation = expectation
        }

        func at(_ component: String) -> Violation {
            var copy = self
            copy.path = component + self.path
            return copy
        }
    }
}
