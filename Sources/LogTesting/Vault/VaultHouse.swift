import CryptoSuites
public import LogCore
import MerkleTree
import SignedNotes
import Synchronization

/// A log with a vault, for tests: records go in without sequencer and signer, and whatever is
/// committed counts as promised.
///
/// A content is a text of fields, `name=value` each with a semicolon behind it.
public struct VaultHouse: Sendable {
    /// Where entries and rows are added.
    public let logs: any LogStore
    /// Where rows are read and changed.
    public let store: any VaultStore
    /// The epoch keys.
    public let keys: MemoryEpochKeys
    /// The vault.
    public let vault: Vault
    /// The log.
    public let log: LogDescriptor

    /// The secret of every house.
    public static let idSecret = [UInt8](repeating: 0x5e, count: 32)

    /// Joins the parts.
    public init(
        logs: any LogStore,
        store: any VaultStore,
        keys: MemoryEpochKeys,
        vault: Vault,
        log: LogDescriptor
    ) {
        self.logs = logs
        self.store = store
        self.keys = keys
        self.vault = vault
        self.log = log
    }

    /// Makes a log, a vault and the key of its first epoch.
    public static func open(
        _ name: String,
        jurisdiction: String = "EU",
        logs: any LogStore,
        store: any VaultStore
    ) async throws -> VaultHouse {
        let log = try await logs.createLog(
            name: LogName(name),
            origin: LogOrigin("log.example/\(name)"),
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: false
        )
        let keys = try MemoryEpochKeys(CipherKind(jurisdiction: jurisdiction))
        let house = VaultHouse(
            logs: logs,
            store: store,
            keys: keys,
            vault: Self.vault(log, store, keys.keyring()),
            log: log
        )
        try await house.vault.refresh()
        return house
    }

    /// Another vault on the same log: another daemon, or one with other keys.
    public func vault(
        keys: VaultKeyring? = nil,
        store: (any VaultStore)? = nil
    ) async throws -> Vault {
        let vault = Self.vault(
            self.log,
            store ?? self.store,
            keys ?? self.keys.keyring()
        )
        try await vault.refresh()
        return vault
    }

    /// A vault whose contents are texts of fields.
    public static func vault(
        _ log: LogDescriptor,
        _ store: any VaultStore,
        _ keys: VaultKeyring
    ) -> Vault {
        Vault(log: log, store: store, keys: keys, idSecret: Self.idSecret) { content, fields in
            let parts = content.split(separator: UInt8(ascii: ";"))
            let left = parts.filter { part in
                !fields.contains { part.starts(with: "\($0)=".utf8) }
            }
            guard left.count < parts.count else { return nil }
            return left.flatMap { Array($0) + [UInt8(ascii: ";")] }
        }
    }

    /// A record by number: actor `actor-<n mod 7>`, subject `subject-<n>`, system `system-1`.
    public static func record(
        _ number: Int,
        recordClass: String = "data-access",
        action: VaultAction? = nil
    ) -> PlainRecord {
        let content =
            "actor_id=actor-\(number % 7);data_subject_ref=subject-\(number);note=secret-\(number);"
        return PlainRecord(
            id: Array("id-\(number)".utf8),
            body: Array("request \(number): \(content)".utf8),
            header: VaultHeader(
                recordClass: recordClass,
                retention: "R6M",
                writer: "clinic",
                writerSequence: UInt64(number),
                recordedAt: 1_790_000_000 + UInt64(number)
            ),
            terms: [
                SearchTerm(.actor, "actor-\(number % 7)"),
                SearchTerm(.subject, "subject-\(number)"), SearchTerm(.system, "system-1"),
                SearchTerm(.recordClass, recordClass), SearchTerm(.writer, "clinic"),
            ],
            content: Array(content.utf8),
            action: action
        )
    }

    /// Adds records as a batch does; returns the index of the first.
    @discardableResult
    public func append(
        _ records: [PlainRecord],
        sealedBy vault: Vault? = nil
    ) async throws -> UInt64 {
        let contents = try (vault ?? self.vault).seal(records)
        return try await self.append(contents)
    }

    /// Adds what is sealed already; `underLock` is called on the store's thread while the tree is locked.
    @discardableResult
    public func append(
        _ contents: [VaultContent],
        underLock: @escaping @Sendable () -> Void = {}
    ) async throws(StoreError) -> UInt64 {
        var entries = EntryBatch()
        do {
            for content in contents { try entries.append([1] + content.recordMAC) }
        } catch {
            throw .corrupt("\(error)")
        }
        let batch = entries
        let start = Mutex<UInt64>(0)
        try await self.logs.sequence(
            in: self.log.id,
            keys: [],
            records: contents.map(\.recordMAC)
        ) { (locked: borrowing LockedLog) throws(StoreError) in
            underLock()
            var edge = try locked.edge()
            let size = edge.size
            start.withLock { $0 = size }
            let tiles = edge.append(TwinLeaves(hashing: batch))
            return Integration(
                entries: batch,
                tiles: tiles,
                state: edge.state,
                keys: [],
                vault: contents.enumerated().map { (size + UInt64($0), $1) }
            )
        }
        return start.withLock { $0 }
    }

    /// Adds a retention action; returns the index of its entry.
    public func add(
        _ kind: VaultActionKind,
        on index: UInt64,
        fields: [String] = [],
        number: Int
    ) async throws -> UInt64 {
        try await self.append([
            Self.record(
                number,
                recordClass: "retention-action",
                action: VaultAction(kind, recordIndex: index, fields: fields)
            )
        ])
    }

    /// Adds a retention action and carries it out.
    @discardableResult
    public func act(
        _ kind: VaultActionKind,
        on index: UInt64,
        fields: [String] = [],
        number: Int
    ) async throws -> ActionOutcome {
        let entry = try await self.add(kind, on: index, fields: fields, number: number)
        return try await self.carryOut(entry)
    }

    /// Carries out a retention action; `check` says what incidents freeze, nothing if it is not given.
    public func carryOut(
        _ entry: UInt64,
        unlessFrozen check: Vault.FreezeQuestion = { _ in
            FreezeCheck(below: .max, isFrozen: false)
        }
    ) async throws(VaultError) -> ActionOutcome {
        try await self.vault.carryOut(entry: entry, unlessFrozen: check)
    }

    /// The content of a record as a text; nil if it is erased.
    public func text(at index: UInt64, by vault: Vault? = nil) async throws -> String? {
        let vault = vault ?? self.vault
        guard let row = try await vault.row(at: index),
            let opened = try await vault.openRefreshing(row)
        else { return nil }
        return String(decoding: opened.content, as: UTF8.self)
    }

    /// The indexes that a search finds, over all its pages.
    public func search(
        _ terms: [SearchTerm],
        from: UInt64? = nil,
        before: UInt64? = nil,
        below: UInt64 = .max,
        limit: Int = 10,
        by vault: Vault? = nil
    ) async throws -> [UInt64] {
        var found: [UInt64] = []
        var after: VaultCursor?
        repeat {
            let page = try await (vault ?? self.vault).search(
                VaultQuery(
                    terms: terms,
                    recordedFrom: from,
                    recordedBefore: before,
                    below: below,
                    after: after,
                    limit: limit
                )
            )
            found += page.records.map(\.row.index)
            after = page.next
        } while after != nil
        return found
    }
}
