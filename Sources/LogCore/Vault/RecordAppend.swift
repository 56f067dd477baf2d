public import MerkleTree

/// A record on its way into a log: the statement, which becomes the entry, and what the vault keeps.
public final class RecordAppend: Sendable {
    /// The public bytes.
    public let statement: [UInt8]
    /// The contents.
    public let record: PlainRecord
    /// A key of the writer's own choice, besides the record's id.
    public let key: IdempotencyKey?
    /// The contents as the vault takes them; nil as long as they are not sealed.
    let sealed: VaultContent?

    /// Joins the three.
    public convenience init(
        statement: [UInt8],
        record: PlainRecord,
        key: IdempotencyKey? = nil
    ) {
        self.init(statement: statement, record: record, key: key, sealed: nil)
    }

    private init(
        statement: [UInt8],
        record: PlainRecord,
        key: IdempotencyKey?,
        sealed: VaultContent?
    ) {
        self.statement = statement
        self.record = record
        self.key = key
        self.sealed = sealed
    }

    /// The same record with other sealed contents, or with none.
    func with(_ sealed: VaultContent?) -> RecordAppend {
        RecordAppend(
            statement: self.statement,
            record: self.record,
            key: self.key,
            sealed: sealed
        )
    }
}

/// Why a record was not acknowledged.
public enum RecordAppendError: Error, Hashable, Sendable {
    /// The append failed.
    case append(AppendError)
    /// The statement is no entry.
    case entry(EntryError)
    /// The record was not sealed. Nothing was appended.
    case vault(VaultError)
    /// The log has no vault.
    case noVault
}

extension HostedLog {
    /// How many records one task seals.
    private static var chunk: Int { 64 }

    /// Seals records in the caller's own task, so that ``append(_:)-([RecordAppend])`` has nothing left to
    /// do for them: for callers who make records in many tasks. What cannot be sealed is left as it is,
    /// and append says why.
    public func seal(_ records: [RecordAppend]) -> [RecordAppend] {
        guard let vault = self.vault, let contents = try? vault.seal(records.map(\.record)) else {
            return records
        }
        return zip(records, contents).map { $0.with($1) }
    }

    /// Seals records, side by side, unless they are sealed already, and appends them in their order;
    /// returns once each is promised or refused.
    ///
    /// A record's own id makes a retry recognisable: the same request under it is a repeat, another one
    /// a conflict.
    public func append(
        _ records: [RecordAppend]
    ) async -> [Result<Receipt, RecordAppendError>] {
        guard let vault = self.vault else {
            return records.map { _ in .failure(.noVault) }
        }
        var results = await self.appendOnce(records, vault)
        // SPEC: VAULT-18: sealed again once, with the keys of the epoch that is current now.
        let late = results.indices.filter { results[$0] == .failure(.append(.vaultEpochClosed)) }
        guard !late.isEmpty else { return results }
        do throws(VaultError) { try await vault.refresh() } catch {
            for position in late { results[position] = .failure(.vault(error)) }
            return results
        }
        let again = await self.appendOnce(late.map { records[$0].with(nil) }, vault)
        for (position, result) in zip(late, again) { results[position] = result }
        return results
    }

    private func appendOnce(
        _ records: [RecordAppend],
        _ vault: Vault
    ) async -> [Result<Receipt, RecordAppendError>] {
        let sealed = await Self.sealed(records, vault)
        var submissions: [Submission] = []
        var results: [Result<Receipt, RecordAppendError>?] = []
        submissions.reserveCapacity(records.count)
        results.reserveCapacity(records.count)
        for (record, content) in zip(records, sealed) {
            do throws(RecordAppendError) {
                let content = try content.get()
                submissions.append(
                    Submission(
                        entries: try Self.entry(record.statement),
                        key: record.key,
                        vault: content
                    )
                )
                results.append(nil)
            } catch {
                results.append(.failure(error))
            }
        }
        var receipts = (await self.append(submissions))[...]
        return results.map { result in
            if let result { return result }
            guard let receipt = receipts.popFirst() else {
                return .failure(.append(.outcomeUnknown("a receipt is missing")))
            }
            return receipt.mapError { .append($0) }
        }
    }

    private static func entry(_ bytes: [UInt8]) throws(RecordAppendError) -> EntryBatch {
        do throws(EntryError) { return try EntryBatch(bytes) } catch { throw .entry(error) }
    }

    /// Off the sequencer's path, on as many cores as there are.
    private static func sealed(
        _ records: [RecordAppend],
        _ vault: Vault
    ) async -> [Result<VaultContent, RecordAppendError>] {
        let chunks = stride(from: 0, to: records.count, by: self.chunk).map {
            $0..<min($0 + self.chunk, records.count)
        }
        guard chunks.count > 1, !records.allSatisfy({ $0.sealed != nil }) else {
            return chunks.flatMap { self.sealed(chunk: records[$0], vault) }
        }
        return await withTaskGroup(
            of: (Int, [Result<VaultContent, RecordAppendError>]).self
        ) { group in
            for (number, chunk) in chunks.enumerated() {
                group.addTask { (number, self.sealed(chunk: records[chunk], vault)) }
            }
            var parts = [[Result<VaultContent, RecordAppendError>]](
                repeating: [],
                count: chunks.count
            )
            for await (number, part) in group { parts[number] = part }
            return parts.flatMap { $0 }
        }
    }

    private static func sealed(
        chunk: ArraySlice<RecordAppend>,
        _ vault: Vault
    ) -> [Result<VaultContent, RecordAppendError>] {
        do throws(VaultError) {
            let missing = chunk.filter { $0.sealed == nil }
            var contents = missing.isEmpty ? [] : try vault.seal(missing.map(\.record))[...]
            return chunk.map { record in
                guard let content = record.sealed ?? contents.popFirst() else {
                    return .failure(.vault(.cryptography("a record was not sealed")))
                }
                return .success(content)
            }
        } catch {
            return chunk.map { record in
                record.sealed.map { .success($0) } ?? .failure(.vault(error))
            }
        }
    }
}
