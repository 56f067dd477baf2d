import LogProtocol
import LogTesting
import Records
import SignedNotes
import Testing

/// Specs/evidence.md: what a file of evidence proves, to whom, and what no change survives.
@Suite struct EvidenceTests {
    private static let names = ["actor_id", "operation", "outcome", "recipient_ref", "attributes"]

    private func sample(_ shape: RecordShape = .open) throws -> (SampleEvidence, Evidence) {
        let sample = try SampleEvidence(shape: shape)
        return (sample, try sample.evidence(disclosing: Self.names))
    }

    @Test(arguments: RecordShape.allCases)
    func disclosedFieldsAreProven(_ shape: RecordShape) throws {
        let (sample, evidence) = try self.sample(shape)
        let read = try Evidence(parsing: evidence.bytes)
        let proven = try read.verify(trusting: .keys(sample.verifierKeys))
        #expect(proven.isAgreementChecked)
        #expect(proven.origin.text == SampleEvidence.origin)
        #expect((proven.index, proven.treeSize) == SampleEvidence.position)
        let values = Dictionary(uniqueKeysWithValues: proven.fields.map { ($0.name, $0.value) })
        #expect(values["actor_id"] == .string("staff:7f3a90c2"))
        #expect(values["operation"] == .string("consult"))
        // Absent is proven, and differs from withheld.
        #expect(values["recipient_ref"] == .null)
        #expect(values["purpose"] == nil)
        #expect(values.count == (shape == .open ? 5 : 6))
        #expect(proven.statement.recordClass == (shape == .open ? "data-access" : "opaque"))
    }

    @Test func oneSuiteAloneIsEnoughAndSaysSo() throws {
        let (sample, evidence) = try self.sample()
        for (key, suite) in zip(sample.verifierKeys, [Suite.sha256, .sm3]) {
            let proven = try evidence.verify(trusting: .keys([key]))
            #expect(proven.suites == [suite])
            #expect(!proven.isAgreementChecked)
            #expect(proven.fields.count == 5)
        }
    }

