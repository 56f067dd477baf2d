import Foundation
import LogTesting
import SignedNotes
import Testing

@Suite struct SpellingTests {
    @Test(
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64OfRFC4648(_ text: String, _ spelling: String) {
        #expect(Base64.encode(text.utf8) == spelling)
        #expect(Base64.decode(spelling) == Array(text.utf8))
    }

    @Test func base64AgreesWithFoundation() {
        var generator = SeededGenerator.random("base64")
        for byteCount in 0..<300 {
            let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let spelling = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == spelling)
            #expect(Base64.encode(AnyCollection(bytes)) == spelling)
            #expect(Base64.decode(spelling) == bytes)
            #expect(Base64.decode(AnyCollection(Array(spelling.utf8))) == bytes)
        }
    }

    @Test func everyFourCharactersAreASpellingOfTheirBytesOrOfNone() {
        // All texts of four characters out of a set that has one of each kind, and each bit alone.
        let characters = Array("ABCEIQg/+9z=-_ \n\u{0}".utf8) + [0xff]
        for a in characters {
            for b in characters {
                for c in characters {
                    for d in characters {
                        let text = [a, b, c, d]
                        guard let bytes = Base64.decode(text) else { continue }
                        #expect(Array(Base64.encode(bytes).utf8) == text)
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            "Zg", "Zg=", "Zg===", "=", "==", "===", "====", "Z===", "Zh==", "Zm9=", "Zm9v\n",
            " Zm9v", "Zm 9v", "Zm-v", "Zm_v", "Zg==Zg==", "Zm9v=", "Z=9v", "Zm=v",
        ]
    )
    func otherSpellingsOfBase64AreRefused(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: [0, 1, 9, 10, 255, 1 << 53, UInt64.max - 1, UInt64.max])
    func decimalIsReadBack(_ number: UInt64) {
        #expect(CanonicalDecimal.parse("\(number)") == number)
    }

    @Test(
        arguments: [
            "", "00", "01", "+1", "-1", " 1", "1 ", "1\n", "0x1", "1_0", "1e3", "1.0", "\u{0661}",
            "18446744073709551616", "99999999999999999999", "184467440737095516150",
        ]
    )
    func otherSpellingsOfNumbersAreRefused(_ text: String) {
        #expect(CanonicalDecimal.parse(text) == nil)
    }

    @Test func hexadecimalIsReadBack() {
        let bytes = Array(UInt8.min...UInt8.max)
        let digits = Hexadecimal.encode(bytes)
        #expect(digits.hasPrefix("000102") && digits.hasSuffix("fdfeff"))
        #expect(Hexadecimal.decode(digits) == bytes)
        #expect(Hexadecimal.decode(digits.uppercased()) == bytes)
        for text in ["0", "0g", "g0", " 00", "0x00", "\u{0660}\u{0660}"] {
            #expect(Hexadecimal.decode(text) == nil)
        }
    }
}
