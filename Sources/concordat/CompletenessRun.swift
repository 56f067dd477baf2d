import LogProtocol
import SignedNotes

/// The comparison of two counts, without a network.
enum CompletenessRun {
    private struct Report: Encodable {
        let writer: String
        let count: UInt64
        let highest: UInt64
    }

    /// Whether the text is a writer's name, which can stand in a path.
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-:@".utf8.contains($0)
                }
            }
    }

    /// The number in a file, with a newline behind it or without.
    ///
    /// - Throws: ``InputError``, or ``UsageError`` if the file holds no number.
    static func count(in file: InputFile) throws -> UInt64 {
        var bytes = try file.bytes(limit: 64)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard let count = CanonicalDecimal.parse(bytes) else {
            throw UsageError(description: "\(file.path.printable) holds no number")
        }
        return count
    }

    /// What the log's answer says about the writer's own count.
    ///
    /// SPEC: COMP-4: complete by equality, and no other way.
    static func outcome(of answer: CompletenessAnswer, against count: UInt64) -> Outcome {
        func failed(_ detail: String) -> Outcome {
            .failed(.refuted, step: "count", detail: detail)
        }
        if answer.highest > count {
            return failed(
                "the log has numbers up to \(answer.highest), the writer counted \(count)"
            )
        }
        let behind = count - answer.highest
        guard behind == 0, answer.missing == 0 else {
            let gaps = answer.gaps.prefix(10).map {
                $0.first == $0.last ? "\($0.first)" : "\($0.first) to \($0.last)"
            }
            let places = gaps.isEmpty ? "" : ": among them " + gaps.joined(separator: ", ")
            return failed(
                "the log lacks \(answer.missing) below its highest number \(answer.highest) and "
                    + "\(behind) above it\(places)"
            )
        }
        return .proven(
            "the log has the \(count) records that \(answer.writer.printable) counted",
            Report(writer: answer.writer, count: count, highest: answer.highest)
        )
    }
}
