import LogTesting
import SignedNotes
import Testing

@testable import concordat

struct InclusionVector: Decodable, CustomTestStringConvertible {
    let name: String
    let suite: Suite
    let leafIndex: UInt64
    let treeSize: UInt64
    let leaf: String
    let root: String
    let path: [String]
    let verdict: ExpectedVerdict

    var testDescription: String { self.name }
}

struct ConsistencyVector: Decodable, CustomTestStringConvertible {
    let name: String
    let suite: Suite
    let size1: UInt64
    let size2: UInt64
    let root1: String
    let root2: String
    let path: [String]
    let verdict: ExpectedVerdict

    var testDescription: String { self.name }
}

@Suite struct CheckCommandTests {
    private static func bytes(_ hex: String) throws -> [UInt8] {
        try #require(Hexadecimal.decode(hex))
    }

    @Test(arguments: try VectorFile<InclusionVector>.load("inclusion"))
    func inclusionVectorGetsItsStatus(_ vector: InclusionVector) throws {
        let check = InclusionCheck(
            index: vector.leafIndex,
            size: vector.treeSize,
            leaf: try Self.bytes(vector.leaf),
            root: try Self.bytes(vector.root),
            path: try vector.path.map(Self.bytes)
        )
        #expect(check.outcome(in: vector.suite).status.rawValue == vector.verdict.status)
    }

    @Test(arguments: try VectorFile<ConsistencyVector>.load("consistency"))
    func consistencyVectorGetsItsStatus(_ vector: ConsistencyVector) throws {
        let check = ConsistencyCheck(
            olderSize: vector.size1,
            newerSize: vector.size2,
            olderRoot: try Self.bytes(vector.root1),
            newerRoot: try Self.bytes(vector.root2),
            path: try vector.path.map(Self.bytes)
        )
        #expect(check.outcome(in: vector.suite).status.rawValue == vector.verdict.status)
    }

    /// Some of the same through the program, where every path hash is 64 digits.
    @Test func programGivesTheSameStatus() async throws {
        let inclusion = try VectorFile<InclusionVector>.load("inclusion")
        for vector in inclusion.enumerated().filter({ $0.offset % 29 == 0 }).map(\.element) {
            let result = try await CommandProcess.run(
                [
                    "check", "inclusion", "--suite", vector.suite.rawValue,
                    "--index", "\(vector.leafIndex)", "--size", "\(vector.treeSize)",
                    "--leaf", vector.leaf, "--root", vector.root,
                ] + vector.path
            )
            #expect(result.status == vector.verdict.status, "\(vector.name): \(result.output)")
        }
        let consistency = try VectorFile<ConsistencyVector>.load("consistency")
        for vector in consistency.enumerated().filter({ $0.offset % 29 == 0 }).map(\.element) {
            let result = try await CommandProcess.run(
                [
                    "check", "consistency", "--json", "--suite", vector.suite.rawValue,
                    "--size1", "\(vector.size1)", "--size2", "\(vector.size2)",
                    "--root1", vector.root1, "--root2", vector.root2,
                ] + vector.path
            )
            #expect(result.status == vector.verdict.status, "\(vector.name): \(result.output)")
            #expect(result.output.contains("\"verdict\":\"\(vector.verdict.word)\""))
        }
    }
}
