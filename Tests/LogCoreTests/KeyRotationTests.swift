import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

@testable import LogCore

/// Specs/rotation.md over sequencer, signer and publisher.
@Suite(.timeLimit(.minutes(2))) struct KeyRotationTests {
    private func submission(_ bytes: [UInt8]) throws -> Submission {
        Submission(entries: try EntryBatch(bytes), key: nil)
    }

    /// What signed each published head, by size, as strangers to the service see it.
    private func check(
        _ test: TestLog,
        _ history: LogHistory,
        upTo size: UInt64
    ) async throws -> [UInt64: Set<VerifierKey>] {
        var signers: [UInt64: Set<VerifierKey>] = [:]
        for size in 0...size {
            let head = try await test.store.publishedHead(of: test.descriptor.id, size: size)
            guard let head else { continue }
            for note in [head.notes.checkpoint, head.notes.sm3Checkpoint, head.notes.twin] {
                let verified = try UnverifiedNote(parsing: note).verified(by: history.keys)
                #expect(verified.unknown.isEmpty, "a line of another key at \(size)")
                signers[size, default: []].formUnion(verified.verified.map(\.key.unbounded))
            }
        }
        return signers
    }

    @Test func headsAreSignedWithTheKeyOfTheirSizeWhileAppendsGoOn() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let change = try KeyChange(after: test.keys)
        let signer = try await test.openSigner(change: change)
        let last: UInt64 = 12
        try await test.running(signer: signer, interval: .milliseconds(5)) { log in
            for number in 0..<5 {
                _ = try await log.append(try self.submission(Array("before \(number)".utf8)))
            }
            _ = try await log.append(try self.submission(change.ed25519(from: last + 1)))
            for number in 0..<10 {
                _ = try await log.append(try self.submission(Array("after \(number)".utf8)))
                let size = UInt64(number) + 7
                #expect(
                    await log.eventually(seconds: 30) {
                        (try? $0.publishedHead().head.size) ?? 0 >= size
                    }
                )
            }
            #expect(log.history.events.map(\.index) == [5])
            #expect(log.history.keys(at: last + 1).contains(change.next.ed25519.verifierKey))
            #expect(log.readiness.isReady, "\(log.readiness.remarks)")
            let signers = try await self.check(test, log.history, upTo: 16)
            #expect(signers.keys.contains { $0 <= last && $0 > 6 })
            for (size, keys) in signers {
                #expect(keys == Set(log.history.keys(at: size)), "the head of \(size)")
            }
            // The old key alone signs no head that verifies.
            let forged = try test.notes(
                of: try log.publishedHead().head,
                at: 1_800_000_000
            )
            for note in [forged.checkpoint, forged.twin] {
                #expect(throws: NoteError.self) {
                    try UnverifiedNote(parsing: note).verified(by: log.history.keys)
                }
            }
        }
        await signer.close()
        // Everything started anew knows the same.
        let again = try await test.openSigner(change: change)
        try await test.running(signer: again, interval: .milliseconds(5)) { log in
            _ = try await log.append(
                try self.submission(
                    change.sm2(
                        from: 18,
                        beside: change.next.ed25519
                    )
                )
            )
            _ = try await log.append(try self.submission([1]))
            #expect(
                await log.eventually(seconds: 30) { (try? $0.publishedHead().head.size) == 18 }
            )
            #expect(log.history.events.map(\.index) == [5, 16])
            let signers = try await self.check(test, log.history, upTo: 18)
            #expect(
                signers[18] == [
                    change.next.ed25519.verifierKey, change.next.sm2.verifierKey,
                ]
            )
        }
        await again.close()
    }

    /// A statement in a batch that goes past its size: the head behind the batch has the new key, and
    /// none is made between.
    @Test func aBatchAcrossTheSizeIsNotCut() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let change = try KeyChange(after: test.keys)
        let signer = try await test.openSigner(change: change)
        try await test.running(signer: signer, interval: .milliseconds(5)) { log in
            var batch = EntryBatch()
            for entry in [[1], try change.ed25519(from: 3), [2], [3], [4]] {
                try batch.append(entry)
            }
            _ = try await log.append(Submission(entries: batch, key: nil))
            #expect(
                await log.eventually(seconds: 30) { (try? $0.publishedHead().head.size) == 5 }
            )
            let signers = try await self.check(test, log.history, upTo: 5)
            #expect(signers[5]?.contains(change.next.ed25519.verifierKey) == true)
        }
        await signer.close()
    }

    /// Without the new private key no head goes out, and appends are taken; with it everything does.
    @Test func aHeadWaitsForTheNewKey() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let change = try KeyChange(after: test.keys)
        let without = try await test.openSigner()
        try await test.running(signer: without, interval: .milliseconds(5)) { log in
            _ = try await log.append(try self.submission(change.ed25519(from: 1)))
            #expect(
                await log.eventually(seconds: 30) { log in
                    log.readiness.remarks.contains { $0.contains("private key of") }
                }
            )
            #expect(try await log.append(try self.submission([1])).indexes == 1..<2)
        }
        await without.close()
        let with = try await test.openSigner(change: change)
        try await test.running(signer: with, interval: .milliseconds(5)) { log in
            #expect(
                await log.eventually(seconds: 30) { (try? $0.publishedHead().head.size) == 2 }
            )
        }
        await with.close()
    }

    @Test func aStatementThatSaysNothingChangesNothing() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let change = try KeyChange(after: test.keys)
        let signer = try await test.openSigner(change: change)
        try await test.running(signer: signer, interval: .milliseconds(5)) { log in
            let body = change.body(change.first.ed25519, by: change.next.ed25519, from: 2)
            for entry in [
                try change.entry(body, signedBy: [change.next.ed25519]),
                try change.ed25519(from: 1), [1],
            ] {
                _ = try await log.append(try self.submission(entry))
            }
            #expect(
                await log.eventually(seconds: 30) { (try? $0.publishedHead().head.size) == 3 }
            )
            #expect(log.history.events.isEmpty)
            let signers = try await self.check(test, log.history, upTo: 3)
            #expect(signers[3] == Set(test.verifierKeys))
        }
        await signer.close()
    }

    /// SPEC: POLEV-1, POLEV-2: heads are judged by the policy of their size, and by no other.
    @Test func anAnnouncedPolicyTakesOverAtItsSize() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let change = try KeyChange(after: test.keys)
        let council = try WitnessCouncil()
        let signer = try await test.openSigner()
        let own = test.verifierKeys.map { "log \($0)\n" }.joined()
        let under = try council.logWitnesses(of: test, now: { 1_900_000_000 })
        try await test.running(signer: signer, witnesses: under, interval: .milliseconds(5)) {
            log in
            #expect(await log.published(0))
            for witness in council.side("cn") { witness.behave(.fails) }
            // From 2 on nobody is asked any more, from 4 on by a policy that is not this log's.
            var batch = EntryBatch()
            try batch.append(try change.policy("\(own)quorum none\n", from: 2))
            try batch.append(try change.policy("quorum none\n", from: 4))
            _ = try await log.append(Submission(entries: batch, key: nil))
            #expect(
                await log.eventually(seconds: 30) { (try? $0.publishedHead().head.size) == 2 }
            )
            #expect(log.policy?.policy.quorum == nil && log.policy != nil)
            #expect(log.history.policies.map(\.from) == [2, 4])
            _ = try await log.append(try self.submission([3]))
            #expect(
                await log.eventually(seconds: 30) { (try? $0.publishedHead().head.size) == 3 }
            )
            _ = try await log.append(try self.submission([4]))
            #expect(
                await log.eventually(seconds: 30) { log in
                    log.readiness.remarks.contains { $0.contains("its policy cannot be used") }
                }
            )
            #expect(try log.publishedHead().head.size == 3)
            #expect(try await log.append(try self.submission([5])).indexes == 4..<5)
        }
        await signer.close()
    }
}
