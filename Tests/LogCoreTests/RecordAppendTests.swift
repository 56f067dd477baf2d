import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing
import Witnessing

@testable import LogCore

/// Records on their way through the sequencer, the signer and the vault.
@Suite struct RecordAppendTests {
    /// Runs a log with a vault over one store.
    private func running(
        _ store: MemoryLogStore = MemoryLogStore(),
        _ body: @escaping @Sendable (LogService, Vault, MemoryEpochKeys) async throws -> Void
    ) async throws {
        let test = try await TestLog(in: store)
        let keys = try MemoryEpochKeys(.aes256GCM)
        let vault = try VaultHouse.vault(test.descriptor, store, keys.keyring())
        try await vault.refresh()
        let signer = try await test.openSigner()
        try await test.running(signer: signer, vault: vault) { try await body($0, vault, keys) }
        await signer.close()
    }

    private func receipt(_ result: Result<Receipt, RecordAppendError>) throws -> Receipt {
        try result.get()
    }

    private func append(_ record: PlainRecord, key: IdempotencyKey? = nil) -> RecordAppend {
        RecordAppend(statement: Array("statement of ".utf8) + record.id, record: record, key: key)
    }

    @Test func recordsArePromisedInTheirOrder() async throws {
        try await self.running { log, vault, _ in
            let records = (0..<300).map { self.append(VaultHouse.record($0)) }
            let receipts = try await log.append(records).map { try $0.get() }
            #expect(receipts.map(\.indexes.lowerBound) == Array(0..<300))
            #expect(receipts.allSatisfy { !$0.isRepeat })
            #expect(await log.published(300))
            let entries = try await log.entries(at: 0..<300)
            for position in [0, 63, 64, 299] {
                let record = VaultHouse.record(position)
                #expect(Array(entries[position]) == Array("statement of ".utf8) + record.id)
                let row = try #require(try await vault.row(id: record.id))
                #expect(row.index == UInt64(position))
                #expect(try vault.open(row)?.content == record.content)
            }
        }
    }

