import CryptoSuites
import LogCore
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing
import Witnessing

/// Each call of store and signer fails once, in both forms; nothing promised is lost.
@Suite struct FaultTests {
    /// What callers were told, and the heads that were seen.
    private struct History: Sendable {
        var acknowledged: [String: UInt64] = [:]
        var heads: [TwinHead] = []
    }

    private func append(_ text: String, to log: LogService) async throws -> UInt64 {
        let bytes = Array(text.utf8)
        let key = log.idempotencyKey(writer: "", key: bytes, body: bytes)
        return try await log.append(Submission(entries: EntryBatch(bytes), key: key))
            .indexes.lowerBound
    }

    /// Appends six entries, with publications between; failures are what is tested.
    private func scenario(_ log: LogService, _ history: Shared<History>) async {
        for round in 0..<3 {
            for number in 0..<2 {
                let text = "entry \(round).\(number)"
                guard let index = try? await self.append(text, to: log) else { continue }
                history.change { $0.acknowledged[text] = index }
            }
            _ = await log.eventually(seconds: 1) { log in
                guard let head = try? log.publishedHead().head else { return false }
                history.change { if $0.heads.last != head { $0.heads.append(head) } }
                return head.size >= UInt64(history.value.acknowledged.count)
            }
        }
    }

    /// Starts again without faults, repeats every append, and checks the whole.
    private func check(_ test: TestLog, _ signer: any LogSigner, _ history: History) async throws {
        try await test.running(signer: signer) { log in
            for round in 0..<3 {
                for number in 0..<2 {
                    let text = "entry \(round).\(number)"
                    let index = try await self.append(text, to: log)
                    if let told = history.acknowledged[text] { #expect(index == told) }
                }
            }
            #expect(await log.published(6))
            #expect(await log.eventually { $0.readiness.isReady })
            let head = try log.publishedHead().head
            // Six texts, six keys: nothing was appended twice, whatever was lost on the way.
            #expect(head.size == 6)
            for earlier in history.heads {
                for (first, second) in [(earlier, head)] {
                    try await log.consistencyProof(
                        SHA256Hasher.self,
                        first: first.size,
                        second: second.size
                    ).verify(olderRoot: first.sha256, newerRoot: second.sha256)
                    try await log.consistencyProof(
                        SM3Hasher.self,
                        first: first.size,
                        second: second.size
                    ).verify(olderRoot: first.sm3, newerRoot: second.sm3)
                }
            }
        }
    }

    private func run(
        store failingStoreCall: Int? = nil,
        signer failingSignerCall: Int? = nil,
        form: FaultyLogStore.Form
    ) async throws -> (storeCalls: Int, signerCalls: Int) {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let faultyStore = FaultyLogStore(
            test.store,
            failingCall: failingStoreCall,
            form: form
        )
        let faultySigner = FaultySigner(signer, failingCall: failingSignerCall, form: form)
        let history = Shared(History())
        try await test.running(
            signer: faultySigner,
            store: faultyStore,
            interval: .milliseconds(5)
        ) { log in await self.scenario(log, history) }
        try await self.check(test, signer, history.value)
        await signer.close()
        return (faultyStore.callCount, faultySigner.callCount)
    }

    @Test(arguments: FaultyLogStore.Form.allCases)
    func everyStoreCallMayFail(form: FaultyLogStore.Form) async throws {
        let calls = try await self.run(form: form).storeCalls
        #expect(calls > 20)
        for call in 1...min(calls, 60) { _ = try await self.run(store: call, form: form) }
    }

    @Test(arguments: FaultyLogStore.Form.allCases)
    func everySignerCallMayFail(form: FaultyLogStore.Form) async throws {
        let calls = try await self.run(form: form).signerCalls
        #expect(calls > 10)
        for call in 1...min(calls, 40) { _ = try await self.run(signer: call, form: form) }
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

/// A value that several tasks of a test change.
private final class Shared<Value: Sendable>: Sendable {
    private let content: Mutex<Value>

    init(_ value: Value) { self.content = Mutex(value) }

    var value: Value { self.content.withLock { $0 } }

    func change(_ body: (inout sending Value) -> Void) { self.content.withLock { body(&$0) } }
}
