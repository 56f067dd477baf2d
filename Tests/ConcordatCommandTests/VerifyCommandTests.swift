import CryptoSuites
import Foundation
import LogTesting
import SignedNotes
import Testing

@testable import concordat

struct ProofVector: Decodable, CustomTestStringConvertible {
    let name: String
    let suite: Suite
    let proof: String?
    let proofHex: String?
    let vkeys: [String]
    let entry: String
    let verdict: ExpectedVerdict
    let leafIndex: UInt64?
    let treeSize: UInt64?
    let origin: String?

    var testDescription: String { self.name }

    func proofBytes() throws -> [UInt8] {
        if let proof { return Array(proof.utf8) }
        let hex = try #require(self.proofHex)
        return try #require(Hexadecimal.decode(hex))
    }

    /// The files in a folder, as `verify` wants them.
    func arguments(in folder: TemporaryFolder) throws -> [String] {
        let entry = try folder.write(#require(Hexadecimal.decode(self.entry)), to: "entry")
        let proof = try folder.write(self.proofBytes(), to: "proof")
        return ["verify"] + self.vkeys.flatMap { ["--vkey", $0] } + ["--entry", entry, proof]
    }
}

extension ExpectedVerdict {
    /// The exit status of a command.
    var status: Int32 {
        switch self {
        case .valid: 0
        case .mustFail: 1
        case .couldNotTell: 2
        }
    }

    /// The word in JSON objects.
    var word: String {
        switch self {
        case .valid: "proven"
        case .mustFail: "refuted"
        case .couldNotTell: "could_not_tell"
        }
    }
}

@Suite struct VerifyCommandTests {
    private static func vector(_ name: String) throws -> ProofVector {
        try #require(VectorFile<ProofVector>.load("proofs").first { $0.name == name })
    }

    @Test(arguments: try VectorFile<ProofVector>.load("proofs"))
    func vectorGetsItsStatus(_ vector: ProofVector) async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandProcess.run(vector.arguments(in: folder) + ["--json"])
        #expect(result.status == vector.verdict.status)
        #expect(result.errors.isEmpty)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let members = try #require(object as? [String: Any])
        #expect(members["verdict"] as? String == vector.verdict.word)
        guard vector.verdict == .valid else {
            #expect(members["step"] as? String != nil && members["detail"] as? String != nil)
            return
        }
        #expect(members["suite"] as? String == vector.suite.rawValue)
        #expect(members["origin"] as? String == vector.origin)
        #expect((members["leaf_index"] as? NSNumber)?.uint64Value == vector.leafIndex)
        #expect((members["tree_size"] as? NSNumber)?.uint64Value == vector.treeSize)
    }

