import Foundation
import LogTesting
import Testing

@testable import concordat

/// `concordat verify evidence.json`.
@Suite struct EvidenceCommandTests {
    struct Vector: Decodable {
        let name: String
        let evidence: String
        let vkeys: [String]
        let verdict: ExpectedVerdict

        /// The file in a folder, and the keys, as `verify` wants them.
        func arguments(in folder: TemporaryFolder) throws -> [String] {
            let file = try folder.write(Array(self.evidence.utf8), to: "evidence.json")
            return ["verify"] + self.vkeys.flatMap { ["--vkey", $0] } + ["--json", file]
        }
    }

    private static func vector(_ name: String) throws -> Vector {
        try #require(VectorFile<Vector>.load("evidence").first { $0.name == name })
    }

    @Test(arguments: [
        "both-suites", "sm3-alone", "no_keys", "byte_changed", "twin_of_another_head",
        "schema_of_another_class",
    ])
    func vectorGetsItsStatus(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector(name)
        let result = try await CommandProcess.run(vector.arguments(in: folder))
        #expect(result.status == vector.verdict.status)
        #expect(result.errors.isEmpty)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let members = try #require(object as? [String: Any])
        #expect(members["verdict"] as? String == vector.verdict.word)
        guard vector.verdict == .valid else {
            #expect(members["step"] as? String != nil && members["detail"] as? String != nil)
            return
        }
        #expect(members["class"] as? String == "clock-change")
        #expect((members["fields"] as? [Any])?.count == 5)
        #expect(
            members["agreement"] as? String == (vector.vkeys.count > 1 ? "checked" : "not checked")
        )
    }

    @Test func oneLineSaysWhatWasProvenAndOneEachFieldSays() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("sha256-alone")
        let arguments = try vector.arguments(in: folder).filter { $0 != "--json" }
        let result = try await CommandProcess.run(arguments)
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n").map(String.init)
        let first = try #require(lines.first)
        #expect(
            first.hasPrefix(
                "proven: entry 3 of the 7 of log.example/eu is this statement of class clock-change, "
                    + "recorded 2026-01-01T00:00:00Z, and it commits to these 5 of 25 fields (SHA-256)"
            )
        )
        #expect(first.hasSuffix("; agreement with the other suite: not checked"))
        #expect(lines.dropFirst().contains("  13 correlation_id: absent"))
        #expect(lines.dropFirst().contains("  15 clock_id: \"eu-1\""))
    }

    @Test func aProofFileStillNeedsItsEntry() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("both-suites")
        let proof = try folder.write(Array("c2sp.org/tlog-proof@v1\n".utf8), to: "proof")
        let result = try await CommandProcess.run(["verify", "--vkey", vector.vkeys[0], proof])
        #expect(result.status == 2)
        #expect(result.output.contains("a proof file needs --entry"))
        let entry = try folder.write([1], to: "entry")
        let other = try await CommandProcess.run(
            vector.arguments(in: folder) + ["--entry", entry]
        )
        #expect(other.status == 1)
        #expect(other.output.contains("another entry"))
    }
}
