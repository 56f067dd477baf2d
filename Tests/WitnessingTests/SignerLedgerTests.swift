import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

@Suite struct SignerLedgerTests {
    private func makeRig(
        size: Int = 10,
        keys: (any HeadSigner)? = nil,
        keptRangeCount: Int = 4_096
    ) throws -> LedgerRig {
        let log = try ReferenceLog(size: size)
        let rig = try LedgerRig(
            log: log,
            keys: keys ?? SignerKeys.generate(for: log.origin),
            keptRangeCount: keptRangeCount
        )
        try rig.open()
        return rig
    }

    @Test func theNotesAreTheHeadsOfBothTrees() throws {
        let log = try ReferenceLog(size: 5)
        let keys = try SignerKeys.generate(for: log.origin)
        let rig = try self.makeRig(size: 5, keys: keys)
        try rig.offer(0..<5)
        for size in [0, 5] {
            let notes = try rig.sign(size)
            let ed25519 = keys.ed25519.verifierKey
            let sm2 = keys.sm2.verifierKey
            let head = log.head(size)

            let checkpoint = try Checkpoint<SHA256Hasher>(
                UnverifiedNote(parsing: notes.checkpoint).verified(by: [ed25519])
            )
            #expect(checkpoint.origin == "log.example/test")
            #expect(checkpoint.size == head.size && checkpoint.root == head.sha256)

            let sm3Note = try UnverifiedNote(parsing: notes.sm3Checkpoint).verified(by: [sm2])
            let sm3Checkpoint = try Checkpoint<SM3Hasher>(sm3Note)
            #expect(sm3Checkpoint.origin == "log.example/test/sm3")
            #expect(sm3Checkpoint.size == head.size && sm3Checkpoint.root == head.sm3)
            #expect(sm3Note.verified.map(\.timestamp) == [rig.clock.now])

            let twin = try TwinNote(
                UnverifiedNote(parsing: notes.twin).verified(by: [ed25519, sm2])
            )
            #expect(twin == TwinNote(origin: log.origin, head: head))
        }
    }

    @Test func theSameHeadGetsTheSameBytesAgainAlsoAfterARestart() throws {
        let rig = try self.makeRig()
        try rig.offer(0..<4)
        let notes = try rig.sign(4)
        rig.clock.set(rig.clock.now + 100)
        #expect(try rig.sign(4) == notes)
        rig.abandon(.forgetsAll)
        try rig.open()
        #expect(try rig.sign(4) == notes)
        try rig.published(4)
        #expect(try rig.sign(4) == notes)
        try rig.offer(4..<6)
        #expect(try rig.sign(4) == notes)
        let next = try rig.sign(6)
        #expect(next != notes)
        #expect(throws: SignerError.belowSigned(rig.log.head(6))) { try rig.sign(4) }
    }

    @Test func onlyRecordedHeadsAreSigned() throws {
        let rig = try self.makeRig()
        #expect(throws: SignerError.notRecorded) { try rig.sign(4) }
        try rig.offer(0..<4)
        #expect(throws: SignerError.notRecorded) { try rig.sign(3) }
        #expect(throws: SignerError.self) { try rig.sign(rig.log.falseHead(4)) }
        #expect(try rig.status().signed == nil)
        try rig.sign(4)
        try rig.offer(4..<5)
        // An entry that was not offered is in no head.
        #expect(throws: SignerError.notRecorded) { try rig.sign(6) }
    }

    @Test func heads0To10AreSignedInEverySparseOrder() throws {
        for step in 1...10 {
            let rig = try self.makeRig(keys: CountingSigner(), keptRangeCount: 1)
            for size in 0..<10 { try rig.offer(size..<size + 1) }
            for size in stride(from: 0, through: 10, by: step) {
                try rig.sign(size)
                if size.isMultiple(of: 3) { try rig.published(size) }
                rig.abandon(.forgetsAll)
                try rig.open()
                try rig.check()
            }
        }
    }

    @Test func publicationIsOnlyOfWhatWasSigned() throws {
        let rig = try self.makeRig()
        try rig.offer(0..<4)
        try rig.offer(4..<6)
        #expect(throws: SignerError.self) { try rig.published(4) }
        try rig.sign(4)
        #expect(throws: SignerError.self) { try rig.published(6) }
        #expect(throws: SignerError.notRecorded) { try rig.published(3) }
        try rig.published(0)
        #expect(try rig.status().publishedSize == 0)
        try rig.published(4)
        // Late news of what is published already is no news.
        try rig.published(4)
        try rig.published(2)
        #expect(try rig.status().publishedSize == 4)
        #expect(try rig.offer(0..<4) == .belowJournal(journalStart: 4))
        #expect(try rig.offer(2..<6) == .belowJournal(journalStart: 4))
        #expect(try rig.offer(4..<6) == .recorded(recordedSize: 6))
    }

