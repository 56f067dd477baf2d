import CryptoSuites
import Foundation
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing
import Witnessing

@testable import LogCore

/// A log that needs two of three witnesses on each side, on both heads.
@Suite struct QuorumTests {
    /// A log with six witnesses.
    private struct Stand {
        let store: MemoryLogStore
        let test: TestLog
        let signer: SignerService
        let council: WitnessCouncil

        init() async throws {
            self.store = MemoryLogStore()
            self.test = try await TestLog(in: self.store)
            self.signer = try await self.test.openSigner()
            self.council = try WitnessCouncil()
        }

        var origin: LogOrigin { self.test.descriptor.origin }

        var log: LogID { self.test.descriptor.id }

        func witnesses(
            _ configure: (inout WitnessRules) -> Void = { _ in }
        ) throws -> LogWitnesses {
            try self.council.logWitnesses(
                of: self.test,
                now: { UInt64(Date().timeIntervalSince1970) },
                configure: configure
            )
        }

        func running<Result: Sendable>(
            _ configure: (inout WitnessRules) -> Void = { _ in },
            _ body: @Sendable (LogService) async throws -> Result
        ) async throws -> Result {
            try await self.test.running(
                signer: self.signer,
                witnesses: try self.witnesses(configure),
                interval: .milliseconds(5),
                body
            )
        }

        func append(_ texts: [String], to log: LogService) async throws {
            for text in texts {
                _ = try await log.append(
                    Submission(entries: try EntryBatch(Array(text.utf8)), key: nil)
                )
            }
        }

        /// Whether the bytes that are served have the quorum of the policy on both heads.
        func hasQuorum(_ head: PublishedHead) throws -> Bool {
            let policy = try self.witnesses().policy.policy
            return try [head.cosigned.checkpoint, head.cosigned.sm3Checkpoint].allSatisfy { bytes in
                let note = try UnverifiedNote(parsing: bytes)
                let keys = self.test.verifierKeys + policy.witnessKeys
                return policy.isSatisfied(by: try note.verified(by: keys).verified)
            }
        }
    }

