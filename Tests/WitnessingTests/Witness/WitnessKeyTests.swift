import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing

@testable import Witnessing

/// Specs/witness.md, "Keys that change": a witness in full mode reads in the log itself that its keys
/// are others, and believes nobody else.
@Suite struct WitnessKeyTests {
    /// A log of 40 entries. Entry 5 puts another Ed25519 key into the place of the first one for heads
    /// of 9 and more, entry 9 another SM2 key for heads of 11 and more; what stands at 3 and 7 changes
    /// nothing.
    private struct Story: Sendable {
        let change: KeyChange
        let scene: WitnessScene

        init() throws {
            let change = try KeyChange()
            let body = change.body(change.first.ed25519, by: change.other.ed25519, from: 9)
            let log = try ReferenceLog(
                size: 40,
                replacing: [
                    3: try change.entry(
                        body,
                        signedBy: [change.first.ed25519, change.first.sm2]
                    ),
                    5: try change.ed25519(from: 9),
                    7: try change.policy("quorum none\n", from: 8),
                    9: try change.sm2(from: 11, beside: change.next.ed25519),
                ]
            )
            self.change = change
            self.scene = try WitnessScene(log, size: 40, keys: change.first)
        }

        /// The log as it signs heads of a size.
        func scene(at size: Int) -> WitnessScene {
            self.scene.signing(
                with: (
                    size < 9 ? self.change.first.ed25519 : self.change.next.ed25519,
                    size < 11 ? self.change.first.sm2 : self.change.next.sm2
                )
            )
        }

        /// Both heads of a size are asked for, as the log signs them; both answers.
        func ask(_ witness: Witness, _ old: Int, _ new: Int) async throws -> [Int] {
            let scene = self.scene(at: new)
            return [
                await witness.addCheckpoint(try scene.request(old, new, as: SHA256Hasher.self)),
                await witness.addCheckpoint(try scene.request(old, new, as: SM3Hasher.self)),
            ].map(\.status)
        }
    }

    private static let story = Result { try Story() }

