import SignedNotes

/// Origins, which name logs and keys.
enum OriginTarget: FuzzTarget {
    static let name = "origin"
    static let maximumByteCount = 260
    static let words = ["/sm3", "concordat/", "log.example/"]

    static func seeds() throws -> [[UInt8]] {
        ["log.example/eu", "a", "sm3", "\u{e9}.example"].map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let text = input.text, let origin = try? LogOrigin(text) else { return false }
        try demand(origin.text.utf8.elementsEqual(input), "an origin is its text")
        try demand(origin.sm3Text.utf8.count <= 255, "its sibling's name can be one of a key")
        try demand((try? LogOrigin(origin.sm3Text)) == nil, "no log is another's sibling")
        try demand(!input.contains { $0 <= 0x20 || $0 == 0x7f || $0 == 0x2b }, "it stands in lines")
        return true
    }
}
