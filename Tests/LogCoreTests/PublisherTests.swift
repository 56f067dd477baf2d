import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

@testable import LogCore

@Suite struct PublisherTests {
    /// Two entries that the signer has recorded one by one, and their heads.
    private func prepared() async throws -> (
        test: TestLog, signer: SignerService, heads: [TwinHead]
    ) {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        var heads: [TwinHead] = []
        for text in ["0", "1"] {
            let entries = try EntryBatch(Array(text.utf8))
            try await test.store.sequence(in: test.descriptor.id, keys: []) {
                (locked: borrowing LockedLog) throws(StoreError) in
                var edge = try locked.edge()
                let tiles = edge.append(TwinLeaves(hashing: entries))
                return Integration(entries: entries, tiles: tiles, state: edge.state, keys: [])
            }
            _ = try await Promiser(log: test.descriptor, store: test.store, signer: signer)
                .catchUp()
            heads.append(try await test.store.treeState(of: test.descriptor.id).head)
        }
        return (test, signer, heads)
    }

    /// A daemon inserted the head and died; another one had a larger head signed meanwhile.
    @Test func aPendingHeadThatTheSignerHasGonePastIsWithdrawn() async throws {
        let (test, signer, heads) = try await self.prepared()
        _ = try await test.store.insertPendingHead(heads[0], of: test.descriptor.id, after: nil)
        _ = try await signer.sign(heads[1], of: test.descriptor.origin)
        try await test.running(signer: signer, interval: .milliseconds(5)) { log in
            #expect(
                await log.eventually(seconds: 30) {
                    (try? $0.publishedHead().head) == heads[1]
                }
            )
            #expect(await log.eventually(seconds: 30) { $0.readiness.isReady })
        }
        #expect(try await test.store.publishedHead(of: test.descriptor.id, size: 1) == nil)
        await signer.close()
    }

    @Test func aHeadOnTheBoardMakesRoomForLargerOnesOnly() {
        let published = [UInt64(1), 2].map { size in
            PublishedHead(
                head: TwinHead(
                    size: size,
                    sha256: SHA256Hasher.emptyRoot,
                    sm3: SM3Hasher.emptyRoot
                ),
                notes: HeadNotes(checkpoint: [1], sm3Checkpoint: [2], twin: [3])
            )
        }
        let board = HeadBoard()
        #expect(board.published == nil && board.signedSize == 0)
        board.show(published: published[0], pending: published[1])
        #expect(board.publishedSize == 1 && board.signedSize == 2)
        board.show(published: published[1], pending: nil)
        board.show(published: published[0], pending: nil)
        #expect(board.published == published[1], "what the world was shown is not taken back")
        board.show(published: nil, pending: nil)
        #expect(board.published == published[1])
    }

    @Test func proofsStopAtThePublishedSizeAndTilesAtTheSignedOne() async throws {
        let (test, signer, heads) = try await self.prepared()
        let notes = HeadNotes(checkpoint: [1], sm3Checkpoint: [2], twin: [3])
        let published = heads.map { PublishedHead(head: $0, notes: notes) }
        let board = HeadBoard()
        board.show(published: published[0], pending: published[1])
        let reader = LogReader(
            log: test.descriptor,
            store: test.store,
            heads: board,
            cache: TileCache(capacity: 4),
            leafHashes: nil
        )
        let bundle = try #require(BundleCoordinate(index: 0, width: 2))
        #expect(try await reader.bundle(bundle).count == 2)
        _ = try await reader.inclusionProof(SHA256Hasher.self, leafIndex: 0, treeSize: 1)
        for refused in [UInt64(2), 3] {
            await #expect(throws: ReadError.beyondPublishedSize(1)) {
                try await reader.inclusionProof(SHA256Hasher.self, leafIndex: 0, treeSize: refused)
            }
            await #expect(throws: ReadError.beyondPublishedSize(1)) {
                try await reader.consistencyProof(SHA256Hasher.self, first: 1, second: refused)
            }
        }
        await signer.close()
    }
}
