import CryptoSuites
import Testing

@testable import SignedNotes

@Suite struct TwinPolicyTests {
    /// One operator's three keys.
    struct Party: Sendable {
        let name: String
        let ed25519: Ed25519CosignatureSigner
        let mldsa: MLDSA44CosignatureSigner
        let sm2: SM2NoteSigner

        init(_ label: String) throws {
            self.name = "witness.example/\(label)"
            self.ed25519 = try Ed25519CosignatureSigner(name: self.name, privateKey: .generate())
            self.mldsa = try MLDSA44CosignatureSigner(name: self.name, privateKey: .generate())
            self.sm2 = try SM2NoteSigner(name: "\(self.name)/sm3", privateKey: .generate())
        }

        var signers: [any NoteSigner] { [self.ed25519, self.mldsa, self.sm2] }
    }

    private static let labels = ["eu1", "eu2", "cn1", "cn2"]
    private static let parties = Result { try labels.map { try Party($0) } }

    /// The policy file of operators with some of their keys each, by bits: Ed25519, ML-DSA, SM2.
    private static func text(keys: [Int], sides: [Int] = [1, 1]) throws -> String {
        let parties = try self.parties.get()
        var lines: [String] = []
        for (position, party) in parties.enumerated() {
            var members: [String] = []
            for (kind, signer) in zip(["ed", "pq", "sm2"], party.signers)
            where keys[position] >> (["ed": 0, "pq": 1, "sm2": 2][kind] ?? 0) & 1 == 1 {
                members.append("\(labels[position])-\(kind)")
                lines.append(
                    "witness \(labels[position])-\(kind) \(signer.verifierKey) https://w.example"
                )
            }
            if !members.isEmpty {
                lines.append("group \(labels[position]) any \(members.joined(separator: " "))")
            }
        }
        for (side, name) in ["eu", "cn"].enumerated() {
            let members = (0..<2).map { side * 2 + $0 }.filter { keys[$0] != 0 }
            guard !members.isEmpty else { continue }
            let names = members.map { labels[$0] }.joined(separator: " ")
            lines.append("group \(name) \(sides[side]) \(names)")
        }
        return lines.joined(separator: "\n") + "\ngroup both all eu cn\nquorum both\n"
    }

    private static func policy(_ text: String) throws -> TwinPolicy {
        try TwinPolicy(parsing: Array(text.utf8))
    }

    /// Each key's signature of a checkpoint, verified.
    private static func signatures() throws -> [[VerifiedSignature]] {
        let text = try Checkpoint(origin: "log.example/eu", size: 0, root: SHA256Hasher.emptyRoot)
            .text
        return try self.parties.get().map { party in
            try party.signers.map { signer in
                let note = try SignedNote.sign(text: text, with: [signer], at: 1)
                return try #require(try note.verified(by: [signer.verifierKey]).verified.first)
            }
        }
    }

