import CryptoSuites
import SignedNotes

/// The contents of one log's records: sealed here, kept by a store, opened here.
///
/// Each record has a key of its own, and that is wrapped under a key that follows from the epoch's and
/// the record. Sealing touches neither store nor disk and may go on in many tasks at once.
public struct Vault: Sendable {
    /// Takes fields out of a content; nil if none of them is in it.
    public typealias EraseFields =
        @Sendable (_ content: [UInt8], _ fields: [String]) throws -> [UInt8]?

    /// Whether an incident keeps the contents of a record.
    public typealias FreezeQuestion =
        @Sendable (VaultRow) async throws(VaultError) -> FreezeCheck

    /// How long an epoch's key lives if nothing else is said: 30 days.
    public static let defaultEpochLifetime = Duration.seconds(30 * 86_400)

    /// The log.
    public let log: LogDescriptor
    /// Where the sealed contents are.
    public let store: any VaultStore
    /// How long an epoch's key may live: after that, what was erased is gone from backups, too.
    public let epochLifetime: Duration
    let keys: VaultKeyring
    private let idSecret: HMAC
    // What the context of a wrapped key and that of a content begin with: it opens as nothing else.
    private let keyContext: [UInt8]
    private let contentContext: [UInt8]
    private let eraseFields: EraseFields

    /// Puts a vault together. ``refresh()`` before anything else.
    ///
    /// `idSecret` is the log's secret of 32 bytes, the same as that of its retry keys.
    public init(
        log: LogDescriptor,
        store: any VaultStore,
        keys: VaultKeyring,
        idSecret: [UInt8],
        epochLifetime: Duration = Self.defaultEpochLifetime,
        eraseFields: @escaping EraseFields
    ) {
        self.log = log
        self.store = store
        self.keys = keys
        self.epochLifetime = epochLifetime
        self.eraseFields = eraseFields
        self.idSecret = HMAC(.sha256, key: idSecret)
        let origin = Array(log.origin.text.utf8) + [0]
        self.keyContext = Array("concordat/vault/key/v1\n".utf8) + origin
        self.contentContext = Array("concordat/vault/content/v1\n".utf8) + origin
    }

    /// Brings the keys up to date with the database and the folder that they are in.
    public func refresh() async throws(VaultError) {
        try await self.keys.refresh(try await self.storing { try await $0.vaultEpochs(of: $1) })
    }

    /// When the current epoch's key was made, in seconds since 1970.
    ///
    /// - Throws: ``VaultError/keyMissing(epoch:)``.
    public var epochCreatedAt: UInt64 {
        get throws(VaultError) { try self.keys.current().key.createdAt }
    }

    // MARK: Sealing

    /// What a record's id is known by in the store.
    public func recordMAC(of id: [UInt8]) -> [UInt8] { self.idSecret.code(for: [0x02] + id) }

    /// Seals records, each under a new key.
    ///
    /// - Throws: ``VaultError/keyMissing(epoch:)`` or ``VaultError/cryptography(_:)``.
    public func seal(_ records: [PlainRecord]) throws(VaultError) -> [VaultContent] {
        let current = try self.keys.current()
        let epochs = self.keys.epochs
        return try Self.guarding { () throws(CryptoError) in
            let cipher = try AuthenticatedCipher(current.key.kind)
            var contents: [VaultContent] = []
            contents.reserveCapacity(records.count)
            for record in records {
                let mac = self.recordMAC(of: record.id)
                let mark = self.idSecret.code(for: [0x04] + record.body)
                var bodyMACs: [UInt32: [UInt8]] = [:]
                for epoch in epochs { bodyMACs[epoch.key.epoch] = epoch.bodyMAC(of: mark) }
                let envelope = VaultEnvelope(
                    bodyMark: mark,
                    id: record.id,
                    terms: record.terms,
                    content: record.content
                )
                contents.append(
                    VaultContent(
                        recordMAC: mac,
                        bodyMACs: bodyMACs,
                        header: record.header,
                        sealed: try self.sealed(envelope, of: mac, in: current, with: cipher),
                        action: record.action
                    )
                )
            }
            return contents
        }
    }

