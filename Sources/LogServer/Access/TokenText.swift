import SignedNotes

/// Base64url of RFC 7515 section 2: without padding, one spelling.
enum TokenText {
    /// The bytes that the characters spell; nil unless it is their one spelling.
    static func decode(_ characters: some Collection<UInt8>) -> [UInt8]? {
        var text: [UInt8] = []
        text.reserveCapacity(characters.count + 2)
        for character in characters {
            switch character {
            case UInt8(ascii: "-"): text.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): text.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: text.append(character)
            }
        }
        let missing = (4 - text.count % 4) % 4
        guard missing < 3 else { return nil }
        text += [UInt8](repeating: UInt8(ascii: "="), count: missing)
        return Base64.decode(text)
    }

    /// The characters that spell the bytes.
    static func encode(_ bytes: [UInt8]) -> String {
        let characters = Base64.encode(bytes).utf8.filter { $0 != UInt8(ascii: "=") }.map {
            switch $0 {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: $0
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
