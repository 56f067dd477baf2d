import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing

@testable import Witnessing

/// A witness that recomputes both trees, over a log that lies in every way it can.
@Suite struct FullWitnessTests {
    private func rig(size: Int = 40) throws -> WitnessRig {
        let scene =
            size == 40 ? try WitnessScene.shared.get() : try WitnessScene(size: size)
        return try WitnessRig(scene, mode: .full)
    }

    private func add<Hasher: SuiteHasher>(
        _ rig: WitnessRig,
        _ witness: Witness,
        _ old: Int,
        _ new: Int,
        as hasher: Hasher.Type
    ) async throws -> AddCheckpointResponse {
        await witness.addCheckpoint(try rig.scene.request(old, new, as: hasher))
    }

    /// Both heads of each size, in either order, grown through bundles of 256.
    @Test func bothHeadsAreCosignedOnceBothTreesAreRecomputed() async throws {
        let rig = try self.rig(size: 1_300)
        let witness = try rig.open()
        var old = 0
        for (number, size) in [1, 255, 256, 257, 300, 1_024, 1_300].enumerated() {
            rig.source.show(try rig.scene.notes(size))
            let first: Int
            let second: Int
            if number.isMultiple(of: 2) {
                first = try await self.add(rig, witness, old, size, as: SHA256Hasher.self).status
                second = try await self.add(rig, witness, old, size, as: SM3Hasher.self).status
            } else {
                first = try await self.add(rig, witness, old, size, as: SM3Hasher.self).status
                second = try await self.add(rig, witness, old, size, as: SHA256Hasher.self).status
            }
            #expect(first == 200, "\(size)")
            #expect(second == 200, "\(size)")
            let status = try #require(await witness.statuses.first)
            #expect(status.verifiedSize == UInt64(size))
            #expect(status.readSize == UInt64(size))
            // Each bundle that has something new, once for both heads.
            let asked = rig.source.takeAskedBundles()
            #expect(
                Set(asked.map(\.index)) == Set(UInt64(old / 256)...UInt64((size - 1) / 256)),
                "\(size)"
            )
            #expect(asked.count == Set(asked).count)
            old = size
        }
        #expect(rig.alarms.isEmpty)
    }

    @Test func thePublishedHeadIsReadIfNoneIsPending() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        rig.source.publish(try rig.scene.notes(9))
        #expect(try await self.add(rig, witness, 0, 9, as: SHA256Hasher.self).status == 200)
    }

    @Test func entriesAreReadFromTheFirstOnAndNeverTwice() async throws {
        let rig = try self.rig(size: 700)
        var witness: Witness? = try rig.open()
        rig.source.show(try rig.scene.notes(600))
        await witness?.followAhead()
        #expect(rig.source.takeAskedBundles().map(\.index).min() == 0)
        // What was verified is known after a restart once a head was cosigned over it.
        let answer = await witness?.addCheckpoint(
            try rig.scene.request(0, 600, as: SHA256Hasher.self)
        )
        #expect(answer?.status == 200)
        #expect(rig.source.takeAskedBundles().isEmpty)
        witness = nil
        rig.disk.restart(.forgetsAll)
        let again = try rig.open()
        rig.source.show(try rig.scene.notes(700))
        #expect(try await self.add(rig, again, 600, 700, as: SHA256Hasher.self).status == 200)
        #expect(rig.source.takeAskedBundles().map(\.index) == [2])
    }

    @Test func aLogThatWasWitnessedInLightModeIsReadFromTheFirstEntry() async throws {
        let light = try WitnessRig(WitnessScene.shared.get(), mode: .light)
        var witness: Witness? = try light.open()
        #expect(
            await witness?.addCheckpoint(try light.scene.request(0, 9, as: SHA256Hasher.self))
                .status == 200
        )
        witness = nil
        light.disk.restart(.none)
        let full = try WitnessRig(light.scene, mode: .full, disk: light.disk)
        full.source.show(try full.scene.notes(20))
        let again = try full.open()
        #expect(try await self.add(full, again, 9, 20, as: SHA256Hasher.self).status == 200)
        #expect(await again.statuses.first?.verifiedSize == 20)
    }

    // MARK: Lies

    /// The twin of the attack with the log's own keys: each tree is consistent by itself.
    @Test func aTwinFedOtherEntriesIsRefusedOnBothHeads() async throws {
        let scene = try WitnessScene.shared.get()
        let other = try ReferenceLog(size: 40, forkedAt: 7)
        // SHA-256 over one list of entries, SM3 over the other, signed as one head.
        let head = TwinHead(
            size: 12,
            sha256: scene.log.head(12).sha256,
            sm3: other.head(12).sm3
        )
        let sm3Text = try Checkpoint(
            origin: "\(scene.origin)/sm3",
            size: 12,
            root: head.sm3
        ).text
        for served in [scene.log, other] {
            let rig = try WitnessRig(scene, mode: .full)
            let witness = try rig.open()
            rig.source.serve(served)
            rig.source.show(
                TwinNotes(
                    checkpoint: try scene.note(12, as: SHA256Hasher.self),
                    sm3Checkpoint: try scene.sign(sm3Text, suite: .sm3),
                    twin: try SignedNote.sign(
                        text: TwinNote(origin: scene.log.origin, head: head).text,
                        with: [scene.ed25519, scene.sm2],
                        at: 1
                    )
                )
            )
            let sha256 = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
            #expect(sha256.status == 422)
            #expect(sha256.isPossibleFork)
            let sm3 = await witness.addCheckpoint(
                try AddCheckpointRequest(oldSize: 0, note: scene.sign(sm3Text, suite: .sm3))
            )
            #expect(sm3.status == 422)
            #expect(rig.alarms.count == 2)
            #expect(try await witness.cosignedSize(of: scene.origin) == nil)
            // The notes are kept, once.
            let evidence = rig.disk.paths(in: "\(WitnessRig.path)/evidence")
            #expect(evidence.count == 1)
        }
    }

    /// Each entry in turn, a bit of it or all of it, one left out, two the other way round.
    @Test func anAlteredBundleIsRefusedAndTheRightOneTakenLater() async throws {
        let scene = try WitnessScene.shared.get()
        for position in 0..<12 {
            let rig = try WitnessRig(scene, mode: .full)
            let witness = try rig.open()
            rig.source.show(try scene.notes(12))
            rig.source.damage { _, batch in
                var damaged = EntryBatch()
                for index in 0..<batch.count {
                    var entry = Array(batch[index])
                    if index == position { entry[0] ^= 1 }
                    try damaged.append(entry)
                }
                return damaged
            }
            let answer = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
            #expect(answer.status == 422, "entry \(position)")
            #expect("\(answer)".contains("entries do not lead"), "\(answer)")
            #expect(rig.alarms.count == 1)
            rig.source.damage(nil)
            #expect(try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self).status == 200)
        }
    }

    @Test func aBundleOfAnotherLengthIsNotRead() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        rig.source.show(try rig.scene.notes(12))
        for count in [0, 11, 13] {
            let log = rig.scene.log
            rig.source.damage { _, _ in try log.entries(0..<count) }
            let answer = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
            #expect(answer.status == 503, "\(count)")
        }
        rig.source.damage(nil)
        #expect(try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self).status == 200)
    }

    @Test func aTwinThatContradictsTheHeadsIsRefused() async throws {
        let scene = try WitnessScene.shared.get()
        let rig = try WitnessRig(scene, mode: .full)
        let witness = try rig.open()
        rig.source.show(try scene.notes(12, twinHead: scene.log.falseHead(12)))
        let answer = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
        #expect(answer.status == 422)
        #expect(rig.alarms.count == 1)
        // The log may take it back; nothing was cosigned meanwhile.
        rig.source.show(try scene.notes(12))
        #expect(try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self).status == 200)
    }

    /// The head that is sent is not the one that is shown.
    @Test func aHeadThatOnlyTheWitnessWasShownIsRefused() async throws {
        let scene = try WitnessScene.shared.get()
        let rig = try WitnessRig(scene, mode: .full)
        let witness = try rig.open()
        rig.source.show(try scene.notes(12))
        let split = try Checkpoint(
            origin: scene.origin,
            size: 12,
            root: scene.log.head(13).sha256
        ).text
        let answer = await witness.addCheckpoint(
            try AddCheckpointRequest(oldSize: 0, note: scene.sign(split, suite: .sha256))
        )
        #expect(answer.status == 422)
        #expect(rig.alarms.count == 1)
        #expect(try await witness.cosignedSize(of: scene.origin) == nil)
    }

    @Test func otherRootsOfAVerifiedSizeAreRefused() async throws {
        let scene = try WitnessScene.shared.get()
        let rig = try WitnessRig(scene, mode: .full)
        let witness = try rig.open()
        rig.source.show(try scene.notes(12))
        #expect(try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self).status == 200)
        // A fork of the same size, with its own heads, its own twin and its own entries.
        let fork = try ReferenceLog(size: 40, forkedAt: 5)
        let head = fork.head(12)
        rig.source.serve(fork)
        rig.source.show(
            TwinNotes(
                checkpoint: try scene.sign(
                    Checkpoint(origin: scene.origin, size: 12, root: head.sha256).text,
                    suite: .sha256
                ),
                sm3Checkpoint: try scene.sign(
                    Checkpoint(origin: "\(scene.origin)/sm3", size: 12, root: head.sm3).text,
                    suite: .sm3
                ),
                twin: try SignedNote.sign(
                    text: TwinNote(origin: scene.log.origin, head: head).text,
                    with: [scene.ed25519, scene.sm2],
                    at: 1
                )
            )
        )
        await witness.followAhead()
        #expect(rig.alarms.count == 1)
        // The forked SM3 head is not what was verified.
        let sm3 = try Checkpoint(origin: "\(scene.origin)/sm3", size: 12, root: head.sm3).text
        let answer = await witness.addCheckpoint(
            try AddCheckpointRequest(oldSize: 0, note: scene.sign(sm3, suite: .sm3))
        )
        #expect(answer.status == 422)
    }

    // MARK: Not lies

    @Test func notesOfDifferentSizesAreReadAgain() async throws {
        let scene = try WitnessScene.shared.get()
        let rig = try WitnessRig(scene, mode: .full)
        let witness = try rig.open()
        rig.source.show(try scene.notes(12, sm3Size: 13))
        let answer = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
        #expect(answer.status == 503)
        #expect(rig.alarms.isEmpty)
    }

    @Test func aHeadThatTheLogDoesNotShowWaits() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        rig.source.show(try rig.scene.notes(11))
        let answer = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
        #expect(answer.status == 503)
        #expect("\(answer)".contains("head of 11"), "\(answer)")
        #expect(rig.alarms.isEmpty)
        rig.source.show(nil)
        let none = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
        #expect("\(none)".contains("no signed head"), "\(none)")
    }

    /// As where several daemons serve one log: the one that is asked learns of a head a little later.
    @Test func aHeadThatTheLogShowsAMomentLaterIsCosigned() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        rig.source.show(try rig.scene.notes(11))
        async let answer = self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
        // The smaller head was read: the request goes on waiting.
        while await witness.statuses.first?.verifiedSize != 11 { await Task.yield() }
        rig.source.show(try rig.scene.notes(12))
        #expect(try await answer.status == 200)
        #expect(rig.alarms.isEmpty)
    }

    @Test func notesOfOthersAreNotBelieved() async throws {
        let scene = try WitnessScene.shared.get()
        let stranger = try WitnessScene(size: 12)
        let rig = try WitnessRig(scene, mode: .full)
        let witness = try rig.open()
        let good = try scene.notes(12)
        let bad = try stranger.notes(12)
        for notes in [
            bad,
            TwinNotes(
                checkpoint: good.checkpoint,
                sm3Checkpoint: good.sm3Checkpoint,
                twin: bad.twin
            ),
            TwinNotes(
                checkpoint: good.checkpoint,
                sm3Checkpoint: bad.sm3Checkpoint,
                twin: good.twin
            ),
            TwinNotes(
                checkpoint: good.checkpoint,
                sm3Checkpoint: good.sm3Checkpoint,
                // Signed with one of the two keys.
                twin: try SignedNote.sign(
                    text: TwinNote(origin: scene.log.origin, head: scene.log.head(12)).text,
                    with: [scene.ed25519],
                    at: 1
                )
            ),
        ] {
            rig.source.show(notes)
            let answer = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
            #expect(answer.status == 503, "\(answer)")
        }
        #expect(rig.alarms.isEmpty)
        #expect(rig.source.takeAskedBundles().isEmpty)
    }

    @Test func aLogOutOfReachIsSaid() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        rig.source.fail(TwinSourceError(reason: "no connection"))
        let answer = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
        #expect(answer.status == 503)
        #expect("\(answer)".contains("no connection"))
        rig.source.fail(nil)
        rig.source.show(try rig.scene.notes(12))
        #expect(try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self).status == 200)
    }

    /// A long way to read does not hold the request, and is not lost.
    @Test func readingGoesOnWhenTheRequestIsAnswered() async throws {
        let rig = try self.rig()
        let witness = try rig.open(patience: .milliseconds(50))
        rig.source.show(try rig.scene.notes(12))
        let gate = Gate()
        rig.source.beforeEntries { await gate.pass() }
        let early = try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self)
        #expect(early.status == 503)
        #expect("\(early)".contains("still reading"), "\(early)")
        await gate.open()
        await witness.followAhead()
        #expect(try await self.add(rig, witness, 0, 12, as: SHA256Hasher.self).status == 200)
        #expect(rig.source.takeAskedBundles().count == 1)
    }

    @Test func whoStopsDoesNotWaitForTheEndOfALog() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        rig.source.show(try rig.scene.notes(12))
        let gate = Gate()
        rig.source.beforeEntries { await gate.pass() }
        let following = Task { await witness.followAhead() }
        await gate.waitUntilAsked()
        following.cancel()
        await following.value
        #expect(await witness.statuses.first?.verifiedSize == 0)
        await gate.open()
    }

    @Test func manyRequestsShareOneLook() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        rig.source.show(try rig.scene.notes(12))
        let sha256 = try rig.scene.request(0, 12, as: SHA256Hasher.self)
        let sm3 = try rig.scene.request(0, 12, as: SM3Hasher.self)
        let statuses = await withTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                let request = number.isMultiple(of: 2) ? sha256 : sm3
                group.addTask { await witness.addCheckpoint(request).status }
            }
            var statuses: [Int] = []
            for await status in group { statuses.append(status) }
            return statuses.sorted()
        }
        #expect(statuses == [200, 200] + Array(repeating: 409, count: 38))
        #expect(rig.source.takeAskedBundles().count == 1)
    }
}

/// Lets nobody pass until it is opened.
private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private var watchers: [CheckedContinuation<Void, Never>] = []

    /// Returns when somebody waits at the gate.
    func waitUntilAsked() async {
        guard self.waiting.isEmpty else { return }
        await withCheckedContinuation { self.watchers.append($0) }
    }

    func pass() async {
        guard !self.isOpen else { return }
        for watcher in self.watchers { watcher.resume() }
        self.watchers = []
        await withCheckedContinuation { self.waiting.append($0) }
    }

    func open() {
        self.isOpen = true
        for continuation in self.waiting { continuation.resume() }
        self.waiting = []
    }
}