    private func sealed(
        _ envelope: VaultEnvelope,
        of mac: [UInt8],
        in epoch: PreparedEpoch,
        with cipher: borrowing AuthenticatedCipher
    ) throws(CryptoError) -> SealedContent {
        // SPEC: VAULT-1: a key of its own, for this content alone.
        let key = try SecretKey.random()
        return SealedContent(
            epoch: epoch.key.epoch,
            wrappedKey: try cipher.seal(
                key.bytes,
                key: epoch.wrappingKey(of: mac),
                context: self.context(ofKeyOf: mac, epoch: epoch.key.epoch)
            ),
            ciphertext: try cipher.seal(
                envelope.bytes,
                key: key,
                context: self.contentContext + mac
            ),
            tokens: Self.tokens(of: envelope, in: epoch)
        )
    }

    private static func tokens(of envelope: VaultEnvelope, in epoch: PreparedEpoch) -> [Int64] {
        envelope.terms.map { epoch.token(of: $0) }
    }

    private func context(ofKeyOf mac: [UInt8], epoch: UInt32) -> [UInt8] {
        self.keyContext + mac + VaultBytes.bigEndian(epoch)
    }

    // MARK: Opening

    /// Opens a record; nil if it is erased.
    ///
    /// - Throws: ``VaultError/keyMissing(epoch:)``, also after a rotation whose key did not come here
    ///   yet: ``refresh()`` and try again. ``VaultError/damaged(index:)``.
    public func open(_ row: VaultRow) throws(VaultError) -> OpenedRecord? {
        guard let sealed = row.sealed else { return nil }
        let epoch = try self.keys.epoch(sealed.epoch)
        let envelope = try self.envelope(of: row, sealed, in: epoch).envelope
        return OpenedRecord(
            row: row,
            id: envelope.id,
            terms: envelope.terms,
            content: envelope.content
        )
    }

    private func envelope(
        of row: VaultRow,
        _ sealed: SealedContent,
        in epoch: PreparedEpoch
    ) throws(VaultError) -> (key: SecretKey, envelope: VaultEnvelope) {
        do {
            let cipher = try AuthenticatedCipher(epoch.key.kind)
            let wrapped = try cipher.open(
                sealed.wrappedKey,
                key: epoch.wrappingKey(of: row.recordMAC),
                context: self.context(ofKeyOf: row.recordMAC, epoch: sealed.epoch)
            )
            guard let key = SecretKey(wrapped) else { throw VaultError.damaged(index: row.index) }
            let bytes = try cipher.open(
                sealed.ciphertext,
                key: key,
                context: self.contentContext + row.recordMAC
            )
            guard let envelope = VaultEnvelope(parsing: bytes),
                self.idSecret.isValid(row.recordMAC, for: [0x02] + envelope.id)
            else { throw VaultError.damaged(index: row.index) }
            return (key, envelope)
        } catch let error as VaultError {
            throw error
        } catch let error as CryptoError {
            throw .cryptography("\(error)")
        } catch {
            if case .library(let inner)? = error as? CipherError { throw .cryptography("\(inner)") }
            throw .damaged(index: row.index)
        }
    }

    /// What opening a row for an examination came to.
    struct Examined: Sendable {
        /// The bytes from which the record's disclosures are made.
        let content: [UInt8]
        /// What beside the content is not what it was made of.
        let faults: [VaultFault]
    }

    /// Opens a living row, and compares what lies beside the content in the clear with what is sealed;
    /// `bodyMAC` is the stored one.
    ///
    /// - Throws: ``VaultError`` as ``open(_:)``.
    func examine(_ stored: VaultRow, bodyMAC: [UInt8]?) async throws(VaultError) -> Examined {
        // A database that was restored from a backup has keys of epochs that are gone.
        let row = try await self.carried(stored)
        guard let sealed = row.sealed else { throw .damaged(index: row.index) }
        let epoch = try self.keys.epoch(sealed.epoch)
        let envelope = try self.envelope(of: row, sealed, in: epoch).envelope
        var faults: [VaultFault] = []
        // Tokens and mark are of the epoch that the row names, whatever key it was opened by.
        if stored.sealed?.epoch == sealed.epoch {
            if Self.tokens(of: envelope, in: epoch) != sealed.tokens {
                faults.append(.tokensChanged)
            }
            if envelope.bodyMark.map({ epoch.bodyMAC(of: $0) }) != bodyMAC {
                faults.append(.markChanged)
            }
        }
        return Examined(content: envelope.content, faults: faults)
    }

