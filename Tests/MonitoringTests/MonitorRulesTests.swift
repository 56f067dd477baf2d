import CryptoSuites
import MerkleTree
import SignedNotes
import Testing

@testable import Monitoring

@Suite struct MonitorRulesTests {
    private let log = Result { try TestLogKeys() }

    private func keys() throws -> TestLogKeys { try self.log.get() }

    private func claim(
        _ suite: Suite,
        _ size: UInt64,
        fork: UInt8 = 0,
        at seconds: UInt64 = 1_800_000_000,
        from source: String = "log"
    ) throws -> HeadClaim {
        let keys = try self.keys()
        return try HeadClaim(
            keys.note(suite, size, fork: fork, at: seconds),
            suite: suite,
            origin: keys.origin,
            keys: keys.verifierKeys,
            source: source
        )
    }

    @Test func headsOfOneSizeWithOtherRootsAreASplitView() throws {
        let rules = MonitorRules()
        let sound = try [
            self.claim(.sha256, 5), self.claim(.sm3, 5), self.claim(.sha256, 6, fork: 1),
            self.claim(.sha256, 5, from: "eu1"),
            self.claim(.sm3, 5, at: 1_800_000_009, from: "cn1"),
        ]
        #expect(rules.splitViews(among: sound).isEmpty)
        let found = rules.splitViews(among: try sound + [self.claim(.sm3, 5, fork: 1, from: "cn2")])
        #expect(found.count == 2 && found.allSatisfy { $0.kind == .splitView })
        #expect(Set(found.map(\.subject)) == ["sm3 5"])
        for finding in found {
            let file = try #require(finding.file)
            let proven = try AlarmFile(parsing: file.bytes()).verified(by: self.keys().verifierKeys)
            #expect(proven.kind == .splitView)
        }
    }

