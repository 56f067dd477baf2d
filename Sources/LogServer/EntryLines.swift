import MerkleTree
import NIOHTTP1
import SignedNotes

/// The entries of an NDJSON body: a base64 text a line, with or without the quotes of JSON.
///
/// A line that is wrong has its own problem and harms no other.
struct EntryLines: Sendable {
    /// The entries of the lines that are right, in their order.
    private(set) var entries = EntryBatch()
    /// For each line nil if it is right, else what is wrong with it.
    private(set) var problems: [Problem?] = []

    /// Reads a body. The line feed behind the last line may be missing.
    ///
    /// - Throws: A ``Problem`` if there is no line, or are more than `maximumCount`.
    init(parsing body: [UInt8], maximumCount: Int) throws(Problem) {
        let newline = UInt8(ascii: "\n")
        var lines = body.split(
            separator: newline,
            maxSplits: maximumCount + 1,
            omittingEmptySubsequences: false
        )
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else {
            throw Problem(.badRequest, .badSubmission, "The body has no lines.", member: "body")
        }
        guard lines.count <= maximumCount else {
            throw Problem(
                .payloadTooLarge,
                .badSubmission,
                "The body has more than \(maximumCount) lines.",
                member: "body",
                limit: UInt64(maximumCount)
            )
        }
        self.entries.reserveCapacity(entries: lines.count, bytes: body.count / 4 * 3)
        self.problems.reserveCapacity(lines.count)
        // SPEC: HTTP-7: a wrong line keeps no other out.
        for (position, line) in lines.enumerated() {
            do throws(Problem) {
                try self.append(line, number: position + 1)
                self.problems.append(nil)
            } catch {
                self.problems.append(error)
            }
        }
    }

    private mutating func append(_ line: ArraySlice<UInt8>, number: Int) throws(Problem) {
        let quote = UInt8(ascii: "\"")
        let isQuoted = line.count >= 2 && line.first == quote && line.last == quote
        let characters = isQuoted ? line.dropFirst().dropLast() : line
        guard let entry = Base64.decode(characters) else {
            throw Self.wrongBase64(characters, in: line, number: number)
        }
        do {
            try OpaqueEntryRules.check(entry[...])
        } catch {
            throw Problem(error).inLine(number)
        }
        do {
            try self.entries.append(entry)
        } catch {
            throw Problem(error).inLine(number)
        }
    }

    /// Names the first character that cannot be where it is, or else the end of the line.
    private static func wrongBase64(
        _ characters: ArraySlice<UInt8>,
        in line: ArraySlice<UInt8>,
        number: Int
    ) -> Problem {
        let end = characters.reversed().drop { $0 == UInt8(ascii: "=") }.count
        let digits = characters.prefix(end)
        let wrong = digits.firstIndex { !Self.isDigit($0) } ?? characters.endIndex
        let column = wrong - line.startIndex + 1
        return Problem(
            .badRequest,
            .badSubmission,
            "Line \(number) is not base64 of RFC 4648 section 4, from column \(column) on.",
            member: "line \(number) column \(column)"
        )
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

extension Problem {
    /// The same problem, of one line of a body.
    fileprivate func inLine(_ number: Int) -> Problem {
        var problem = self
        problem.member = "line \(number)"
        return problem
    }
}