    // MARK: Finding

    /// The record of an entry; nil if there is none.
    public func row(at index: UInt64) async throws(VaultError) -> VaultRow? {
        try await self.storing { try await $0.record(of: $1, at: index) }
    }

    /// The record with an id; nil if there is none.
    public func row(id: [UInt8]) async throws(VaultError) -> VaultRow? {
        let mac = self.recordMAC(of: id)
        return try await self.storing { try await $0.record(of: $1, mac: mac) }
    }

    /// Opens a record whose epoch may be newer than the keys at hand.
    public func openRefreshing(_ row: VaultRow) async throws(VaultError) -> OpenedRecord? {
        do {
            return try self.open(row)
        } catch {
            guard case .keyMissing = error else { throw error }
        }
        try await self.refresh()
        // The row itself may have been wrapped anew since it was read.
        guard let newest = try await self.row(at: row.index) else { return nil }
        return try self.open(try await self.carried(newest))
    }

    /// The row with the key that a rotation carried over, if its own is under an epoch that is gone:
    /// the database was restored from a backup.
    func carried(_ row: VaultRow) async throws(VaultError) -> VaultRow {
        guard let sealed = row.sealed, !self.keys.has(sealed.epoch),
            let key = try await self.keys.carriedKey(of: row)
        else { return row }
        return VaultRow(
            index: row.index,
            recordMAC: row.recordMAC,
            header: row.header,
            state: row.state,
            isHeld: row.isHeld,
            changedBy: row.changedBy,
            sealed: SealedContent(
                epoch: key.epoch,
                wrappedKey: key.wrappedKey,
                ciphertext: sealed.ciphertext,
                tokens: sealed.tokens
            )
        )
    }

    /// The tokens of a term in every living epoch: a record has one of them.
    func tokens(of term: SearchTerm) -> [Int64] { self.keys.epochs.map { $0.token(of: term) } }

    // MARK: Actions

    /// Carries out the action of a promised entry, unless it is carried out already; returns what came
    /// of it. `check` says what incidents freeze, as ``RetentionBook/check(_:)`` does.
    ///
    /// - Throws: ``VaultError/store(_:)`` with ``StoreError/conflict(_:)`` if an earlier action on the
    ///   record is not carried out yet.
    public func carryOut(
        entry: UInt64,
        unlessFrozen check: FreezeQuestion
    ) async throws(VaultError) -> ActionOutcome {
        guard
            let stored = try await self.storing({ try await $0.action(of: $1, entry: entry) })
        else { throw .store(.corrupt("entry \(entry) is no retention action")) }
        if let outcome = stored.outcome { return outcome }
        // What changes under our hands is read again; nothing changes it for long.
        for _ in 0..<10 {
            if let outcome = try await self.attempt(stored, check) { return outcome }
        }
        throw .store(.conflict("record \(stored.action.recordIndex) changes all the time"))
    }

    /// Carries out an action; nil, and nothing was done, if something changed since it was looked at.
    private func attempt(
        _ stored: StoredAction,
        _ question: FreezeQuestion
    ) async throws(VaultError) -> ActionOutcome? {
        var check = FreezeCheck.notAsked
        let kind = stored.action.kind
        let isErasure = kind == .erase || kind == .eraseFields
        let row = isErasure ? try await self.row(at: stored.action.recordIndex) : nil
        // SPEC: RET-9: what came since the action was entered counts as well.
        if let row { check = try await question(row) }
        let checked = check
        guard kind == .eraseFields else {
            return try await self.storing {
                try await $0.carryOut(entry: stored.entryIndex, of: $1, unlessFrozen: checked)
            }
        }
        if let outcome = try await self.eraseFields(stored, of: row, checked) { return outcome }
        try await self.refresh()
        return nil
    }