    @Test func aSmallerHeadSignedLaterIsTold() throws {
        let rules = MonitorRules()
        let large = try self.claim(.sm3, 9, at: 1_800_000_100)
        for (seconds, isTold) in [(99, false), (100, false), (101, true)] as [(UInt64, Bool)] {
            let small = try self.claim(.sm3, 8, at: 1_800_000_000 + seconds)
            for claims in [[large, small], [small, large]] {
                let found = rules.disorder(among: claims)
                #expect(found.count == (isTold ? 1 : 0))
                guard let file = found.first?.file else { continue }
                #expect(try file.verified(by: self.keys().verifierKeys).kind == .clock)
            }
        }
        // Ed25519 says nothing of time.
        #expect(
            rules.disorder(among: [try self.claim(.sha256, 9), try self.claim(.sha256, 8)]).isEmpty
        )
    }

    @Test func signaturesFromTheFutureAreTold() throws {
        let rules = MonitorRules()
        let claim = try self.claim(.sm3, 5, at: 1_800_000_301)
        #expect(rules.future(of: [claim], cosignatures: [], now: 1_800_000_001).isEmpty)
        #expect(rules.future(of: [claim], cosignatures: [], now: 1_800_000_000).count == 1)
    }

    @Test func aHeadThatWaitsTooLongIsStale() throws {
        var rules = MonitorRules()
        rules.staleSeconds = 60
        var memory = LogMemory()
        let ahead = try self.claim(.sha256, 9, from: "eu1")
        memory.compare([ahead], published: 5, at: 1_000)
        #expect(rules.staleness(of: memory, now: 1_060).isEmpty)
        // A still larger one does not begin the time anew.
        memory.compare([ahead, try self.claim(.sha256, 12)], published: 8, at: 1_050)
        let found = rules.staleness(of: memory, now: 1_061)
        #expect(found.map(\.kind) == [.staleHead] && found[0].detail.contains("9 entries"))
        // The log has caught up with that one: the next has its own time.
        memory.compare([try self.claim(.sha256, 12)], published: 9, at: 1_070)
        #expect(rules.staleness(of: memory, now: 1_130).isEmpty)
        #expect(rules.staleness(of: memory, now: 1_131).count == 1)
        memory.compare([], published: 12, at: 1_140)
        #expect(rules.staleness(of: memory, now: 9_999).isEmpty)
    }

    @Test func aLogThatIsNotSeenIsStale() {
        var rules = MonitorRules()
        rules.staleSeconds = 60
        var memory = LogMemory()
        memory.look(gotHead: false, at: 1_000)
        memory.look(gotHead: false, at: 1_050)
        #expect(rules.staleness(of: memory, now: 1_060).isEmpty)
        #expect(rules.staleness(of: memory, now: 1_061).count == 1)
        memory.look(gotHead: true, at: 1_062)
        #expect(rules.staleness(of: memory, now: 9_999).isEmpty)
    }

    @Test func ageCountsOnlyIfALimitIsGiven() {
        var rules = MonitorRules()
        var memory = LogMemory()
        memory.saw(signatureAt: 1_000)
        #expect(rules.staleness(of: memory, now: 9_999_999).isEmpty)
        rules.maximumAgeSeconds = 100
        #expect(rules.staleness(of: memory, now: 1_100).isEmpty)
        #expect(rules.staleness(of: memory, now: 1_101).count == 1)
        // Whoever sees no head has seen the last one all the same.
        memory.saw(signatureAt: nil)
        #expect(rules.staleness(of: memory, now: 1_101).count == 1)
        memory.saw(signatureAt: 1_050)
        #expect(rules.staleness(of: memory, now: 1_150).isEmpty)
    }

    // MARK: What is remembered

    @Test func alarmsAreToldOnceAndEndIfTheirKindDoes() {
        var book = AlarmBook()
        func alarm(_ kind: AlarmKind, _ subject: String, at now: UInt64 = 1) -> Alarm {
            Alarm(kind: kind, log: "eu", subject: subject, detail: "", since: now)
        }
        let all = Set(AlarmKind.allCases)
        let first = book.look(
            found: [alarm(.splitView, "a"), alarm(.quorumLoss, "b"), alarm(.splitView, "a")],
            looked: all
        )
        #expect(first.raised.count == 2 && first.ended.isEmpty)
        let second = book.look(found: [alarm(.quorumLoss, "b", at: 2)], looked: all)
        #expect(second.raised.isEmpty && second.ended.isEmpty)
        #expect(book.standing.map(\.since) == [1, 1])
        // Nobody looked, so nothing ended.
        #expect(book.look(found: [], looked: [.clock]).ended.isEmpty)
        #expect(book.look(found: [], looked: all, unseen: ["b"]).ended.isEmpty)
        let last = book.look(found: [], looked: all)
        #expect(last.ended.map(\.kind) == [.quorumLoss])
        #expect(book.standing.map(\.kind) == [.splitView], "until an operator has looked")
        #expect(book.raisedCount == 2)
    }

    @Test func memoryIsReadBackAndDamageIsSeen() throws {
        var memory = LogMemory()
        let claim = try self.claim(.sm3, 7, from: "cn1")
        memory.wait(for: claim)
        // The same head, whoever shows it.
        memory.wait(for: try self.claim(.sm3, 7, at: 1_800_000_007, from: "cn2"))
        memory.look(gotHead: false, at: 5)
        memory.patrolPosition = 9
        let bytes = try memory.bytes()
        var again = try #require(LogMemory(parsing: bytes))
        #expect(again == memory)
        #expect(try self.takeWaiting(&again) == [claim])
        #expect(again.unconfirmed.isEmpty)
        #expect(LogMemory(parsing: Array(bytes.dropLast(2))) == nil)
    }

    @Test func theOldestOfTooManyWaitingHeadsGoes() throws {
        var memory = LogMemory()
        for size in 0..<UInt64(LogMemory.unconfirmedLimit + 1) {
            memory.wait(for: try self.claim(.sha256, size + 1))
        }
        #expect(memory.unconfirmed.count == LogMemory.unconfirmedLimit)
        var sizes = try self.takeWaiting(&memory).map(\.size)
        #expect(sizes.first == 2)
        // What others showed outlasts what the log shows.
        memory.wait(for: try self.claim(.sha256, 1, from: "eu1"))
        for size in 0..<UInt64(LogMemory.unconfirmedLimit) {
            memory.wait(for: try self.claim(.sha256, size + 2))
        }
        sizes = try self.takeWaiting(&memory).map(\.size)
        #expect(sizes.prefix(2) == [1, 3])
    }

    /// The heads that waited, as the log signed them.
    private func takeWaiting(_ memory: inout LogMemory) throws -> [HeadClaim] {
        let keys = try self.keys()
        return try memory.takeUnconfirmed().map { head in
            try HeadClaim(
                UnverifiedNote(parsing: Array(head.note.utf8)),
                suite: head.suite,
                origin: keys.origin,
                keys: keys.verifierKeys,
                source: head.source
            )
        }
    }

    @Test func messagesAreTriedUntilTheyAreTaken() throws {
        var box = Outbox()
        box.put("{}", for: ["https://a", "https://b"], at: 100)
        box.put("{\"later\":1}", for: ["https://a"], at: 100)
        #expect(box.due(for: "https://a", at: 99) == nil)
        #expect(box.due(for: "https://a", at: 100)?.body == "{}")
        #expect(
            box.due(for: "https://b", at: 100) != nil && box.due(for: "https://c", at: 100) == nil
        )
        var now: UInt64 = 100
        var pauses: [UInt64] = []
        for _ in 0..<10 {
            let message = try #require(box.messages.first)
            box.tried(message, wasTaken: false, at: now)
            pauses.append(try #require(box.messages.first).due - now)
            now += pauses[pauses.count - 1]
        }
        #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        // The second one has not overtaken the first.
        #expect(box.due(for: "https://a", at: now - 1) == nil)
        box.tried(try #require(box.messages.first), wasTaken: true, at: now)
        #expect(box.due(for: "https://a", at: now)?.body == "{\"later\":1}")
        box.keep(only: ["https://b"])
        #expect(box.messages.map(\.url) == ["https://b"])
        #expect(try Outbox(parsing: box.bytes()) == box)
        for number in 0..<Outbox.limit { box.put("\(number)", for: ["https://c"], at: now) }
        #expect(box.messages.count == Outbox.limit && box.droppedCount == 1)
    }
}
