import LogTesting
import Records
import Testing

/// Specs/records.md section 1: what is JSON here, and with which code anything else is refused.
@Suite struct StrictJSONTests {
    private func parse(_ text: String) throws(StrictJSONError) -> JSONValue {
        try StrictJSON.parse(Array(text.utf8))
    }

    @Test(arguments: StrictJSONError.Code.allCases)
    func atLeastTenDocumentsAreRefusedWithEachCode(_ code: StrictJSONError.Code) throws {
        let documents = try #require(HostileDocuments.all[code], "\(code) has documents")
        #expect(Set(documents).count >= 10)
        for document in documents {
            let text = String(decoding: document.prefix(80), as: UTF8.self)
            let error = #expect(throws: StrictJSONError.self, "\(text)") {
                try StrictJSON.parse(
                    document,
                    maximumByteCount: code == .tooLarge ? 64 : StrictJSON.defaultMaximumByteCount
                )
            }
            #expect(error?.code == code, "\(text)")
            #expect(error.map { 0...document.count ~= $0.offset } ?? false, "\(text)")
        }
    }

    @Test func codesAreStable() {
        #expect(StrictJSONError.Code.allCases.count >= 15)
        #expect(Set(StrictJSONError.Code.allCases.map(\.rawValue)).count == 17)
        #expect(StrictJSONError.Code.allCases.allSatisfy { $0.rawValue.hasPrefix("json-") })
        #expect(StrictJSONError.Code.duplicateMember.rawValue == "json-duplicate-member")
    }

    /// Every hostile document is refused wherever it stands, if it is a value that could.
    @Test func refusalsNameTheMemberAndTheOffset() throws {
        let cases: [(String, StrictJSONError)] = [
            (
                #"{"a":1,"b":{"c":[0,{"d":1.5}]}}"#,
                .init(.numberNotWhole, offset: 24, path: "b.c[1].d")
            ),
            (#"{"a":1,"a":2}"#, .init(.duplicateMember, offset: 7, path: "a")),
            (#"[1,[2,[tru]]]"#, .init(.badLiteral, offset: 7, path: "[1][1][0]")),
            (#"{"x":{"y":"\ud800"}}"#, .init(.loneSurrogate, offset: 11, path: "x.y")),
            ("{} x", .init(.trailingBytes, offset: 3)),
        ]
        for (text, expected) in cases {
            #expect(throws: expected) { try self.parse(text) }
        }
    }

    @Test func whatIsJSONIsRead() throws {
        let value = try self.parse(
            " {\"a\" : [ 1 , -2 , 9007199254740991 , 0 ] ,\r\n\t\"b\":{},\"c\":[],\"d\":null, "
                + #""e":true,"f":false,"g":"\"\\\/\b\f\n\r\t\u0041\ud83d\ude00é","":"" } "#
        )
        #expect(
            value["a"]
                == .array([
                    .integer(1), .integer(-2), .integer(JSONValue.largestInteger), .integer(0),
                ])
        )
        #expect(value["b"]?.members?.isEmpty == true)
        #expect(value["c"]?.elements?.isEmpty == true)
        #expect(value["d"] == .null)
        #expect(value["e"]?.bool == true)
        #expect(value["f"]?.bool == false)
        #expect(value["g"] == .string("\"\\/\u{8}\u{C}\n\r\tA\u{1F600}é"))
        #expect(value[""]?.text == "")
        #expect(value["h"] == nil)
        #expect(value.members?.map(\.offset) == [2, 46, 53, 60, 70, 79, 89, 132])
    }

    /// Swift takes these two names for one; they are two members.
    @Test func namesThatOnlyLookEqualAreTwo() throws {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        #expect(composed == decomposed)
        let value = try self.parse("{\"\(composed)\":1,\"\(decomposed)\":2}")
        #expect(value[composed] == .integer(1))
        #expect(value[decomposed] == .integer(2))
        #expect(JSONValue.string(composed) != .string(decomposed))
        #expect(
            [composed: .null] as JSONValue != [decomposed: .null] as JSONValue
        )
    }

    @Test func sixteenLevelsAreRead() throws {
        let arrays = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        #expect(try self.parse(arrays).canonicalBytes == Array(arrays.utf8))
        let objects =
            String(repeating: "{\"a\":", count: 15) + "{}" + String(repeating: "}", count: 15)
        #expect(try self.parse(objects).canonicalBytes == Array(objects.utf8))
    }

    @Test func exactlyTheLimitIsRead() throws {
        #expect(throws: Never.self) {
            try StrictJSON.parse(Array("[1,2]".utf8), maximumByteCount: 5)
        }
        #expect(throws: StrictJSONError(.tooLarge, offset: 4)) {
            try StrictJSON.parse(Array("[1,2]".utf8), maximumByteCount: 4)
        }
    }

    /// Each prefix of a good document is refused, or is a good document; none is read past its end.
    @Test func everyPrefixAndEveryFlippedBitEndsWell() throws {
        let text = #"{"a":[1,-20,"x\u00e9\ud83d\ude00",{"b":null}],"long name":true,"é":"😀"}"#
        let bytes = Array(text.utf8)
        let value = try StrictJSON.parse(bytes)
        for length in 0..<bytes.count {
            #expect(throws: StrictJSONError.self) { try StrictJSON.parse(Array(bytes[..<length])) }
        }
        for bit in 0..<8 * bytes.count {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            // What is read all the same is read as something else, and prints as itself.
            guard let other = try? StrictJSON.parse(damaged) else { continue }
            #expect(try StrictJSON.parse(other.canonicalBytes) == other)
            #expect(other != value || other.canonicalBytes == value.canonicalBytes)
        }
    }
}
