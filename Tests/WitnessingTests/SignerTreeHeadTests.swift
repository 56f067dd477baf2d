import CryptoSuites
import LogTesting
import SignedNotes
import Testing

@testable import Witnessing

/// The signer's rules for the signed tree heads of RFC 6962.
@Suite struct SignerTreeHeadTests {
    private func makeRig(
        keys: (any HeadSigner)? = nil,
        milliseconds: UInt64? = nil
    ) throws -> LedgerRig {
        let log = try ReferenceLog(size: 10)
        let rig = try LedgerRig(log: log, keys: keys ?? SignerKeys.generate(for: log.origin))
        rig.milliseconds = milliseconds
        try rig.open()
        return rig
    }

    @Test func theTreeHeadIsTheSHA256TreesUnderTheKey() throws {
        let keys = try SignerKeys.generate(for: try LogOrigin("log.example/test"))
        let key = try #require(keys.treeHeadKey?.publicKey)
        let rig = try self.makeRig(keys: keys, milliseconds: 345)
        try rig.offer(0..<5)
        for size in [0, 5] {
            let treeHead = try #require(try rig.sign(size).treeHead)
            let head = rig.log.head(size)
            #expect(treeHead.isValid(for: head.sha256, treeSize: head.size, key: key))
            #expect(!treeHead.isValid(for: head.sha256, treeSize: head.size + 1, key: key))
            #expect(
                !treeHead.isValid(for: rig.log.head(4).sha256, treeSize: head.size, key: key)
            )
            #expect(treeHead.timestamp == rig.clock.now * 1_000 + 345 + UInt64(size == 0 ? 0 : 1))
        }
    }

    @Test func timesRiseByMillisecondsWhenTheClockStandsStill() throws {
        for milliseconds in [nil, 7] as [UInt64?] {
            let rig = try self.makeRig(keys: CountingSigner(), milliseconds: milliseconds)
            var times: [UInt64] = []
            for size in 0..<8 {
                if size > 0 { try rig.offer(size - 1..<size) }
                times.append(try #require(try rig.sign(size).treeHead).timestamp)
                if size.isMultiple(of: 3) {
                    rig.abandon(.forgetsAll)
                    try rig.open()
                }
            }
            let first = rig.clock.now * 1_000 + (milliseconds ?? 0)
            #expect(times == (first..<first + 8).map { $0 })
        }
    }

    @Test func timesRiseWhenTheClockGoesBackOrForward() throws {
        let rig = try self.makeRig(milliseconds: 500)
        let start = rig.clock.now
        var times: [UInt64] = []
        for (size, clock) in [(0, start), (1, start - 3), (2, start + 9), (3, start + 4)] {
            rig.clock.set(clock)
            if size > 0 { try rig.offer(size - 1..<size) }
            times.append(try #require(try rig.sign(size).treeHead).timestamp)
        }
        let base = start * 1_000
        #expect(times == [base + 500, base + 501, base + 9_500, base + 9_501])
        // Too far back: nothing is signed at all, and nothing is said.
        try rig.offer(3..<4)
        rig.clock.set(start)
        #expect(throws: SignerError.self) { try rig.sign(4) }
        #expect(try rig.status().signed == rig.log.head(3))
        // A clock at its end leaves no milliseconds.
        rig.clock.set(.max)
        #expect(throws: SignerError.unavailable("the clock is out of range")) { try rig.sign(4) }
        rig.clock.set(start + 10)
        try rig.sign(4)
    }

    @Test func oneSizeGetsOneTreeHead() throws {
        let rig = try self.makeRig()
        try rig.offer(0..<4)
        let treeHead = try #require(try rig.sign(4).treeHead)
        rig.clock.set(rig.clock.now + 100)
        #expect(try rig.sign(4).treeHead == treeHead)
        rig.abandon(.forgetsAll)
        try rig.open()
        #expect(try rig.sign(4).treeHead == treeHead)
        try rig.published(4)
        rig.abandon(.forgetsAll)
        try rig.open()
        #expect(try rig.sign(4).treeHead == treeHead)
    }

    /// A crash between signing and storing: what was signed was seen by nobody, and what is signed
    /// then is what everybody sees for ever.
    @Test(arguments: SimulatedDisk.Fault.allCases)
    func aCrashWhileSigningLeavesOneTreeHead(_ fault: SimulatedDisk.Fault) throws {
        for loss in SimulatedDisk.PowerLoss.allCases {
            for operation in 0..<5 {
                let rig = try self.makeRig()
                try rig.sign(0)
                try rig.offer(0..<4)
                rig.disk.fail(operation, fault)
                #expect(throws: SignerError.self) { try rig.sign(4) }
                rig.abandon(loss)
                try rig.open()
                // The rig compares all that leave: of one size the same, over sizes rising.
                let treeHead = try #require(try rig.sign(4).treeHead)
                rig.abandon(loss)
                try rig.open()
                #expect(try rig.sign(4).treeHead == treeHead)
            }
        }
    }

    @Test func aLogThatGetsTheKeyLaterSignsTreeHeadsFromTheNextHeadOn() throws {
        let log = try ReferenceLog(size: 10)
        let keys = try SignerKeys.generate(for: log.origin)
        let rig = try LedgerRig(log: log, keys: keys.with(treeHead: nil))
        try rig.open()
        try rig.offer(0..<4)
        let old = try rig.sign(4)
        #expect(old.treeHead == nil)
        rig.abandon()
        rig.keys = keys
        try rig.open()
        // The same bytes again, which is: without one.
        #expect(try rig.sign(4) == old)
        try rig.published(4)
        try rig.offer(4..<6)
        #expect(try rig.sign(6).treeHead != nil)
    }

    @Test func aRecordedTreeHeadNeedsItsKey() throws {
        let log = try ReferenceLog(size: 4)
        let keys = try SignerKeys.generate(for: log.origin)
        let rig = try self.makeRig(keys: keys)
        try rig.sign(0)
        let another = try SignerKeys.generate(for: log.origin).treeHeadKey
        for treeHead in [nil, another] {
            rig.abandon()
            rig.keys = keys.with(treeHead: treeHead)
            #expect {
                try rig.open()
            } throws: { error in
                if case SignerFilesError.wrongKeys = error { true } else { false }
            }
        }
        rig.abandon()
        rig.keys = keys
        try rig.open()
        try rig.check()
    }

    enum Damage: CaseIterable {
        case bits
        case otherSize
        case otherRoot
        case otherTime
        case otherKey
        case throwing
    }

    /// A fault in signing stays inside: nothing leaves and nothing is recorded.
    @Test(arguments: Damage.allCases)
    func aTreeHeadThatDoesNotVerifyDoesNotLeave(_ damage: Damage) throws {
        let log = try ReferenceLog(size: 4)
        let keys = try SignerKeys.generate(for: log.origin)
        let key = try P256PrivateKey.generate()
        let otherKey = try P256PrivateKey.generate()
        let damaged = SignerKeys.TreeHeadKey(publicKey: key.publicKey) { head, time in
            let signature = try TreeHeadSignature(
                signing: damage == .otherRoot ? head.sha256.flipped() : head.sha256,
                treeSize: damage == .otherSize ? head.size + 1 : head.size,
                timestamp: damage == .otherTime ? time + 1 : time,
                with: damage == .otherKey ? otherKey : key
            )
            switch damage {
            case .throwing: throw SignerError.notRecorded
            case .bits:
                var der = signature.der
                der[der.count - 1] ^= 1
                return try #require(TreeHeadSignature(timestamp: time, der: der))
            case .otherSize, .otherRoot, .otherTime, .otherKey: return signature
            }
        }
        let rig = try self.makeRig(keys: keys.with(treeHead: damaged))
        try rig.offer(0..<4)
        #expect {
            try rig.sign(4)
        } throws: { error in
            if case SignerError.unavailable = error { true } else { false }
        }
        #expect(try rig.status().signed == nil)
        rig.abandon()
        rig.keys = keys
        try rig.open()
        #expect(try rig.status().signed == nil)
        #expect(try rig.sign(4).treeHead != nil)
    }
}
