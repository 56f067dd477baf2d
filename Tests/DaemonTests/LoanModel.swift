import Foundation
import Records
import Testing

/// The loan model of `Tests/loan-model`: a real one, trained on real loans when it is asked.
struct LoanModel: Sendable {
    /// A decision about an applicant.
    struct Decision: Decodable, Sendable {
        let recordID: String
        let person: String
        let decision: String
        let score: String

        private enum CodingKeys: String, CodingKey {
            case recordID = "record_id"
            case person
            case decision
            case score
        }
    }

    /// What the program says of its work.
    private struct Report: Decodable {
        let loans: Int
        let trained: Int
        let auc: Double
        let digest: String
        let decisions: [Decision]

        private enum CodingKeys: String, CodingKey {
            case loans
            case trained
            case auc
            case digest = "model_digest"
            case decisions
        }
    }

    /// The digest of what it learned.
    let digest: String
    /// Its decisions, in order.
    let decisions: [Decision]
    /// The records of them, a line each.
    let records: [UInt8]

    /// Where the tree is.
    static let tree = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized.path()

    /// The environment that `Tests/loan-model/install.sh` makes, beside what was built.
    private static let python = URL(filePath: RunningProgram.folder)
        .appending(path: "../../loan-model/bin/python").standardized.path()

    /// Whether it can be run. If not, the installation said why.
    static var isInstalled: Bool {
        let stamp = (Self.python as NSString).deletingLastPathComponent + "/../installed"
        return FileManager.default.fileExists(atPath: stamp)
    }

    /// Trains it, and lets it decide about `count` applicants.
    init(deciding count: Int, in house: RecordHouse) async throws {
        let file = house.path("decisions.ndjson")
        let report = house.path("model.json")
        let run = try await house.program(
            Self.python,
            [
                Self.tree + "Tests/loan-model/loan_model.py", "--decisions", file, "--count",
                "\(count)",
            ],
            to: report
        )
        try #require(run.status == 0, "\(run.output)")
        let read = try JSONDecoder().decode(
            Report.self,
            from: try Data(contentsOf: URL(filePath: report))
        )
        // A model that has learned something: whoever guesses has 0.5.
        #expect(read.loans == 1_000 && read.trained == 700)
        #expect(read.auc > 0.7 && read.auc < 1, "\(read.auc)")
        self.digest = read.digest
        self.decisions = read.decisions
        self.records = Array(try Data(contentsOf: URL(filePath: file)))
    }
}
