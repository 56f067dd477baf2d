import LogProtocol
import LogTesting
import Records
import Testing

/// What a client takes for an answer about each entry, and what not.
@Suite struct CensusAnswerTests {
    private static let good =
        #"{"disclosure":{"index":9},"first":2,"size":9,"counts":{"record":3,"control":1,"erased":1,"#
        + #""dummy":0,"missing":1},"missing":[{"index":7,"reason":"no-contents"}],"dummies":[],"#
        + #""next":8}"#

    @Test func anAnswerIsRead() throws {
        let answer = try CensusAnswer(parsing: Array(Self.good.utf8))
        #expect(answer.first == 2)
        #expect(answer.size == 9)
        #expect(answer.next == 8)
        #expect(answer.disclosureIndex == 9)
        #expect(answer.counts.total == 6)
        #expect(answer.missing.map(\.index) == [7])
    }

    @Test(arguments: [
        (#""first":2"#, #""first":-2"#), (#""size":9"#, #""size":"9""#),
        (#""record":3"#, #""record":4"#), (#""record":3,"#, ""),
        (#""missing":1}"#, #""missing":2}"#),
        (#"[{"index":7,"reason":"no-contents"}]"#, "[]"),
        (#""reason":"no-contents""#, #""reason":1"#), (#""next":8"#, #""next":1"#),
        (#""dummies":[]"#, #""dummies":[{"index":1,"evidence":{}}]"#), ("{", "["),
    ])
    func whatDoesNotAddUpIsRefused(_ change: (String, String)) throws {
        let text = Self.good.replacing(change.0, with: change.1, maxReplacements: 1)
        try #require(text != Self.good)
        #expect(throws: EvidenceError.self) { try CensusAnswer(parsing: Array(text.utf8)) }
    }

    /// The evidence of a dummy has to be of the entry that it is listed under.
    @Test func evidenceOfAnotherEntryIsRefused() throws {
        let sample = try SampleEvidence(shape: .opaque)
        let evidence = String(
            decoding: try sample.evidence(disclosing: ["outcome"]).bytes,
            as: UTF8.self
        )
        func answer(_ index: UInt64) -> [UInt8] {
            Array(
                (#"{"first":5,"size":6,"counts":{"record":0,"control":0,"erased":0,"dummy":1,"missing":0},"#
                    + #""missing":[],"dummies":[{"index":\#(index),"evidence":\#(evidence)}]}"#)
                    .utf8
            )
        }
        #expect(try CensusAnswer(parsing: answer(5)).dummies.count == 1)
        #expect(throws: EvidenceError.malformed("dummies.index")) {
            try CensusAnswer(parsing: answer(6))
        }
    }
}
