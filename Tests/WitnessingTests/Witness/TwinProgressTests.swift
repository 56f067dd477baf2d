import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

@Suite struct TwinProgressTests {
    private let log = Result { try ReferenceLog(size: 24) }

    /// Every pair of verified and next size, and how far was read in between.
    @Test func everyStepLeadsToTheRootsOfTheReference() throws {
        let log = try self.log.get()
        for verified in 0...24 {
            for read in verified...24 {
                for goal in 0...24 {
                    var progress = TwinProgress(
                        verified: try log.range(verified),
                        read: try log.range(read)
                    )
                    let head = log.head(goal)
                    switch progress.missing(for: head) {
                    case .nothing: #expect(goal == verified || goal == 0)
                    case .contradiction: Issue.record("\(verified) \(goal)")
                    case .forgotten: #expect(goal < verified)
                    case .entries(let range):
                        #expect(goal > verified)
                        #expect(range == UInt64(min(read, goal))..<UInt64(goal))
                        if read > goal { progress.rewind() }
                        progress.append(try log.entries(Int(progress.read.size)..<goal))
                        let isReached = progress.reach(head)
                        #expect(isReached)
                        #expect(progress.verified.head == head)
                        #expect(progress.head(ofSize: UInt64(goal)) == head)
                        #expect(progress.head(ofSize: UInt64(verified)) == log.head(verified))
                    }
                }
            }
        }
    }

    @Test func otherEntriesVerifyNothing() throws {
        let log = try self.log.get()
        for forkIndex in 0..<24 {
            let other = try ReferenceLog(size: 24, forkedAt: forkIndex)
            var progress = TwinProgress()
            progress.append(try other.entries(0..<24))
            let isReached = progress.reach(log.head(24))
            #expect(!isReached)
            #expect(progress == TwinProgress())
            // Read again, it is right.
            progress.append(try log.entries(0..<24))
            let isReachedAgain = progress.reach(log.head(24))
            #expect(isReachedAgain)
        }
    }

    /// A root of one tree that is right is not enough.
    @Test func bothRootsHaveToBeRight() throws {
        let log = try self.log.get()
        let head = log.head(7)
        for wrong in [
            TwinHead(size: 7, sha256: head.sha256.flipped(), sm3: head.sm3),
            TwinHead(size: 7, sha256: head.sha256, sm3: head.sm3.flipped()),
            TwinHead(size: 8, sha256: head.sha256, sm3: head.sm3),
        ] {
            var progress = TwinProgress()
            progress.append(try log.entries(0..<7))
            let isReached = progress.reach(wrong)
            #expect(!isReached)
            #expect(progress.verified.size == 0)
        }
        let known = TwinProgress(verified: try log.range(7))
        #expect(known.missing(for: try log.falseHead(7)) == .contradiction)
    }

    @Test func onlyTheNewestHeadsAreRemembered() throws {
        let log = try ReferenceLog(size: 200)
        var progress = TwinProgress()
        for size in 1...200 {
            progress.append(try log.entries(size - 1..<size))
            let isReached = progress.reach(log.head(size))
            #expect(isReached)
        }
        let newest = 200 - TwinProgress.maximumHeadCount + 1
        for size in 1...200 {
            #expect((progress.head(ofSize: UInt64(size)) != nil) == (size >= newest))
        }
        #expect(progress.missing(for: log.head(newest - 1)) == .forgotten)
        #expect(progress.head(ofSize: 0) == .empty)
    }
}
