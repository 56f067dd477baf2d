import MerkleTree
import SignedNotes

/// The entries of an NDJSON body: a base64 text a line, with or without the quotes of JSON.
///
/// A line that is wrong has its own refusal and harms no other.
struct EntryLines: Sendable {
    /// The entries of the lines that are right, in their order.
    private(set) var entries = EntryBatch()
    /// For each line nil if it is right, else what is wrong with it.
    private(set) var refusals: [EntryLineError?] = []

    /// Reads a body. The line feed behind the last line may be missing.
    ///
    /// - Throws: ``EntryLinesError`` if there is no line, or are more than `maximumCount`.
    init(parsing body: [UInt8], maximumCount: Int) throws(EntryLinesError) {
        let newline = UInt8(ascii: "\n")
        var lines = body.split(
            separator: newline,
            maxSplits: maximumCount + 1,
            omittingEmptySubsequences: false
        )
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else { throw .noLines }
        guard lines.count <= maximumCount else { throw .tooManyLines(maximumCount: maximumCount) }
        self.entries.reserveCapacity(entries: lines.count, bytes: body.count / 4 * 3)
        self.refusals.reserveCapacity(lines.count)
        // SPEC: HTTP-7: a wrong line keeps no other out.
        for line in lines {
            do throws(EntryLineError) {
                try self.append(line)
                self.refusals.append(nil)
            } catch {
                self.refusals.append(error)
            }
        }
    }

    private mutating func append(_ line: ArraySlice<UInt8>) throws(EntryLineError) {
        let quote = UInt8(ascii: "\"")
        let isQuoted = line.count >= 2 && line.first == quote && line.last == quote
        let characters = isQuoted ? line.dropFirst().dropLast() : line
        guard let entry = Base64.decode(characters) else {
            throw .notBase64(column: Self.firstWrongColumn(characters, in: line))
        }
        do { try OpaqueEntryRules.check(entry[...]) } catch { throw .refused(error) }
        do { try self.entries.append(entry) } catch { throw .entry(error) }
    }

    /// Where the first character stands that cannot be where it is, or else the end of the line.
    private static func firstWrongColumn(
        _ characters: ArraySlice<UInt8>,
        in line: ArraySlice<UInt8>
    ) -> Int {
        let end = characters.reversed().drop { $0 == UInt8(ascii: "=") }.count
        let digits = characters.prefix(end)
        let wrong = digits.firstIndex { !Self.isDigit($0) } ?? characters.endIndex
        return wrong - line.startIndex + 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default:
            false
        }
    }
}

/// Why a body has no lines that could be read one by one.
enum EntryLinesError: Error, Hashable, Sendable {
    /// The body is empty.
    case noLines
    /// There are more than `maximumCount` lines.
    case tooManyLines(maximumCount: Int)
}

/// Why a line is not an entry that may be appended.
enum EntryLineError: Error, Hashable, Sendable {
    /// It is not base64 from this column on, counted in bytes from 1.
    case notBase64(column: Int)
    /// It is an entry that writers may not append.
    case refused(OpaqueEntryRefusal)
    /// It is not an entry.
    case entry(EntryError)
}
