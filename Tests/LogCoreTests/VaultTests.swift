import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import LogCore

@Suite struct VaultTests {
    private func log(_ name: String = "eu", jurisdiction: String = "EU") throws -> LogDescriptor {
        LogDescriptor(
            id: LogID(1),
            name: try LogName(name),
            origin: try LogOrigin("log.example/\(name)"),
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: false
        )
    }

    private func house(_ jurisdiction: String = "EU") async throws -> VaultHouse {
        let store = MemoryLogStore()
        return try await VaultHouse.open(
            "vault",
            jurisdiction: jurisdiction,
            logs: store,
            store: store
        )
    }

    // MARK: Sealing

    @Test(arguments: ["EU", "CN"])
    func aRecordIsSealedInTheSuiteOfItsLaw(_ jurisdiction: String) async throws {
        let house = try await self.house(jurisdiction)
        let sealed = try house.vault.seal([VaultHouse.record(1)])[0].sealed
        let format: UInt8 = jurisdiction == "CN" ? 2 : 1
        #expect(sealed.ciphertext.first == format)
        #expect(sealed.wrappedKey.first == format)
        let kind = CipherKind(jurisdiction: jurisdiction)
        #expect(sealed.wrappedKey.count == SecretKey.byteCount + kind.overheadByteCount)
        #expect(CipherKind(jurisdiction: "CN-HK") == .sm4CTRHMACSM3)
        #expect(CipherKind(jurisdiction: "CNX") == .aes256GCM)
        #expect(CipherKind(jurisdiction: "ES") == .aes256GCM)
    }

    @Test func equalRecordsAreSealedDifferently() async throws {
        let house = try await self.house()
        let record = VaultHouse.record(1)
        let contents = try house.vault.seal([record, record])
        #expect(contents[0].sealed.ciphertext != contents[1].sealed.ciphertext)
        #expect(contents[0].sealed.wrappedKey != contents[1].sealed.wrappedKey)
        // What a search goes by is equal, and so is what a retry goes by.
        #expect(contents[0].sealed.tokens == contents[1].sealed.tokens)
        #expect(contents[0].recordMAC == contents[1].recordMAC)
        #expect(contents[0].bodyMACs == contents[1].bodyMACs)
    }

    @Test(arguments: ["EU", "CN"])
    func nothingOfARecordStandsInWhatIsStored(_ jurisdiction: String) async throws {
        let house = try await self.house(jurisdiction)
        let record = VaultHouse.record(77)
        let content = try house.vault.seal([record])[0]
        let stored =
            content.recordMAC + content.bodyMACs.values.flatMap { $0 } + content.sealed.wrappedKey
            + content.sealed.ciphertext + content.sealed.tokens.flatMap { VaultBytes.bigEndian($0) }
        for secret in ["subject-77", "actor-0", "secret-77", "id-77", "system-1"] {
            #expect(!stored.contains(Array(secret.utf8)), "\(secret)")
        }
    }

    @Test func tokensTellNothingAcrossFieldsLogsAndEpochs() async throws {
        let house = try await self.house()
        var epochs: [PreparedEpoch] = []
        for number in [UInt32(1), 2] {
            epochs.append(
                PreparedEpoch(
                    EpochKey(
                        epoch: number,
                        createdAt: 0,
                        kind: .aes256GCM,
                        secret: try SecretKey.random()
                    )
                )
            )
        }
        var tokens: [Int64] = []
        for epoch in epochs {
            for field in SearchField.allCases {
                tokens.append(epoch.token(of: SearchTerm(field, "the same value")))
            }
        }
        #expect(Set(tokens).count == tokens.count)
        #expect(house.vault.keys.epochs.count == 1)
        // The two forms of one character are two values.
        let composed = epochs[0].token(of: SearchTerm(.actor, "\u{e9}"))
        #expect(epochs[0].token(of: SearchTerm(.actor, "e\u{301}")) != composed)
    }

    @Test func aRecordOfAnotherLogDoesNotOpen() async throws {
        let house = try await self.house()
        let index = try await house.append([VaultHouse.record(1)])
        let row = try #require(try await house.vault.row(at: index))
        let other = VaultHouse.vault(
            try self.log("other"),
            FaultyVaultStore(house.store, epochs: VaultEpochs(lowest: 1, current: 1)),
            house.keys.keyring()
        )
        try await other.refresh()
        #expect(throws: VaultError.damaged(index: index)) { try other.open(row) }
    }

    @Test(arguments: ["EU", "CN"])
    func everyDamagedBitOfARowIsNoticed(_ jurisdiction: String) async throws {
        let house = try await self.house(jurisdiction)
        let index = try await house.append([VaultHouse.record(1)])
        let row = try #require(try await house.vault.row(at: index))
        let sealed = try #require(row.sealed)
        func opens(_ mac: [UInt8], _ key: [UInt8], _ text: [UInt8], epoch: UInt32 = 1) -> Bool {
            let damaged = VaultRow(
                index: index,
                recordMAC: mac,
                header: row.header,
                state: .active,
                isHeld: false,
                changedBy: nil,
                sealed: SealedContent(epoch: epoch, wrappedKey: key, ciphertext: text, tokens: [])
            )
            return (try? house.vault.open(damaged)) != nil
        }
        #expect(opens(row.recordMAC, sealed.wrappedKey, sealed.ciphertext))
        #expect(!opens(row.recordMAC, sealed.wrappedKey, sealed.ciphertext, epoch: 2))
        for bit in 0..<256 {
            #expect(!opens(row.recordMAC.flipped(bit), sealed.wrappedKey, sealed.ciphertext))
        }
        for bit in 0..<8 * sealed.wrappedKey.count {
            #expect(!opens(row.recordMAC, sealed.wrappedKey.flipped(bit), sealed.ciphertext))
        }
        for bit in 0..<8 * sealed.ciphertext.count {
            #expect(!opens(row.recordMAC, sealed.wrappedKey, sealed.ciphertext.flipped(bit)))
        }
    }

