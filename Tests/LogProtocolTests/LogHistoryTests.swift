import LogProtocol
import LogTesting
import Records
import SignedNotes
import Testing

/// Specs/rotation.md: which statements change a log's keys, and from where on.
@Suite struct LogHistoryTests {
    private let change: KeyChange

    init() throws { self.change = try KeyChange() }

    private func history(_ keys: [VerifierKey]? = nil) -> LogHistory {
        LogHistory(origin: self.change.origin, keys: keys ?? self.change.firstKeys)
    }

    private func outcome(_ entry: [UInt8], at index: UInt64) -> LogHistory.Outcome? {
        var history = self.history()
        return history.take(HistoryStatement(index: index, statement: entry))
    }

    private func refusal(_ entry: [UInt8], at index: UInt64 = 0) -> HistoryRefusal? {
        guard case .ignored(let reason) = self.outcome(entry, at: index) else { return nil }
        return reason
    }

    @Test func aKeyTakesOverAtItsSize() throws {
        var history = self.history()
        let entry = try self.change.ed25519(from: 10)
        #expect(history.take(HistoryStatement(index: 4, statement: entry)) == .taken(from: 10))
        let (old, new) = (
            self.change.first.ed25519.verifierKey, self.change.next.ed25519.verifierKey
        )
        let sm2 = self.change.first.sm2.verifierKey
        #expect(history.keys == [old.bounded(to: 0...9), sm2, new.bounded(to: 10...(.max))])
        #expect(Set(history.keys(at: 9)) == [old, sm2])
        #expect(Set(history.keys(at: 10)) == [sm2, new])
        // Seen again, as after a start.
        #expect(history.take(HistoryStatement(index: 4, statement: entry)) == .known)
        // The other suite's key at a size of its own, signed by what holds there.
        let second = try self.change.sm2(from: 20, beside: self.change.next.ed25519)
        #expect(history.take(HistoryStatement(index: 12, statement: second)) == .taken(from: 20))
        #expect(Set(history.keys(at: 20)) == [new, self.change.next.sm2.verifierKey])
        #expect(history.events.map(\.index) == [4, 12])
        #expect(history.ignored.isEmpty)
    }

