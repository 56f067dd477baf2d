import Testing

@testable import concordat

@Suite struct LineSplitterTests {
    private static func lines(
        of text: String,
        pieceByteCount: Int,
        limit: Int
    ) -> [LineSplitter.Line] {
        var splitter = LineSplitter(limit: limit)
        var lines: [LineSplitter.Line] = []
        var byteCount = 0
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
            splitter.append(Array(bytes[start..<min(start + pieceByteCount, bytes.count)]))
            while let next = splitter.next() {
                lines.append(next.line)
                byteCount += next.byteCount
            }
        }
        while let last = splitter.finish() {
            lines.append(last.line)
            byteCount += last.byteCount
        }
        #expect(byteCount == bytes.count, "every byte belongs to one line")
        return lines
    }

    @Test(arguments: [
        "", "\n", "a", "a\n", "a\nb", "\n\n", "ab\n\ncde\nf", "abcdef\ng\n", "abcdefgh",
    ])
    func piecesOfEverySizeGiveTheSameLines(_ text: String) {
        var expected = text.split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init
        )
        if expected.last?.isEmpty == true { expected.removeLast() }
        for limit in 0...8 {
            for pieceByteCount in 1...9 {
                let lines = Self.lines(of: text, pieceByteCount: pieceByteCount, limit: limit)
                let texts = lines.map { line in
                    switch line {
                    case .complete(let bytes): String(decoding: bytes, as: UTF8.self)
                    case .tooLong: "too long"
                    }
                }
                let bounded = expected.map { $0.utf8.count > limit ? "too long" : $0 }
                #expect(texts == bounded, "pieces of \(pieceByteCount), limit \(limit)")
            }
        }
    }
}
