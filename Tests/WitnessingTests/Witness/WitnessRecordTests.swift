import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

@Suite struct WitnessRecordTests {
    private func record(sha256: Int?, sm3: Int?, verified: Int, read: Int) throws -> WitnessRecord {
        let scene = try WitnessScene.shared.get()
        func head<Hasher: SuiteHasher>(
            _ size: Int?,
            _ hasher: Hasher.Type
        ) throws -> CosignedHead<Hasher>? {
            guard let size else { return nil }
            let text = try scene.text(size, as: hasher)
            let lines = try scene.keys.cosign(text, of: Hasher.suite, at: 77)
            let note = try scene.note(size, as: hasher).adding(lines)
            return CosignedHead(
                checkpoint: try Checkpoint(parsing: text),
                timestamp: 77,
                note: note
            )
        }
        var record = WitnessRecord(origin: scene.origin)
        record.sha256 = try head(sha256, SHA256Hasher.self)
        record.sm3 = try head(sm3, SM3Hasher.self)
        record.verified = try scene.log.range(verified)
        record.read = try scene.log.range(read)
        return record
    }

    @Test func recordsComeBackAsTheyWere() throws {
        for (sha256, sm3, verified, read) in [
            (nil, nil, 0, 0), (0, nil, 0, 0), (5, nil, 0, 0), (nil, 5, 7, 7), (7, 6, 7, 9),
            (9, 9, 9, 40), (40, 40, 40, 40),
        ] as [(Int?, Int?, Int, Int)] {
            let record = try self.record(sha256: sha256, sm3: sm3, verified: verified, read: read)
            #expect(try WitnessRecord(parsing: record.bytes) == record)
        }
    }

    /// Every byte another one, every length a shorter one.
    @Test func whatIsDamagedIsNotRead() throws {
        let bytes = try self.record(sha256: 3, sm3: nil, verified: 3, read: 5).bytes
        for position in stride(from: 0, to: bytes.count, by: 3) {
            var damaged = bytes
            damaged[position] ^= 1
            #expect(throws: SignerFilesError.self, "byte \(position)") {
                try WitnessRecord(parsing: damaged)
            }
        }
        for count in stride(from: 0, to: bytes.count, by: 17) {
            #expect(throws: SignerFilesError.self) {
                try WitnessRecord(parsing: Array(bytes[..<count]))
            }
        }
        #expect(throws: SignerFilesError.self) { try WitnessRecord(parsing: bytes + [10]) }
    }

    /// A record with a right digest that contradicts itself.
    @Test func contradictionsAreNotRead() throws {
        func text(_ record: WitnessRecord) -> String {
            // Everything in front of the digest, which is 7 + 64 bytes and a line feed.
            String(decoding: record.bytes.dropLast(72), as: UTF8.self)
        }
        let good = text(try self.record(sha256: 3, sm3: 3, verified: 3, read: 5))
        _ = try WitnessRecord(parsing: good.withDigest())
        func line(_ name: String, _ text: String) throws -> String {
            String(try #require(text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }))
        }
        for changed in [
            good.replacing("sha256-at 77", with: "sha256-at 0"),
            good.replacing("verified 3", with: "verified 4"),
            good.replacing("read 5", with: "read 2"),
            good.replacing("origin log.example/test", with: "origin log.example/other"),
            good.replacing("witness-record/v1", with: "witness-record/v2"),
            good.replacing(try line("verified-sha256", good), with: "verified-sha256 -"),
            // The head of 3 with the edge of another tree of 3.
            good.replacing(
                try line("verified-sha256", good),
                with: "verified-sha256 "
                    + Base64.encode([UInt8](repeating: 1, count: 64))
            ),
            good.replacing(try line("sha256", good), with: try line("sm3", good)),
        ] {
            #expect(changed != good)
            #expect(throws: SignerFilesError.self) {
                try WitnessRecord(parsing: changed.withDigest())
            }
        }
    }
}
