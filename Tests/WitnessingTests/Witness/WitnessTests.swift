import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing

@testable import Witnessing

/// A witness of one log in light mode, over a simulated disk.
@Suite struct WitnessTests {
    private func rig() throws -> WitnessRig {
        try WitnessRig(WitnessScene.shared.get(), mode: .light)
    }

    /// The lines of an answer, verified as the keys' own over the head.
    private func verify(
        _ response: AddCheckpointResponse,
        _ text: String,
        _ keys: [VerifierKey],
        at time: UInt64
    ) throws {
        guard case .cosigned(let lines) = response else {
            Issue.record("\(response)")
            return
        }
        let body = Array("\(text)\n\(lines.map(\.line).joined())".utf8)
        let verified = try UnverifiedNote(parsing: body).verified(by: keys)
        #expect(verified.verified.map(\.key) == keys)
        #expect(verified.unknown.isEmpty)
        #expect(verified.verified.allSatisfy { $0.timestamp == time })
    }

    @Test func aHeadIsCosignedWithEveryKeyOfItsSuite() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        let keys = rig.scene.keys.verifierKeys
        #expect(keys.map(\.algorithm) == [.cosignatureEd25519, .cosignatureMLDSA44, .sm2])
        #expect(
            keys.map(\.name)
                == ["witness.example/w1", "witness.example/w1", "witness.example/w1/sm3"]
        )
        let sha256 = await witness.addCheckpoint(
            try rig.scene.request(0, 5, as: SHA256Hasher.self).body
        )
        try self.verify(
            sha256,
            rig.scene.text(5, as: SHA256Hasher.self),
            Array(keys[..<2]),
            at: rig.time.now
        )
        let sm3 = await witness.addCheckpoint(try rig.scene.request(0, 7, as: SM3Hasher.self))
        try self.verify(sm3, rig.scene.text(7, as: SM3Hasher.self), [keys[2]], at: rig.time.now)
        // Each tree has a size of its own.
        #expect(try await witness.cosignedSize(of: rig.scene.origin) == 5)
        #expect(try await witness.cosignedSize(of: "\(rig.scene.origin)/sm3") == 7)
        // What is shown: the log's lines and ours, all of which verify.
        let identifier = WitnessPath.identifier(ofOrigin: rig.scene.origin)
        let note = try #require(try await witness.latestNote(identifier: identifier))
        let all = [rig.scene.ed25519.verifierKey] + keys[..<2]
        #expect(try note.verified(by: all).verified.count == 3)
    }

    @Test func theSameHeadIsCosignedAgainLater() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        #expect(
            await witness.addCheckpoint(try rig.scene.request(0, 5, as: SHA256Hasher.self)).status
                == 200
        )
        rig.time.advance(by: 60)
        let again = await witness.addCheckpoint(
            try rig.scene.request(5, 5, as: SHA256Hasher.self)
        )
        try self.verify(
            again,
            rig.scene.text(5, as: SHA256Hasher.self),
            Array(rig.scene.keys.verifierKeys[..<2]),
            at: rig.time.now
        )
        let status = try #require(await witness.statuses.first)
        #expect(status.trees[0].answers == [200: 2])
        #expect(status.trees[0].timestamp == rig.time.now)
    }

    @Test func unknownOriginsAndIdentifiersAre404() async throws {
        let rig = try self.rig()
        let witness = try rig.open()
        let other = try WitnessScene(size: 3, origin: "log.example/other")
        let answer = await witness.addCheckpoint(try other.request(0, 3, as: SHA256Hasher.self))
        #expect(answer.status == 404)
        let identifier = WitnessPath.identifier(ofOrigin: rig.scene.origin)
        for wrong in [identifier, identifier.uppercased(), "", "log.example/test"] {
            #expect(try await witness.latestNote(identifier: wrong) == nil)
        }
        #expect(await witness.addCheckpoint(Array("nonsense".utf8)).status == 400)
    }

    /// Malformed before unknown, unknown before unsigned, unsigned before stale, stale before
    /// inconsistent.
    @Test func whatIsWrongFirstIsAnsweredFirst() async throws {
        let rig = try self.rig()
        let scene = rig.scene
        let witness = try rig.open()
        #expect(
            await witness.addCheckpoint(try scene.request(0, 5, as: SHA256Hasher.self)).status
                == 200
        )
        let root = scene.log.head(6).sha256.base64
        func status(_ origin: String, signer: any NoteSigner, old: UInt64) async throws -> Int {
            let note = try SignedNote.sign(text: "\(origin)\n7\n\(root)\n", with: [signer], at: 1)
            return await witness.addCheckpoint(try AddCheckpointRequest(oldSize: old, note: note))
                .status
        }
        let stranger = try Ed25519NoteSigner(name: scene.origin, privateKey: .generate())
        #expect(try await status("log.example/other", signer: stranger, old: 4) == 404)
        #expect(try await status(scene.origin, signer: stranger, old: 4) == 403)
        #expect(try await status(scene.origin, signer: scene.ed25519, old: 4) == 409)
        #expect(try await status(scene.origin, signer: scene.ed25519, old: 5) == 422)
        let note = try SignedNote.sign(
            text: "log.example/other\n7\n\(root)\n",
            with: [stranger],
            at: 1
        )
        let body = Array("old 9\n\n".utf8) + note.bytes
        #expect(await witness.addCheckpoint(body).status == 400)
    }

    /// 100 requests from one old size: one is cosigned, and the size never goes back.
    @Test func oneOfManyConcurrentRequestsIsCosigned() async throws {
        let rig = try self.rig()
        let scene = rig.scene
        let witness = try rig.open()
        for round in 0..<4 {
            let old = round * 5
            let requests = try (0..<100).map { number in
                try scene.request(old, old + 1 + number % 5, as: SHA256Hasher.self)
            }
            let answers = await withTaskGroup(of: (Int, AddCheckpointResponse).self) { group in
                for (number, request) in requests.enumerated() {
                    group.addTask { (number, await witness.addCheckpoint(request)) }
                }
                var answers: [(Int, AddCheckpointResponse)] = []
                for await answer in group { answers.append(answer) }
                return answers
            }
            let cosigned = answers.filter { $0.1.status == 200 }
            #expect(cosigned.count == 1)
            let winner = try #require(cosigned.first).0
            let size = UInt64(old + 1 + winner % 5)
            for (_, answer) in answers where answer.status != 200 {
                #expect(answer == .otherSize(size) || answer == .otherSize(UInt64(old)))
            }
            #expect(try await witness.cosignedSize(of: scene.origin) == size)
            // On to the next round's start.
            let goal = old + 5
            if Int(size) < goal {
                let answer = await witness.addCheckpoint(
                    try scene.request(Int(size), goal, as: SHA256Hasher.self)
                )
                #expect(answer.status == 200)
            }
        }
    }

    @Test func whatWasCosignedIsKnownAfterARestart() async throws {
        let rig = try self.rig()
        var witness: Witness? = try rig.open()
        let first = await witness?.addCheckpoint(
            try rig.scene.request(0, 5, as: SHA256Hasher.self)
        )
        #expect(first?.status == 200)
        // One process at a time.
        #expect(throws: WitnessOpenError.files(.inUse("\(WitnessRig.path)/lock"))) {
            try rig.open()
        }
        witness = nil
        rig.disk.restart(.forgetsAll)
        let again = try rig.open()
        let stale = await again.addCheckpoint(try rig.scene.request(0, 7, as: SHA256Hasher.self))
        #expect(stale == .otherSize(5))
        let next = await again.addCheckpoint(try rig.scene.request(5, 7, as: SHA256Hasher.self))
        #expect(next.status == 200)
    }

    @Test func aClockThatWentBackIsRefused() async throws {
        let rig = try self.rig()
        var witness: Witness? = try rig.open()
        #expect(
            await witness?.addCheckpoint(try rig.scene.request(0, 5, as: SHA256Hasher.self))
                .status == 200
        )
        rig.time.advance(by: -30)
        let answer = await witness?.addCheckpoint(
            try rig.scene.request(5, 6, as: SHA256Hasher.self)
        )
        #expect(answer?.status == 503)
        #expect(answer.map { "\($0)" }?.contains("clock is 30 s behind") == true)
        // Also after a restart, and for the other tree.
        witness = nil
        rig.disk.restart(.none)
        let again = try rig.open()
        let sm3 = await again.addCheckpoint(try rig.scene.request(0, 6, as: SM3Hasher.self))
        #expect(sm3.status == 503)
        #expect(try await again.cosignedSize(of: rig.scene.origin) == 5)
        rig.time.advance(by: 30)
        #expect(
            await again.addCheckpoint(try rig.scene.request(5, 6, as: SHA256Hasher.self)).status
                == 200
        )
    }

    @Test func aLostOrDamagedRecordIsNotBegunAgain() async throws {
        let scene = try WitnessScene.shared.get()
        let damages: [@Sendable (SimulatedDisk, String) -> Void] = [
            { disk, path in disk.erase(path) },
            { disk, path in disk.setBytes([], of: path) },
            { disk, path in
                var bytes = disk.bytes(path) ?? []
                bytes[40] ^= 1
                disk.setBytes(bytes, of: path)
            },
        ]
        for damage in damages {
            let rig = try WitnessRig(scene, mode: .light)
            var witness: Witness? = try rig.open()
            #expect(
                await witness?.addCheckpoint(try scene.request(0, 5, as: SHA256Hasher.self)).status
                    == 200
            )
            witness = nil
            rig.disk.restart(.none)
            damage(rig.disk, rig.recordPath)
            for _ in 0..<2 {
                let again = try rig.open()
                for request in [
                    try scene.request(0, 5, as: SHA256Hasher.self),
                    try scene.request(5, 6, as: SHA256Hasher.self),
                ] {
                    let answer = await again.addCheckpoint(request)
                    #expect(answer.status == 503)
                    #expect("\(answer)".contains("state"))
                }
                let identifier = WitnessPath.identifier(ofOrigin: scene.origin)
                await #expect(throws: WitnessFault.self) {
                    try await again.latestNote(identifier: identifier)
                }
                let described = rig.events.withLock { events in
                    events.contains { if case .fault = $0 { true } else { false } }
                }
                #expect(described)
                rig.disk.restart(.none)
            }
        }
    }

    @Test func aLostListOfOriginsStopsTheWitness() async throws {
        let rig = try self.rig()
        var witness: Witness? = try rig.open()
        #expect(
            await witness?.addCheckpoint(try rig.scene.request(0, 5, as: SHA256Hasher.self))
                .status == 200
        )
        witness = nil
        rig.disk.restart(.none)
        let path = "\(WitnessRig.path)/origins"
        let bytes = try #require(rig.disk.bytes(path))
        rig.disk.setBytes(bytes + [10], of: path)
        #expect(throws: WitnessOpenError.self) { try rig.open() }
        rig.disk.restart(.none)
        // An old list that does not know the log, beside its record.
        let fresh = SimulatedDisk()
        try Witness.create(in: WitnessRig.path, files: fresh)
        rig.disk.setBytes(try #require(fresh.bytes(path)), of: path)
        #expect(throws: WitnessOpenError.self) { try rig.open() }
        rig.disk.restart(.none)
        rig.disk.erase(path)
        #expect(throws: WitnessOpenError.files(.missing(WitnessRig.path))) { try rig.open() }
        #expect(throws: SignerFilesError.alreadyExists(WitnessRig.path)) {
            try Witness.create(in: WitnessRig.path, files: rig.disk)
        }
    }

    @Test func aNewLogIsAddedToAWitnessThatHasOthers() async throws {
        let rig = try self.rig()
        var witness: Witness? = try rig.open()
        _ = await witness?.addCheckpoint(try rig.scene.request(0, 5, as: SHA256Hasher.self))
        witness = nil
        rig.disk.restart(.none)
        let other = try WitnessScene(size: 6, origin: "log.example/other")
        let both = try Witness(
            directory: WitnessRig.path,
            files: rig.disk,
            subjects: [
                .init(log: try rig.scene.witnessed(.light)),
                .init(log: try other.witnessed(.light)),
            ],
            keys: rig.scene.keys,
            now: { rig.time.now }
        )
        #expect(
            await both.addCheckpoint(try other.request(0, 6, as: SHA256Hasher.self)).status == 200
        )
        #expect(try await both.cosignedSize(of: rig.scene.origin) == 5)
    }

    /// A key that signs something else, another time, or nothing.
    @Test func aFaultInSigningStaysInside() async throws {
        let scene = try WitnessScene.shared.get()
        let good = try Ed25519CosignatureSigner(name: "witness.example/w1", privateKey: .generate())
        let damages: [@Sendable (NoteSignature, String, UInt64) throws -> NoteSignature] = [
            { line, _, _ in
                var bytes = line.bytes
                bytes[20] ^= 1
                return try NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)
            },
            { _, text, time in try good.signature(over: text, at: time - 1) },
            { _, text, time in try good.signature(over: text + "x\n", at: time) },
            { _, _, _ in throw WitnessFault.signing("no key") },
        ]
        for damage in damages {
            let rig = try WitnessRig(scene, mode: .light)
            let witness = try Witness(
                directory: WitnessRig.path,
                files: rig.disk,
                subjects: [
                    .init(
                        log: try WitnessedLog(
                            origin: scene.origin,
                            keys: [scene.ed25519.verifierKey],
                            mode: .light
                        )
                    )
                ],
                keys: WitnessKeys(
                    name: "witness.example/w1",
                    signers: [DamagedSigner(base: good, damage: damage)]
                ),
                now: { rig.time.now }
            )
            let answer = await witness.addCheckpoint(
                try scene.request(0, 5, as: SHA256Hasher.self)
            )
            #expect(answer.status == 503, "\(answer)")
            #expect(try await witness.cosignedSize(of: scene.origin) == nil)
        }
    }

    @Test func configurationsThatCannotWorkAreRefused() throws {
        let scene = try WitnessScene.shared.get()
        let rig = try self.rig()
        let log = try scene.witnessed(.light)
        func open(_ subjects: [Witness.Subject], _ keys: WitnessKeys) throws {
            _ = try Witness(
                directory: WitnessRig.path,
                files: rig.disk,
                subjects: subjects,
                keys: keys,
                now: { 1 }
            )
        }
        #expect(throws: WitnessOpenError.originTwice(scene.origin)) {
            try open([.init(log: log), .init(log: log)], scene.keys)
        }
        let withoutSM2 = try WitnessKeys(
            name: "witness.example/w1",
            ed25519: .generate(),
            mldsa44: nil,
            sm2: nil
        )
        #expect(throws: WitnessOpenError.noSM2Key(scene.origin)) {
            try open([.init(log: log)], withoutSM2)
        }
        #expect(throws: WitnessOpenError.noAddress(scene.origin)) {
            try open([.init(log: scene.witnessed(.full))], scene.keys)
        }
    }

    @Test func logsThatCannotBeWitnessedAreRefused() throws {
        let scene = try WitnessScene.shared.get()
        let ed25519 = scene.ed25519.verifierKey
        let sm2 = scene.sm2.verifierKey
        let cosigner = try Ed25519CosignatureSigner(name: scene.origin, privateKey: .generate())
        func make(
            _ origin: String,
            _ keys: [VerifierKey],
            _ sm3Keys: [VerifierKey] = [],
            _ mode: WitnessedLog.Mode = .light
        ) throws {
            _ = try WitnessedLog(origin: origin, keys: keys, sm3Keys: sm3Keys, mode: mode)
        }
        #expect(throws: WitnessedLogError.noKey(scene.origin)) { try make(scene.origin, []) }
        #expect(throws: WitnessedLogError.origin("a b")) { try make("a b", [ed25519]) }
        #expect(throws: WitnessedLogError.wrongKindOfKey(sm2.name)) {
            try make(scene.origin, [sm2])
        }
        #expect(throws: WitnessedLogError.wrongKindOfKey(scene.origin)) {
            try make(scene.origin, [cosigner.verifierKey])
        }
        #expect(throws: WitnessedLogError.wrongKindOfKey(scene.origin)) {
            try make(scene.origin, [ed25519], [ed25519])
        }
        #expect(throws: WitnessedLogError.keyTwice(scene.origin)) {
            try make(scene.origin, [ed25519, ed25519])
        }
        #expect(throws: WitnessedLogError.noSM3Key(scene.origin)) {
            try make(scene.origin, [ed25519], [], .full)
        }
        #expect(throws: WitnessedLogError.origin("concordat/x")) {
            try make("concordat/x", [ed25519], [sm2])
        }
        #expect(
            throws: WitnessedLogError.keyOfAnother(scene.origin, origin: "log.example/other")
        ) { try make("log.example/other", [ed25519], [sm2], .full) }
        // A log of others may have a key by another name.
        try make("log.example/other", [ed25519])
    }
}
