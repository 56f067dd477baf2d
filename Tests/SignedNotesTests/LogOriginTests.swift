import SignedNotes
import Testing

@Suite struct LogOriginTests {
    @Test func originNamesBothTrees() throws {
        let origin = try LogOrigin("log.example/eu")
        #expect(origin.text == "log.example/eu")
        #expect(origin.sm3Text == "log.example/eu/sm3")
        #expect("\(origin)" == origin.text)
    }

    @Test(
        arguments: [
            ("", OriginError.empty),
            ("a b", .forbiddenCharacter),
            ("a\u{3000}b", .forbiddenCharacter),
            ("a+b", .forbiddenCharacter),
            ("a\nb", .forbiddenCharacter),
            ("a\u{0}b", .forbiddenCharacter),
            ("log.example/sm3", .reserved),
            ("/sm3", .reserved),
            ("0", .reserved),
            ("2026", .reserved),
            ("concordat/", .reserved),
            ("concordat/eu", .reserved),
            (String(repeating: "a", count: 252), .tooLong(byteCount: 252)),
        ]
    )
    func badOriginIsRefused(_ text: String, _ error: OriginError) {
        #expect(throws: error) { try LogOrigin(text) }
    }

    @Test(arguments: ["log.example/sm3/x", "sm3", "1a", "concordat", "x/concordat/", "\u{e9}"])
    func originThatOnlyLooksReservedIsTaken(_ text: String) throws {
        #expect(try LogOrigin(text).text == text)
    }

    @Test func longestOriginLeavesRoomForTheSibling() throws {
        let origin = try LogOrigin(String(repeating: "a", count: LogOrigin.maximumByteCount))
        #expect(origin.sm3Text.utf8.count == 255)
    }

    @Test func originsOfOtherBytesAreOtherOrigins() throws {
        #expect(try LogOrigin("\u{e9}") != LogOrigin("e\u{301}"))
    }
}
