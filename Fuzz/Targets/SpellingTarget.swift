import SignedNotes

/// Numbers and bytes in text.
enum SpellingTarget: FuzzTarget {
    static let name = "spelling"
    static let maximumByteCount = 64
    static let words = ["==", "=", "18446744073709551615", "18446744073709551616"]

    static func seeds() throws -> [[UInt8]] {
        [
            "", "0", "18446744073709551615", "18446744073709551616", "YQ==", "YWI=", "YWJj", "YR==",
            "00ff", "0aF",
        ].map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        var isRead = false
        if let number = CanonicalDecimal.parse(input) {
            try demand("\(number)".utf8.elementsEqual(input), "a number has one spelling")
            isRead = true
        }
        if let bytes = Base64.decode(input) {
            try demand(Base64.encode(bytes).utf8.elementsEqual(input), "base64 has one spelling")
            isRead = true
        }
        try demand(
            Base64.decode(Base64.encode(input)) == input,
            "bytes come back from base64"
        )
        try demand(
            Hexadecimal.decode(Hexadecimal.encode(input)) == input,
            "bytes come back from hexadecimal"
        )
        if let text = input.text, let bytes = Hexadecimal.decode(text) {
            try demand(
                Hexadecimal.encode(bytes).utf8.elementsEqual(text.lowercased().utf8),
                "hexadecimal has one spelling, but for its case"
            )
        }
        return isRead
    }
}