    @Test func oneLineSaysWhatWasProvenAndUnderWhichKeys() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("sm3-cosigned")
        let result = try await CommandProcess.run(vector.arguments(in: folder))
        #expect(
            result.output == """
                proven: entry 5 of the 7 of log.example/eu/sm3 is this file (SM3 leaf \
                d7e365d5aa47945573064b5ccf48021cc3f3977ecd4785a32bbcda3929230d65), signed by \
                log.example/eu/sm3+56998d57 (SM2, time 1767225600), \
                witness.example/w1/sm3+d2549458 (SM2, time 1767225600); \
                agreement with the other suite: not checked

                """
        )
    }

    @Test func oneLineSaysWhichStepFailed() async throws {
        for (name, line) in [
            (
                "sha256-entry_bit_flipped",
                "refuted at inclusion: the path does not lead from the entry to the checkpoint's "
                    + "root\n"
            ),
            (
                "sha256-no_keys",
                "could not tell, signature: no signature is of a configured key\n"
            ),
        ] {
            let folder = try TemporaryFolder()
            let result = try await CommandProcess.run(Self.vector(name).arguments(in: folder))
            #expect(result.output == line)
        }
    }

    @Test func keysMayFollowEachOtherAndThePolicyMayReplaceThem() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("sha256-cosigned")
        let files = try vector.arguments(in: folder).suffix(3)
        let entry = files[files.startIndex + 1]
        let proof = files[files.startIndex + 2]
        let keys = vector.vkeys
        let policy = try folder.write(
            Array(
                """
                log \(keys[0])
                witness w \(keys[2])
                quorum w

                """.utf8
            ),
            to: "policy"
        )
        for arguments in [
            ["verify", "--vkey"] + keys + ["--entry", entry, proof],
            ["verify", "--entry", entry, "--vkey"] + keys + [proof],
            ["verify", proof, "--entry", entry, "--vkey"] + keys,
            ["verify", "--policy", policy, "--entry", entry, proof],
        ] {
            let result = try await CommandProcess.run(arguments)
            #expect(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
        }
        let piped = try await CommandProcess.run(
            ["verify", "--vkey", keys[0], "--entry", entry, "-"],
            input: vector.proofBytes()
        )
        #expect(piped.status == 0)
    }

    /// SPEC: EVID-10: keys beside a policy stand in the place of its log lines.
    @Test func keysBesideAPolicyAreTheLogs() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("sha256-cosigned")
        let files = try vector.arguments(in: folder).suffix(3)
        let (log, witness) = (vector.vkeys[0], vector.vkeys[2])
        let size = try #require(vector.treeSize)
        let stranger = try Ed25519NoteSigner(
            name: VerifierKey(parsing: log).name,
            privateKey: .generate()
        ).verifierKey
        let lines = "witness w \(witness)\nquorum w\n"
        let none = try folder.write(Array(lines.utf8), to: "none")
        let other = try folder.write(Array("log \(stranger)\n\(lines)".utf8), to: "other")
        let same = try folder.write(Array("log \(log)\n\(lines)".utf8), to: "same")
        for (policy, keys, status) in [
            (none, [], 2), (none, [log], 0), (other, [], 2), (other, [log], 0),
            (other, ["\(log)@\(size)..", "\(stranger)@..\(size - 1)"], 0),
            (same, ["\(log)@..\(size - 1)"], 1), (same, ["\(stranger)"], 2),
            // Witnesses are those of the policy, whatever is given beside.
            (same, [log, witness], 0),
        ] as [(String, [String], Int32)] {
            let result = try await CommandProcess.run(
                ["verify", "--policy", policy] + keys.flatMap { ["--vkey", $0] } + files
            )
            #expect(result.status == status, "\(policy) \(keys): \(result.output)")
        }
    }

    @Test func policyThatIsNotSatisfiedRefutes() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("sha256-5-of-7")
        let files = try vector.arguments(in: folder).suffix(3)
        let text = "log \(vector.vkeys[0])\nwitness w \(vector.vkeys[2])\nquorum w\n"
        let policy = try folder.write(Array(text.utf8), to: "policy")
        let result = try await CommandProcess.run(["verify", "--policy", policy] + files)
        #expect(result.status == 1)
        #expect(result.output.hasPrefix("refuted at quorum: "))
    }

    @Test func whatCannotBeReadLeavesItUndecided() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("sha256-5-of-7")
        let good = try vector.arguments(in: folder)
        let missing = folder.path(of: "missing")
        let broken = try folder.write(Array("quorum nobody\n".utf8), to: "broken")
        let keys = Array(good.dropLast(3))
        for arguments in [
            keys + ["--entry", missing, good[good.count - 1]],
            keys + ["--entry", good[good.count - 2], missing],
            ["verify", "--policy", missing] + good.suffix(3),
            ["verify", "--policy", broken] + good.suffix(3),
            ["verify"] + good.suffix(3),
        ] {
            let result = try await CommandProcess.run(arguments)
            #expect(result.status == 2, "\(arguments): \(result.output)")
            #expect(result.output.hasPrefix("could not tell, "))
        }
    }

    @Test func keyOfUnknownKindIsNamedAndVerifiesNothing() async throws {
        let folder = try TemporaryFolder()
        let vector = try Self.vector("sha256-5-of-7")
        let files = try vector.arguments(in: folder).suffix(3)
        let unknown =
            "log.example/new+36269db2+/2V4YW1wbGUvdW5rbm93bi92MQAAAAAAAAAAAAAAAAAAAAAAAAAA"
        let result = try await CommandProcess.run(["verify", "--vkey", unknown] + files)
        #expect(result.status == 2)
        #expect(result.errors.contains("log.example/new"))
    }

    @Test func wrongUsageIsStatus64() async throws {
        let vector = try Self.vector("sha256-5-of-7")
        let folder = try TemporaryFolder()
        let files = try vector.arguments(in: folder).suffix(3)
        let zeros = String(repeating: "0", count: 64)
        for arguments in [
            ["verify"], ["verify", "--vkey", "x"] + files, ["frobnicate"], ["verify", "--frob"],
            ["verify", "--policy", "p@..4", "--policy", "q@4.."] + files,
            ["verify", "--vkey", vector.vkeys[0], "--entry", "-", "-"],
            [
                "check", "inclusion", "--suite", "md5", "--index", "0", "--size", "1", "--leaf",
                zeros,
                "--root", zeros,
            ],
            [
                "check", "inclusion", "--suite", "sm3", "--index", "00", "--size", "1", "--leaf",
                zeros,
                "--root", zeros,
            ],
            [
                "check", "inclusion", "--suite", "sm3", "--index", "0", "--size",
                "18446744073709551616", "--leaf", zeros, "--root", zeros,
            ],
            [
                "check", "inclusion", "--suite", "sm3", "--index", "0", "--size", "1", "--leaf",
                "00",
                "--root", zeros,
            ],
            ["append", "--log", "ftp://log.example/eu", "file"],
            ["append", "--log", "http://log.example/eu"],
            ["append", "--log", "http://log.example/eu", "-", "-"],
            ["prove", "--log", "http://log.example/eu", "--index", "-1"],
            ["prove", "--log", "http://log.example/eu", "--index", "1", "--wait", "1"],
        ] {
            let result = try await CommandProcess.run(arguments)
            #expect(result.status == 64, "\(arguments): \(result.output)")
            #expect(result.output.isEmpty && !result.errors.isEmpty)
        }
    }

    @Test func helpHasExamplesAndTheVersionIsPrinted() async throws {
        for arguments in [
            ["append"], ["prove"], ["verify"], ["inspect"], ["check", "inclusion"],
            ["check", "consistency"],
        ] {
            let result = try await CommandProcess.run(arguments + ["--help"])
            #expect(result.status == 0)
            #expect(result.output.contains("EXAMPLE"), "\(arguments)")
            #expect(result.output.contains("concordat \(arguments.joined(separator: " "))"))
            #expect(result.output.contains("--json"))
        }
        let version = try await CommandProcess.run(["--version"])
        #expect(version.status == 0)
        #expect(version.output == "0.1.0\n")
    }

    @Test func nobodyListeningLeavesItUndecided() async throws {
        // A port that was free a moment ago; whoever takes it now is no log.
        let arguments = ["--log", "http://127.0.0.1:1/eu"]
        let prove = try await CommandProcess.run(
            ["prove"] + arguments + ["--index", "0", "--wait", "0s", "--retry", "0s"]
        )
        #expect(prove.status == 2)
        #expect(prove.output.isEmpty && !prove.errors.isEmpty)
    }
}
