import LogTesting
import SignedNotes
import Synchronization
import Testing

@testable import Witnessing

/// Signers of logs in a temporary folder, with real files.
final class TestService: Sendable {
    let folder: TemporaryFolder
    let log: ReferenceLog
    let keys: SignerKeys
    /// What was reported, in order.
    let failures = Mutex<[SignerError]>([])
    let forks = Mutex<[SignerError]>([])

    init(size: Int) throws {
        self.folder = try TemporaryFolder()
        self.log = try ReferenceLog(size: size)
        self.keys = try .generate(for: self.log.origin)
        try SignerRecord.create(in: "\(self.folder.path)/test", origin: self.log.origin)
    }

    func open() async throws -> SignerService {
        try await SignerService.open(
            directory: self.folder.path,
            keys: { name, origin in
                #expect(name == "test")
                #expect(origin == self.log.origin)
                return self.keys
            },
            clock: { 1_800_000_000 },
            onFailure: { _, error in self.failures.withLock { $0.append(error) } },
            onFork: { _, error in self.forks.withLock { $0.append(error) } }
        )
    }
}

extension LogSigner {
    /// Offers `indexes` in offers of `count` entries, from as many tasks at once.
    func offerAtOnce(_ indexes: Range<Int>, of log: ReferenceLog, count: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in stride(from: indexes.lowerBound, to: indexes.upperBound, by: count) {
                let offer = try log.offer(start..<min(start + count, indexes.upperBound))
                group.addTask {
                    // In index order only: who comes too early asks again.
                    while true {
                        switch try await self.offer(offer) {
                        case .recorded(let size):
                            #expect(size >= offer.head.size)
                            return
                        case .gap(let size):
                            #expect(size < offer.firstIndex)
                            await Task.yield()
                        case .belowJournal: Issue.record("nothing was published")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