    @Test func trustComesFromTheVerifiersOwnKeys() throws {
        let (sample, evidence) = try self.sample()
        let stranger = try SampleEvidence()
        let witnesses = [sample.witness.ed25519.verifierKey, sample.witness.sm2.verifierKey]
        for keys in [[], witnesses, stranger.verifierKeys] {
            let error = #expect(throws: EvidenceError.self) {
                try evidence.verify(trusting: .keys(keys))
            }
            #expect(error?.verdict == .undecided)
        }
    }

    @Test func aPolicyAsksForItsQuorum() throws {
        let (sample, evidence) = try self.sample()
        func policy(_ witness: VerifierKey, _ log: VerifierKey) throws -> EvidenceTrust {
            .policy(
                try Policy(
                    parsing: Array("log \(log)\nwitness w \(witness)\nquorum w\n".utf8)
                )
            )
        }
        let good = try policy(
            sample.witness.ed25519.verifierKey,
            sample.keys.ed25519.verifierKey
        )
        #expect(try evidence.verify(trusting: good).suites == [.sha256])
        let other = try SampleEvidence()
        let short = try policy(other.witness.ed25519.verifierKey, sample.keys.ed25519.verifierKey)
        #expect(throws: EvidenceError.proof(.sha256, .quorum)) {
            try evidence.verify(trusting: short)
        }
    }

    @Test(arguments: RecordShape.allCases)
    func takingDisclosuresOutLeavesTheRestValid(_ shape: RecordShape) throws {
        let (sample, evidence) = try self.sample(shape)
        let indexes = evidence.disclosures.map(\.index)
        let fixed = shape == .open ? [] : [127]
        for removed in indexes where !fixed.contains(removed) {
            let less = try evidence.keeping { $0 != removed }
            let proven = try Evidence(parsing: less.bytes).verify(
                trusting: .keys(sample.verifierKeys)
            )
            #expect(proven.fields.map(\.index) == indexes.filter { $0 != removed })
        }
        let none = try evidence.keeping { _ in false }
        let proven = try Evidence(parsing: none.bytes).verify(trusting: .keys(sample.verifierKeys))
        #expect(proven.fields.isEmpty)
        guard shape == .opaque else { return }
        // Without the leaf that names the schema, no name of a field means anything.
        let nameless = try evidence.keeping { $0 != 127 }
        #expect(throws: EvidenceError.otherSchema) {
            try nameless.verify(trusting: .keys(sample.verifierKeys))
        }
    }

    /// Bytes all over the file are changed in a random way, or one is lost or there twice, for verifiers
    /// with the keys of both suites and of each alone; all of them are changed in the long form.
    @Test(arguments: RecordShape.allCases)
    func anyChangedByteIsRefused(_ shape: RecordShape) async throws {
        let sample = try SampleEvidence(shape: shape)
        let bytes = try sample.evidence(disclosing: ["actor_id", "outcome"]).bytes
        let trusts = [sample.verifierKeys] + sample.verifierKeys.map { [$0] }
        // As it is, it says something to each of them.
        #expect(Self.believers(of: bytes, trusts) == trusts.count)
        let seed = try Drill.seed()
        var random = SeededGenerator(seed: seed)
        // The schema is the largest part, and one digest covers all of it.
        let schemas = (3_500..<bytes.count - 3_500).shuffled(using: &random).prefix(30)
        let others = (Array(0..<3_500) + Array(bytes.count - 3_500..<bytes.count))
            .shuffled(using: &random).prefix(120)
        let positions = Drill.isLong ? Array(bytes.indices) : Array(schemas) + Array(others)
        let partCount = 8
        let accepted = await withTaskGroup(of: [Int].self) { group in
            for part in 0..<partCount {
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(part) &+ 1)
                    var accepted: [Int] = []
                    for number in stride(from: part, to: positions.count, by: partCount) {
                        let position = positions[number]
                        var damages = [bytes]
                        damages[0][position] ^= UInt8.random(in: 1...255, using: &random)
                        if number / partCount % 16 == 0 {
                            damages += [bytes, bytes]
                            damages[1].remove(at: position)
                            damages[2].insert(bytes[position], at: position)
                        }
                        if damages.contains(where: { Self.believers(of: $0, trusts) > 0 }) {
                            accepted.append(position)
                        }
                        if Drill.isLong, number % 5_000 == 0 { Drill.say("  byte \(number)") }
                    }
                    return accepted
                }
            }
            var all: [Int] = []
            for await part in group { all += part }
            return all.sorted()
        }
        #expect(accepted.isEmpty, "\(shape), seed \(seed): bytes \(accepted.prefix(20))")
        guard Drill.isLong else { return }
        try Drill.report(
            "evidence \(shape)",
            seed: seed,
            count: positions.count,
            "bytes changed",
            failures: accepted.count
        )
    }

    /// How many of some verifiers a file proves something to.
    private static func believers(of bytes: [UInt8], _ trusts: [[VerifierKey]]) -> Int {
        guard let evidence = try? Evidence(parsing: bytes) else { return 0 }
        return trusts.count { (try? evidence.verify(trusting: .keys($0))) != nil }
    }

    /// Whoever computes the checksum anew still cannot change what was proven.
    @Test func theChecksumIsNotWhatProves() throws {
        let (sample, evidence) = try self.sample()
        let trust = EvidenceTrust.keys(sample.verifierKeys)
        func forged(
            statement: [UInt8]? = nil,
            schema: [UInt8]? = nil,
            disclosures: [EvidenceDisclosure]? = nil
        ) throws -> Evidence {
            try Evidence(
                statement: statement ?? evidence.statement,
                schema: schema ?? evidence.schema,
                disclosures: disclosures ?? evidence.disclosures,
                proof: evidence.proof,
                sm3Proof: evidence.sm3Proof,
                twin: evidence.twin
            )
        }
        let text = String(decoding: evidence.statement, as: UTF8.self)
        let later = text.replacing("2026-", with: "2027-")
        #expect(later != text)
        #expect(throws: EvidenceError.self) {
            try forged(statement: Array(later.utf8)).verify(trusting: trust)
        }
        let schemaText = String(decoding: evidence.schema, as: UTF8.self)
        let renamed = schemaText.replacing("\"actor_id\"", with: "\"victim_id\"")
        #expect(throws: EvidenceError.otherSchema) {
            try forged(schema: Array(renamed.utf8)).verify(trusting: trust)
        }
        let other = try #require(SchemaRegistry.embedded["ai-decision"])
        #expect(throws: EvidenceError.self) {
            try forged(schema: other.bytes).verify(trusting: trust)
        }
        let first = try #require(evidence.disclosures.first)
        let lie = RecordDisclosure(
            salt: [UInt8](repeating: 1, count: 32),
            name: "outcome",
            value: .string("failure")
        )
        for disclosures in [
            [EvidenceDisclosure(index: first.index + 1, digits: first.digits, paths: first.paths)],
            [EvidenceDisclosure(index: first.index, digits: lie.digits, paths: first.paths)],
            [EvidenceDisclosure(index: first.index, digits: [0x21], paths: first.paths)],
        ] {
            #expect(throws: EvidenceError.self) {
                try forged(disclosures: disclosures).verify(trusting: trust)
            }
        }
        #expect(throws: EvidenceError.malformed("disclosures")) {
            try forged(disclosures: [first, first])
        }
    }

    @Test func whatIsLeftOfAnErasedRecordIsProvenAsBefore() throws {
        let sample = try SampleEvidence()
        let content = try #require(
            RecordContent(parsing: sample.sealed.content).erasing(fields: ["actor_id"])
        )
        let before = try sample.evidence(disclosing: ["outcome", "purpose"])
        let after = try sample.evidence(
            disclosing: ["actor_id", "outcome", "purpose"],
            from: RecordContent(parsing: content.bytes)
        )
        #expect(after.bytes == before.bytes)
        let proven = try after.verify(trusting: .keys(sample.verifierKeys))
        #expect(proven.fields.map(\.name) == ["outcome", "purpose"])
    }
}