    @Test func aDatabaseThatLostEntriesGetsNothing() throws {
        let rig = try self.makeRig()
        try rig.offer(0..<8)
        try rig.sign(8)
        // Restored from an earlier copy: it goes on with other entries at indexes that are taken.
        let forked = try ReferenceLog(size: 10, forkedAt: 5)
        #expect(throws: SignerError.self) { try rig.offer([forked.offer(5..<7)])[0].get() }
        #expect(throws: SignerError.self) { try rig.offer([forked.offer(5..<10)])[0].get() }
        #expect(throws: SignerError.self) { try rig.sign(forked.head(8)) }
        #expect(throws: SignerError.self) { try rig.sign(forked.head(10)) }
        #expect(throws: SignerError.belowSigned(rig.log.head(8))) { try rig.sign(forked.head(7)) }
        // Its own entries are welcome again.
        #expect(try rig.offer(0..<5) == .recorded(recordedSize: 8))
        try rig.check()
    }

    @Test func anEmptySignerAnswersAFullDatabaseWithItsGap() throws {
        let rig = try self.makeRig()
        #expect(try rig.offer(7..<9) == .gap(recordedSize: 0))
        #expect(throws: SignerError.notRecorded) { try rig.sign(9) }
    }

    @Test func aLostRecordIsNotBegunAgain() throws {
        let rig = try self.makeRig()
        try rig.offer(0..<4)
        rig.abandon()
        rig.disk.erase("\(LedgerRig.path)/record")
        #expect(throws: SignerFilesError.missing(LedgerRig.path)) { try rig.open() }
        #expect(rig.disk.bytes("\(LedgerRig.path)/record") == nil)
    }

    @Test func aJournalThatLacksWhatWasSignedIsRefused() throws {
        let rig = try self.makeRig()
        try rig.offer(0..<4)
        try rig.sign(4)
        rig.abandon()
        for path in rig.disk.paths(in: "\(LedgerRig.path)/journal") { rig.disk.erase(path) }
        #expect(throws: SignerFilesError.self) { try rig.open() }
    }

    @Test func aRecordRestoredFromAnEarlierCopyIsRefusedOnceTheJournalMovedOn() throws {
        let rig = try self.makeRig()
        try rig.offer(0..<4)
        try rig.sign(4)
        let path = "\(LedgerRig.path)/record"
        let old = try #require(rig.disk.bytes(path))
        try rig.offer(4..<6)
        try rig.published(4)
        try rig.sign(6)
        try rig.published(6)
        rig.abandon()
        rig.disk.setBytes(old, of: path)
        #expect(throws: SignerFilesError.self) { try rig.open() }
    }