    /// SPEC: ROT-6: over all small indexes and sizes: the keys of a size follow from the entries below
    /// that size alone.
    @Test func aSizesKeysFollowFromTheEntriesBelowIt() throws {
        for from in UInt64(0)...6 {
            let entry = try self.change.ed25519(from: from)
            for index in UInt64(0)...6 {
                var history = self.history()
                let outcome = history.take(HistoryStatement(index: index, statement: entry))
                #expect(
                    outcome
                        == (from > index
                            ? .taken(from: from)
                            : .ignored(.alreadyPassed(from: from, index: index)))
                )
                for size in 0...index {
                    #expect(history.keys(at: size) == self.history().keys(at: size))
                }
                for size in UInt64(0)...9 {
                    let isNew = from > index && size >= from
                    let signer = isNew ? self.change.next.ed25519 : self.change.first.ed25519
                    #expect(history.keys(at: size).contains(signer.verifierKey))
                    #expect(history.keys(at: size).count == 2)
                }
            }
        }
    }

    @Test func whoeverHasToSignAndDoesNotLeavesItWithoutEffect() throws {
        let (first, next) = (self.change.first, self.change.next)
        let body = self.change.body(first.ed25519, by: next.ed25519, from: 5)
        let all: [any NoteSigner] = [first.ed25519, first.sm2, next.ed25519]
        #expect(try self.outcome(self.change.entry(body, signedBy: all), at: 0) == .taken(from: 5))
        for missing in all.indices {
            var signers = all
            signers.remove(at: missing)
            #expect(
                try self.refusal(self.change.entry(body, signedBy: signers))
                    == .unsigned(.missingSignature(name: all[missing].verifierKey.name))
            )
        }
        for signers in [[], [first.ed25519], [next.ed25519], [self.change.other.ed25519]] {
            guard case .unsigned? = try self.refusal(self.change.entry(body, signedBy: signers))
            else {
                Issue.record("signed by \(signers.count)")
                continue
            }
        }
    }

    @Test func statementsOfOtherLogsAndOtherDeedsChangeNothing() throws {
        let (first, next) = (self.change.first, self.change.next)
        let all: [any NoteSigner] = [first.ed25519, first.sm2, next.ed25519]
        let body = self.change.body(first.ed25519, by: next.ed25519, from: 5)
        func refusal(_ name: String, _ value: JSONValue?) throws -> HistoryRefusal? {
            try self.refusal(
                self.change.entry(body.replacing(name, with: value), signedBy: all)
            )
        }
        #expect(try refusal("origin", .string("log.example/other")) == .unsigned(.otherLog))
        #expect(try refusal("action", .string("add")) == .notAReplacement("add"))
        #expect(try refusal("action", .string("retire")) == .notAReplacement("retire"))
        #expect(
            try refusal("old_vkey", .string(next.ed25519.verifierKey.description))
                == .unsigned(.unknownKey)
        )
        #expect(try refusal("new_vkey", .string("none")) == .unsigned(.malformedKey))
        #expect(
            try refusal("old_vkey", .string(first.sm2.verifierKey.description))
                == .unsigned(.malformedKey),
            "the key of the other suite"
        )
        #expect(
            try self.refusal(
                self.change.entry(
                    self.change.body(first.ed25519, by: first.ed25519, from: 5),
                    signedBy: [first.ed25519, first.sm2]
                )
            ) == .usedKey(name: self.change.origin.text)
        )
    }

    @Test func theFirstOfTwoThatContradictEachOtherHolds() throws {
        for (one, two) in [(UInt64(10), UInt64(10)), (10, 8), (10, 12)] {
            var history = self.history()
            history.take(HistoryStatement(index: 0, statement: try self.change.ed25519(from: one)))
            let before = history.keys
            let entry = try self.change.entry(
                self.change.body(
                    self.change.first.ed25519,
                    by: self.change.other.ed25519,
                    from: two
                ),
                signedBy: [
                    self.change.first.ed25519, self.change.first.sm2, self.change.other.ed25519,
                ]
            )
            guard
                case .ignored(let reason) = history.take(
                    HistoryStatement(index: 1, statement: entry)
                )
            else {
                Issue.record("\(one) and \(two) both hold")
                continue
            }
            // From 12 on the first key is no key of the log any more.
            #expect(
                two > one ? reason == .unsigned(.unknownKey) : reason == .contradictory(from: two)
            )
            #expect(history.keys == before)
            #expect(history.ignored.map(\.reason) == [reason])
            #expect(history.ignored.map(\.index) == [1])
        }
    }

    @Test func aKeyThatHadItsTimeDoesNotComeBack() throws {
        var history = self.history()
        history.take(HistoryStatement(index: 0, statement: try self.change.ed25519(from: 5)))
        let (first, next) = (self.change.first, self.change.next)
        let back = try self.change.entry(
            self.change.body(next.ed25519, by: first.ed25519, from: 9),
            signedBy: [next.ed25519, first.sm2, first.ed25519]
        )
        #expect(
            history.take(HistoryStatement(index: 6, statement: back))
                == .ignored(.usedKey(name: self.change.origin.text))
        )
        // And it announces nothing for sizes at which it is none.
        let late = try self.change.entry(
            self.change.body(first.ed25519, by: self.change.other.ed25519, from: 9),
            signedBy: [first.ed25519, first.sm2, self.change.other.ed25519]
        )
        #expect(
            history.take(HistoryStatement(index: 7, statement: late))
                == .ignored(.unsigned(.unknownKey))
        )
    }

    @Test func anAuditorOfOneSuiteFollowsThatOne() throws {
        var history = self.history([self.change.first.ed25519.verifierKey])
        #expect(
            history.take(HistoryStatement(index: 0, statement: try self.change.sm2(from: 3)))
                == nil,
            "no key of that suite is known"
        )
        #expect(
            history.take(HistoryStatement(index: 1, statement: try self.change.ed25519(from: 3)))
                == .taken(from: 3)
        )
        #expect(history.keys(at: 3) == [self.change.next.ed25519.verifierKey])
    }

    @Test func whoWasGivenLaterKeysHearsNothingNew() throws {
        let (first, next) = (self.change.first, self.change.next)
        let given = [
            first.ed25519.verifierKey.bounded(to: 0...4), first.sm2.verifierKey,
            next.ed25519.verifierKey.bounded(to: 5...(.max)),
        ]
        var history = self.history(given)
        #expect(
            history.take(HistoryStatement(index: 0, statement: try self.change.ed25519(from: 5)))
                == .taken(from: 5)
        )
        #expect(history.keys == given)
        // What he was given contradicts what the log says: his keys stay as they are.
        var other = self.history(given)
        guard
            case .ignored = other.take(
                HistoryStatement(index: 0, statement: try self.change.ed25519(from: 4))
            )
        else {
            Issue.record("a statement moved a bound that somebody trusts")
            return
        }
        #expect(other.keys == given)
    }

    @Test func otherEntriesAreNotLookedAt() throws {
        let entry = try self.change.ed25519(from: 5)
        for bytes in [
            [], Array("x".utf8), Array("{\"body\":{}}".utf8), Array(entry.dropFirst()),
            Array(entry.prefix(40)),
        ] {
            #expect(self.outcome(bytes, at: 0) == nil)
        }
        guard case .malformed? = self.refusal(Array(entry.dropLast())) else {
            Issue.record("a statement that is cut off says that it is one")
            return
        }
        guard case .malformed? = self.refusal(entry + [0x20]) else {
            Issue.record("a statement in another spelling")
            return
        }
    }

    @Test func anyFlippedBitLeavesItWithoutEffect() throws {
        let entry = try self.change.ed25519(from: 4_096)
        for position in entry.indices {
            var damaged = entry
            damaged[position] ^= 1
            if case .taken = self.outcome(damaged, at: 0) {
                Issue.record("byte \(position) of the entry does not matter")
            }
        }
    }

    // MARK: Policies

    private func policyText(_ comment: String) -> String {
        "# \(comment)\n" + self.change.firstKeys.map { "log \($0)\n" }.joined() + "quorum none\n"
    }

    @Test func policiesHoldFromTheirSizesOn() throws {
        var history = self.history()
        #expect(history.policy(at: .max) == nil)
        let texts = try [5, 9].map { size in
            let text = self.policyText("from \(size)")
            let entry = try self.change.policy(text, from: UInt64(size))
            #expect(
                history.take(HistoryStatement(index: UInt64(size) - 3, statement: entry))
                    == .taken(from: UInt64(size))
            )
            return Array(text.utf8)
        }
        #expect(history.policy(at: 4) == nil)
        for size in UInt64(5)...8 { #expect(history.policy(at: size)?.text == texts[0]) }
        #expect(history.policy(at: 9)?.text == texts[1])
        #expect(history.policy(at: 9)?.index == 6)
        // One for a size that a later one has passed already.
        let late = try self.change.policy(self.policyText("late"), from: 8)
        #expect(
            history.take(HistoryStatement(index: 7, statement: late))
                == .ignored(.contradictory(from: 8))
        )
    }

    @Test func policiesThatCannotBeReadOrFollowAnotherChangeNothing() throws {
        guard case .policy? = try self.refusal(self.change.policy("quorum nobody\n", from: 5))
        else {
            Issue.record("a policy that is none")
            return
        }
        var history = self.history()
        let first = self.policyText("first")
        history.take(HistoryStatement(index: 0, statement: try self.change.policy(first, from: 5)))
        for (digest, isTaken) in [
            (LogHistory.digest(of: Array("else".utf8)), false),
            (LogHistory.digest(of: Array(first.utf8)), true),
        ] {
            let entry = try self.change.entry(
                [
                    "origin": .string(self.change.origin.text),
                    "policy": .string(self.policyText("second")),
                    "previous_digest": .string(digest), "effective_size": .integer(7),
                ],
                class: "policy-event",
                signedBy: [self.change.first.ed25519, self.change.first.sm2]
            )
            var next = history
            let outcome = next.take(HistoryStatement(index: 1, statement: entry))
            #expect((outcome == .taken(from: 7)) == isTaken)
        }
        let unsigned = try self.change.entry(
            [
                "origin": .string(self.change.origin.text), "policy": .string(first),
                "effective_size": .integer(7),
            ],
            class: "policy-event",
            signedBy: [self.change.first.ed25519]
        )
        #expect(
            self.refusal(unsigned)
                == .unsigned(.missingSignature(name: self.change.origin.sm3Text))
        )
    }
}
