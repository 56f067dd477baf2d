import LogCore
import LogTesting
import MerkleTree
import Testing
import Witnessing

/// Two daemons at once, a signer that is away, a queue that is full. What single steps do when they
/// fail is in ``FailpointTests``.
@Suite struct FaultTests {
    private func append(_ text: String, to log: LogService) async throws -> UInt64 {
        let bytes = Array(text.utf8)
        let key = log.idempotencyKey(writer: "", key: bytes, body: bytes)
        return try await log.append(Submission(entries: EntryBatch(bytes), key: key))
            .indexes.lowerBound
    }

    @Test func twoServicesOnOneStoreAndOneSignerMakeOneTree() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let indexes = try await test.running(signer: signer, interval: .milliseconds(2)) { first in
            try await test.running(signer: signer, interval: .milliseconds(3)) { second in
                let indexes = try await withThrowingTaskGroup(of: (String, UInt64).self) { group in
                    for number in 0..<300 {
                        for (name, log) in [("a", first), ("b", second)] {
                            group.addTask {
                                let text = "\(name) \(number)"
                                return (text, try await self.append(text, to: log))
                            }
                        }
                    }
                    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                #expect(await first.published(600))
                #expect(await second.published(600))
                #expect(first.readiness.isReady, "\(first.readiness.remarks)")
                #expect(second.readiness.isReady, "\(second.readiness.remarks)")
                return indexes
            }
        }
        #expect(Set(indexes.values) == Set(0..<600))
        let entries = try await test.store.entries(of: test.descriptor.id, at: 0..<600)
        for (text, index) in indexes { #expect(Array(entries[Int(index)]) == Array(text.utf8)) }
        await signer.close()
    }

    /// What each of the two remembers is outdated whenever it is its turn.
    @Test func twoServicesInTurnAppendAtOnce() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        try await test.running(signer: signer) { first in
            try await test.running(signer: signer) { second in
                for number in 0..<20 {
                    let log = number.isMultiple(of: 2) ? first : second
                    let index = try await self.append("\(number)", to: log)
                    #expect(index == UInt64(number))
                }
            }
        }
        await signer.close()
    }

    @Test func appendsOfASignerThatIsAwayAreUnknownAndPromisedWhenItReturns() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let faulty = FaultySigner(signer)
        let hasty: (inout LogServiceConfiguration) -> Void = {
            $0.signerPatience = .milliseconds(50)
        }
        try await test.running(signer: faulty, configure: hasty) { log in
            #expect(await log.published(0))
            faulty.setAway(true)
            let error = await #expect(throws: AppendError.self) {
                try await self.append("unknown", to: log)
            }
            guard case .outcomeUnknown = error else {
                Issue.record("appends answer \(String(describing: error))")
                return
            }
            #expect(await log.eventually { !$0.readiness.isReady })
            // It is in the database, and a retry finds it there: that is no promise yet.
            let again = await #expect(throws: AppendError.self) {
                try await self.append("unknown", to: log)
            }
            guard case .outcomeUnknown = again else {
                Issue.record("a retry answers \(String(describing: again))")
                return
            }
            faulty.setAway(false)
            #expect(await log.published(1))
            #expect(await log.eventually { $0.readiness.isReady })
            let index = try await self.append("unknown", to: log)
            #expect(index == 0)
        }
        await signer.close()
    }

    @Test func aFullQueueRefusesAndTakesAgain() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let faulty = FaultySigner(signer)
        let narrow: (inout LogServiceConfiguration) -> Void = {
            $0.waitingEntries = 10
            $0.batchEntries = 2
            $0.signerPatience = .milliseconds(300)
        }
        try await test.running(signer: faulty, configure: narrow) { log in
            #expect(await log.published(0))
            faulty.setAway(true)
            let refused = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        do {
                            _ = try await self.append("\(number)", to: log)
                            return false
                        } catch AppendError.queueFull {
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(refused > 50)
            faulty.setAway(false)
            #expect(await log.eventually { $0.readiness.isReady })
            _ = try await self.append("after", to: log)
        }
        await signer.close()
    }
}
