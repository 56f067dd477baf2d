import CryptoSuites
import Foundation
import LogCore
import LogStorePostgres
import LogTesting
import MerkleTree
import Testing
import Witnessing

/// The lookup by leaf hash on a real server, and in memory as the tests of others use it.
@Suite struct LeafHashStoreTests {
    enum Kind: CaseIterable {
        case memory
        case postgres
    }

    /// Lends a store in which two logs are known.
    private func withStore(
        _ kind: Kind,
        _ body: (any LeafHashStore, LogID, LogID) async throws -> Void
    ) async throws {
        switch kind {
        case .memory: try await body(MemoryLeafHashStore(), LogID(1), LogID(2))
        case .postgres:
            try await StoreDatabase.withStore { store, database in
                let logs = (try await store.createTestLog(), try await store.createTestLog("cn"))
                try await database.withLeafHashStore(connections: 3) {
                    try await body($0, logs.0, logs.1)
                }
            }
        }
    }

    private static let leaves = (0..<2_000).map { SHA256Hasher.leafHash(Array("\($0)".utf8)) }

    @Test(arguments: Kind.allCases)
    func whatIsAddedIsFound(_ kind: Kind) async throws {
        try await self.withStore(kind) { store, log, other in
            let leaves = Self.leaves
            #expect(try await store.indexedSize(of: log) == 0)
            #expect(
                try await store.candidates(for: leaves[0], of: log, from: 0, limit: 9)
                    == LeafCandidates(indexes: [], indexedSize: 0)
            )
            #expect(try await store.add(Array(leaves[..<256]), of: log, after: 0) == 256)
            #expect(try await store.add(Array(leaves[256..<1_024]), of: log, after: 256) == 1_024)
            #expect(try await store.indexedSize(of: log) == 1_024)
            for (index, leaf) in leaves.enumerated() where index % 17 == 0 || index > 1_000 {
                let found = try await store.candidates(for: leaf, of: log, from: 0, limit: 9)
                #expect(found.indexes == (index < 1_024 ? [UInt64(index)] : []))
                #expect(found.indexedSize == 1_024)
            }
            // The other log has nothing of it.
            #expect(try await store.indexedSize(of: other) == 0)
            let foreign = try await store.candidates(for: leaves[5], of: other, from: 0, limit: 9)
            #expect(foreign == LeafCandidates(indexes: [], indexedSize: 0))
            #expect(try await store.indexedSize(of: LogID(999)) == 0)
        }
    }

    @Test(arguments: Kind.allCases)
    func onlyWhoKnowsTheSizeAdds(_ kind: Kind) async throws {
        try await self.withStore(kind) { store, log, _ in
            let leaves = Self.leaves
            #expect(try await store.add([leaves[9]], of: log, after: 1) == 0)
            #expect(try await store.add([leaves[0], leaves[1]], of: log, after: 0) == 2)
            for size in [0, 1, 3, UInt64(Int64.max)] {
                #expect(try await store.add([leaves[9]], of: log, after: size) == 2)
            }
            #expect(try await store.add([], of: log, after: 2) == 2)
            let found = try await store.candidates(for: leaves[9], of: log, from: 0, limit: 9)
            #expect(found.indexes.isEmpty)
        }
    }

    /// The same entry over and over, and rows that share 8 bytes: in order, in pages.
    @Test(arguments: Kind.allCases)
    func manyUnderOnePrefixComeInOrder(_ kind: Kind) async throws {
        try await self.withStore(kind) { store, log, _ in
            let leaf = Self.leaves[0]
            var bytes = leaf.bytes
            bytes[31] ^= 1
            let sibling = try #require(TreeHash<SHA256Hasher>(bytes))
            var high = [UInt8](repeating: 0xff, count: 32)
            high[8] = 1
            let negative = try #require(TreeHash<SHA256Hasher>(high))
            let hashes = [negative] + (0..<40).map { $0.isMultiple(of: 2) ? leaf : sibling }
            #expect(try await store.add(hashes, of: log, after: 0) == 41)
            var start: UInt64 = 0
            var all: [UInt64] = []
            while true {
                let page = try await store.candidates(for: leaf, of: log, from: start, limit: 7)
                all += page.indexes
                guard let last = page.indexes.last else { break }
                #expect(page.indexes.count <= 7)
                start = last + 1
            }
            #expect(all == Array(1...40))
            let top = try await store.candidates(for: negative, of: log, from: 0, limit: 7)
            #expect(top.indexes == [0])
            let beyond = try await store.candidates(
                for: leaf,
                of: log,
                from: UInt64(Int64.max),
                limit: 7
            )
            #expect(beyond.indexes.isEmpty)
        }
    }

    @Test(arguments: Kind.allCases)
    func ofSeveralAtOnceOneAdds(_ kind: Kind) async throws {
        try await self.withStore(kind) { store, log, _ in
            let leaves = Self.leaves
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<3 {
                    group.addTask {
                        var size: UInt64 = 0
                        while size < 2_000 {
                            // Steps of other lengths, so that they do not meet at the same places.
                            let end = min(2_000, Int(size) + 37 + 20 * writer)
                            let added = try await store.add(
                                Array(leaves[Int(size)..<end]),
                                of: log,
                                after: size
                            )
                            #expect(added >= size)
                            size = added
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.indexedSize(of: log) == 2_000)
            for (index, leaf) in leaves.enumerated() where index % 7 == 0 {
                let found = try await store.candidates(for: leaf, of: log, from: 0, limit: 9)
                #expect(found.indexes == [UInt64(index)])
            }
        }
    }

    /// A row that somebody wrote ahead of the indexer does not stop it.
    @Test func aForgedRowAheadIsPassed() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            let prefix = Self.leaves[3].lookupPrefix
            try await database.execute(
                "INSERT INTO concordat.leaf_hashes VALUES (1, \(prefix), 3), (1, \(prefix), 1)",
                as: "concordat_serving"
            )
            try await database.withLeafHashStore { leafHashes in
                #expect(
                    try await leafHashes.add(Array(Self.leaves[..<10]), of: log, after: 0) == 10
                )
                let found = try await leafHashes.candidates(
                    for: Self.leaves[3],
                    of: log,
                    from: 0,
                    limit: 9
                )
                #expect(found == LeafCandidates(indexes: [1, 3], indexedSize: 10))
            }
        }
    }

    /// Logs at work on a real server: two daemons' indexers at once, stopped in the middle and
    /// started again, until every entry is found by its hash.
    @Test func twoDaemonsIndexersMakeOneLookup() async throws {
        try await StoreDatabase.withStore { store, database in
            try await database.withLeafHashStore(connections: 3) { leafHashes in
                let test = try await TestLog(in: store, leafHashes: leafHashes)
                let signer = try await test.openSigner()
                for round in 0..<3 {
                    let configure = { @Sendable (configuration: inout LogServiceConfiguration) in
                        configuration.leafLookupPause = .milliseconds(10)
                    }
                    try await test.running(signer: signer, configure: configure) { first in
                        try await test.running(signer: signer, configure: configure) { second in
                            try await self.work(
                                round,
                                appendingBy: first,
                                findingBy: second,
                                leafHashes,
                                test.descriptor.id
                            )
                        }
                    }
                }
                await signer.close()
                let rows = try await database.number("SELECT count(*) FROM concordat.leaf_hashes")
                let complete = Int64(3 * Self.roundSize / 256 * 256)
                #expect(rows == complete)
                #expect(
                    try await database.number(
                        "SELECT count(DISTINCT idx) FROM concordat.leaf_hashes"
                    ) == complete
                )
            }
        }
    }

    private static let roundSize = 6_000

    /// Appends a round of entries by one service and finds them by the other; the last round waits
    /// until all is indexed, those before until it has begun.
    private func work(
        _ round: Int,
        appendingBy first: LogService,
        findingBy second: LogService,
        _ leafHashes: any LeafHashStore,
        _ log: LogID
    ) async throws {
        var entries = EntryBatch()
        for number in 0..<Self.roundSize { try entries.append(Array("\(round) \(number)".utf8)) }
        _ = try await first.append(Submission(entries: entries, key: nil))
        let size = UInt64((round + 1) * Self.roundSize)
        #expect(await second.published(size))
        let last = SHA256Hasher.leafHash(Array("\(round) \(Self.roundSize - 1)".utf8))
        #expect(try await second.leafIndex(of: last, treeSize: size) == size - 1)
        guard round == 2 else {
            // Stopped wherever they are by then.
            let isBegun = await first.eventually { _ in
                ((try? await leafHashes.indexedSize(of: log)) ?? 0)
                    > UInt64(round * Self.roundSize)
            }
            #expect(isBegun)
            return
        }
        let isDone = await first.eventually { _ in
            (try? await leafHashes.indexedSize(of: log)) == size / 256 * 256
        }
        #expect(isDone)
        for number in stride(from: 0, to: Self.roundSize, by: 113) {
            for earlier in 0...round {
                let leaf = SHA256Hasher.leafHash(Array("\(earlier) \(number)".utf8))
                #expect(
                    try await second.leafIndex(of: leaf, treeSize: size)
                        == UInt64(earlier * Self.roundSize + number)
                )
            }
        }
    }
}
