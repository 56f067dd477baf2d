import CryptoSuites
import SignedNotes
import Testing

@Suite struct PolicyTests {
    /// The keys of six witnesses, made once.
    private static let cosigners = Result {
        try (1...6).map { number in
            try Ed25519CosignatureSigner(name: "witness.example/\(number)", privateKey: .generate())
        }
    }

    private func parse(_ text: String) throws -> Policy {
        try Policy(parsing: Array(text.utf8))
    }

    private func bilateral() throws -> String {
        let keys = try Self.cosigners.get().map(\.verifierKey.description)
        return """
            # 2 of 3 on each side
            log \(try TestKeys.log.verifierKey) https://log.example/eu
            witness eu1 \(keys[0]) https://eu1.example/
            witness eu2\t\(keys[1])
            witness  eu3 \(keys[2])\u{20}
            group eu 2 eu1 eu2 eu3

            witness cn1 \(keys[3])
            witness cn2 \(keys[4])
            witness cn3 \(keys[5])
            group cn 2 cn1 cn2 cn3
            group both all eu cn
            quorum both

            """
    }

    @Test func everySetOfSignersIsDecidedAsTheRuleSays() throws {
        let policy = try self.parse(self.bilateral())
        let signers = try Self.cosigners.get()
        let note = try SignedNote.sign(text: "text\n", with: signers, at: 1)
        for set in 0..<UInt8(1 << 6) {
            let keys = (0..<6).filter { set >> $0 & 1 == 1 }.map { signers[$0].verifierKey }
            let signatures = keys.isEmpty ? [] : try note.verified(by: keys).verified
            let expected = (set & 7).nonzeroBitCount >= 2 && (set >> 3).nonzeroBitCount >= 2
            #expect(policy.isSatisfied(by: signatures) == expected, "signers \(set)")
        }
    }

    @Test func partsOfAPolicyAreRead() throws {
        let policy = try self.parse(self.bilateral())
        #expect(policy.logs.map(\.url) == ["https://log.example/eu"])
        #expect(policy.logKeys == [try TestKeys.log.verifierKey])
        #expect(policy.witnesses.map(\.name) == ["eu1", "eu2", "eu3", "cn1", "cn2", "cn3"])
        #expect(policy.witnesses.map(\.url) == ["https://eu1.example/", nil, nil, nil, nil, nil])
        #expect(policy.groups.map(\.threshold) == [2, 2, 2])
        #expect(policy.quorum == "both")
    }

    @Test func quorumNoneIsAlwaysSatisfied() throws {
        let policy = try self.parse("log \(TestKeys.log.verifierKey)\nquorum none\n")
        #expect(policy.quorum == nil)
        #expect(policy.isSatisfied(by: []))
    }

    @Test func damagedPoliciesAreRefusedWithTheirLine() throws {
        let keys = try Self.cosigners.get().map(\.verifierKey.description)
        let log = try TestKeys.log.verifierKey.description
        let sameKey = try VerifierKey(
            name: "another.name",
            algorithm: .cosignatureEd25519,
            publicKey: TestKeys.log.verifierKey.publicKey
        )
        let cases: [(String, PolicyError)] = [
            ("", .noQuorum),
            ("log \(log)\n", .noQuorum),
            ("quorum none\nquorum none\n", .secondQuorum(line: 2)),
            ("quorum\n", .malformed(line: 1)),
            ("quorum none none\n", .malformed(line: 1)),
            ("quorum w\n", .unknownName(line: 1)),
            ("Quorum none\n", .malformed(line: 1)),
            ("log\nquorum none\n", .malformed(line: 1)),
            ("log \(log) url more\nquorum none\n", .malformed(line: 1)),
            ("log \(log.dropLast())\nquorum none\n", .invalidKey(line: 1, .malformed)),
            ("log \(keys[0])\nquorum none\n", .wrongKindOfKey(line: 1)),
            ("witness w \(log)\nquorum none\n", .wrongKindOfKey(line: 1)),
            ("log \(log)\nlog \(log)\nquorum none\n", .duplicateKey(line: 2)),
            ("log \(log)\nwitness w \(sameKey)\nquorum none\n", .duplicateKey(line: 2)),
            ("witness w\nquorum none\n", .malformed(line: 1)),
            ("witness none \(keys[0])\nquorum none\n", .nameTaken(line: 1)),
            ("witness w \(keys[0])\nwitness w \(keys[1])\nquorum w\n", .nameTaken(line: 2)),
            ("witness w \(keys[0])\ngroup w 1 w\nquorum w\n", .nameTaken(line: 2)),
            ("group g 1 g\nquorum g\n", .unknownName(line: 1)),
            ("group g 1 w\nwitness w \(keys[0])\nquorum g\n", .unknownName(line: 1)),
            ("witness w \(keys[0])\ngroup g 1\nquorum g\n", .malformed(line: 2)),
            ("witness w \(keys[0])\ngroup g 0 w\nquorum g\n", .threshold(line: 2)),
            ("witness w \(keys[0])\ngroup g 2 w\nquorum g\n", .threshold(line: 2)),
            ("witness w \(keys[0])\ngroup g 01 w\nquorum g\n", .threshold(line: 2)),
            ("witness w \(keys[0])\ngroup g some w\nquorum g\n", .threshold(line: 2)),
            ("witness w \(keys[0])\ngroup g 1 w w\nquorum g\n", .memberTwice(line: 2)),
            (
                "witness w \(keys[0])\ngroup g 1 w\ngroup h 1 w\nquorum g\n",
                .memberTwice(line: 3)
            ),
            ("quorum none\r\n", .forbiddenOctet(line: 1)),
            ("\nquorum \u{7f}\n", .forbiddenOctet(line: 2)),
            ("quorum none\u{0}\n", .forbiddenOctet(line: 1)),
        ]
        for (text, error) in cases {
            #expect(throws: error, "\(text)") { try self.parse(text) }
        }
        #expect(throws: PolicyError.forbiddenOctet(line: 1)) { try Policy(parsing: [0xff]) }
    }

    @Test func limitsHold() throws {
        let comment = [UInt8](repeating: UInt8(ascii: "#"), count: PolicyLimits.byteCount)
        #expect(throws: PolicyError.noQuorum) { try Policy(parsing: comment) }
        #expect(throws: PolicyError.tooLarge(byteCount: PolicyLimits.byteCount + 1)) {
            try Policy(parsing: comment + [0])
        }
        let key = try TestKeys.witness.verifierKey
        var text = "witness g0 \(key)\n"
        for number in 1..<PolicyLimits.nameCount { text += "group g\(number) all g\(number - 1)\n" }
        let longest = try self.parse(text + "quorum g1023\n")
        let note = try SignedNote.sign(text: "text\n", with: [TestKeys.witness], at: 1)
        #expect(longest.isSatisfied(by: try note.verified(by: [key]).verified))
        #expect(!longest.isSatisfied(by: []))
        #expect(throws: PolicyError.tooManyNames) {
            try self.parse(text + "group g1024 all g1023\nquorum g1\n")
        }
    }
}
