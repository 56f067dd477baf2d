/// The parser behind ``StrictJSON``: one pass over bytes that are known to be UTF-8.
struct StrictJSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    /// Up to so many members, each name is compared with all before it.
    private static let fewMembers = 64

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Reads the one value that the bytes are.
    mutating func document() throws(StrictJSONError) -> JSONValue {
        // SPEC: JSON-2, JSON-3, JSON-4: before any of it is taken for a value.
        try self.checkByteOrderMark()
        if let offset = UTF8Check.firstInvalidOffset(in: self.bytes) {
            throw StrictJSONError(.invalidUTF8, offset: offset)
        }
        self.skipWhiteSpace()
        guard self.position < self.bytes.count else { throw self.error(.empty) }
        let value = try self.value()
        self.skipWhiteSpace()
        // SPEC: JSON-14.
        guard self.position == self.bytes.count else { throw self.error(.trailingBytes) }
        return value
    }

    private func error(_ code: StrictJSONError.Code) -> StrictJSONError {
        StrictJSONError(code, offset: self.position)
    }

    private static let byteOrderMarks: [[UInt8]] = [
        [0xef, 0xbb, 0xbf], [0xfe, 0xff], [0xff, 0xfe], [0x00, 0x00, 0xfe, 0xff],
    ]

    /// UTF-8's mark, and both of UTF-16 (with which those of UTF-32 begin or which they contain).
    private func checkByteOrderMark() throws(StrictJSONError) {
        guard !Self.byteOrderMarks.contains(where: { self.bytes.starts(with: $0) }) else {
            throw self.error(.byteOrderMark)
        }
    }

    private mutating func skipWhiteSpace() {
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case 0x20, 0x09, 0x0a, 0x0d: self.position += 1
            default: return
            }
        }
    }

    /// The next byte, which is not looked past.
    private func next() throws(StrictJSONError) -> UInt8 {
        guard self.position < self.bytes.count else { throw self.error(.truncated) }
        return self.bytes[self.position]
    }

    private mutating func value() throws(StrictJSONError) -> JSONValue {
        switch try self.next() {
        case UInt8(ascii: "{"): return .object(try self.object())
        case UInt8(ascii: "["): return .array(try self.array())
        case UInt8(ascii: "\""):
            var hash: UInt64 = 0
            return .string(try self.string(hash: &hash))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."):
            return .integer(try self.number())
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"), UInt8(ascii: "$"):
            return try self.literal()
        default:
            throw self.error(.unexpectedCharacter)
        }
    }

    private mutating func enter() throws(StrictJSONError) {
        // SPEC: JSON-9.
        guard self.depth < StrictJSON.maximumDepth else { throw self.error(.tooDeep) }
        self.depth += 1
        self.position += 1
        self.skipWhiteSpace()
    }

    private mutating func leave() {
        self.depth -= 1
        self.position += 1
    }

    /// What follows a member or an element: true if another one does, false at the end.
    private mutating func isFollowed(until end: UInt8) throws(StrictJSONError) -> Bool {
        self.skipWhiteSpace()
        let byte = try self.next()
        if byte == end { return false }
        guard byte == UInt8(ascii: ",") else { throw self.error(.unexpectedCharacter) }
        let comma = self.position
        self.position += 1
        self.skipWhiteSpace()
        // SPEC: JSON-13.
        switch try self.next() {
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            throw StrictJSONError(.trailingComma, offset: comma)
        default: return true
        }
    }

    private mutating func array() throws(StrictJSONError) -> [JSONValue] {
        try self.enter()
        var elements: [JSONValue] = []
        if try self.next() != UInt8(ascii: "]") {
            repeat {
                do throws(StrictJSONError) { elements.append(try self.value()) } catch {
                    throw error.inside("[\(elements.count)]")
                }
            } while try self.isFollowed(until: UInt8(ascii: "]"))
        }
        self.leave()
        return elements
    }

    private mutating func object() throws(StrictJSONError) -> [JSONMember] {
        try self.enter()
        var members: [JSONMember] = []
        // Beside the members, so that most names are told apart without touching them.
        var hashes: [UInt64] = []
        var names: Set<ExactName> = []
        if try self.next() != UInt8(ascii: "}") {
            if self.depth == 1 {
                members.reserveCapacity(32)
                hashes.reserveCapacity(32)
            }
            repeat {
                let member = try self.member()
                // SPEC: JSON-8: the names' bytes decide, with their escapes undone.
                guard Self.isNew(member, among: members, hashes, &names) else {
                    throw StrictJSONError(
                        .duplicateMember,
                        offset: member.offset,
                        path: member.name
                    )
                }
                members.append(member)
                hashes.append(member.hash)
            } while try self.isFollowed(until: UInt8(ascii: "}"))
        }
        self.leave()
        return members
    }

    private mutating func member() throws(StrictJSONError) -> JSONMember {
        guard try self.next() == UInt8(ascii: "\"") else { throw self.error(.unexpectedCharacter) }
        let offset = self.position
        var hash: UInt64 = 0
        let name = try self.string(hash: &hash)
        do throws(StrictJSONError) {
            self.skipWhiteSpace()
            guard try self.next() == UInt8(ascii: ":") else {
                throw self.error(.unexpectedCharacter)
            }
            self.position += 1
            self.skipWhiteSpace()
            let value = try self.value()
            return JSONMember(name: name, value: value, offset: offset, hash: hash)
        } catch { throw error.inside(name) }
    }

    /// Whether no member before has this name. Many members are looked up in a set, whose hash
    /// nobody outside can choose names for.
    private static func isNew(
        _ member: JSONMember,
        among members: [JSONMember],
        _ hashes: [UInt64],
        _ names: inout Set<ExactName>
    ) -> Bool {
        if members.count < self.fewMembers {
            for (position, hash) in hashes.enumerated() where hash == member.hash {
                if members[position].name.utf8.elementsEqual(member.name.utf8) { return false }
            }
            return true
        }
        if names.isEmpty { names = Set(members.map { ExactName(name: $0.name) }) }
        return names.insert(ExactName(name: member.name)).inserted
    }

    private struct ExactName: Hashable {
        let name: String

        static func == (left: Self, right: Self) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8)
        }

        func hash(into hasher: inout Hasher) {
            for byte in self.name.utf8 { hasher.combine(byte) }
        }
    }
}

