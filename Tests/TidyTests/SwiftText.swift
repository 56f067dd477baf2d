/// Swift source with code, string literals and comments told apart, well enough for looking up words.
///
/// Not a parser: regex literals are read as code, and an interpolation's code stays in its string.
struct SwiftText {
    /// The code's lines, the first being line 1, with comments gone and each string literal empty.
    let codeLines: [(number: Int, text: String)]
    /// The contents of the string literals, with the line each begins on.
    let strings: [(line: Int, text: String)]

    init(_ text: String) {
        var scanner = Scanner(text)
        scanner.scan()
        self.codeLines = scanner.code
            .split(separator: Scanner.lineFeed, omittingEmptySubsequences: false)
            .enumerated()
            .map { (number: $0.offset + 1, text: String(decoding: $0.element, as: UTF8.self)) }
        self.strings = scanner.strings
    }

    /// All lines of code in one.
    var code: String { self.codeLines.map(\.text).joined(separator: "\n") }
}

/// Works on bytes: the tests run unoptimised, where characters are slow.
private struct Scanner {
    static let lineFeed = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")
    private static let pound = UInt8(ascii: "#")

    private(set) var code: [UInt8] = []
    private(set) var strings: [(line: Int, text: String)] = []

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        self.bytes = Array(text.utf8)
        self.code.reserveCapacity(self.bytes.count)
    }

    mutating func scan() {
        while self.position < self.bytes.count {
            if self.isAt("//") {
                self.skipLineComment()
            } else if self.isAt("/*") {
                self.skipBlockComment()
            } else if let opening = self.openingQuote() {
                self.takeString(opening)
            } else {
                self.code.append(self.take())
            }
        }
    }

    private func isAt(_ word: StaticString, offset: Int = 0) -> Bool {
        let start = self.position + offset
        guard start + word.utf8CodeUnitCount <= self.bytes.count else { return false }
        for index in 0..<word.utf8CodeUnitCount
        where self.bytes[start + index] != word.utf8Start[index] {
            return false
        }
        return true
    }

    /// Whether this many `#` stand `offset` bytes further on.
    private func isAtPounds(_ count: Int, offset: Int) -> Bool {
        let start = self.position + offset
        guard start + count <= self.bytes.count else { return false }
        return self.bytes[start..<start + count].allSatisfy { $0 == Self.pound }
    }

    private mutating func take() -> UInt8 {
        let byte = self.bytes[self.position]
        self.skip(1)
        return byte
    }

    private mutating func skip(_ count: Int) {
        let end = min(self.position + count, self.bytes.count)
        for byte in self.bytes[self.position..<end] where byte == Self.lineFeed { self.line += 1 }
        self.position = end
    }

    private mutating func skipLineComment() {
        while self.position < self.bytes.count, !self.isAt("\n") { self.skip(1) }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if self.isAt("/*") {
                depth += 1
                self.skip(2)
            } else if self.isAt("*/") {
                depth -= 1
                self.skip(2)
            } else {
                if self.isAt("\n") { self.code.append(Self.lineFeed) }
                self.skip(1)
            }
        } while depth > 0 && self.position < self.bytes.count
    }

    /// How a string is quoted: `"`, `"""`, `#"` and so on.
    private struct Quoting {
        let pounds: Int
        let isMultiline: Bool

        var marks: Int { self.isMultiline ? 3 : 1 }
    }

    private func openingQuote() -> Quoting? {
        let pounds = self.bytes[self.position...].prefix { $0 == Self.pound }.count
        guard self.isAt("\"", offset: pounds) else { return nil }
        return Quoting(pounds: pounds, isMultiline: self.isAt("\"\"\"", offset: pounds))
    }

    private func isAtEnd(of quoting: Quoting) -> Bool {
        (quoting.isMultiline ? self.isAt("\"\"\"") : self.isAt("\""))
            && self.isAtPounds(quoting.pounds, offset: quoting.marks)
    }

    private mutating func takeString(_ quoting: Quoting) {
        let start = self.line
        var content: [UInt8] = []
        self.skip(quoting.pounds + quoting.marks)
        while self.position < self.bytes.count, !self.isAtEnd(of: quoting) {
            // A string of one line cannot go on; whatever opened it was none.
            if !quoting.isMultiline && self.isAt("\n") { break }
            guard self.isAt("\\"), self.isAtPounds(quoting.pounds, offset: 1) else {
                content.append(self.take())
                continue
            }
            if self.isAt("(", offset: 1 + quoting.pounds) {
                content += self.takeInterpolation(opening: 2 + quoting.pounds)
            } else {
                for _ in 0..<min(2 + quoting.pounds, self.bytes.count - self.position) {
                    content.append(self.take())
                }
            }
        }
        if self.isAtEnd(of: quoting) { self.skip(quoting.marks + quoting.pounds) }
        self.strings.append((start, String(decoding: content, as: UTF8.self)))
        self.code += [Self.quote, Self.quote]
        self.code += Array(repeating: Self.lineFeed, count: self.line - start)
    }

    /// `\(...)` with balanced parentheses. A string literal within may hold anything.
    private mutating func takeInterpolation(opening: Int) -> [UInt8] {
        let start = self.position
        self.skip(opening)
        var depth = 1
        var isInString = false
        while depth > 0, self.position < self.bytes.count {
            if self.isAt("\"") { isInString.toggle() }
            if self.isAt("(") && !isInString { depth += 1 }
            if self.isAt(")") && !isInString { depth -= 1 }
            self.skip(1)
        }
        return Array(self.bytes[start..<self.position])
    }
}
