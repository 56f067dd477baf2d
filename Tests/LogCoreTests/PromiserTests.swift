import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

@testable import LogCore

/// What is compared before anything is offered, each comparison by itself.
@Suite struct PromiserTests {
    private func batch(_ texts: [String]) throws -> EntryBatch {
        var batch = EntryBatch()
        for text in texts { try batch.append(Array(text.utf8)) }
        return batch
    }

    private func head(of entries: EntryBatch) -> TwinHead {
        var edge = TwinEdge()
        _ = edge.append(TwinLeaves(hashing: entries))
        return edge.state.head
    }

    private func sequence(_ entries: EntryBatch, in test: TestLog) async throws {
        try await test.store.sequence(in: test.descriptor.id, keys: []) {
            (locked: borrowing LockedLog) throws(StoreError) in
            var edge = try locked.edge()
            let tiles = edge.append(TwinLeaves(hashing: entries))
            return Integration(entries: entries, tiles: tiles, state: edge.state, keys: [])
        }
    }

    private func promiser(
        _ test: TestLog,
        _ signer: any LogSigner,
        chunk: UInt64 = 8_192
    ) -> Promiser {
        Promiser(log: test.descriptor, store: test.store, signer: signer, chunk: chunk)
    }

    private func expectFork(_ body: () async throws(PromiseError) -> Void) async {
        do throws(PromiseError) {
            try await body()
            Issue.record("nothing was thrown")
        } catch {
            guard case .fork = error else {
                Issue.record("threw \(error)")
                return
            }
        }
    }

    /// A database that failed over lost a batch and has taken in others' entries since. The signer
    /// has those, and would say of entries that it has that they are recorded.
    @Test func othersEntriesAreNotPromisedAsTheBatch() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let promiser = self.promiser(test, signer)
        try await self.sequence(self.batch(["x0", "x1", "x2"]), in: test)
        #expect(try await promiser.catchUp() == 3)
        let lost = try self.batch(["y0", "y1"])
        let committed = CommittedBatch(firstIndex: 0, entries: lost, head: self.head(of: lost))
        await self.expectFork { () throws(PromiseError) in
            _ = try await promiser.promise(committed, recordedSize: 0)
        }
        // The same entries are promised whoever brings them.
        let same = try self.batch(["x0", "x1"])
        let again = CommittedBatch(firstIndex: 0, entries: same, head: self.head(of: same))
        #expect(try await promiser.promise(again, recordedSize: 0) == 3)
        await signer.close()
    }

    @Test func aDatabaseThatIsOneEntryShortIsBehind() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let recorded = try self.head(of: self.batch(["0", "1", "2", "3"]))
        try await self.sequence(self.batch(["0", "1", "2"]), in: test)
        do throws(PromiseError) {
            _ = try await self.promiser(test, signer).edge(matching: recorded, databaseSize: 3)
            Issue.record("nothing was thrown")
        } catch {
            #expect(error == .behind(databaseSize: 3, recordedSize: 4))
        }
        await signer.close()
    }

    /// All is read and folded before the first of it is offered: a record cannot be taken back.
    @Test(arguments: [UInt64(1), 2, 8]) func entriesThatWereChangedAreNotOffered(
        chunk: UInt64
    ) async throws {
        let store = MemoryLogStore()
        let test = try await TestLog(in: store)
        let signer = try await test.openSigner()
        try await self.sequence(self.batch(["0", "1", "2", "3"]), in: test)
        store.overwriteEntry(at: 3, of: test.descriptor.id, with: [9])
        await self.expectFork { () throws(PromiseError) in
            _ = try await self.promiser(test, signer, chunk: chunk).catchUp()
        }
        #expect(try await signer.status(of: test.descriptor.origin).recorded == .empty)
        store.overwriteEntry(at: 3, of: test.descriptor.id, with: Array("3".utf8))
        #expect(try await self.promiser(test, signer, chunk: chunk).catchUp() == 4)
        await signer.close()
    }

    @Test func aSignerThatSignedAnotherHeadOfTheSizeIsNotTheOne() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        let entries = try self.batch(["0", "1"])
        try await self.sequence(entries, in: test)
        #expect(try await self.promiser(test, signer).catchUp() == 2)
        let head = self.head(of: entries)
        let log = test.descriptor.id
        let notes = try await signer.sign(head, of: test.descriptor.origin)
        _ = try await test.store.insertPendingHead(head, of: log, after: nil)
        try await test.store.publish(PublishedHead(head: head, notes: notes), of: log)
        #expect(try await self.promiser(test, signer).status().signed == head)

        let other = try self.head(of: self.batch(["0", "2"]))
        for (signed, isRefused) in [(other, true), (head, false)] {
            let status = SignerStatus(recorded: signed, signed: signed, publishedSize: 0)
            let promiser = self.promiser(test, FixedSigner(status: status))
            if isRefused {
                await self.expectFork { () throws(PromiseError) in
                    _ = try await promiser.status()
                }
            } else {
                #expect(try await promiser.status() == status)
            }
        }
        await signer.close()
    }
}

/// A signer that has one answer for those who ask how far it is, and none for others.
private struct FixedSigner: LogSigner {
    let status: SignerStatus

    func status(of origin: LogOrigin) async throws(SignerError) -> SignerStatus { self.status }

    func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome {
        throw .unavailable("it only tells its status")
    }

    func sign(_ head: TwinHead, of origin: LogOrigin) async throws(SignerError) -> HeadNotes {
        throw .unavailable("it only tells its status")
    }

    func published(_ size: UInt64, of origin: LogOrigin) async throws(SignerError) {
        throw .unavailable("it only tells its status")
    }
}