    /// Every set of the twelve keys, with two pairs of thresholds: 2 times 4,096 decisions.
    ///
    /// All signatures are presented to both heads, so that a key of the wrong kind would show.
    @Test func everySetOfSignersIsDecidedAsTheRuleSays() throws {
        let signatures = try Self.signatures()
        for sides in [[1, 2], [2, 1]] {
            let policy = try Self.policy(Self.text(keys: [7, 7, 7, 7], sides: sides))
            for set in 0..<(1 << 12) {
                func has(_ party: Int, _ kind: Int) -> Bool {
                    let bit = party * 3 + kind
                    return (set >> bit) & 1 == 1
                }
                var present: [VerifiedSignature] = []
                for party in 0..<4 {
                    for kind in 0..<3 where has(party, kind) {
                        present.append(signatures[party][kind])
                    }
                }
                func stands(_ signed: (Int) -> Bool) -> Bool {
                    (0..<2).allSatisfy { side in
                        let first: Int = side * 2
                        let count: Int = (first...first + 1).count(where: signed)
                        return count >= sides[side]
                    }
                }
                let sha256 = stands { has($0, 0) || has($0, 1) }
                let sm3 = stands { has($0, 2) }
                #expect(policy.isSatisfied(on: .sha256, by: present) == sha256, "\(sides) \(set)")
                #expect(policy.isSatisfied(on: .sm3, by: present) == sm3, "\(sides) \(set)")
                #expect(
                    policy.isSatisfied(sha256: present, sm3: present) == (sha256 && sm3),
                    "\(sides) \(set)"
                )
            }
        }
    }

    /// The attack that judging both heads together would miss.
    @Test func oneSideOnEachHeadIsNotBothSides() throws {
        let policy = try Self.policy(Self.text(keys: [7, 7, 7, 7]))
        let signatures = try Self.signatures()
        let eu = signatures[0] + signatures[1]
        let cn = signatures[2] + signatures[3]
        #expect(policy.isSatisfied(sha256: eu + cn, sm3: eu + cn))
        #expect(!policy.isSatisfied(sha256: eu, sm3: cn))
        #expect(!policy.isSatisfied(sha256: eu + cn, sm3: cn))
        #expect(!policy.isSatisfied(sha256: eu, sm3: eu + cn))
    }

    /// Every choice of keys for three of four operators, 8 to the 3rd: it loads if and only if
    /// everybody who is counted holds both kinds.
    @Test func aPolicyLoadsOnlyIfEveryCountedOperatorHoldsBothKinds() throws {
        for choice in 0..<(1 << 9) {
            let keys = (0..<3).map { choice >> ($0 * 3) & 7 } + [7]
            guard keys[0] | keys[1] != 0, keys[2] | keys[3] != 0 else { continue }
            let isWhole = keys.allSatisfy { $0 == 0 || ($0 & 4 != 0 && $0 & 3 != 0) }
            let text = try Self.text(keys: keys)
            if isWhole {
                let policy = try Self.policy(text)
                #expect(policy.countedOperators.count == keys.count { $0 != 0 })
                #expect(policy.sha256.groups.map(\.name) == policy.full.groups.map(\.name))
                #expect(
                    policy.sha256.groups.map(\.threshold) == policy.full.groups.map(\.threshold)
                )
                #expect(policy.sm3.groups.map(\.name) == policy.full.groups.map(\.name))
            } else {
                let error = #expect(throws: TwinPolicyError.self, "\(keys)") {
                    try Self.policy(text)
                }
                guard case .operatorOfOneSuite = error else {
                    Issue.record("\(keys): \(error.map { "\($0)" } ?? "-")")
                    continue
                }
            }
        }
    }

    @Test func thePublicFileHasNoKeyOfOursAndReadsAsItself() throws {
        let policy = try Self.policy(Self.text(keys: [7, 5, 6, 7], sides: [2, 1]))
        let text = policy.sha256.text
        #expect(try Policy(parsing: Array(text.utf8)) == policy.sha256)
        #expect(policy.sha256.witnesses.allSatisfy { $0.key.algorithm != .sm2 })
        #expect(policy.sm3.witnesses.allSatisfy { $0.key.algorithm == .sm2 })
        #expect(
            policy.sha256.witnesses.count + policy.sm3.witnesses.count
                == policy.full.witnesses.count
        )
        #expect(try Policy(parsing: Array(policy.full.text.utf8)) == policy.full)
        #expect(text.contains("group eu all eu1 eu2\n"))
        #expect(text.contains("group cn any cn1 cn2\n"))
        #expect(!text.contains("sm2"))
    }

    @Test func whoIsWaitedForIsNamed() throws {
        let policy = try Self.policy(Self.text(keys: [7, 7, 7, 7]))
        let signatures = try Self.signatures()
        let missing = policy.missingOperators(
            on: .sm3,
            signatures: [signatures[0][2], signatures[1][0], signatures[3][2]]
        )
        #expect(missing.map(\.name) == ["witness.example/eu2", "witness.example/cn1"])
        #expect(missing.map { $0.url(for: .sm3) } == ["https://w.example", "https://w.example"])
        #expect(policy.missingOperators(on: .sha256, signatures: []).count == 4)
    }

    @Test func quorumNoneCountsNobody() throws {
        let party = try #require(Self.parties.get().first)
        let policy = try Self.policy(
            "witness w \(party.ed25519.verifierKey)\nquorum none\n"
        )
        #expect(policy.countedOperators.isEmpty)
        #expect(policy.isSatisfied(sha256: [], sm3: []))
    }

    @Test func whatIsNotCountedMayHoldOneKind() throws {
        let stranger = try Party("stranger")
        let text = try Self.text(keys: [7, 7, 7, 7])
        let policy = try Self.policy("witness s \(stranger.ed25519.verifierKey)\n" + text)
        #expect(policy.operators.count == 5)
        #expect(policy.countedOperators.count == 4)
    }

    @Test func keysOfAnOperatorStandTogether() throws {
        let parties = try Self.parties.get()
        let (a, b) = (parties[0], parties[1])
        let lines = """
            witness a-ed \(a.ed25519.verifierKey)
            witness a-pq \(a.mldsa.verifierKey)
            witness a-sm2 \(a.sm2.verifierKey)
            witness b-ed \(b.ed25519.verifierKey)
            witness b-sm2 \(b.sm2.verifierKey)

            """
        let apart = TwinPolicyError.operatorNotTogether(name: a.name)
        for groups in [
            // Two different operators as if they were one: each head would have another.
            "group x any a-ed b-sm2\ngroup y any b-ed a-sm2\ngroup q all x y\nquorum q\n",
            // Counted twice on one head.
            "group b any b-ed b-sm2\ngroup q 2 a-ed a-pq a-sm2 b\nquorum q\n",
            "group x any a-ed a-sm2\ngroup y any a-pq\ngroup q 2 x y\nquorum q\n",
            // A key without the others of its operator.
            "group x any a-ed a-sm2\ngroup q all x a-pq\nquorum q\n",
            "group x any a-ed a-sm2\ngroup q all x\nquorum q\n",
            // All keys of an operator asked for on one head, where only some can be.
            "group x all a-ed a-pq a-sm2\nquorum x\n",
        ] {
            #expect(throws: apart, "\(groups)") { try Self.policy(lines + groups) }
        }
        #expect(throws: apart) { try Self.policy(lines + "quorum a-ed\n") }
        let good =
            "group a any a-ed a-pq a-sm2\ngroup b any b-ed b-sm2\ngroup q all a b\nquorum q\n"
        #expect(try Self.policy(lines + good).countedOperators.map(\.name) == [a.name, b.name])
    }

    @Test func namesOfKeysFitTheirKinds() throws {
        let wrong = try SM2NoteSigner(name: "witness.example/x", privateKey: .generate())
        #expect(throws: TwinPolicyError.keyName("witness.example/x")) {
            try Self.policy("witness x \(wrong.verifierKey)\nquorum none\n")
        }
        let other = try Ed25519CosignatureSigner(name: "w.example/sm3", privateKey: .generate())
        #expect(throws: TwinPolicyError.keyName("w.example/sm3")) {
            try Self.policy("witness x \(other.verifierKey)\nquorum none\n")
        }
    }

    @Test func aListedLogSignsBothTrees() throws {
        let sha256 = "log \(try TestKeys.log.verifierKey)\n"
        let sm3 = "log \(try TestKeys.sm3Log.verifierKey)\n"
        let policy = try Self.policy(sha256 + sm3 + "quorum none\n")
        #expect(policy.sha256.logKeys == [try TestKeys.log.verifierKey])
        #expect(policy.sm3.logKeys == [try TestKeys.sm3Log.verifierKey])
        for one in [sha256, sm3] {
            #expect(throws: TwinPolicyError.logOfOneSuite(origin: TestKeys.origin)) {
                try Self.policy(one + "quorum none\n")
            }
        }
    }

    @Test func damagedFileIsRefusedByItsLine() {
        #expect(throws: TwinPolicyError.policy(.malformed(line: 1))) {
            try TwinPolicy(parsing: Array("nonsense\nquorum none\n".utf8))
        }
    }
}