// Words and numbers.
extension StrictJSONParser {
    private mutating func literal() throws(StrictJSONError) -> JSONValue {
        let start = self.position
        var end = start
        while end < self.bytes.count, Self.isOfWord(self.bytes[end]) { end += 1 }
        let word = UnsafeBufferPointer(rebasing: self.bytes[start..<end])
        self.position = end
        if word.elementsEqual("true".utf8) { return .bool(true) }
        if word.elementsEqual("false".utf8) { return .bool(false) }
        if word.elementsEqual("null".utf8) { return .null }
        // SPEC: JSON-12.
        throw StrictJSONError(.badLiteral, offset: start)
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: false
        }
    }

    /// SPEC: JSON-10, JSON-11: `-?(0|[1-9][0-9]*)`, below 2^53. What JSON allows beyond that is told
    /// apart from what it does not.
    private mutating func number() throws(StrictJSONError) -> Int64 {
        let start = self.position
        var end = start
        while end < self.bytes.count, Self.isOfNumber(self.bytes[end]) { end += 1 }
        self.position = end
        var rest = self.bytes[start..<end]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        let integer = rest.prefix { Self.isDigit($0) }
        guard let first = integer.first, first != UInt8(ascii: "0") || integer.count == 1 else {
            throw StrictJSONError(.malformedNumber, offset: start)
        }
        rest = rest.dropFirst(integer.count)
        guard rest.isEmpty else {
            let isJSON = Self.isFractionOrExponent(rest)
            throw StrictJSONError(isJSON ? .numberNotWhole : .malformedNumber, offset: start)
        }
        guard !isNegative || first != UInt8(ascii: "0") else {
            throw StrictJSONError(.numberNotWhole, offset: start)
        }
        guard integer.count <= 16 else { throw StrictJSONError(.numberTooLarge, offset: start) }
        let magnitude = integer.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        guard magnitude <= JSONValue.largestInteger else {
            throw StrictJSONError(.numberTooLarge, offset: start)
        }
        return isNegative ? -magnitude : magnitude
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Whatever somebody might have meant as a part of the number.
    private static func isOfNumber(_ byte: UInt8) -> Bool {
        self.isOfWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".")
    }

    /// `(.[0-9]+)?([eE][+-]?[0-9]+)?`, not empty.
    private static func isFractionOrExponent(
        _ bytes: UnsafeBufferPointer<UInt8>.SubSequence
    ) -> Bool {
        var rest = bytes
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let digits = rest.prefix { self.isDigit($0) }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count)
        }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
            rest = rest.dropFirst()
        }
        return !rest.isEmpty && rest.allSatisfy { self.isDigit($0) }
    }
}

