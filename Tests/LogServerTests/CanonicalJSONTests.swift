import LogProtocol
import Testing

/// RFC 8785, as far as statements use it.
@Suite struct CanonicalJSONTests {
    private func text(_ value: CanonicalJSON) -> String {
        String(decoding: value.bytes, as: UTF8.self)
    }

    @Test func membersAreInOrderOfTheirUTF16() {
        // RFC 8785 section 3.2.3.
        let names = ["\u{20AC}", "\r", "\u{FB33}", "1", "\u{1F600}", "\u{80}", "\u{F6}"]
        let object = CanonicalJSON.object(
            Dictionary(uniqueKeysWithValues: names.map { ($0, CanonicalJSON.number(1)) })
        )
        let order = ["\\r", "1", "\u{80}", "\u{F6}", "\u{20AC}", "\u{1F600}", "\u{FB33}"]
        #expect(self.text(object) == "{" + order.map { "\"\($0)\":1" }.joined(separator: ",") + "}")
    }

    @Test func onlyWhatMustBeIsEscaped() {
        let text = "\u{20AC}$\u{F}\nA'B\"\\/\u{8}\t\u{C}\r\u{1F}\u{7F}"
        #expect(
            self.text(.text(text))
                == "\"\u{20AC}$\\u000f\\nA'B\\\"\\\\/\\b\\t\\f\\r\\u001f\u{7F}\""
        )
    }

    @Test func numbersAreWhole() {
        #expect(self.text(.number(0)) == "0")
        #expect(self.text(.number(CanonicalJSON.largestNumber)) == "9007199254740991")
        #expect(self.text(.object(["a": .object([:])])) == #"{"a":{}}"#)
    }
}
