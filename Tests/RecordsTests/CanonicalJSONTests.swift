import LogTesting
import Testing

@testable import Records

/// RFC 8785, as far as records and statements use it.
@Suite struct CanonicalJSONTests {
    private func text(_ value: JSONValue) -> String {
        String(decoding: value.canonicalBytes, as: UTF8.self)
    }

    @Test func membersAreInOrderOfTheirUTF16() {
        // RFC 8785 section 3.2.3.
        let names = ["\u{20AC}", "\r", "\u{FB33}", "1", "\u{1F600}", "\u{80}", "\u{F6}"]
        let object = JSONValue.object(names.map { JSONMember(name: $0, value: .integer(1)) })
        let order = ["\\r", "1", "\u{80}", "\u{F6}", "\u{20AC}", "\u{1F600}", "\u{FB33}"]
        #expect(self.text(object) == "{" + order.map { "\"\($0)\":1" }.joined(separator: ",") + "}")
    }

    /// Against the order of the UTF-16 itself, around every border between encodings.
    @Test func theOrderIsThatOfUTF16EverywhereInUnicode() throws {
        let points: [UInt32] = [
            0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xefff, 0xf000, 0xfb33, 0xffff,
            0x10000, 0x1f600, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff,
        ]
        let scalars = points.compactMap(Unicode.Scalar.init).map { String($0) }
        let texts = [""] + scalars + scalars.flatMap { first in scalars.map { first + $0 } }
        for first in texts {
            for second in texts.prefix(60) {
                #expect(
                    CanonicalOrder.precedes(first, second)
                        == first.utf16.lexicographicallyPrecedes(second.utf16)
                )
            }
        }
    }

    @Test func onlyWhatMustBeIsEscaped() {
        let text = "\u{20AC}$\u{F}\nA'B\"\\/\u{8}\t\u{C}\r\u{1F}\u{7F}"
        #expect(
            self.text(.string(text))
                == "\"\u{20AC}$\\u000f\\nA'B\\\"\\\\/\\b\\t\\f\\r\\u001f\u{7F}\""
        )
    }

    @Test func scalarsHaveOneSpelling() {
        #expect(self.text(.integer(0)) == "0")
        #expect(self.text(.integer(-7)) == "-7")
        #expect(self.text(.integer(JSONValue.largestInteger)) == "9007199254740991")
        #expect(self.text(.array([.null, .bool(true), .bool(false)])) == "[null,true,false]")
        #expect(self.text(["a": [:]]) == #"{"a":{}}"#)
    }

    /// What is printed is read back as the same value, and printed again as the same bytes.
    @Test func everyValueSurvivesItsCanonicalForm() throws {
        var random = SeededGenerator.random("canonical JSON")
        for _ in 0..<300 {
            let value = Self.randomValue(depth: 0, &random)
            let bytes = value.canonicalBytes
            let read = try StrictJSON.parse(bytes)
            #expect(read == value)
            #expect(read.canonicalBytes == bytes)
        }
    }

    private static func randomValue(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth < 5 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2, 3:
            let limit = JSONValue.largestInteger
            return .integer(Int64.random(in: -limit...limit, using: &random))
        case 4: return .string(self.randomText(&random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    self.randomValue(depth: depth + 1, &random)
                }
            )
        default:
            var members: [JSONMember] = []
            for number in 0..<Int.random(in: 0...5, using: &random) {
                members.append(
                    JSONMember(
                        name: "\(number)" + self.randomText(&random),
                        value: self.randomValue(depth: depth + 1, &random)
                    )
                )
            }
            return .object(members.shuffled(using: &random))
        }
    }

    private static func randomText(_ random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let range: ClosedRange<UInt32> = Bool.random(using: &random) ? 0...0x7f : 0...0x10ffff
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