// Texts.
extension StrictJSONParser {
    /// Reads a text and the hash of its bytes.
    private mutating func string(hash: inout UInt64) throws(StrictJSONError) -> String {
        let start = self.position + 1
        var end = start
        hash = NameHash.seed
        while end < self.bytes.count {
            let byte = self.bytes[end]
            if byte == UInt8(ascii: "\"") {
                self.position = end + 1
                return String(
                    decoding: UnsafeBufferPointer(rebasing: self.bytes[start..<end]),
                    as: UTF8.self
                )
            }
            guard byte != UInt8(ascii: "\\") else {
                self.position = end
                return try self.escapedString(from: start, hash: &hash)
            }
            // SPEC: JSON-7.
            guard byte >= 0x20 else { throw StrictJSONError(.controlCharacter, offset: end) }
            hash = NameHash.adding(byte, to: hash)
            end += 1
        }
        throw StrictJSONError(.truncated, offset: end)
    }

    /// Reads on from the first backslash.
    private mutating func escapedString(
        from start: Int,
        hash: inout UInt64
    ) throws(StrictJSONError) -> String {
        var text = Array(self.bytes[start..<self.position])
        while true {
            let byte = try self.next()
            if byte == UInt8(ascii: "\"") {
                self.position += 1
                hash = text.reduce(NameHash.seed) { NameHash.adding($1, to: $0) }
                return String(decoding: text, as: UTF8.self)
            }
            guard byte >= 0x20 else { throw self.error(.controlCharacter) }
            if byte == UInt8(ascii: "\\") {
                try self.escape(into: &text)
            } else {
                text.append(byte)
                self.position += 1
            }
        }
    }

    /// SPEC: JSON-6: reads a backslash and what follows it.
    private mutating func escape(into text: inout [UInt8]) throws(StrictJSONError) {
        let start = self.position
        self.position += 1
        let byte = try self.next()
        self.position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try self.unicodeEscape(from: start)
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw StrictJSONError(.badEscape, offset: start)
        }
    }

    /// SPEC: JSON-5: reads the digits of an escape, and the other half of a surrogate pair.
    private mutating func unicodeEscape(
        from start: Int
    ) throws(StrictJSONError) -> Unicode.Scalar {
        let first = try self.fourDigits(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xd800..<0xdc00).contains(first), self.position + 1 < self.bytes.count,
            self.bytes[self.position] == UInt8(ascii: "\\"),
            self.bytes[self.position + 1] == UInt8(ascii: "u")
        else { throw StrictJSONError(.loneSurrogate, offset: start) }
        let low = self.position
        self.position += 2
        let second = try self.fourDigits(from: low)
        guard (0xdc00..<0xe000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        else { throw StrictJSONError(.loneSurrogate, offset: start) }
        return scalar
    }

    private mutating func fourDigits(from start: Int) throws(StrictJSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = try self.next()
            guard let digit = Self.hexadecimalValue(of: byte) else {
                throw StrictJSONError(.badEscape, offset: start)
            }
            code = code << 4 | digit
            self.position += 1
        }
        return code
    }

    private static func hexadecimalValue(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
