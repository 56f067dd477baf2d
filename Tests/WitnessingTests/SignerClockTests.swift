import LogTesting
import SignedNotes
import Testing

@testable import Witnessing

/// The clock goes back, forward, stands still and jumps: no time in a signature is before an earlier
/// one, and none is more than 5 seconds ahead of the clock.
@Suite struct SignerClockTests {
    private func makeRig(size: Int) throws -> LedgerRig {
        let log = try ReferenceLog(size: size)
        let rig = try LedgerRig(log: log, keys: SignerKeys.generate(for: log.origin))
        try rig.open()
        return rig
    }

    /// Records one entry more and has the head signed; returns the time of the signatures.
    private func signNext(_ size: Int, _ rig: LedgerRig) throws -> UInt64 {
        try rig.offer(size - 1..<size)
        return try self.sign(size, rig)
    }

    private func sign(_ size: Int, _ rig: LedgerRig) throws -> UInt64 {
        let keys = try #require(rig.keys as? SignerKeys)
        let notes = try rig.sign(size)
        let sm3 = try UnverifiedNote(parsing: notes.sm3Checkpoint)
            .verified(by: [keys.sm2.verifierKey])
        let twin = try UnverifiedNote(parsing: notes.twin)
            .verified(by: [keys.ed25519.verifierKey, keys.sm2.verifierKey])
        let times = Set((sm3.verified + twin.verified).compactMap(\.timestamp))
        try #require(times.count == 1, "one time in both notes")
        return try #require(times.first)
    }

    @Test func aFrozenClockGivesTheSameTime() throws {
        let rig = try self.makeRig(size: 20)
        for size in 1...20 { #expect(try self.signNext(size, rig) == rig.clock.now) }
    }

    /// SIGNER-13, one step back or forward of each length, with and without a restart between.
    @Test(arguments: -12...12, [false, true])
    func oneStepOfTheClock(_ step: Int, _ restarts: Bool) throws {
        let rig = try self.makeRig(size: 2)
        let first = try self.signNext(1, rig)
        if restarts {
            rig.abandon(.forgetsAll)
            try rig.open()
        }
        rig.clock.set(UInt64(Int(first) + step))
        if step >= -5 {
            let second = try self.signNext(2, rig)
            #expect(second == max(first, rig.clock.now))
            #expect(second <= rig.clock.now + 5)
        } else {
            #expect(throws: SignerError.clockBehind(seconds: UInt64(-step))) {
                try self.signNext(2, rig)
            }
            // Recorded nevertheless: the entry is promised.
            #expect(try rig.status().recorded.size == 2)
            #expect(try rig.status().signed?.size == 1)
        }
    }

    @Test func aClockThatWasAheadIsWaitedForAlsoAfterARestart() throws {
        let rig = try self.makeRig(size: 6)
        let start = rig.clock.now
        _ = try self.signNext(1, rig)
        rig.clock.set(start + 3_600)
        let ahead = try self.signNext(2, rig)
        #expect(ahead == start + 3_600)
        let notes = rig.released[2]
        rig.clock.set(start + 1)
        try rig.offer(2..<3)
        for _ in 0..<3 {
            #expect(throws: SignerError.clockBehind(seconds: 3_599)) { try rig.sign(3) }
            // What was signed is still given out, and published; entries are still recorded.
            #expect(try rig.sign(2) == notes)
            rig.abandon(.forgetsAll)
            try rig.open()
        }
        try rig.published(2)
        try rig.offer(3..<4)
        #expect(try rig.status().recorded.size == 4)
        rig.clock.set(ahead - 6)
        #expect(throws: SignerError.clockBehind(seconds: 6)) { try rig.sign(4) }
        rig.clock.set(ahead - 5)
        #expect(try self.sign(4, rig) == ahead)
        rig.clock.set(ahead + 1)
        #expect(try self.signNext(5, rig) == ahead + 1)
    }

    /// Steps of any length, with restarts between.
    @Test func timesNeverGoBackWhateverTheClockDoes() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        var random = SeededGenerator(seed: seed)
        let rig = try self.makeRig(size: 400)
        var last: UInt64 = 0
        var refusals = 0
        var failures = 0
        for size in 1...400 {
            let step =
                Bool.random(using: &random)
                ? Int.random(in: -3...4, using: &random) : Int.random(in: -90...100, using: &random)
            rig.clock.set(UInt64(Int(rig.clock.now) + step))
            if Int.random(in: 0..<20, using: &random) == 0 {
                rig.abandon()
                try rig.open()
            }
            try rig.offer(size - 1..<size)
            do {
                let time = try self.sign(size, rig)
                #expect(time >= last && time <= rig.clock.now + 5, "seed \(seed), size \(size)")
                if time < last || time > rig.clock.now + 5 { failures += 1 }
                last = time
            } catch SignerError.clockBehind(let seconds) {
                #expect(
                    rig.clock.now + seconds == last && seconds > 5,
                    "seed \(seed), size \(size)"
                )
                refusals += 1
            }
        }
        #expect(refusals > 5 && refusals < 395, "seed \(seed): \(refusals) refusals")
        try Drill.report("clock", seed: seed, count: 400, "steps of the clock", failures: failures)
    }
}