    @Test func aRetryIsARepeatAndAnotherRequestAConflict() async throws {
        try await self.running { log, _, _ in
            let first = self.append(VaultHouse.record(1))
            let receipt = try await log.append([first])[0].get()
            let other = self.append(
                PlainRecord(
                    id: first.record.id,
                    body: [1],
                    header: first.record.header,
                    terms: [],
                    content: []
                )
            )
            let results = await log.append([
                first, other, self.append(VaultHouse.record(2)), self.append(VaultHouse.record(2)),
            ])
            #expect(
                try self.receipt(results[0]) == Receipt(indexes: receipt.indexes, isRepeat: true)
            )
            #expect(results[1] == .failure(.append(.keyConflict)))
            let promised1 = try self.receipt(results[2])
            #expect(promised1 == Receipt(indexes: 1..<2, isRepeat: false))
            let promised2 = try self.receipt(results[3])
            #expect(promised2 == Receipt(indexes: 1..<2, isRepeat: true))
        }
    }

    @Test func aKeyOfTheWritersStandsForOneRecord() async throws {
        try await self.running { log, _, _ in
            func key(_ record: PlainRecord, _ text: String) -> IdempotencyKey {
                log.idempotencyKey(writer: "", key: Array(text.utf8), body: [2] + record.id)
            }
            let one = VaultHouse.record(1)
            let two = VaultHouse.record(2)
            let first = await log.append([self.append(one, key: key(one, "k"))])
            let promised3 = try self.receipt(first[0])
            #expect(promised3.isRepeat == false)
            let again = await log.append([self.append(one, key: key(one, "k"))])
            let promised4 = try self.receipt(again[0])
            #expect(promised4.isRepeat)
            let other = await log.append([self.append(two, key: key(two, "k"))])
            #expect(other == [.failure(.append(.keyConflict))])
            let free = await log.append([self.append(two, key: key(two, "l"))])
            let promised5 = try self.receipt(free[0])
            #expect(promised5.indexes == 1..<2)
        }
    }

    @Test func aWrongRecordHarmsNoOther() async throws {
        try await self.running { log, _, _ in
            let results = await log.append([
                self.append(VaultHouse.record(1)),
                RecordAppend(statement: [], record: VaultHouse.record(2)),
                self.append(VaultHouse.record(3)),
            ])
            let promised6 = try self.receipt(results[0])
            #expect(promised6.indexes == 0..<1)
            #expect(results[1] == .failure(.entry(.empty)))
            let promised7 = try self.receipt(results[2])
            #expect(promised7.indexes == 1..<2)
        }
    }

    @Test func withoutAVaultNoRecordIsTaken() async throws {
        let test = try await TestLog(in: MemoryLogStore())
        let signer = try await test.openSigner()
        try await test.running(signer: signer) { log in
            let results = await log.append([self.append(VaultHouse.record(1))])
            #expect(results == [.failure(.noVault)])
        }
        await signer.close()
    }

    /// A daemon that has not noticed a rotation seals in a closed epoch, is told, and seals again.
    @Test func whatWasSealedInAClosedEpochIsSealedAgain() async throws {
        let store = MemoryLogStore()
        try await self.running(store) { log, vault, keys in
            _ = await log.append([self.append(VaultHouse.record(1))])
            // Another process.
            let other = try VaultHouse.vault(vault.log, store, keys.keyring())
            try await other.refresh()
            let report = try await VaultRotation(vault: other, files: keys.files()).run()
            #expect(report.destroyed == [1])
            let late = try vault.seal([VaultHouse.record(2)])[0]
            let isLate = late.sealed.epoch == 1
            let submission = Submission(
                entries: try EntryBatch([1]),
                key: nil,
                vault: late
            )
            if isLate {
                await #expect(throws: AppendError.vaultEpochClosed) {
                    try await log.append(submission)
                }
            }
            let receipt = try await log.append([self.append(VaultHouse.record(3))])[0].get()
            let row = try #require(try await vault.row(at: receipt.indexes.lowerBound))
            #expect(row.sealed?.epoch == 2)
            // A retry of what was sealed in the old epoch is known.
            let again = try await log.append([self.append(VaultHouse.record(1))])[0].get()
            #expect(again == Receipt(indexes: 0..<1, isRepeat: true))
        }
    }

    /// The daemon died between the promise of a retention action and what it does: the next one does it.
    @Test func anActionThatWasNotCarriedOutIsCarriedOutLater() async throws {
        try await self.running { log, vault, _ in
            let record = VaultHouse.record(1)
            let index = try await log.append([self.append(record)])[0].get().indexes.lowerBound
            let action = VaultHouse.record(
                2,
                recordClass: "retention-action",
                action: VaultAction(.erase, recordIndex: index)
            )
            _ = try await log.append([self.append(action)])[0].get()
            let isErased = await log.eventually { _ in
                (try? await vault.row(at: index))?.state == .erased
            }
            #expect(isErased)
            #expect(try await vault.row(at: index)?.sealed == nil)
        }
    }

    @Test func memoryThatContentsTakeCounts() throws {
        var limits = AppendQueue<Int>.Limits()
        limits.waitingBytes = 10_000
        var queue = AppendQueue<Int>(limits: limits)
        let content = VaultContent(
            recordMAC: [],
            bodyMACs: [:],
            header: VaultHouse.record(1).header,
            sealed: SealedContent(
                epoch: 1,
                wrappedKey: [],
                ciphertext: [UInt8](repeating: 0, count: 6_000),
                tokens: []
            )
        )
        let submission = Submission(entries: try EntryBatch([1]), key: nil, vault: content)
        try queue.enqueue(.init(submission: submission, waiter: 1))
        #expect(queue.byteCount > 6_000)
        #expect(throws: AppendError.queueFull) {
            try queue.enqueue(.init(submission: submission, waiter: 2))
        }
        _ = queue.takeBatch()
        #expect(queue.byteCount == 0)
    }
}
