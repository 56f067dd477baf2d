import LogTesting
import SignedNotes
import Testing

@testable import LogCore

@Suite struct PublicationPolicyTests {
    private struct Keys {
        let origin: LogOrigin
        let log: [VerifierKey]
        let council: WitnessCouncil

        init() async throws {
            let test = try await TestLog(in: MemoryLogStore())
            self.origin = test.descriptor.origin
            self.log = test.verifierKeys
            self.council = try WitnessCouncil()
        }

        func policy(_ text: String) throws(PublicationPolicyError) -> PublicationPolicy {
            try PublicationPolicy(
                parsing: Array(text.utf8),
                origin: self.origin,
                logKeys: self.log
            )
        }

        /// A policy of one operator with these lines for it.
        func text(_ lines: [String]) -> String {
            (self.log.map { "log \($0)" } + lines).map { $0 + "\n" }.joined()
        }

        var ed: VerifierKey { self.council.witnesses[0].ed25519.verifierKey }
        var sm: VerifierKey { self.council.witnesses[0].sm2.verifierKey }
        var otherEd: VerifierKey { self.council.witnesses[1].ed25519.verifierKey }
        var otherSM: VerifierKey { self.council.witnesses[1].sm2.verifierKey }
    }

    @Test func aPolicyOfBothSidesIsRead() async throws {
        let keys = try await Keys()
        let text = keys.council.policyText(logKeys: keys.log)
        let policy = try PublicationPolicy(parsing: text, origin: keys.origin, logKeys: keys.log)
        #expect(policy.seats.count == 12)
        #expect(policy.text == text)
        #expect(policy.seats.prefix(6).allSatisfy { $0.suite == .sha256 })
    }

    /// Of every choice of operators, on each head: what counts is on which head they signed.
    @Test func bothHeadsNeedBothSides() async throws {
        let keys = try await Keys()
        let text = keys.council.policyText(logKeys: keys.log)
        let policy = try PublicationPolicy(parsing: text, origin: keys.origin, logKeys: keys.log)
        func isQuorum(_ choice: Int) -> Bool {
            (choice & 7).nonzeroBitCount >= 2 && (choice >> 3).nonzeroBitCount >= 2
        }
        var satisfied = 0
        for onSHA256 in 0..<64 {
            for onSM3 in 0..<64 {
                var signed: Set<VerifierKey> = []
                for (position, witness) in keys.council.witnesses.enumerated() {
                    if onSHA256 >> position & 1 == 1 { signed.insert(witness.ed25519.verifierKey) }
                    if onSM3 >> position & 1 == 1 { signed.insert(witness.sm2.verifierKey) }
                }
                let isSatisfied = policy.isSatisfied(by: signed)
                #expect(isSatisfied == (isQuorum(onSHA256) && isQuorum(onSM3)))
                if isSatisfied { satisfied += 1 }
            }
        }
        #expect(satisfied == 256)
    }

    @Test func thePublicFormHasTheSameOperatorsAndNoSM2Key() async throws {
        let keys = try await Keys()
        let text = keys.council.policyText(logKeys: keys.log)
        let policy = try PublicationPolicy(parsing: text, origin: keys.origin, logKeys: keys.log)
        let shown = try Policy(parsing: policy.publicText)
        #expect(shown.witnesses.count == 6)
        #expect(shown.witnesses.allSatisfy { $0.key.algorithm == .cosignatureEd25519 })
        #expect(shown.logKeys == [keys.log[0]])
        #expect(shown.quorum == "both")
        #expect(shown.groups.map(\.name) == policy.policy.groups.map(\.name))
        #expect(shown.groups.map(\.threshold) == policy.policy.groups.map(\.threshold))
        for choice in 0..<64 {
            let signed = Set(
                keys.council.witnesses.enumerated().filter { choice >> $0.offset & 1 == 1 }
                    .map(\.element.ed25519.verifierKey)
            )
            #expect(shown.isSatisfied(byKeys: signed) == policy.isSatisfied(.sha256, by: signed))
        }
    }

    @Test func aPolicyThatThisLogCannotBePublishedUnderIsRefused() async throws {
        let keys = try await Keys()
        let both = ["witness a \(keys.ed) https://a", "witness b \(keys.sm) https://a"]
        let joined = both + ["group op any a b", "quorum op"]
        _ = try keys.policy(keys.text(joined))
        // Nobody can be asked on one of the heads.
        #expect(throws: PublicationPolicyError.outOfReach(.sha256)) {
            try keys.policy(keys.text(["witness a \(keys.ed)"] + joined.dropFirst()))
        }
        #expect(throws: PublicationPolicyError.outOfReach(.sm3)) {
            try keys.policy(
                keys.text([joined[0], "witness b \(keys.sm)"] + joined.dropFirst(2))
            )
        }
        // Another log's, or one tree's.
        #expect(throws: PublicationPolicyError.logKeyMissing(keys.log[0])) {
            try keys.policy((joined + [""]).joined(separator: "\n"))
        }
        // No policy, or one that counts something else on one head than on the other.
        for lines in [
            both, ["witness a \(keys.ed) https://a", "quorum a"],
            ["witness b \(keys.sm) https://a", "quorum b"],
            both + ["group op all a b", "quorum op"],
            both + [
                "witness c \(keys.otherEd) https://c", "witness d \(keys.otherSM) https://c",
                "group two 2 a b c d", "quorum two",
            ],
        ] {
            do throws(PublicationPolicyError) {
                _ = try keys.policy(keys.text(lines))
                Issue.record("\(lines) was taken")
            } catch {
                guard case .malformed = error else {
                    Issue.record("\(lines): \(error)")
                    continue
                }
            }
        }
    }

    @Test func aPolicyWithoutQuorumAsksAndWaitsForNobody() async throws {
        let keys = try await Keys()
        let policy = try keys.policy(
            keys.text(["witness a \(keys.ed) https://a", "quorum none"])
        )
        #expect(policy.isSatisfied(by: []))
        #expect(policy.seats.map(\.url) == ["https://a"])
    }
}