    @Test func headsArePublishedWithBothQuorumsAndGetTheRestLater() async throws {
        let stand = try await Stand()
        try await stand.running { log in
            try await stand.append(["0", "1", "2"], to: log)
            #expect(await log.published(3))
            let head = try log.publishedHead()
            #expect(try stand.hasQuorum(head))
            // All six come in the end, on both heads.
            #expect(
                await log.eventually(seconds: 30) {
                    ((try? $0.publishedHead().cosignatures.count) ?? 0) == 12
                }
            )
            #expect(await log.eventually(seconds: 30) { $0.quorum?.missing.isEmpty == true })
            #expect(log.readiness == Readiness(isReady: true, remarks: []))
        }
        let stored = try #require(try await stand.store.publishedHead(of: stand.log))
        #expect(try stand.hasQuorum(stored))
        // What never changes has the lines of the quorum and no later ones.
        let fixed = PublishedHead(
            head: stored.head,
            notes: stored.notes,
            cosignatures: stored.cosignatures.filter { !$0.isLate }
        )
        #expect(fixed.cosigned == stored.asPublished)
        #expect(try stand.hasQuorum(fixed))
        #expect(stored.cosigned.twin == stored.notes.twin, "no line below the twin note")
        await stand.signer.close()
    }

    @Test func witnessesGetTheLogsOwnSignatureOfTheirTreeAndNoOther() async throws {
        let stand = try await Stand()
        try await stand.running { log in
            for number in 0..<4 {
                try await stand.append(["\(number)"], to: log)
                #expect(await log.published(UInt64(number + 1)))
            }
        }
        for witness in stand.council.witnesses {
            #expect(!witness.requests.isEmpty)
            #expect(witness.surveyCount > 0)
            for request in witness.requests {
                let isSM3 = request.checkpoint.origin == stand.origin.sm3Text
                #expect(isSM3 || request.checkpoint.origin == stand.origin.text)
                let key =
                    isSM3 ? stand.test.keys.sm2.verifierKey : stand.test.keys.ed25519.verifierKey
                #expect(request.note.signatures.map(\.keyID) == [key.keyID])
            }
        }
        await stand.signer.close()
    }

    @Test(arguments: ["eu", "cn"])
    func aSideThatIsAwayHoldsHeadsBackAndAppendsGoOn(_ side: String) async throws {
        let stand = try await Stand()
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.published(1))
            for witness in stand.council.side(side) { witness.behave(.isAway) }
            try await stand.append(["1", "2"], to: log)
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince != nil })
            let quorum = try #require(log.quorum)
            let since = try #require(quorum.waitingSince)
            #expect(
                Set(quorum.missing.map { String($0.name.prefix(3)) }).isSuperset(
                    of: ["1", "2", "3"].map { side + $0 }
                )
            )
            #expect(quorum.missing.allSatisfy { !$0.reason.isEmpty })
            #expect(try log.publishedHead().head.size == 1)
            #expect(try log.pendingHead().head.size > 1, "who wants to cosign can see it")
            // Ready, with the reason: appends are taken.
            #expect(log.readiness.isReady)
            #expect(log.readiness.remarks.contains { $0.contains("waits for its quorum") })
            try await stand.append(["3"], to: log)
            #expect(try log.publishedHead().head.size == 1)
            #expect(log.quorum?.waitingSince == since, "one wait, however long")
            for witness in stand.council.side(side) { witness.behave(.honest) }
            #expect(await log.published(4))
            #expect(try stand.hasQuorum(log.publishedHead()))
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince == nil })
        }
        await stand.signer.close()
    }

    /// Each head has enough lines, and neither has both sides'.
    @Test func oneSideOnEachHeadPublishesNothing() async throws {
        let stand = try await Stand()
        for witness in stand.council.side("eu") { witness.behave(.knowsNoOrigin, on: .sm3) }
        for witness in stand.council.side("cn") { witness.behave(.knowsNoOrigin, on: .sha256) }
        try await stand.running { log in
            try await stand.append(["0", "1"], to: log)
            #expect(
                await log.eventually(seconds: 30) { $0.quorum?.missing.count == 6 }
            )
            #expect(throws: ReadError.noHead) { try log.publishedHead() }
            #expect(log.readiness.isReady, "appends are taken before the first head is published")
        }
        #expect(try await stand.store.publishedHead(of: stand.log) == nil)
        let pending = try #require(try await stand.store.pendingHead(of: stand.log))
        #expect(pending.cosignatures.count == 6)
        await stand.signer.close()
    }

    /// What stops everything, if there is no head to show.
    private static let fork: Set<ScriptedWitness.Behaviour> = [
        .saysInconsistent, .saysConflict, .speaksOfAForkAndShowsNone,
    ]

    /// One witness of each side does what it should not; the others are enough.
    @Test(arguments: ScriptedWitness.Behaviour.allCases.filter { !fork.contains($0) })
    func oneBadWitnessOfEachSideStopsNothing(
        _ behaviour: ScriptedWitness.Behaviour
    ) async throws {
        let stand = try await Stand()
        let bad = [stand.council.side("eu")[1], stand.council.side("cn")[2]]
        for witness in bad { witness.behave(behaviour) }
        try await stand.running { log in
            for number in 0..<3 {
                try await stand.append(["\(number)"], to: log)
                #expect(await log.published(UInt64(number + 1)))
            }
            #expect(log.readiness.isReady)
            #expect(try stand.hasQuorum(log.publishedHead()))
            guard behaviour != .honest else { return }
            let served = try UnverifiedNote(parsing: log.publishedHead().cosigned.checkpoint)
            #expect(!served.signatures.contains { $0.name.hasPrefix("eu2") })
            #expect(!served.signatures.contains { $0.name.hasPrefix("stranger") })
            #expect(
                await log.eventually(seconds: 30) { log in
                    let missing = Set(log.quorum?.missing.map(\.name) ?? [])
                    return missing.isSuperset(of: ["eu2-ed", "cn3-ed", "eu2-sm", "cn3-sm"])
                }
            )
        }
        await stand.signer.close()
    }

    /// Two of three of a side: what they say in place of a signature is none.
    @Test(arguments: [
        ScriptedWitness.Behaviour.cosignsAnotherLog, .cosignsAnotherSize, .forgesItsLine,
        .forgesItsNeighboursLine, .sendsForeignLines, .livesInTheFuture, .livesInThePast,
        .answersGarbage,
        .speaksOfAForkAndShowsNone,
    ])
    func whatIsNoCosignatureMakesNoQuorum(_ behaviour: ScriptedWitness.Behaviour) async throws {
        let stand = try await Stand()
        // Every witness but one of a side has cosigned honestly before: it has a head to show.
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.published(1))
        }
        let bad = Array(stand.council.side("cn").prefix(2))
        for witness in bad { witness.behave(behaviour) }
        let asked = bad.map(\.requests.count)
        try await stand.running { log in
            try await stand.append(["1"], to: log)
            #expect(
                await log.eventually(seconds: 30) { _ in
                    zip(bad, asked).allSatisfy { $0.requests.count > $1 + 4 }
                }
            )
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince != nil })
            #expect(try log.publishedHead().head.size == 1)
        }
        await stand.signer.close()
    }

    @Test(arguments: [ScriptedWitness.Behaviour.saysInconsistent, .saysConflict])
    func aPossibleForkStopsPublication(_ behaviour: ScriptedWitness.Behaviour) async throws {
        let stand = try await Stand()
        let lone = stand.council.side("eu")[0]
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.published(1))
            // The quorum could do without it, and has to wait for it here.
            for witness in stand.council.side("eu").dropFirst() { witness.behave(.isAway) }
            lone.behave(behaviour)
            try await stand.append(["1"], to: log)
            #expect(await log.eventually(seconds: 30) { !$0.readiness.isReady })
            #expect(log.readiness.remarks.contains { $0.contains("eu1") })
            for witness in stand.council.witnesses { witness.behave(.honest) }
            let error = await #expect(throws: AppendError.self) {
                try await stand.append(["2"], to: log)
            }
            guard case .readOnly(.possibleFork) = error else {
                Issue.record("appends answer \(String(describing: error))")
                return
            }
            // Not even now that everybody would cosign.
            let surveys = lone.surveyCount
            _ = await log.eventually(seconds: 1) { _ in lone.surveyCount > surveys + 1 }
            #expect(try log.publishedHead().head.size == 1)
        }
        await stand.signer.close()
    }

    // MARK: What witnesses hold

    /// Database and signer are both restored from earlier copies: only witnesses can tell.
    @Test func aJointRollbackIsCaughtByTheWitnesses() async throws {
        let stand = try await Stand()
        let copy = try TemporaryFolder("copy")
        let earlier = try await stand.running { log in
            try await stand.append(["0", "1"], to: log)
            #expect(await log.published(2))
            return stand.store.snapshot()
        }
        await stand.signer.close()
        try FileManager.default.removeItem(atPath: copy.path)
        try FileManager.default.copyItem(atPath: stand.test.folder.path, toPath: copy.path)
        let again = try await stand.test.openSigner()
        try await stand.test.running(
            signer: again,
            witnesses: try stand.witnesses(),
            interval: .milliseconds(5)
        ) { log in
            try await stand.append(["2", "3"], to: log)
            #expect(await log.published(4))
            #expect(
                await log.eventually(seconds: 30) { $0.quorum?.missing.isEmpty == true }
            )
        }
        await again.close()

        stand.store.restore(earlier)
        let rolledBack = try await stand.test.openSigner(folder: copy.path)
        let before = try await rolledBack.status(of: stand.origin)
        #expect(before.recorded.size == 2)
        try await stand.test.running(
            signer: rolledBack,
            witnesses: try stand.witnesses(),
            interval: .milliseconds(5)
        ) { log in
            #expect(await log.eventually(seconds: 30) { !$0.readiness.isReady })
            let error = await #expect(throws: AppendError.self) {
                try await stand.append(["other"], to: log)
            }
            guard case .readOnly(.witnessAhead(_, size: 4, recordedSize: 2)) = error else {
                Issue.record("appends answer \(String(describing: error))")
                return
            }
            #expect(await log.published(2), "reads go on")
        }
        #expect(try await rolledBack.status(of: stand.origin) == before, "nothing was signed")
        await rolledBack.close()
    }

    /// The log's keys in other hands: a witness shows a head of the same size with other roots.
    @Test func aForkedHeadThatAWitnessShowsStopsTheNextSignature() async throws {
        let stand = try await Stand()
        let seconds = UInt64(Date().timeIntervalSince1970)
        try await stand.running { log in
            try await stand.append(["0", "1"], to: log)
            #expect(await log.published(2))
            let forked = TwinHead(
                size: 1,
                sha256: SHA256Hasher.leafHash([9]),
                sm3: SM3Hasher.leafHash([9])
            )
            let note = try UnverifiedNote(
                parsing: stand.test.notes(of: forked, at: seconds).sm3Checkpoint
            )
            stand.council.side("cn")[0].show(note, ofOrigin: stand.origin.sm3Text)
            let signed = try await stand.signer.status(of: stand.origin).signed
            _ = try? await stand.append(["2"], to: log)
            #expect(await log.eventually(seconds: 30) { !$0.readiness.isReady })
            #expect(log.readiness.remarks.contains { $0.contains("another root") })
            #expect(try await stand.signer.status(of: stand.origin).signed == signed)
        }
        await stand.signer.close()
    }

    /// What a witness shows counts only with the log's own signature below it.
    @Test func aHeadThatTheLogNeverSignedStopsNothing() async throws {
        let stand = try await Stand()
        let stranger = try ScriptedWitness(name: "stranger")
        let forged = try SignedNote.sign(
            text: "\(stand.origin.text)\n9\n\(SHA256Hasher.leafHash([9]).base64)\n",
            with: [stranger.ed25519],
            at: 1
        )
        stand.council.side("eu")[0].show(forged, ofOrigin: stand.origin.text)
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.published(1))
        }
        await stand.signer.close()
    }

    // MARK: Restarts

    @Test func thePendingHeadIsFinishedFirst() async throws {
        let stand = try await Stand()
        for witness in stand.council.side("eu") { witness.behave(.isAway) }
        try await stand.running { log in
            try await stand.append(["0", "1"], to: log)
            #expect(
                await log.eventually(seconds: 30) { (try? $0.pendingHead()) != nil }
            )
            try await stand.append(["2"], to: log)
        }
        let pending = try #require(try await stand.store.pendingHead(of: stand.log))
        #expect(pending.notes != nil)
        for witness in stand.council.witnesses { witness.behave(.honest) }
        try await stand.running { log in #expect(await log.published(3)) }
        // The head that waited was published, before the larger one.
        let first = try #require(
            try await stand.store.publishedHead(of: stand.log, size: pending.head.size)
        )
        #expect(first.head == pending.head && first.notes == pending.notes)
        #expect(try stand.hasQuorum(first))
        await stand.signer.close()
    }

    /// How long nothing was published does not depend on how often the daemon was started.
    @Test func theBeginOfAWaitSurvivesARestart() async throws {
        let stand = try await Stand()
        for witness in stand.council.side("cn") { witness.behave(.isAway) }
        let begin = UInt64(Date().timeIntervalSince1970)
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince != nil })
        }
        let end = UInt64(Date().timeIntervalSince1970)
        // A minute later, by the daemon's clock.
        try await stand.test.running(
            signer: stand.signer,
            witnesses: try stand.council.logWitnesses(of: stand.test, now: { end + 60 }),
            interval: .milliseconds(5)
        ) { log in
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince != nil })
            let since = try #require(log.quorum?.waitingSince)
            #expect((begin...end).contains(since), "\(since), and not \(end + 60)")
            for witness in stand.council.side("cn") { witness.behave(.honest) }
            #expect(await log.published(1))
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince == nil })
            // The next wait is one of its own.
            for witness in stand.council.side("cn") { witness.behave(.isAway) }
            try await stand.append(["1"], to: log)
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince != nil })
            #expect(try #require(log.quorum?.waitingSince) >= since)
        }
        await stand.signer.close()
    }

    /// The head that waits took the place of one that had waited before it.
    @Test func aWaitBeginsWithTheHeadThatWasGivenUp() async throws {
        let stand = try await Stand()
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.published(1))
            try await stand.append(["1"], to: log)
            #expect(await log.published(2))
            #expect(await log.eventually(seconds: 30) { $0.quorum?.missing.isEmpty == true })
        }
        // A failover took the heads away, and an older signed one is pending again.
        let small = try await stand.store.edge(of: stand.log, size: 1).state.head
        let early = UInt64(Date().timeIntervalSince1970) - 200
        let notes = try stand.test.notes(of: small, at: early)
        for _ in 0..<2 {
            stand.store.loseNewestHead(of: stand.log, pending: small, notes: notes)
        }
        for witness in stand.council.side("cn") { witness.behave(.isAway, on: .sm3) }
        try await stand.running { log in
            #expect(
                await log.eventually(seconds: 30) { log in
                    let superseded = try? await stand.store.supersededHead(of: stand.log)
                    return superseded?.head == small && log.quorum?.size == 2
                }
            )
            #expect(log.quorum?.waitingSince == early)
        }
        try await stand.running { log in
            #expect(await log.eventually(seconds: 30) { $0.quorum?.waitingSince == early })
            for witness in stand.council.witnesses { witness.behave(.honest) }
            #expect(await log.published(2))
        }
        await stand.signer.close()
    }

    /// A failover lost the rows of a published head and brought an older, signed one back as the
    /// pending one. The witnesses have gone past it.
    @Test func aHeadThatNeededWitnessesHaveGonePastIsSuperseded() async throws {
        let stand = try await Stand()
        try await stand.running { log in
            try await stand.append(["0", "1"], to: log)
            #expect(await log.published(2))
            #expect(await log.eventually(seconds: 30) { $0.quorum?.missing.isEmpty == true })
        }
        let small = try await stand.store.edge(of: stand.log, size: 1).state.head
        let notes = try stand.test.notes(
            of: small,
            at: UInt64(Date().timeIntervalSince1970)
        )
        let isPublished = try await stand.store.publishedHead(of: stand.log, size: 1) != nil
        stand.store.loseNewestHead(of: stand.log, pending: small, notes: notes)
        if isPublished { stand.store.loseNewestHead(of: stand.log, pending: small, notes: notes) }
        try await stand.running { log in
            try await stand.append(["2"], to: log)
            #expect(await log.published(3))
            #expect(try stand.hasQuorum(log.publishedHead()))
        }
        let superseded = try #require(try await stand.store.supersededHead(of: stand.log))
        #expect(superseded.head == small && superseded.notes == notes)
        #expect(try await stand.store.publishedHead(of: stand.log, size: 1) == nil)
        await stand.signer.close()
    }

    /// A witness that only says so, and at a size that nobody has recorded, moves nothing.
    @Test func aClaimToBeAheadOfTheRecordSupersedesNothing() async throws {
        let stand = try await Stand()
        for witness in stand.council.side("eu") { witness.behave(.claimsToBeAhead) }
        let asked = stand.council.side("eu")[0]
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.eventually(seconds: 30) { _ in asked.requests.count > 12 })
        }
        #expect(try await stand.store.supersededHead(of: stand.log) == nil)
        #expect(try await stand.store.pendingHead(of: stand.log) != nil)
        await stand.signer.close()
    }

    // MARK: Several publishers, and crashes

    @Test func twoPublishersAtOncePublishOneHistory() async throws {
        let stand = try await Stand()
        let witnesses = try stand.witnesses()
        try await stand.test.running(
            signer: stand.signer,
            witnesses: witnesses,
            interval: .milliseconds(3)
        ) { first in
            try await stand.test.running(
                signer: stand.signer,
                witnesses: witnesses,
                interval: .milliseconds(5)
            ) { second in
                for number in 0..<20 {
                    try await stand.append(["\(number)"], to: number % 2 == 0 ? first : second)
                }
                #expect(await first.published(20))
                #expect(await second.published(20))
                for log in [first, second] {
                    #expect(await log.eventually(seconds: 30) { $0.readiness.isReady })
                }
            }
        }
        try await self.checkHistory(of: stand, size: 20)
        await stand.signer.close()
    }

    /// Every published head has its quorum and is the tree's; every witness is on the same history.
    private func checkHistory(of stand: Stand, size: UInt64) async throws {
        var count = 0
        for size in 0...size {
            guard let head = try await stand.store.publishedHead(of: stand.log, size: size) else {
                continue
            }
            count += 1
            #expect(try stand.hasQuorum(head), "size \(size)")
            let tree = try await stand.store.edge(of: stand.log, size: size).state.head
            #expect(head.head == tree, "size \(size)")
        }
        #expect(count > 0)
        #expect(try await stand.store.publishedHead(of: stand.log)?.head.size == size)
        #expect(try await stand.store.pendingHead(of: stand.log) == nil)
    }

    private static func makeImpatient(_ configuration: inout LogServiceConfiguration) {
        configuration.signerPatience = .milliseconds(20)
    }

    /// A store or signer that fails at one step of publication: not done, or done and not said, or
    /// the process ends there. Afterwards everything is published, and with its quorum.
    @Test(arguments: [
        Failpoint.publishPending, .publishNotes, .publishHead, .signerSign, .signerForget,
        .signerStatus,
    ])
    func everyStepOfPublicationMayFail(_ point: Failpoint) async throws {
        for form in FaultInjector.Form.allCases where form != .failsHalfDone {
            for occurrence in 1...2 {
                let stand = try await Stand()
                let faults = FaultInjector()
                // So that lines are stored below a head that waits, too.
                for witness in stand.council.side("cn") { witness.behave(.fails) }
                try await stand.test.running(
                    signer: FaultySigner(stand.signer, faults: faults),
                    store: FaultyLogStore(stand.store, faults: faults),
                    witnesses: try stand.witnesses(),
                    interval: .milliseconds(2),
                    configure: Self.makeImpatient
                ) { log in
                    _ = try? await stand.append(["0"], to: log)
                    _ = await log.eventually(seconds: 30) { (try? $0.pendingHead()) != nil }
                    faults.arm(point, occurrence: occurrence, form)
                    for witness in stand.council.witnesses { witness.behave(.honest) }
                    for number in 1...3 { _ = try? await stand.append(["\(number)"], to: log) }
                    _ = await log.eventually(seconds: 2) { log in
                        faults.struckAt != nil || ((try? log.publishedHead().head.size) ?? 0) >= 4
                    }
                }
                faults.disarm()
                faults.restart()
                try await stand.running { log in
                    try await stand.append(["last"], to: log)
                    let state = try await stand.store.treeState(of: stand.log)
                    #expect(await log.published(state.head.size), "\(point) \(form) \(occurrence)")
                }
                try await self.checkHistory(
                    of: stand,
                    size: try await stand.store.treeState(of: stand.log).head.size
                )
                await stand.signer.close()
            }
        }
    }

    /// The first line of a witness that was slow comes after publication: readers of the newest head
    /// get it, what never changes does without.
    @Test func aLateCosignatureIsAddedToThePublishedHead() async throws {
        let stand = try await Stand()
        let slow = stand.council.side("eu")[2]
        slow.behave(.isAway)
        try await stand.running { log in
            try await stand.append(["0"], to: log)
            #expect(await log.published(1))
            let early = try log.publishedHead()
            #expect(!early.cosignatures.contains { $0.line.name.hasPrefix("eu3") })
            slow.behave(.honest)
            #expect(
                await log.eventually(seconds: 30) {
                    (try? $0.publishedHead().cosignatures.count { $0.line.name.hasPrefix("eu3") })
                        == 2
                }
            )
            let late = try log.publishedHead()
            #expect(late.asPublished == early.asPublished)
            #expect(late.cosigned != early.cosigned)
        }
        await stand.signer.close()
    }
}