    @Test func otherKeysAreRefused() throws {
        let log = try ReferenceLog(size: 4)
        let keys = try SignerKeys.generate(for: log.origin)
        let rig = try self.makeRig(size: 4, keys: keys)
        try rig.sign(0)
        rig.abandon()
        for other in [
            try SignerKeys.generate(for: log.origin),
            try SignerKeys.generate(for: LogOrigin("log.example/other")),
        ] {
            #expect {
                try SignerLedger(opening: rig.folder, keys: other, clock: { 1_800_000_000 })
            } throws: { error in
                if case SignerFilesError.wrongKeys = error { true } else { false }
            }
        }
        try rig.open()
    }

    @Test func theClockMayGoBackALittleAndTheTimestampDoesNot() throws {
        let rig = try self.makeRig()
        let start = rig.clock.now
        try rig.offer(0..<1)
        try rig.sign(1)
        func timestamp(_ size: Int) throws -> UInt64? {
            let note = try UnverifiedNote(parsing: rig.sign(size).sm3Checkpoint)
            let keys = try #require(rig.keys as? SignerKeys)
            return try note.verified(by: [keys.sm2.verifierKey]).verified[0].timestamp
        }
        rig.clock.set(start - 5)
        try rig.offer(1..<2)
        #expect(try timestamp(2) == start)
        rig.clock.set(start - 6)
        try rig.offer(2..<3)
        #expect(throws: SignerError.clockBehind(seconds: 6)) { try rig.sign(3) }
        #expect(try rig.status().signed == rig.log.head(2))
        // What was signed is still given out, and nothing has failed for good.
        try rig.sign(2)
        rig.abandon()
        try rig.open()
        #expect(throws: SignerError.self) { try rig.sign(3) }
        rig.clock.set(start + 7)
        #expect(try timestamp(3) == start + 7)
    }

    private enum Damage: CaseIterable {
        case bits, otherText, otherTime, throwing
    }

    /// A key that makes a wrong signature: nothing leaves and nothing is recorded as signed.
    @Test func aFaultInSigningDoesNotLeave() throws {
        let log = try ReferenceLog(size: 4)
        for damage in Damage.allCases {
            for isSM2 in [false, true] {
                // Ed25519 signatures carry no time.
                if damage == .otherTime && !isSM2 { continue }
                let keys = try SignerKeys.generate(for: log.origin)
                let base = isSM2 ? keys.sm2 : keys.ed25519
                let damaged = DamagedSigner(base: base) { signature, text, time in
                    switch damage {
                    case .bits:
                        var bytes = signature.bytes
                        bytes[40] ^= 1
                        return try NoteSignature(
                            name: signature.name,
                            keyID: signature.keyID,
                            bytes: bytes
                        )
                    case .otherText: return try base.signature(over: text + "x\n", at: time)
                    case .otherTime: return try base.signature(over: text, at: time + 1)
                    case .throwing: throw SignerError.notRecorded
                    }
                }
                let rig = try self.makeRig(
                    size: 4,
                    keys: SignerKeys(
                        anyEd25519: isSM2 ? keys.ed25519 : damaged,
                        anySM2: isSM2 ? damaged : keys.sm2
                    )
                )
                try rig.offer(0..<4)
                #expect {
                    try rig.sign(4)
                } throws: { error in
                    if case SignerError.unavailable = error { true } else { false }
                }
                #expect(try rig.status().signed == nil)
                rig.abandon()
                try rig.open()
                #expect(try rig.status().signed == nil)
            }
        }
    }

    @Test func oneBadOfferInAGroupDoesNotHarmTheOthers() throws {
        let rig = try self.makeRig()
        let forked = try ReferenceLog(size: 10, forkedAt: 0)
        let results = try rig.offer([
            rig.log.offer(0..<2), forked.offer(1..<2), rig.log.offer(5..<6),
            rig.log.offer(2..<4), rig.log.offer(1..<5), forked.offer(4..<6),
        ])
        #expect(results.count == 6)
        #expect(try results[0].get() == .recorded(recordedSize: 2))
        #expect(throws: SignerError.self) { try results[1].get() }
        #expect(try results[2].get() == .gap(recordedSize: 2))
        #expect(try results[3].get() == .recorded(recordedSize: 4))
        #expect(try results[4].get() == .recorded(recordedSize: 5))
        #expect(throws: SignerError.self) { try results[5].get() }
        #expect(try rig.status().recorded == rig.log.head(5))
        rig.abandon(.forgetsAll)
        try rig.open()
        try rig.check()
    }

    /// A long random life against the record of what was said, with restarts and power losses.
    @Test(arguments: [UInt64](0..<8)) func aRandomLifeKeepsItsPromises(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let log = try ReferenceLog(size: 400)
        let rig = try LedgerRig(log: log, keptRangeCount: 1 + Int(seed % 4))
        try rig.open()
        var restarts = 0
        for _ in 0..<300 {
            let end = Int(try rig.status().recorded.size)
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<6:
                let first = max(0, end - Int.random(in: 0..<6, using: &random))
                let last = min(400, first + Int.random(in: 1..<12, using: &random))
                if first < last { try rig.offer(first..<last) }
            case 6..<8:
                if (try? rig.sign(end)) == nil { Issue.record("seed \(seed): \(end) not signed") }
            case 8:
                try rig.published(Int(try rig.status().signed?.size ?? 0))
            case 9:
                let size = Int.random(in: 0...end, using: &random)
                let signed = Int(try rig.status().signed?.size ?? 0)
                if size < signed {
                    #expect(throws: SignerError.belowSigned(log.head(signed))) {
                        try rig.sign(size)
                    }
                }
            default:
                let losses = SimulatedDisk.PowerLoss.allCases
                rig.abandon(losses[Int.random(in: 0..<losses.count, using: &random)])
                try rig.open()
                try rig.check()
                restarts += 1
            }
        }
        #expect(restarts > 10, "seed \(seed)")
    }
}
