import CryptoSuites
import Foundation
import LogClient
import LogProtocol
import LogTesting
import Logging
import MerkleTree
import Monitoring
import NIOPosix
import SignedNotes
import Synchronization
import Testing

@testable import concordat_monitor

/// A monitor over a log that can be made to lie, and witnesses that show what a test says.
@Suite(.timeLimit(.minutes(3))) struct LogWatchTests {
    private typealias Stand = WatchStand

    private static func other(_ index: UInt64) -> [UInt8] { Array("other \(index)".utf8) }

    /// The first so many entries as they are, others behind them.
    private static func fork(after count: UInt64) -> (UInt64) -> [UInt8] {
        { $0 < count ? SmallLog.entry($0) : Self.other($0) }
    }

    private func stand(_ size: Int) throws -> Stand {
        let keys = try LogKeys()
        return try Stand(try SmallLog(size: size, keys: keys), keys: keys)
    }

    /// Expects one new alarm, whose evidence a stranger with the log's keys can verify.
    private func expectProven(
        _ kind: AlarmKind,
        _ look: LogWatch.Look,
        _ stand: Stand
    ) async throws {
        let alarm = try #require(look.raised.first { $0.kind == kind }, "\(look.raised)")
        let proven = try await stand.verify(alarm, keys: stand.keys.verifierKeys)
        #expect(proven.status == 0, "\(proven.output) \(proven.errors)")
        let undecided = try await stand.verify(alarm, keys: try LogKeys().verifierKeys)
        #expect(undecided.status == 2, "\(undecided.output)")
    }

    // MARK: Sound logs

    @Test func aSoundLogIsFollowedAndAMonitorGoesOnWhereItWas() async throws {
        let stand = try self.stand(300)
        for witness in stand.witnesses {
            for suite in Suite.allCases {
                try stand.show(try SmallLog(size: 300, keys: stand.keys), suite, by: witness)
            }
        }
        for (size, new) in [(300, 300), (300, 0), (700, 400)] as [(Int, UInt64)] {
            stand.transport.become(try SmallLog(size: size, keys: stand.keys))
            let look = try await stand.watching { try await $0.look() }
            #expect(look.verifiedSize == UInt64(size))
            #expect(look.newEntryCount == new)
            #expect(look.standing.isEmpty && look.undecided == nil, "\(look)")
        }
        // The folder is a log in a folder.
        let tree = stand.home.path(of: "state") + "/small/tree"
        let transport = try FolderLogTransport(path: tree)
        #expect(try await transport.send(.get("checkpoint")).isSuccess)
    }

    // MARK: Lies

    @Test(arguments: Suite.allCases) func aForkedHeadThatAWitnessShowsIsASplitView(
        _ suite: Suite
    ) async throws {
        let stand = try self.stand(30)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            let fork = try SmallLog(size: 30, keys: stand.keys, entry: Self.fork(after: 20))
            try stand.show(fork, suite, by: stand.witnesses[1])
            let look = try await watch.look()
            #expect(look.raised.map(\.kind) == [.splitView])
            try await self.expectProven(.splitView, look, stand)
            #expect(try await watch.look().raised.isEmpty, "it is told once")
        }
        // Nor again by a monitor that is started anew; and it stands whatever is shown now.
        try stand.show(try SmallLog(size: 30, keys: stand.keys), suite, by: stand.witnesses[1])
        let look = try await stand.watching { try await $0.look() }
        #expect(look.raised.isEmpty && look.standing.map(\.kind) == [.splitView])
    }

    /// Two monitors are shown two histories; what each has seen convicts the log together with what
    /// the witness shows the other.
    @Test func aLogThatShowsAnotherHistoryIsCaught() async throws {
        let stand = try self.stand(30)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            stand.transport.become(
                try SmallLog(size: 30, keys: stand.keys, entry: Self.fork(after: 20))
            )
            let look = try await watch.look()
            try await self.expectProven(.splitView, look, stand)
        }
    }

    @Test func aHeadOfAnotherHistoryIsInconsistent() async throws {
        let stand = try self.stand(30)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            let fork = try SmallLog(size: 20, keys: stand.keys, entry: Self.fork(after: 10))
            try stand.show(fork, .sha256, by: stand.witnesses[0])
            let look = try await watch.look()
            #expect(look.raised.map(\.kind) == [.inconsistency])
            try await self.expectProven(.inconsistency, look, stand)
        }
    }

    /// A head that a witness shows before the log does is compared when the entries reach it, also by a
    /// monitor that was started anew meanwhile.
    @Test func aLargerHeadIsRememberedUntilTheEntriesReachIt() async throws {
        let stand = try self.stand(30)
        let fork = try SmallLog(size: 40, keys: stand.keys, entry: Self.fork(after: 35))
        try stand.show(fork, .sm3, by: stand.witnesses[1])
        #expect(try await stand.watching { try await $0.look() }.standing.isEmpty)
        // The witness shows it no more.
        try stand.show(try SmallLog(size: 30, keys: stand.keys), .sm3, by: stand.witnesses[1])
        stand.transport.become(try SmallLog(size: 50, keys: stand.keys))
        let look = try await stand.watching { try await $0.look() }
        #expect(look.raised.map(\.kind) == [.inconsistency])
        try await self.expectProven(.inconsistency, look, stand)
    }

    @Test func aLogThatGoesBackIsTold() async throws {
        let stand = try self.stand(300)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            stand.transport.become(
                try SmallLog(size: 200, keys: stand.keys, at: 1_800_000_005)
            )
            let look = try await watch.look()
            try await self.expectProven(.rollback, look, stand)
        }
    }

    /// A log that goes on along another history has signed two heads that are not of one.
    @Test func aHistoryThatWasRewrittenIsProven() async throws {
        let stand = try self.stand(300)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            stand.transport.become(
                try SmallLog(size: 700, keys: stand.keys, entry: Self.fork(after: 290))
            )
            let look = try await watch.look()
            #expect(Set(look.raised.map(\.kind)) == [.alteredEntry, .inconsistency])
            try await self.expectProven(.inconsistency, look, stand)
            #expect(try await watch.look().raised.isEmpty, "it is told once")
        }
    }

    @Test func treesOfDifferentEntriesAreTold() async throws {
        let keys = try LogKeys()
        var log = try SmallLog(size: 300, keys: keys)
        try log.take(
            sm3From: SmallLog(size: 300, keys: keys) {
                $0 == 7 ? Self.other(7) : SmallLog.entry($0)
            },
            keys: keys
        )
        let stand = try Stand(log, keys: keys)
        try await stand.watching { watch async throws in
            let look = try await watch.look()
            #expect(look.raised.first?.kind == .twinMismatch)
            try await self.expectProven(.twinMismatch, look, stand)
        }
    }

    @Test func aTwinNoteOfOtherRootsIsTold() async throws {
        let keys = try LogKeys()
        let log = try SmallLog(size: 30, keys: keys)
        let other = try SmallLog(size: 30, keys: keys, entry: Self.other)
        let stand = try Stand(log, keys: keys)
        stand.transport.damage(.twin) { $0 = other.files[.twin] ?? [] }
        try await stand.watching { watch async throws in
            try await self.expectProven(.twinMismatch, try await watch.look(), stand)
        }
    }

    // MARK: What was read before

    @Test func anEntryThatWasAlteredLaterIsTold() async throws {
        let stand = try self.stand(600)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            let bundle = LogFile.entries(try #require(BundleCoordinate(index: 1)))
            stand.transport.damage(bundle) { $0[$0.count - 1] ^= 1 }
            let look = try await watch.look()
            #expect(look.raised.map(\.kind) == [.alteredEntry])
            #expect(look.raised.map(\.subject) == ["entry 511"])
        }
    }

    /// The patrol has long gone on when the tile is still missing.
    @Test func aTileThatIsGoneStaysToldWhileOthersAreRead() async throws {
        let stand = try self.stand(256 * 40)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            let tile = LogFile.tile(.sha256, try #require(TileCoordinate(level: 0, index: 20)))
            stand.transport.remove(tile)
            var raised = 0
            var ended = 0
            for _ in 0..<8 {
                let look = try await watch.look()
                raised += look.raised.count
                ended += look.ended.count
            }
            #expect(raised == 1 && ended == 0)
        }
    }

    /// Each look reads a few full bundles again, also where a round through the log ends.
    @Test func aPatrolReadsSoManyBundlesALook() async throws {
        let count = Int(TreeComparison.patrolCount)
        let bundles = 2 * count + 5
        let stand = try self.stand(256 * bundles)
        try await stand.watching { watch async throws in
            _ = try await watch.look()
            var reads: [Set<UInt64>] = []
            for _ in 0..<6 {
                _ = stand.transport.takeRequests()
                _ = try await watch.look()
                reads.append(
                    Set(
                        stand.transport.takeRequests().compactMap { file -> UInt64? in
                            if case .entries(let bundle) = file { bundle.index } else { nil }
                        }
                    )
                )
            }
            #expect(reads.allSatisfy { $0.count <= count }, "\(reads)")
            let all = reads.prefix(3).reduce(Set<UInt64>()) { $0.union($1) }
            #expect(all.count == bundles, "\(all.count) of \(bundles)")
        }
    }

    /// What a look could not see has not ended.
    @Test func anAlarmDoesNotEndBecauseNobodyAnswers() async throws {
        let stand = try self.stand(30)
        let stranger = try SmallLog(size: 30, keys: LogKeys())
        try stand.show(stranger, .sha256, by: stand.witnesses[0])
        stand.seconds.set(1_799_999_000)
        try await stand.watching { watch async throws in
            let kinds = Set(try await watch.look().raised.map(\.kind))
            #expect(kinds.isSuperset(of: [.witnessFault, .clock]))
            stand.witnesses[0].behave(.isAway)
            stand.transport.fallSilent(after: 0)
            let look = try await watch.look()
            #expect(look.ended.isEmpty && Set(look.standing.map(\.kind)).isSuperset(of: kinds))
        }
    }

    /// A look that ends before anybody was told is told by the next one, also after a restart.
    @Test func whatWasNotToldIsToldByTheNextLook() async throws {
        struct Interrupted: Error {}
        let stand = try self.stand(30)
        let fork = try SmallLog(size: 30, keys: stand.keys, entry: Self.fork(after: 20))
        try stand.show(fork, .sm3, by: stand.witnesses[1])
        await #expect(throws: Interrupted.self) {
            try await stand.watching { watch async throws in
                _ = try await watch.look { _ in throw Interrupted() }
            }
        }
        let next = try await stand.watching { try await $0.look() }
        #expect(next.raised.map(\.kind) == [.splitView])
        let last = try await stand.watching { try await $0.look() }
        #expect(last.raised.isEmpty && last.standing.map(\.kind) == [.splitView])
    }

    /// A log that is new to the monitor is read in several looks, and its witnesses are asked between.
    @Test func aLongLogIsReadInSeveralLooks() async throws {
        let log = try SmallLog.large.get()
        let home = try TemporaryFolder("monitor")
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let folder = try await MonitorFolder.open(path: home.path(of: "state"), pool: pool)
        let watch = LogWatch(
            MonitorConfiguration.Log(
                name: "large",
                url: try #require(LogURL("https://log.example/large")),
                origin: try LogOrigin(SmallLog.origin),
                keys: log.keys,
                policy: nil,
                rules: MonitorRules()
            ),
            transport: FileLog(log),
            witnesses: [],
            folder: folder,
            now: { 1_800_000_010 },
            clock: NoWaitClock(),
            entryLimit: 30_000,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        var behind: [Bool] = []
        repeat { behind.append(try await watch.look().isBehind) } while behind.last == true
        #expect(behind == [true, true, false])
        let look = try await watch.look()
        #expect(look.verifiedSize == 70_000 && look.publishedSize == 70_000)
        #expect(look.standing.isEmpty && look.undecided == nil)
        try await pool.shutdownGracefully()
    }

    @Test func aTileThatIsGoneIsToldUntilItIsBack() async throws {
        let stand = try self.stand(600)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            let tile = LogFile.tile(.sm3, try #require(TileCoordinate(level: 0, index: 0)))
            stand.transport.remove(tile)
            #expect(try await watch.look().raised.map(\.kind) == [.missingTile])
            stand.transport.become(try SmallLog(size: 600, keys: stand.keys))
            let look = try await watch.look()
            #expect(look.ended.map(\.kind) == [.missingTile] && look.standing.isEmpty)
        }
    }

    // MARK: Quorum, age and time

    @Test func aHeadWithoutItsQuorumIsToldUntilItHasIt() async throws {
        let stand = try self.stand(30)
        var cosigned = try SmallLog(size: 30, keys: stand.keys)
        let policy = try stand.policy()
        try cosigned.cosign(.sha256, with: stand.witnesses.map(\.ed25519))
        var half = cosigned
        try half.cosign(.sm3, with: [stand.witnesses[0].sm2])
        try cosigned.cosign(.sm3, with: stand.witnesses.map(\.sm2))
        try await stand.watching(policy: policy) { watch async throws in
            let none = try await watch.look()
            #expect(Set(none.raised.map(\.subject)) == ["sha256", "sm3"])
            stand.transport.become(half)
            let some = try await watch.look()
            #expect(some.ended.map(\.subject) == ["sha256"])
            #expect(some.standing.first?.detail.contains("cn1") == true)
            stand.transport.become(cosigned)
            let all = try await watch.look()
            #expect(all.ended.map(\.kind) == [.quorumLoss] && all.standing.isEmpty, "\(all)")
        }
    }

    @Test func aHeadThatIsNotPublishedIsStale() async throws {
        let stand = try self.stand(30)
        let larger = try SmallLog(size: 40, keys: stand.keys)
        stand.transport.showPending(
            ["pending/checkpoint": larger.files[.checkpoint(.sha256)] ?? []]
        )
        try await stand.watching { watch async throws in
            #expect(try await watch.look().standing.isEmpty)
            stand.seconds.advance(by: 301)
            #expect(try await watch.look().raised.map(\.kind) == [.staleHead])
            stand.transport.become(larger)
            #expect(try await watch.look().ended.map(\.kind) == [.staleHead])
        }
    }

    @Test func aLogThatDoesNotAnswerIsNotRefutedAndGrowsStale() async throws {
        let stand = try self.stand(30)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().undecided == nil)
            stand.transport.fallSilent(after: 0)
            let look = try await watch.look()
            #expect(look.undecided != nil && look.standing.isEmpty)
            stand.seconds.advance(by: 301)
            #expect(try await watch.look().raised.map(\.kind) == [.staleHead])
            stand.transport.fallSilent(after: nil)
            #expect(try await watch.look().ended.map(\.kind) == [.staleHead])
        }
    }

    @Test func aSignatureFromTheFutureIsTold() async throws {
        let stand = try self.stand(30)
        stand.seconds.set(1_799_999_000)
        try await stand.watching { watch async throws in
            #expect(try await watch.look().raised.map(\.kind) == [.clock])
            stand.seconds.set(1_800_000_000)
            #expect(try await watch.look().ended.map(\.kind) == [.clock])
        }
    }

    @Test func aWitnessThatShowsWhatNobodySignedIsAtFault() async throws {
        let stand = try self.stand(30)
        let stranger = try SmallLog(size: 30, keys: LogKeys())
        try stand.show(stranger, .sha256, by: stand.witnesses[0])
        try await stand.watching { watch async throws in
            let look = try await watch.look()
            #expect(look.raised.map(\.kind) == [.witnessFault])
            #expect(look.raised.map(\.subject) == ["eu1-ed"])
            try stand.show(
                try SmallLog(size: 30, keys: stand.keys),
                .sha256,
                by: stand.witnesses[0]
            )
            #expect(try await watch.look().standing.isEmpty)
        }
    }
}