    @Test(arguments: [
        [5, 8, 9, 10, 11, 40], [40], [8, 40], [6, 9, 12], [10, 11], [9], [3, 11, 12, 13],
    ])
    func keysAreFollowedThroughTheEntries(_ sizes: [Int]) async throws {
        let story = try Self.story.get()
        let rig = try WitnessRig(story.scene, mode: .full)
        var old = 0
        for size in sizes {
            // Each time a new process, after a power cut.
            let witness = try rig.open()
            rig.source.show(try story.scene(at: size).notes(size))
            rig.source.announce([5, 7, 9].filter { $0 < size })
            #expect(try await story.ask(witness, old, size) == [200, 200], "\(old) to \(size)")
            #expect(
                await witness.statuses.first?.keyChangeCount
                    == [5, 9].filter { $0 < size }.count
            )
            rig.disk.restart(.forgetsAll)
            old = size
        }
        #expect(rig.alarms.isEmpty)
        // What was read once needs no announcement any more.
        rig.source.announce([])
        guard old > 9, old < 40 else { return }
        let witness = try rig.open()
        rig.source.show(try story.scene(at: 40).notes(40))
        #expect(try await story.ask(witness, old, 40) == [200, 200])
    }

    /// SPEC: WITNESS-21: the witness is told of a change once its entries are verified.
    @Test func whoRunsTheWitnessIsToldOfTheKeys() async throws {
        let story = try Self.story.get()
        let rig = try WitnessRig(story.scene, mode: .full)
        let witness = try rig.open()
        for size in [6, 12, 14] {
            rig.source.show(try story.scene(at: size).notes(size))
            rig.source.announce([5, 9])
            await witness.followAhead()
        }
        let told = rig.events.withLock { events in
            events.compactMap { event -> [String]? in
                if case .keyChange(_, let keys) = event { keys.map(\.textWithSizes) } else { nil }
            }
        }
        #expect(told.map(\.count) == [3, 4])
        #expect(told.last?.contains { $0.hasSuffix("@..8") } == true)
        #expect(told.last?.contains { $0.hasSuffix("@11..") } == true)
        #expect(try Witness.describe(rig).events.isEmpty, "nothing was cosigned yet")
        #expect(try await story.ask(witness, 0, 14) == [200, 200])
        #expect(try Witness.describe(rig).events.map(\.index) == [5, 9])
    }

    // MARK: What changes nothing

    /// Without the signature of one of the keys, old or new, about another log, or for heads before it.
    @Test func aStatementThatNotAllHaveSignedChangesNothing() async throws {
        let change = try KeyChange()
        let (first, next) = (change.first, change.next)
        let body = change.body(first.ed25519, by: next.ed25519, from: 9)
        let other = change.body(
            first.ed25519,
            by: next.ed25519,
            from: 9,
            of: "log.example/other"
        )
        for (number, statement) in [
            try change.entry(body, signedBy: [first.ed25519, first.sm2]),
            try change.entry(body, signedBy: [next.ed25519]),
            try change.entry(body, signedBy: [next.ed25519, first.sm2]),
            try change.entry(body, signedBy: [first.ed25519, next.ed25519]),
            try change.entry(other, signedBy: [first.ed25519, first.sm2, next.ed25519]),
            try change.ed25519(from: 5),
        ].enumerated() {
            let log = try ReferenceLog(size: 12, replacing: [5: statement])
            let scene = try WitnessScene(log, size: 12, keys: first)
            let rig = try WitnessRig(scene, mode: .full)
            let witness = try rig.open()
            rig.source.announce([5])
            let forged = scene.signing(with: (next.ed25519, first.sm2))
            rig.source.show(try forged.notes(12))
            let answer = await witness.addCheckpoint(
                try forged.request(0, 12, as: SHA256Hasher.self)
            )
            #expect(answer.status == 403, "\(number): \(answer)")
            #expect(rig.source.takeAskedBundles().count <= 1, "no entries are read for a stranger")
            // The log goes on under its key.
            rig.source.show(try scene.notes(12))
            for request in [
                try scene.request(0, 12, as: SHA256Hasher.self),
                try scene.request(0, 12, as: SM3Hasher.self),
            ] {
                #expect(await witness.addCheckpoint(request).status == 200, "\(number)")
            }
            #expect(await witness.statuses.first?.keyChangeCount == 0, "\(number)")
            #expect(rig.alarms.isEmpty)
        }
    }

    /// SPEC: WITNESS-22: the old key signs on, though the entries say that it is over.
    @Test func theOldKeyIsNotBelievedBeyondItsSize() async throws {
        let story = try Self.story.get()
        let rig = try WitnessRig(story.scene, mode: .full)
        let witness = try rig.open()
        let old = story.scene
        rig.source.show(try old.notes(12))
        let answer = await witness.addCheckpoint(try old.request(0, 12, as: SHA256Hasher.self))
        #expect(answer.status == 422, "\(answer)")
        #expect(rig.alarms.count == 1 && rig.alarms[0].contains("announce other keys"))
        #expect(try await witness.cosignedSize(of: old.origin) == nil)
        // Under the right keys the same entries are.
        rig.source.show(try story.scene(at: 12).notes(12))
        rig.source.announce([5, 9])
        #expect(try await story.ask(witness, 0, 12) == [200, 200])
        rig.source.show(try old.notes(13))
        for request in [
            try old.request(12, 13, as: SHA256Hasher.self),
            try old.request(12, 13, as: SM3Hasher.self),
        ] {
            let answer = await witness.addCheckpoint(request)
            #expect(answer.status == 403 && "\(answer)".contains("good for heads"), "\(answer)")
        }
    }

    /// Somebody has the old key and asks for a head that the log never showed.
    @Test func aHeadUnderTheOldKeyIsRefusedThoughTheLogShowsTheNewOne() async throws {
        let story = try Self.story.get()
        let rig = try WitnessRig(story.scene, mode: .full)
        let witness = try rig.open()
        rig.source.show(try story.scene(at: 12).notes(12))
        rig.source.announce([5, 9])
        let forged = try Checkpoint(
            origin: story.scene.origin,
            size: 12,
            root: story.scene.log.head(13).sha256
        ).text
        let answer = await witness.addCheckpoint(
            try AddCheckpointRequest(oldSize: 0, note: story.scene.sign(forged, suite: .sha256))
        )
        #expect(answer.status == 403, "\(answer)")
        #expect(rig.alarms.isEmpty, "the log has done nothing")
        #expect(try await story.ask(witness, 0, 12) == [200, 200])
    }

    /// The log shows a statement to who asks for it, and has another entry there.
    @Test func aStatementThatIsNotInTheEntriesLeadsNowhere() async throws {
        let change = try KeyChange()
        let scene = try WitnessScene(ReferenceLog(size: 12), size: 12, keys: change.first)
        let rig = try WitnessRig(scene, mode: .full)
        let witness = try rig.open()
        let statement = try change.ed25519(from: 9)
        let count = Mutex(0)
        rig.source.damage { _, batch in
            let isFirst = count.withLock { count in
                count += 1
                return count == 1
            }
            guard isFirst else { return batch }
            var damaged = EntryBatch()
            for position in 0..<batch.count {
                try damaged.append(position == 5 ? statement : Array(batch[position]))
            }
            return damaged
        }
        rig.source.announce([5])
        let forged = scene.signing(with: (change.next.ed25519, change.first.sm2))
        rig.source.show(try forged.notes(12))
        let answer = await witness.addCheckpoint(try forged.request(0, 12, as: SHA256Hasher.self))
        #expect(answer.status == 403, "\(answer)")
        #expect(rig.alarms.count == 1, "the log's key signed what does not stand in the log")
        #expect(await witness.statuses.first?.readSize == 0)
    }

    // MARK: Searching

    @Test func strangersDoNotMakeTheWitnessLookAgainAndAgain() async throws {
        let story = try Self.story.get()
        let rig = try WitnessRig(story.scene, mode: .full)
        let witness = try rig.open()
        rig.source.show(try story.scene.notes(8))
        let stranger = try WitnessScene(size: 12)
        let start = ContinuousClock.now
        var statuses: Set<Int> = []
        for _ in 0..<40 {
            statuses.insert(
                await witness.addCheckpoint(try stranger.request(0, 12, as: SHA256Hasher.self))
                    .status
            )
        }
        #expect(statuses == [403])
        let seconds = Int((ContinuousClock.now - start) / .seconds(1))
        #expect((1...(seconds + 1)).contains(rig.source.takeLookCount()))
        // Lines of others than the log make it look at nothing.
        let other = try Ed25519NoteSigner(name: "log.example/other", privateKey: .generate())
        let text = try story.scene.text(12, as: SHA256Hasher.self)
        let answer = await witness.addCheckpoint(
            try AddCheckpointRequest(
                oldSize: 0,
                note: SignedNote.sign(text: text, with: [other], at: 1)
            )
        )
        #expect(answer.status == 403 && rig.source.takeLookCount() == 0)
    }

    @Test func whoDoesNotGetToTheEntriesInTimeIsTold() async throws {
        let story = try Self.story.get()
        let rig = try WitnessRig(story.scene, mode: .full)
        let witness = try rig.open(patience: .milliseconds(20))
        rig.source.show(try story.scene(at: 12).notes(12))
        rig.source.announce([5, 9])
        let (stream, gate) = AsyncStream.makeStream(of: Void.self)
        rig.source.beforeEntries { for await _ in stream {} }
        let answer = await witness.addCheckpoint(
            try story.scene(at: 12).request(0, 12, as: SHA256Hasher.self)
        )
        #expect(answer.status == 503 && "\(answer)".contains("being read"), "\(answer)")
        gate.finish()
        await witness.followAhead()
        #expect(try await story.ask(witness, 0, 12) == [200, 200])
    }

    /// SPEC: WITNESS-23.
    @Test func lightModeKnowsTheKeysOfItsConfigurationOnly() async throws {
        let story = try Self.story.get()
        let rig = try WitnessRig(story.scene, mode: .light)
        var witness: Witness? = try rig.open()
        rig.source.show(try story.scene(at: 12).notes(12))
        rig.source.announce([5, 9])
        let new = try story.scene(at: 12).request(0, 12, as: SHA256Hasher.self)
        #expect(await witness?.addCheckpoint(new).status == 403)
        #expect(rig.source.takeLookCount() == 0)
        witness = nil
        rig.disk.restart(.none)
        let (first, next) = (story.change.first, story.change.next)
        let log = try WitnessedLog(
            origin: story.scene.origin,
            keys: [
                first.ed25519.verifierKey.bounded(to: 0...8),
                next.ed25519.verifierKey.bounded(to: 9...(.max)),
            ],
            sm3Keys: [
                first.sm2.verifierKey.bounded(to: 0...10),
                next.sm2.verifierKey.bounded(to: 11...(.max)),
            ],
            mode: .light
        )
        #expect(log.followsKeysByHand)
        let configured = try rig.open(log: log)
        #expect(try await story.ask(configured, 0, 12) == [200, 200])
        let old = try story.scene.request(12, 13, as: SHA256Hasher.self)
        #expect(await configured.addCheckpoint(old).status == 403)
    }

    // MARK: The disk

    /// Every operation on the disk fails once, in every way, around the first head under a new key:
    /// whoever has cosigned it knows the key afterwards, though the log says nothing any more.
    @Test func noKeyIsForgottenUnderWhichAHeadWasCosigned() async throws {
        let story = try Self.story.get()
        let requests = try [(0, 8), (0, 9), (8, 9), (0, 12), (8, 12), (9, 12)].map { old, new in
            (old, new, try story.scene(at: new).request(old, new, as: SHA256Hasher.self))
        }
        let notes = try [8, 9, 12].map { ($0, try story.scene(at: $0).notes($0)) }
        func request(_ old: UInt64, _ new: Int) throws -> AddCheckpointRequest {
            try #require(requests.first { $0.0 == Int(old) && $0.1 == new }?.2)
        }
        func show(_ size: Int, _ rig: WitnessRig) {
            rig.source.show(notes.first { $0.0 == size }?.1)
        }
        var followed = 0
        /// One life with a fault, and what is known after it; the size that was cosigned in it.
        func live(_ operation: Int, _ fault: SimulatedDisk.Fault) async throws -> UInt64 {
            let rig = try WitnessRig(story.scene, mode: .full)
            rig.source.announce([5])
            rig.disk.fail(operation, fault)
            var seen: UInt64 = 0
            // A fault while the witness opens its folder ends it with an error.
            if let witness = try? rig.open() {
                for size in [8, 9] {
                    show(size, rig)
                    // A record that could not be read says nothing.
                    guard
                        let known = try? await witness.cosignedSize(of: story.scene.origin)
                            as UInt64??
                    else { break }
                    let old = known ?? 0
                    let answer = await witness.addCheckpoint(try request(old, size))
                    if answer.status == 200 { seen = UInt64(size) }
                }
            }
            rig.disk.withdrawFault()
            rig.disk.restart(operation.isMultiple(of: 2) ? .forgetsAll : .keepsHalf)
            guard let witness = try? rig.open() else {
                #expect(seen == 0, "\(fault) of operation \(operation)")
                return seen
            }
            let size = try await witness.cosignedSize(of: story.scene.origin) ?? 0
            #expect(size >= seen)
            rig.source.announce(size == 9 ? [9] : [5, 9])
            show(12, rig)
            let answer = await witness.addCheckpoint(try request(size, 12))
            #expect(answer.status == 200, "\(fault) of operation \(operation): \(answer)")
            followed += size == 9 ? 1 : 0
            return seen
        }
        var count = 0
        while try await live(count, .killed) < 9 { count += 1 }
        try #require(count > 15)
        for fault in SimulatedDisk.Fault.allCases where fault != .killed {
            for operation in 0..<count { _ = try await live(operation, fault) }
        }
        #expect(followed > 4)
    }

    @Test func statementsInARecordComeBackAsTheyWere() throws {
        let story = try Self.story.get()
        var record = WitnessRecord(origin: story.scene.origin)
        record.verified = try story.scene.log.range(8)
        record.read = try story.scene.log.range(12)
        let events = [5, 9].map { HistoryStatement(index: $0, statement: [1, 2, UInt8($0)]) }
        record.events = events
        #expect(try WitnessRecord(parsing: record.bytes) == record)
        for wrong in [
            [events[1], events[0]], [events[0], events[0]],
            [HistoryStatement(index: 12, statement: [1])],
        ] {
            record.events = wrong
            #expect(throws: SignerFilesError.self) { try WitnessRecord(parsing: record.bytes) }
        }
    }

    /// What a log may make a witness store has a limit; beyond it a key is not believed.
    @Test func statementsAreKeptUpToALimit() throws {
        let change = try KeyChange()
        let log = try WitnessScene(ReferenceLog(size: 1), size: 1, keys: change.first)
        let first = try #require(try log.witnessed(.full).history)
        var events = [
            HistoryStatement(
                index: 0,
                statement: [UInt8](repeating: 0, count: TwinProgress.maximumEventByteCount)
            )
        ]
        var batch = EntryBatch()
        try batch.append([1])
        try batch.append(try change.ed25519(from: 9))
        for count in [1, 0] {
            events.removeLast(1 - count)
            var progress = TwinProgress(history: first, events: events)
            progress.append(batch)
            #expect(progress.events.count == 1)
            #expect(progress.history?.keys.count == 3 - count)
        }
    }
}

extension Witness {
    /// What is stored of the rig's log.
    fileprivate static func describe(_ rig: WitnessRig) throws -> StoredWitnessState {
        StoredWitnessState(
            of: rig.scene.origin,
            in: WitnessFolder(path: WitnessRig.path, files: rig.disk)
        )
    }
}
