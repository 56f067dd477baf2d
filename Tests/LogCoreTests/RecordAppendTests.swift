import CryptoSuites
import LogTesting
import MerkleTree
import Records
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
        let vault = VaultHouse.vault(test.descriptor, store, keys.keyring())
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
            let other = VaultHouse.vault(vault.log, store, keys.keyring())
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

    /// A record that decides about others, sealed as the log seals it.
    private func deciding(
        _ number: Int,
        _ recordClass: String,
        _ members: JSONValue,
        action: VaultAction? = nil
    ) throws -> RecordAppend {
        let schema = try #require(SchemaRegistry.embedded[recordClass])
        let common: JSONValue = [
            "record_id": .string("6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e\(2_000 + number)"),
            "event_time": .string("2026-11-23T10:00:00Z"), "actor_id": .string("keeper"),
            "actor_type": .string("user"),
        ]
        let content = try RecordSealer(
            schema,
            shape: .open,
            hash: .sha256,
            crosswalk: ContentDigest(of: []),
            interval: 1
        ).seal(
            schema.validate(
                .object((common.members ?? []) + (members.members ?? [])),
                in: SampleRecords.contextEU
            ),
            retention: "R6M",
            recorded: RecordTime(seconds: 1_795_428_000),
            secret: secureRandomBytes(32)
        ).content
        let plain = VaultHouse.record(number, recordClass: recordClass)
        return self.append(
            PlainRecord(
                id: plain.id,
                body: plain.body,
                header: plain.header,
                terms: plain.terms,
                content: content,
                action: action
            )
        )
    }

    private func erasure(_ number: Int, of index: UInt64) throws -> RecordAppend {
        try self.deciding(
            number,
            "retention-action",
            [
                "action": .string("erase"), "target_index": .integer(Int64(index)),
                "new_state": .string("erased"), "ground": .string("gdpr-17-1-d"),
            ],
            action: VaultAction(.erase, recordIndex: index)
        )
    }

    /// The daemon died between the promise of a retention action and what it does: the next one does it.
    @Test func anActionThatWasNotCarriedOutIsCarriedOutLater() async throws {
        try await self.running { log, vault, _ in
            let record = VaultHouse.record(1)
            let index = try await log.append([self.append(record)])[0].get().indexes.lowerBound
            _ = try await log.append([self.erasure(2, of: index)])[0].get()
            let isErased = await log.eventually { _ in
                (try? await vault.row(at: index))?.state == .erased
            }
            #expect(isErased)
            #expect(try await vault.row(at: index)?.sealed == nil)
        }
    }

    /// SPEC: RET-9: an incident behind the entry of an erasure, and before its turn.
    @Test func anIncidentThatCameSinceKeepsAnErasureFromBeingCarriedOut() async throws {
        try await self.running { log, vault, _ in
            let records = (0..<2).map { self.append(VaultHouse.record($0)) }
            let incident = try self.deciding(
                4,
                "incident",
                [
                    "incident_id": .string("inc-1"), "state": .string("opened"),
                    "category": .string("breach"),
                    "detected_time": .string("2026-11-23T09:00:00Z"),
                    "affected_indexes": .array([.integer(0)]),
                ]
            )
            // All in one batch, so that nothing is carried out in between.
            let batch = try records + [self.erasure(2, of: 0), self.erasure(3, of: 1), incident]
            let receipts = try await log.append(batch).map { try $0.get() }
            #expect(receipts.map(\.indexes.lowerBound) == [0, 1, 2, 3, 4])
            let isDone = await log.eventually { _ in
                let pending = try? await vault.store.pendingActions(
                    of: vault.log.id,
                    below: .max,
                    limit: 10
                )
                return pending?.isEmpty == true
            }
            #expect(isDone)
            #expect(try await vault.row(at: 0)?.state == .active)
            #expect(try await vault.row(at: 0)?.sealed != nil)
            #expect(try await vault.row(at: 1)?.state == .erased)
            let refused = try await vault.store.action(of: vault.log.id, entry: 2)
            #expect(refused?.outcome == .refused)
        }
    }

    @Test func whatIsSealedAheadIsTakenAsItIs() async throws {
        try await self.running { log, vault, _ in
            let records = (0..<5).map { self.append(VaultHouse.record($0)) }
            let ahead = log.seal(Array(records[..<3]))
            #expect(ahead.allSatisfy { $0.sealed != nil })
            let receipts = try await log.append(ahead + records[3...]).map { try $0.get() }
            #expect(receipts.map(\.indexes.lowerBound) == Array(0..<5))
            for (position, record) in ahead.enumerated() {
                let row = try #require(try await vault.row(at: UInt64(position)))
                #expect(row.sealed?.wrappedKey == record.sealed?.sealed.wrappedKey)
                #expect(try vault.open(row)?.content == record.record.content)
            }
        }
        // Without keys nothing is sealed, and append says why.
        let store = MemoryLogStore()
        let test = try await TestLog(in: store)
        let vault = VaultHouse.vault(test.descriptor, store, VaultKeyring { _ in [] })
        let signer = try await test.openSigner()
        try await test.running(signer: signer, vault: vault) { log in
            let ahead = log.seal([self.append(VaultHouse.record(1))])
            #expect(ahead.allSatisfy { $0.sealed == nil })
            let results = await log.append(ahead)
            #expect(results == [.failure(.vault(.keyMissing(epoch: 1)))])
        }
        await signer.close()
    }

    /// SPEC: VAULT-18.
    @Test func whatWasSealedAheadInAClosedEpochIsSealedAgain() async throws {
        let store = MemoryLogStore()
        try await self.running(store) { log, vault, keys in
            let ahead = log.seal([self.append(VaultHouse.record(1))])
            let other = VaultHouse.vault(vault.log, store, keys.keyring())
            try await other.refresh()
            _ = try await VaultRotation(vault: other, files: keys.files()).run()
            let receipt = try await log.append(ahead)[0].get()
            let row = try #require(try await vault.row(at: receipt.indexes.lowerBound))
            #expect(row.sealed?.epoch == 2)
            #expect(try vault.open(row)?.content == VaultHouse.record(1).content)
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
