import MerkleTree
import SignedNotes

@testable import LogServer

/// NDJSON bodies of entries, as writers send them.
enum EntryLinesTarget: FuzzTarget {
    static let name = "entry-lines"
    static let maximumByteCount = 400
    static let words = ["\n", "\"", "==", "AAAA", "eyJjbGFzcyI6"]

    /// The most lines that are taken here.
    private static let maximumLineCount = 8

    static func seeds() throws -> [[UInt8]] {
        let control = Base64.encode(Array(#"{"class":"incident"}"#.utf8))
        return [
            "YQ==\n", "\"YQ==\"\nYWI=\nYWJj", "\(control)\nYQ==\n", "YQ=\n!\n\n\"\"\nYg==",
            String(repeating: "YQ==\n", count: 9),
        ].map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        // The line feed behind the last line may be missing; an empty body has no line.
        var lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let read: EntryLines
        do {
            read = try EntryLines(parsing: input, maximumCount: self.maximumLineCount)
        } catch .noLines {
            try demand(lines.isEmpty, "a body with a line has lines")
            return false
        } catch .tooManyLines(let maximumCount) {
            try demand(lines.count > maximumCount, "the limit is that of lines")
            return false
        }
        try demand(
            read.refusals.count == lines.count && lines.count <= self.maximumLineCount,
            "each line has its answer"
        )
        var position = 0
        for (line, refusal) in zip(lines, read.refusals) {
            try self.check(Array(line), refusal)
            guard refusal == nil else { continue }
            let text = Array(Base64.encode(read.entries[position]).utf8)
            let quote = [UInt8(ascii: "\"")]
            try demand(
                line.elementsEqual(text) || line.elementsEqual(quote + text + quote),
                "an entry has one spelling, with or without quotes"
            )
            position += 1
        }
        try demand(position == read.entries.count, "each right line is an entry, in order")
        return position > 0
    }

    private static func check(_ line: [UInt8], _ refusal: EntryLineError?) throws {
        if !line.isEmpty {
            let alone = try EntryLines(parsing: line, maximumCount: 1)
            try demand(alone.refusals == [refusal], "no line depends on the others")
        }
        if case .notBase64(let column) = refusal {
            try demand((1...line.count + 1).contains(column), "the column is one of the line")
        }
    }
}