    /// Seals what is left of a content; nil if the record changed meanwhile.
    private func eraseFields(
        _ stored: StoredAction,
        of row: VaultRow?,
        _ check: FreezeCheck
    ) async throws(VaultError) -> ActionOutcome? {
        var oldKey: [UInt8] = []
        var replacement: SealedContent?
        // Erased, held or frozen: the store says what comes of that.
        if let found = row, let own = found.sealed {
            let row = try await self.carried(found)
            guard let sealed = row.sealed else { return nil }
            oldKey = own.wrappedKey
            let opened = try self.keys.epoch(sealed.epoch)
            let envelope = try self.envelope(of: row, sealed, in: opened).envelope
            replacement = try self.erasing(stored.action.fields, from: envelope, of: row)
        }
        let outcome: (key: [UInt8], content: SealedContent?) = (oldKey, replacement)
        return try await self.storing {
            try await $0.eraseFields(
                entry: stored.entryIndex,
                of: $1,
                oldKey: outcome.key,
                replacement: outcome.content,
                unlessFrozen: check
            )
        }
    }

    private func erasing(
        _ fields: [String],
        from envelope: VaultEnvelope,
        of row: VaultRow
    ) throws(VaultError) -> SealedContent? {
        let rest: [UInt8]?
        do { rest = try self.eraseFields(envelope.content, fields) } catch {
            throw .damaged(index: row.index)
        }
        guard let rest else { return nil }
        let current = try self.keys.current()
        let names = Set(fields.map { Array($0.utf8) })
        // SPEC: VAULT-14: the rest under a new key, and nothing beside it that tells of what is gone.
        let replacement = VaultEnvelope(
            bodyMark: nil,
            id: envelope.id,
            terms: envelope.terms.filter { term in
                !term.field.sources.contains { names.contains(Array($0.utf8)) }
            },
            content: rest
        )
        return try Self.guarding { () throws(CryptoError) in
            try self.sealed(
                replacement,
                of: row.recordMAC,
                in: current,
                with: AuthenticatedCipher(current.key.kind)
            )
        }
    }

    /// By when what was erased now can be opened with no backup either, in seconds since 1970: the
    /// epoch's key is destroyed by then, if it is rotated in time.
    public func backupsErasedBy(now: UInt64) throws(VaultError) -> UInt64 {
        // The oldest key that is still there may be the one.
        let created =
            if let oldest = self.keys.epochs.first { oldest.key.createdAt } else {
                try self.epochCreatedAt
            }
        return max(created + UInt64(max(self.epochLifetime.components.seconds, 0)), now)
    }

    // MARK: Rotation

    /// The keys of living rows, wrapped under another epoch; and the rows whose keys are gone with
    /// their epoch.
    func rewrapped(
        _ rows: [VaultRow],
        for number: UInt32
    ) async throws(VaultError) -> (keys: [RewrappedKey], lost: [VaultRow]) {
        let epoch = try self.keys.epoch(number)
        var keys: [RewrappedKey] = []
        var lost: [VaultRow] = []
        for stored in rows {
            guard let old = stored.sealed else { continue }
            let row = try await self.carried(stored)
            guard let sealed = row.sealed, self.keys.has(sealed.epoch) else {
                lost.append(stored)
                continue
            }
            let opened = try self.envelope(
                of: row,
                sealed,
                in: self.keys.epoch(sealed.epoch)
            )
            let oldKey = old.wrappedKey
            let key = try Self.guarding { () throws(CryptoError) in
                let cipher = try AuthenticatedCipher(epoch.key.kind)
                return RewrappedKey(
                    index: row.index,
                    oldKey: oldKey,
                    epoch: number,
                    wrappedKey: try cipher.seal(
                        opened.key.bytes,
                        key: epoch.wrappingKey(of: row.recordMAC),
                        context: self.context(ofKeyOf: row.recordMAC, epoch: number)
                    ),
                    bodyMAC: opened.envelope.bodyMark.map { epoch.bodyMAC(of: $0) },
                    tokens: Self.tokens(of: opened.envelope, in: epoch)
                )
            }
            keys.append(key)
        }
        return (keys, lost)
    }

    // MARK: Errors

    func storing<Result>(
        _ body: (any VaultStore, LogID) async throws -> Result
    ) async throws(VaultError) -> Result {
        do { return try await body(self.store, self.log.id) } catch let error as StoreError {
            throw .store(error)
        } catch {
            // A store throws nothing else.
            throw .store(.unavailable("\(error)"))
        }
    }

    private static func guarding<Result>(
        _ body: () throws(CryptoError) -> Result
    ) throws(VaultError) -> Result {
        do throws(CryptoError) { return try body() } catch { throw .cryptography("\(error)") }
    }
}
