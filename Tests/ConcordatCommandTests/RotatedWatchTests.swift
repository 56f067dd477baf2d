import Foundation
import LogClient
import LogProtocol
import LogTesting
import Monitoring
import SignedNotes
import Testing

@testable import concordat_monitor

/// Specs/monitor.md, "Keys and policies that change": every head that somebody shows is judged with the
/// keys that the log's entries give for its size, and its quorum by the policy of its size.
@Suite(.timeLimit(.minutes(3))) struct RotatedWatchTests {
    private let change: KeyChange
    /// Signed once: an SM2 signature is another one each time.
    private let statements: [UInt64: [UInt8]]

    init() throws {
        self.change = try KeyChange(origin: SmallLog.origin)
        self.statements = [
            270: try self.change.ed25519(from: Self.from),
            271: try self.change.sm2(from: Self.from),
        ]
    }

    /// The first size of the new keys.
    private static let from: UInt64 = 290

    private var firstKeys: LogKeys { LogKeys(self.change.first.ed25519, self.change.first.sm2) }
    private var nextKeys: LogKeys { LogKeys(self.change.next.ed25519, self.change.next.sm2) }

    /// The keys with their sizes, as an audit prints them.
    private var keys: [VerifierKey] {
        self.firstKeys.verifierKeys.map { $0.bounded(to: 0...(Self.from - 1)) }
            + self.nextKeys.verifierKeys.map { $0.bounded(to: Self.from...(.max)) }
    }

    /// The log at a size, signed with the keys of that size unless others are given; with other entries
    /// behind the first `forkedAfter`, and others in the place of its own.
    private func log(
        _ size: Int,
        keys: LogKeys? = nil,
        forkedAfter count: UInt64 = .max,
        events: [UInt64]? = [270, 271],
        _ more: [UInt64: [UInt8]] = [:]
    ) throws -> SmallLog {
        let isNew = UInt64(size) >= Self.from
        return try SmallLog(
            size: size,
            keys: keys ?? (isNew ? self.nextKeys : self.firstKeys),
            events: events
        ) { index in
            if let entry = more[index] ?? self.statements[index] { return entry }
            return index < count ? SmallLog.entry(index) : Array("other \(index)".utf8)
        }
    }

    private func stand(_ size: Int) throws -> WatchStand {
        try WatchStand(try self.log(size), keys: self.firstKeys)
    }

    @Test func honestHeadsUnderTheNewKeysRaiseNothing() async throws {
        let stand = try self.stand(200)
        var verified: [UInt64?] = []
        for size in [200, 280, 290, 600] {
            stand.transport.become(try self.log(size))
            for suite in Suite.allCases {
                try stand.show(try self.log(size), suite, by: stand.witnesses[0])
            }
            // A monitor that is started anew each time.
            let look = try await stand.watching { try await $0.look() }
            #expect(look.standing.isEmpty && look.undecided == nil, "\(look)")
            verified.append(look.verifiedSize)
            #expect(
                look.keys.map(\.textWithSizes).sorted()
                    == (size > 271
                        ? self.keys.map(\.textWithSizes).sorted() : [])
            )
        }
        #expect(verified == [200, 280, 290, 600])
    }

    @Test(arguments: Suite.allCases) func aSplitHeadUnderTheNewKeyIsASplitView(
        _ suite: Suite
    ) async throws {
        let stand = try self.stand(600)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            try stand.show(try self.log(600, forkedAfter: 500), suite, by: stand.witnesses[1])
            let look = try await watch.look()
            #expect(look.raised.map(\.kind) == [.splitView])
            let alarm = try #require(look.raised.first)
            #expect(try await stand.verify(alarm, keys: self.keys).status == 0)
            // Whoever has the first keys alone, or believes the new ones for other sizes, can say nothing
            // or refutes it.
            #expect(try await stand.verify(alarm, keys: self.firstKeys.verifierKeys).status == 2)
            let others = self.nextKeys.verifierKeys.map { $0.bounded(to: 601...(.max)) }
            #expect(try await stand.verify(alarm, keys: others).status == 1)
        }
    }

    /// A head under the new key comes before the entries that tell the key.
    @Test func aLargerHeadUnderANewKeyWaitsForTheEntries() async throws {
        for (fork, kinds) in [(.max, []), (500, [.inconsistency])] as [(UInt64, [AlarmKind])] {
            let stand = try self.stand(200)
            try await stand.watching { watch async throws in
                #expect(try await watch.look().standing.isEmpty)
                // Where the statements are said to stand is not served yet: nobody knows whose key it is.
                try stand.show(try self.log(600, forkedAfter: fork), .sm3, by: stand.witnesses[1])
                #expect(try await watch.look().standing.isEmpty)
                // Now they are, and the head waits under what they say.
                stand.transport.become(try self.log(280))
                #expect(try await watch.look().standing.isEmpty)
            }
            // The witness shows it no more; another process finds what was remembered.
            try stand.show(try self.log(280), .sm3, by: stand.witnesses[1])
            stand.transport.become(try self.log(700))
            let look = try await stand.watching { try await $0.look() }
            #expect(look.raised.map(\.kind) == kinds, "\(look.raised)")
            if let alarm = look.raised.first {
                #expect(try await stand.verify(alarm, keys: self.keys).status == 0)
            }
        }
    }

    /// Also if the monitor is started anew, and the log says nothing: the statements are in the last
    /// bundle, which is not full.
    @Test func theKeysAreKnownWithoutTheLog() async throws {
        let stand = try self.stand(300)
        #expect(try await stand.watching { try await $0.look() }.standing.isEmpty)
        stand.transport.fallSilent(after: 0)
        try stand.show(try self.log(300), .sha256, by: stand.witnesses[0])
        let honest = try await stand.watching { try await $0.look() }
        #expect(honest.standing.isEmpty && honest.undecided != nil, "\(honest)")
        try stand.show(try self.log(300, forkedAfter: 280), .sha256, by: stand.witnesses[0])
        let look = try await stand.watching { try await $0.look() }
        #expect(look.raised.map(\.kind) == [.splitView])
    }

    /// SPEC: MON-16: the old key is nothing beyond its size, whatever it signs, nor the new one below.
    @Test func aHeadUnderAKeyOfOtherSizesIsNone() async throws {
        let stand = try self.stand(600)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            for (size, keys) in [(600, self.firstKeys), (280, self.nextKeys)] {
                try stand.show(try self.log(size, keys: keys), .sha256, by: stand.witnesses[0])
                let look = try await watch.look()
                #expect(look.raised.map(\.kind) == [.witnessFault], "\(size)")
                #expect(look.raised.first?.detail.contains("only") == true, "\(look.raised)")
                try stand.show(try self.log(600), .sha256, by: stand.witnesses[0])
                #expect(try await watch.look().ended.map(\.kind) == [.witnessFault])
            }
        }
    }

    /// It was believed when it was shown, and is not when the entries have come up to it.
    @Test func aHeadThatWaitedUnderTheOldKeyIsTold() async throws {
        let stand = try self.stand(200)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            try stand.show(
                try self.log(600, keys: self.firstKeys),
                .sha256,
                by: stand.witnesses[0]
            )
            #expect(try await watch.look().standing.isEmpty)
            try stand.show(try self.log(200), .sha256, by: stand.witnesses[0])
            stand.transport.become(try self.log(700))
            let look = try await watch.look()
            #expect(look.raised.map(\.kind) == [.witnessFault], "\(look.raised)")
            #expect(try await watch.look().standing.isEmpty)
        }
    }

    /// A key that nobody announced is a stranger's at every size.
    @Test func aStrangersLargerHeadIsAWitnessFault() async throws {
        let stand = try self.stand(280)
        try stand.show(try self.log(600, keys: LogKeys()), .sha256, by: stand.witnesses[0])
        try await stand.watching { watch async throws in
            #expect(try await watch.look().raised.map(\.kind) == [.witnessFault])
            stand.transport.fallSilent(after: 0)
            #expect(try await watch.look().ended.isEmpty, "nobody has looked")
        }
    }

    // MARK: Policies

    /// SPEC: MON-17: from the announced size on a witness has other keys; the monitor is configured with
    /// the old ones.
    @Test func quorumsAreJudgedByThePolicyOfTheSize() async throws {
        let stand = try self.stand(200)
        let (old, cn) = (stand.witnesses[0], stand.witnesses[1])
        let new = try ScriptedWitness(name: old.name)
        let text = stand.policyText
            .replacing("\(old.ed25519.verifierKey)", with: "\(new.ed25519.verifierKey)")
            .replacing("\(old.sm2.verifierKey)", with: "\(new.sm2.verifierKey)")
        let statement: [UInt64: [UInt8]] = [272: try self.change.policy(text, from: 290)]
        func log(_ size: Int, by witnesses: [ScriptedWitness]) throws -> SmallLog {
            var log = try self.log(size, events: [270, 271, 272], statement)
            try log.cosign(.sha256, with: witnesses.map(\.ed25519))
            try log.cosign(.sm3, with: witnesses.map(\.sm2))
            return log
        }
        try await stand.watching(policy: stand.policy()) { watch async throws in
            for (size, witnesses, isEnough) in [
                (280, [old, cn], true), (281, [new, cn], false), (282, [old, cn], true),
                (290, [new, cn], true), (291, [old, cn], false), (600, [new, cn], true),
            ] as [(Int, [ScriptedWitness], Bool)] {
                stand.transport.become(try log(size, by: witnesses))
                let look = try await watch.look()
                #expect(
                    Set(look.standing.map(\.kind)) == (isEnough ? [] : [.quorumLoss]),
                    "\(size): \(look.standing)"
                )
            }
            // The witness shows the newest head at its old address, under its new key.
            let shown = try self.log(600, statement)
            let note = try UnverifiedNote(parsing: try #require(shown.files[.checkpoint(.sha256)]))
            for (witness, isKnown) in [(new, true), (try ScriptedWitness(name: old.name), false)] {
                let line = try witness.ed25519.signature(over: note.text, at: 1_800_000_000)
                old.show(try note.adding([line]), ofOrigin: SmallLog.origin)
                let look = try await watch.look()
                #expect(look.standing.map(\.kind) == (isKnown ? [] : [.witnessFault]))
            }
        }
    }
}
