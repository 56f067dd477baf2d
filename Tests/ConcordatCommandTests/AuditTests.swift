import Auditing
import CryptoSuites
import Foundation
import LogClient
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@Suite(.timeLimit(.minutes(5))) struct AuditTests {
    private let home: TemporaryFolder
    private var state: String { self.home.path(of: "state") }

    init() throws { self.home = try TemporaryFolder() }

    private func audit(
        _ log: some LogTransport,
        keys: [VerifierKey],
        _ change: (inout AuditConfiguration) -> Void = { _ in }
    ) async -> Result<AuditReport, AuditError> {
        var configuration = AuditConfiguration(keys: keys, statePath: self.state)
        change(&configuration)
        do throws(AuditError) {
            return .success(
                try await Auditor(of: log, configuration: configuration, clock: NoWaitClock()).run()
            )
        } catch {
            return .failure(error)
        }
    }

    private func finding(_ result: Result<AuditReport, AuditError>) -> AuditFinding? {
        guard case .failure(.refuted(let finding, _)) = result else { return nil }
        return finding
    }

    private func undecidedStep(_ result: Result<AuditReport, AuditError>) -> String? {
        guard case .failure(.undecided(let step, _)) = result else { return nil }
        return step
    }

    private static func tile(
        _ suite: Suite,
        _ level: Int,
        _ index: UInt64,
        _ width: Int = 256
    ) throws -> LogFile {
        .tile(suite, try #require(TileCoordinate(level: level, index: index, width: width)))
    }

    private static func bundle(_ index: UInt64, _ width: Int = 256) throws -> LogFile {
        .entries(try #require(BundleCoordinate(index: index, width: width)))
    }

    // MARK: Sound logs

    @Test(arguments: [0, 1, 255, 256, 257, 70_000])
    func soundLogIsVerifiedAndKept(size: Int) async throws {
        let log = size == 70_000 ? try SmallLog.large.get() : try SmallLog(size: size)
        let transport = FileLog(log)
        let report = try await self.audit(transport, keys: log.keys) {
            $0.comparesAllTiles = true
        }.get()
        #expect(report.head == log.head)
        #expect(report.suites == [.sha256, .sm3])
        #expect(report.newEntryCount == UInt64(size))
        #expect(report.signatures.count == 4)
        let tiles = log.files.keys.filter { if case .tile = $0 { true } else { false } }
        #expect(
            report.comparedLeafTileCount + report.comparedUpperTileCount == UInt64(tiles.count)
        )
        // Everything that the log has is in the folder, byte for byte.
        _ = transport.takeRequests()
        let kept = try FolderLogTransport(path: self.state)
        for (file, bytes) in log.files {
            #expect(try await kept.send(.get(file.path)).body == bytes, "\(file)")
        }
        // Nothing is read twice: three heads, log.json, what is not full, the tiles above it.
        let again = try await self.audit(transport, keys: log.keys).get()
        #expect(again.newEntryCount == 0)
        #expect(again.recheckedEntryCount == UInt64(size / 256 * 256))
        #expect(transport.takeRequests().count < 16)
    }

    @Test func keptFolderIsALogToAudit() async throws {
        let log = try SmallLog(size: 600)
        _ = try await self.audit(FileLog(log), keys: log.keys).get()
        let kept = try FolderLogTransport(path: self.state)
        let report = try await self.audit(kept, keys: log.keys) {
            $0.statePath = self.home.path(of: "other")
            $0.comparesAllTiles = true
        }.get()
        #expect(report.head == log.head)
    }

    @Test func growingLogIsFollowed() async throws {
        let keys = try LogKeys()
        let transport = FileLog(try SmallLog(size: 0, keys: keys))
        var metSizes = 0
        for size in [0, 1, 2, 255, 256, 257, 511, 512, 513, 1_000, 1_000, 3_000] {
            transport.become(try SmallLog(size: size, keys: keys))
            _ = transport.takeRequests()
            let report = try await self.audit(transport, keys: keys.verifierKeys) {
                $0.comparesAllTiles = true
            }.get()
            #expect(report.head.size == UInt64(size))
            if size != 1_000 || metSizes < 10 { metSizes += 1 }
            #expect(report.keptHeadCount == metSizes)
            #expect(report.alarmCount == 0)
            let full = transport.takeRequests().filter {
                if case .entries(let bundle) = $0 { bundle.isFull } else { false }
            }
            #expect(Set(full).count == full.count)
        }
        // What is full now has left no parts behind.
        for path in ["tile/entries/000.p", "tile/0/001.p", "sm3/tile/0/000.p"] {
            #expect(!FileManager.default.fileExists(atPath: "\(self.state)/\(path)"), "\(path)")
        }
    }

    @Test func partialFilesThatTheLogDroppedAreReadFromTheFullOnes() async throws {
        let keys = try LogKeys()
        let small = try SmallLog(size: 300, keys: keys)
        let large = try SmallLog(size: 1_000, keys: keys)
        let transport = FileLog(small)
        for file in small.files.keys where file.path.contains(".p/") { transport.remove(file) }
        for (file, bytes) in large.files where file.isImmutable {
            transport.damage(file) { $0 = bytes }
        }
        // Level 1 of 1,000 entries is not full: what 300 entries have of it is still wanted.
        let upper = [try Self.tile(.sha256, 1, 0, 1), try Self.tile(.sm3, 1, 0, 1)]
        for file in upper { transport.damage(file) { $0 = small.files[file] ?? [] } }
        #expect(try await self.audit(transport, keys: small.keys).get().head == small.head)
    }

    @Test(arguments: Suite.allCases)
    func withOneKeyTheOtherHeadIsNotVerified(suite: Suite) async throws {
        let log = try SmallLog(size: 300)
        let keys = log.keys.filter { $0.algorithm.suite == suite }
        let report = try await self.audit(FileLog(log), keys: keys).get()
        #expect(report.suites == [suite])
        #expect(report.head == log.head)
    }

    // MARK: Refuted logs

    @Test(arguments: [0, 255, 256, 299, 300])
    func changedEntryIsNamed(index: UInt64) async throws {
        let log = try SmallLog(size: 301)
        let transport = FileLog(log)
        let file = try Self.bundle(index / 256, index < 256 ? 256 : 45)
        transport.damage(file) { bytes in
            let batch = try? EntryBatch(parsing: bytes)
            if let range = batch?.ranges[Int(index % 256)] { bytes[range.upperBound - 1] ^= 1 }
        }
        let result = await self.audit(transport, keys: log.keys)
        guard case .entry(index, _)? = self.finding(result) else {
            Issue.record("\(result)")
            return
        }
        // What was found out does not stand in the way of the same log, once it is sound.
        transport.become(log)
        let report = try await self.audit(transport, keys: log.keys).get()
        #expect(report.alarmCount == 1)
    }

    @Test func firstOfSeveralChangedEntriesIsNamed() async throws {
        let log = try SmallLog.large.get()
        let transport = FileLog(log)
        for index in [250, 200, 20, 100] as [UInt64] {
            transport.damage(try Self.bundle(index)) { $0[7] ^= 1 }
        }
        transport.remove(try Self.bundle(260))
        let result = await self.audit(transport, keys: log.keys)
        guard case .entry(20 * 256, _)? = self.finding(result) else {
            Issue.record("\(result)")
            return
        }
    }

    @Test(
        arguments: [
            "tile/0/000", "sm3/tile/0/100", "tile/0/273.p/112", "sm3/tile/0/273.p/112",
            "tile/1/000", "sm3/tile/1/000", "tile/1/001.p/17", "sm3/tile/1/001.p/17",
            "tile/2/000.p/1", "sm3/tile/2/000.p/1",
        ]
    )
    func changedTileIsNamed(path: String) async throws {
        let log = try SmallLog.large.get()
        let file = try #require(LogFile(path: path))
        let hash = (try #require(log.files[file]).count / 32) / 2
        let transport = FileLog(log)
        transport.damage(file) { $0[hash * 32 + 5] ^= 0x10 }
        let result = await self.audit(transport, keys: log.keys) { $0.comparesAllTiles = true }
        #expect(self.finding(result) == .tile(file, hash: hash))
    }

    @Test(
        arguments: [
            "tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "sm3/tile/0/001.p/44",
            "tile/1/000.p/1",
        ]
    )
    func whatIsMissingOrCutOffIsNamed(path: String) async throws {
        let log = try SmallLog(size: 300)
        let file = try #require(LogFile(path: path))
        let transport = FileLog(log)
        transport.remove(file)
        #expect(
            self.finding(
                await self.audit(transport, keys: log.keys) { $0.comparesAllTiles = true }
            ) == .missing(file)
        )
        transport.become(log)
        transport.damage(file) { $0.removeLast() }
        let cut = await self.audit(transport, keys: log.keys) { $0.comparesAllTiles = true }
        guard case .malformed(file, _)? = self.finding(cut) else {
            Issue.record("\(cut)")
            return
        }
    }

    @Test func bundleWithTooManyOrTooFewEntriesIsNamed() async throws {
        let log = try SmallLog(size: 300)
        let file = try Self.bundle(0)
        for change in [{ $0 += [0, 1, 7] }, { $0.removeFirst(13) }] as [(inout [UInt8]) -> Void] {
            let transport = FileLog(log)
            transport.damage(file, change)
            let result = await self.audit(transport, keys: log.keys)
            guard case .malformed(file, _)? = self.finding(result) else {
                Issue.record("\(result)")
                return
            }
        }
    }

    @Test(arguments: ["checkpoint", "sm3/checkpoint", "twin"])
    func changedSignatureIsNamed(path: String) async throws {
        let log = try SmallLog(size: 3)
        let file = try #require(LogFile(path: path))
        let transport = FileLog(log)
        transport.damage(file) { bytes in
            // In the middle of the last line's base64, which stays base64.
            let position = bytes.count - 20
            bytes[position] =
                bytes[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        }
        let result = await self.audit(transport, keys: log.keys)
        guard case .head(file, let reason)? = self.finding(result) else {
            Issue.record("\(result)")
            return
        }
        #expect(reason.contains("does not verify"))
        #expect(try await self.audit(FileLog(log), keys: log.keys).get().alarmCount == 1)
    }

    @Test(arguments: Suite.allCases)
    func signedHeadWithAnotherRootIsRefuted(suite: Suite) async throws {
        let keys = try LogKeys()
        let log = try SmallLog(size: 300, keys: keys)
        let other = try SmallLog(size: 300, keys: keys) { Array("other \($0)".utf8) }
        let head = TwinHead(
            size: 300,
            sha256: suite == .sha256 ? other.head.sha256 : log.head.sha256,
            sm3: suite == .sm3 ? other.head.sm3 : log.head.sm3
        )
        let transport = FileLog(log)
        for (file, bytes) in try keys.notes(of: head, origin: SmallLog.origin) {
            transport.damage(file) { $0 = bytes }
        }
        let result = await self.audit(transport, keys: log.keys)
        #expect(self.finding(result) == .root(.checkpoint(suite), size: 300, kept: false))
    }

    @Test func twinNoteThatNamesAnotherRootIsRefuted() async throws {
        let keys = try LogKeys()
        let log = try SmallLog(size: 30, keys: keys)
        let other = try SmallLog(size: 30, keys: keys) { Array("other \($0)".utf8) }
        let transport = FileLog(log)
        let head = TwinHead(size: 30, sha256: log.head.sha256, sm3: other.head.sm3)
        let twin = try #require(try keys.notes(of: head, origin: SmallLog.origin)[.twin])
        transport.damage(.twin) { $0 = twin }
        guard case .head(.twin, _)? = self.finding(await self.audit(transport, keys: log.keys))
        else {
            Issue.record("the twin note differs from sm3/checkpoint")
            return
        }
    }

    @Test func headsOfDifferentSizesSayNothing() async throws {
        let keys = try LogKeys()
        let log = try SmallLog(size: 30, keys: keys)
        let transport = FileLog(log)
        let smaller = try #require(SmallLog(size: 29, keys: keys).files[.checkpoint(.sm3)])
        transport.damage(.checkpoint(.sm3)) { $0 = smaller }
        #expect(self.undecidedStep(await self.audit(transport, keys: log.keys)) == "head")
    }

    @Test func smallerHeadIsAnAlarm() async throws {
        let keys = try LogKeys()
        let transport = FileLog(try SmallLog(size: 300, keys: keys))
        _ = try await self.audit(transport, keys: keys.verifierKeys).get()
        for size in [299, 256, 255, 0] {
            transport.become(try SmallLog(size: size, keys: keys))
            let result = await self.audit(transport, keys: keys.verifierKeys)
            #expect(self.finding(result) == .rollback(size: UInt64(size), kept: 300))
        }
        // Another history below the head is named as such.
        transport.become(try SmallLog(size: 256, keys: keys) { Array("other \($0)".utf8) })
        let result = await self.audit(transport, keys: keys.verifierKeys)
        #expect(
            self.finding(result) == .root(.checkpoint(.sha256), size: 256, kept: false)
        )
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: "\(self.state)/audit/alarms"
            ).count == 5
        )
    }

    @Test func otherHeadOfTheSameSizeIsAForkWithEvidence() async throws {
        let keys = try LogKeys()
        let log = try SmallLog(size: 300, keys: keys)
        let transport = FileLog(log)
        _ = try await self.audit(transport, keys: keys.verifierKeys).get()
        let other = try SmallLog(size: 300, keys: keys) { Array("other \($0)".utf8) }
        transport.become(other)
        let result = await self.audit(transport, keys: keys.verifierKeys)
        guard case .failure(.refuted(let finding, let evidence)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(finding == .fork(.checkpoint(.sha256), size: 300))
        let folder = try #require(evidence)
        for (name, bytes) in [
            ("kept-checkpoint", log.files[.checkpoint(.sha256)]),
            ("checkpoint", other.files[.checkpoint(.sha256)]),
            ("kept-sm3-checkpoint", log.files[.checkpoint(.sm3)]),
            ("sm3-checkpoint", other.files[.checkpoint(.sm3)]),
            ("kept-twin", log.files[.twin]), ("twin", other.files[.twin]),
        ] {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            #expect(Array(data) == bytes, "\(name)")
        }
    }

    /// SPEC: AUDIT-5: entry 5 is in a bundle that was full, entry 290 in one that was not.
    @Test(arguments: [5, 290]) func rewrittenHistoryIsNamed(index: UInt64) async throws {
        let keys = try LogKeys()
        let transport = FileLog(try SmallLog(size: 300, keys: keys))
        _ = try await self.audit(transport, keys: keys.verifierKeys).get()
        transport.become(
            try SmallLog(size: 1_000, keys: keys) {
                $0 == index ? Array("another".utf8) : SmallLog.entry($0)
            }
        )
        let result = await self.audit(transport, keys: keys.verifierKeys)
        #expect(self.finding(result) == .changed(index))
    }

    @Test func headThatWasMetAndNeverReachedIsHeldAgainstTheLog() async throws {
        let keys = try LogKeys()
        let transport = FileLog(try SmallLog(size: 600, keys: keys) { Array("other \($0)".utf8) })
        transport.fallSilent(after: 3)
        #expect(self.undecidedStep(await self.audit(transport, keys: keys.verifierKeys)) != nil)
        transport.fallSilent(after: nil)
        transport.become(try SmallLog(size: 1_000, keys: keys))
        let result = await self.audit(transport, keys: keys.verifierKeys)
        #expect(
            self.finding(result) == .root(.checkpoint(.sha256), size: 600, kept: true)
        )
    }

    /// What was verified is not written over by what is served in its place, and the same finding is kept
    /// once however often it is met.
    @Test func alteredEntryOfTheLastBundleSpoilsNothing() async throws {
        let log = try SmallLog(size: 301)
        let transport = FileLog(log)
        _ = try await self.audit(transport, keys: log.keys).get()
        let file = try Self.bundle(1, 45)
        transport.damage(file) { $0[$0.count - 1] ^= 1 }
        for _ in 0..<3 {
            let result = await self.audit(transport, keys: log.keys)
            #expect(self.finding(result) == .changed(300))
        }
        transport.become(log)
        let report = try await self.audit(transport, keys: log.keys).get()
        #expect(report.alarmCount == 1)
        let kept = try FolderLogTransport(path: self.state)
        #expect(try await kept.send(.get(file.path)).body == log.files[file])
    }

    /// A log that goes on along another history signs one head after the other; they are kept up to a limit.
    @Test func headsThatWereNeverVerifiedAreKeptUpToALimit() async throws {
        let keys = try LogKeys()
        let transport = FileLog(try SmallLog(size: 300, keys: keys))
        let limit = 4
        _ = try await self.audit(transport, keys: keys.verifierKeys) { $0.headLimit = limit }.get()
        for size in 301..<312 {
            transport.become(
                try SmallLog(size: size, keys: keys) { Array("other \($0)".utf8) }
            )
            let result = await self.audit(transport, keys: keys.verifierKeys) {
                $0.headLimit = limit
            }
            #expect(self.finding(result) == .changed(0))
        }
        let heads = try FileManager.default.contentsOfDirectory(atPath: "\(self.state)/audit/heads")
        #expect(heads.count == 1 + limit, "\(heads)")
    }

    // MARK: Nothing to say

    @Test func withoutAKeyOfTheLogNothingIsSaid() async throws {
        let log = try SmallLog(size: 3)
        let others = try LogKeys(origin: "log.example/other").verifierKeys
        for keys in [[], others] {
            let result = await self.audit(FileLog(log), keys: keys)
            #expect(self.undecidedStep(result) == "keys")
        }
    }

    @Test func stateOfAnotherLogIsNotGoneOnWith() async throws {
        let log = try SmallLog(size: 3)
        _ = try await self.audit(FileLog(log), keys: log.keys).get()
        let keys = try LogKeys(origin: "log.example/other")
        let transport = FileLog(log)
        let notes = try keys.notes(of: log.head, origin: "log.example/other")
        for (file, bytes) in notes { transport.damage(file) { $0 = bytes } }
        for startsOver in [false, true] {
            let result = await self.audit(transport, keys: keys.verifierKeys) {
                $0.startsOver = startsOver
            }
            #expect(self.undecidedStep(result) == "state")
        }
    }

    // MARK: Interruptions

    /// SPEC: AUDIT-9: wherever an audit is interrupted, the next one goes on and is right.
    @Test func interruptedAuditGoesOn() async throws {
        let log = try SmallLog(size: 256 * 100 + 7)
        for count in [0, 2, 3, 4, 20, 40, 100, 200, 230, 232] {
            let folder = self.home.path(of: "state-\(count)")
            let transport = FileLog(log)
            transport.fallSilent(after: count)
            let result = await self.audit(transport, keys: log.keys) {
                $0.statePath = folder
                $0.saveInterval = 256 * 16
                $0.requestCount = 2
            }
            guard case .failure(.undecided) = result else {
                Issue.record("silent after \(count): \(result)")
                continue
            }
            transport.fallSilent(after: nil)
            let report = try await self.audit(transport, keys: log.keys) {
                $0.statePath = folder
                $0.requestCount = 2
            }.get()
            #expect(report.head == log.head)
            // 100 bundles and 64 tiles of each tree come behind the three notes.
            if count >= 200 { #expect(report.newEntryCount < 256 * 50, "silent after \(count)") }
        }
    }

    @Test func limitedAuditComesFurtherEachTime() async throws {
        let log = try SmallLog(size: 2_000)
        let transport = FileLog(log)
        var runCount = 0
        while true {
            runCount += 1
            let result = await self.audit(transport, keys: log.keys) { $0.entryLimit = 600 }
            if self.undecidedStep(result) == "limit" { continue }
            #expect(try result.get().head == log.head)
            break
        }
        #expect(runCount == 4)
    }

    // MARK: The state

    /// SPEC: AUDIT-7: each file that an audit relies on, damaged by one bit.
    @Test func damagedStateIsFoundAndNotTrusted() async throws {
        let keys = try LogKeys()
        let transport = FileLog(try SmallLog(size: 200, keys: keys))
        _ = try await self.audit(transport, keys: keys.verifierKeys).get()
        let log = try SmallLog(size: 800, keys: keys)
        transport.become(log)
        _ = try await self.audit(transport, keys: keys.verifierKeys).get()
        let published = Set(["checkpoint", "sm3/checkpoint", "twin", "log.json"])
        let files = try FileManager.default.subpathsOfDirectory(atPath: self.state).filter {
            var isFolder: ObjCBool = false
            let path = "\(self.state)/\($0)"
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        #expect(files.count > 20)
        for file in files {
            let url = URL(filePath: "\(self.state)/\(file)")
            let sound = try Data(contentsOf: url)
            for position in Set([0, sound.count / 2, sound.count - 1]) {
                var damaged = sound
                damaged[position] ^= 1
                try damaged.write(to: url)
                let result = await self.audit(transport, keys: keys.verifierKeys)
                if published.contains(file) {
                    // Nobody relies on these; they are written again.
                    #expect(throws: Never.self) { try result.get() }
                    #expect(try Data(contentsOf: url) == sound, "\(file)")
                } else {
                    #expect(self.undecidedStep(result) == "state", "\(file) at \(position)")
                }
            }
            try sound.write(to: url)
        }
        try FileManager.default.removeItem(atPath: "\(self.state)/tile/entries/001")
        #expect(
            self.undecidedStep(await self.audit(transport, keys: keys.verifierKeys)) == "state"
        )
        let again = await self.audit(transport, keys: keys.verifierKeys) { $0.startsOver = true }
        #expect(try again.get().newEntryCount == 800)
        #expect(
            try await self.audit(transport, keys: keys.verifierKeys).get().head == log.head
        )
    }

    @Test func twoAuditsDoNotShareAFolder() async throws {
        let log = try SmallLog(size: 3)
        let folder = try LogFolder(path: self.state)
        #expect(self.undecidedStep(await self.audit(FileLog(log), keys: log.keys)) == "state")
        withExtendedLifetime(folder) {}
    }
}

/// A clock on which every wait is over at once.
struct NoWaitClock: Clock {
    typealias Instant = ContinuousClock.Instant

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        await Task.yield()
    }
}
