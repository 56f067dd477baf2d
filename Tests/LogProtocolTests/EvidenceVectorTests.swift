import LogProtocol
import LogTesting
import SignedNotes
import Testing

/// `Specs/vectors/evidence.json`, which another implementation wrote.
@Suite struct EvidenceVectorTests {
    struct Vector: Decodable, CustomTestStringConvertible {
        let name: String
        let evidence: String
        let vkeys: [String]
        let verdict: ExpectedVerdict
        let origin: String?
        let index: UInt64?
        let treeSize: UInt64?
        let suites: [Suite]?
        let fieldCount: Int?

        var testDescription: String { self.name }
    }

    @Test(arguments: try VectorFile<Vector>.load("evidence"))
    func vectorGetsItsVerdict(_ vector: Vector) throws {
        let keys = try vector.vkeys.map { try VerifierKey(parsing: $0) }
        do throws(EvidenceError) {
            let evidence = try Evidence(parsing: Array(vector.evidence.utf8))
            let proven = try evidence.verify(trusting: .keys(keys))
            #expect(vector.verdict == .valid)
            #expect(proven.origin.text == vector.origin)
            #expect(proven.index == vector.index)
            #expect(proven.treeSize == vector.treeSize)
            #expect(proven.suites == vector.suites)
            #expect(proven.isAgreementChecked == (vector.suites?.count == 2))
            #expect(proven.fields.count == vector.fieldCount)
            #expect(evidence.bytes == Array(vector.evidence.utf8))
        } catch {
            let expected: Verdict = vector.verdict == .couldNotTell ? .undecided : .refuted
            #expect(vector.verdict != .valid, "\(error)")
            #expect(error.verdict == expected, "\(error)")
            #expect(!error.step.isEmpty && !error.description.isEmpty)
        }
    }
}