    @Test func anEnvelopeIsReadAsItWasWritten() throws {
        let whole = VaultEnvelope(
            bodyMark: [UInt8](repeating: 3, count: 32),
            id: Array("an id".utf8),
            terms: [SearchTerm(.actor, ""), SearchTerm(.subject, "x")],
            content: [1, 2, 3]
        )
        let bare = VaultEnvelope(bodyMark: nil, id: [], terms: [], content: [])
        for envelope in [whole, bare] {
            let bytes = envelope.bytes
            #expect(VaultEnvelope(parsing: bytes) == envelope)
            // The content is the rest: what is cut off before it is missed.
            for count in 0..<bytes.count - envelope.content.count {
                #expect(VaultEnvelope(parsing: Array(bytes.prefix(count))) == nil, "\(count)")
            }
            for version: UInt8 in [0, 2, 255] {
                #expect(VaultEnvelope(parsing: [version] + bytes.dropFirst()) == nil)
            }
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            // Whatever comes, it is nil or an envelope that says the same.
            let bytes = [1] + random.bytes(Int(random.next() % 60))
            if let envelope = VaultEnvelope(parsing: bytes) { #expect(envelope.bytes == bytes) }
        }
    }

    @Test func withoutAKeyNothingIsSealed() async throws {
        let vault = VaultHouse.vault(try self.log(), MemoryLogStore(), VaultKeyring { _ in [] })
        #expect(throws: VaultError.keyMissing(epoch: 1)) { try vault.seal([VaultHouse.record(1)]) }
        let broken = VaultHouse.vault(
            try self.log(),
            FaultyVaultStore(MemoryLogStore(), epochs: VaultEpochs(lowest: 1, current: 1)),
            VaultKeyring { _ in throw VaultError.keyMissing(epoch: 9) }
        )
        await #expect {
            try await broken.refresh()
        } throws: { error in
            guard case .keysUnreadable? = error as? VaultError else { return false }
            return true
        }
    }

    @Test func backupsForgetWhenTheKeyIsDue() async throws {
        let house = try await self.house()
        // Made at 1,790,000,100, for 30 days.
        let due: UInt64 = 1_790_000_100 + 30 * 86_400
        #expect(try house.vault.backupsErasedBy(now: 1_790_000_200) == due)
        #expect(try house.vault.backupsErasedBy(now: due + 5) == due + 5, "overdue")
    }

    // MARK: Key files

    @Test(arguments: CipherKind.allCases, [nil, Array("a passphrase".utf8)])
    func aKeyFileComesBack(_ kind: CipherKind, passphrase: [UInt8]?) throws {
        let origin = try LogOrigin("log.example/eu")
        let key = EpochKey(
            epoch: 7,
            createdAt: 1_790_000_000,
            kind: kind,
            secret: try SecretKey.random()
        )
        let bytes = try EpochKeyFile.bytes(of: key, origin: origin, passphrase: passphrase)
        func read(
            _ bytes: [UInt8],
            origin: LogOrigin = origin,
            epoch: UInt32 = 7,
            passphrase: [UInt8]? = passphrase
        ) throws -> EpochKey {
            try EpochKeyFile.key(
                parsing: bytes,
                origin: origin,
                epoch: epoch,
                passphrase: passphrase
            )
        }
        let back = try read(bytes)
        #expect(back.secret.bytes == key.secret.bytes)
        #expect(back.createdAt == key.createdAt)
        #expect(back.kind == kind)
        #expect(throws: EpochKeyFileError.ofSomethingElse) { try read(bytes, epoch: 8) }
        let other = try LogOrigin("log.example/cn")
        #expect(throws: EpochKeyFileError.ofSomethingElse) { try read(bytes, origin: other) }
        if passphrase == nil {
            #expect(throws: EpochKeyFileError.unusable(.passphraseNotNeeded)) {
                try read(bytes, passphrase: [1])
            }
        } else {
            #expect(throws: EpochKeyFileError.unusable(.passphraseRequired)) {
                try read(bytes, passphrase: nil)
            }
            #expect(throws: EpochKeyFileError.unusable(.wrongPassphrase)) {
                try read(bytes, passphrase: Array("another".utf8))
            }
        }
        for count in 0..<bytes.count {
            #expect(throws: EpochKeyFileError.self, "\(count) bytes") {
                try read(Array(bytes.prefix(count)))
            }
        }
        for text in ["", "\n", "concordat/epoch-key/v2\n", String(repeating: "\n", count: 6)] {
            #expect(throws: EpochKeyFileError.self) { try read(Array(text.utf8)) }
        }
        #expect(throws: EpochKeyFileError.self) { try read(bytes + [10]) }
    }

    // MARK: The store in memory

    @Test(arguments: VaultStoreExercise.allCases, ["EU", "CN"])
    func memoryKeepsTheClaim(_ claim: VaultStoreExercise, jurisdiction: String) async throws {
        let store = MemoryLogStore()
        try await claim.check(on: store, store, jurisdiction: jurisdiction, label: "a")
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard part.count <= self.count else { return false }
        return (0...self.count - part.count).contains { self[$0...].starts(with: part) }
    }

    fileprivate func flipped(_ bit: Int) -> [UInt8] {
        var copy = self
        copy[bit / 8] ^= 1 << (bit % 8)
        return copy
    }
}
