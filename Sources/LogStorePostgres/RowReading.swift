internal import CryptoSuites
internal import LogCore
internal import MerkleTree
internal import Postgres
internal import SignedNotes
internal import Witnessing

/// Columns as the log's own types. A value that no row of ours can have is
/// ``StoreError/corrupt(_:)``.
extension Rows {
    /// A log, in six columns.
    func descriptor(_ row: Int) throws -> LogDescriptor {
        do {
            return LogDescriptor(
                id: LogID(try self.int8(row, 0)),
                name: try LogName(try self.text(row, 1)),
                origin: try LogOrigin(try self.text(row, 2)),
                jurisdiction: try self.text(row, 3),
                allowsOpaqueEntries: try self.bool(row, 4),
                hasOpaqueRecords: try self.bool(row, 5)
            )
        } catch let error as LogNameError {
            throw StoreError.corrupt("row \(row) has a name that no log can have: \(error)")
        } catch let error as OriginError {
            throw StoreError.corrupt("row \(row) has an origin that no log can have: \(error)")
        }
    }

    /// A size, an index or a count.
    func unsigned(_ row: Int, _ column: Int) throws -> UInt64 {
        guard let value = UInt64(exactly: try self.int8(row, column)) else {
            throw StoreError.corrupt("row \(row), column \(column) is negative")
        }
        return value
    }

    /// What is stored under retry keys, in the first five columns. A key stands once.
    func storedAppends() throws -> [KeyIdentity: StoredAppend] {
        var stored: [KeyIdentity: StoredAppend] = [:]
        for row in 0..<self.count {
            let key = KeyIdentity(writer: try self.text(row, 0), mac: try self.bytes(row, 1))
            let start = try self.unsigned(row, 3)
            let (end, overflow) = start.addingReportingOverflow(try self.unsigned(row, 4))
            guard !overflow else { throw StoreError.corrupt("a key's indexes overflow") }
            let append = StoredAppend(bodyMAC: try self.bytes(row, 2), indexes: start..<end)
            guard stored.updateValue(append, forKey: key) == nil else {
                throw StoreError.corrupt("a key stands for two appends, one at \(start)")
            }
        }
        return stored
    }

    /// Numbers of 8 bytes, one after the other.
    func int8s(_ row: Int, _ column: Int) throws -> [Int64] {
        try self.withBytes(row, column) { bytes in
            guard bytes.count.isMultiple(of: 8) else {
                throw StoreError.corrupt("row \(row), column \(column) is not a run of numbers")
            }
            return stride(from: 0, to: bytes.count, by: 8).map {
                Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self))
            }
        }
    }

    /// One hash.
    func hash<Hasher>(_ row: Int, _ column: Int) throws -> TreeHash<Hasher> {
        try self.withBytes(row, column) { bytes in
            guard let hash = TreeHash<Hasher>(bytes) else {
                throw StoreError.corrupt("row \(row), column \(column) is not a hash")
            }
            return hash
        }
    }

    /// Hashes, one after the other.
    func hashes<Hasher>(_ row: Int, _ column: Int) throws -> [TreeHash<Hasher>] {
        guard let hashes = [TreeHash<Hasher>](concatenated: try self.bytes(row, column)) else {
            throw StoreError.corrupt("row \(row), column \(column) is not a run of hashes")
        }
        return hashes
    }

    /// A size and both roots, in three columns from `column` on.
    func twinHead(_ row: Int, from column: Int) throws -> TwinHead {
        TwinHead(
            size: try self.unsigned(row, column),
            sha256: try self.hash(row, column + 1),
            sm3: try self.hash(row, column + 2)
        )
    }

    /// A size, both roots and both edges, in five columns from `column` on.
    func treeState(_ row: Int, from column: Int) throws -> TreeState {
        let head = try self.twinHead(row, from: column)
        let edges: (CompactRange<SHA256Hasher>, CompactRange<SM3Hasher>)
        do {
            edges = (
                try CompactRange(size: head.size, hashes: try self.hashes(row, column + 3)),
                try CompactRange(size: head.size, hashes: try self.hashes(row, column + 4))
            )
        } catch let error as ProofError {
            throw StoreError.corrupt("an edge does not fit size \(head.size): \(error)")
        }
        guard let state = TreeState(head: head, sha256Edge: edges.0, sm3Edge: edges.1) else {
            throw StoreError.corrupt("an edge does not fold to its root at size \(head.size)")
        }
        return state
    }

    /// The three notes and the tree head's signature, if there is one, in four columns.
    func notes(_ row: Int, from column: Int) throws -> HeadNotes {
        HeadNotes(
            checkpoint: try self.bytes(row, column),
            sm3Checkpoint: try self.bytes(row, column + 1),
            twin: try self.bytes(row, column + 2),
            treeHead: try self.treeHead(row, column + 3)
        )
    }

    private func treeHead(_ row: Int, _ column: Int) throws -> TreeHeadSignature? {
        if try self.isNull(row, column) { return nil }
        guard let treeHead = TreeHeadSignature(parsing: try self.bytes(row, column)) else {
            throw StoreError.corrupt("row \(row) has a tree head that is no signature")
        }
        return treeHead
    }

    /// A head and its notes, in seven columns.
    func publishedHead(
        _ row: Int,
        cosignatures: [HeadCosignature] = []
    ) throws -> PublishedHead {
        PublishedHead(
            head: try self.twinHead(row, from: 0),
            notes: try self.notes(row, from: 3),
            cosignatures: cosignatures
        )
    }

    /// The line of a witness, in three columns.
    func cosignature(_ row: Int) throws -> HeadCosignature {
        let lines: [NoteSignature]
        do { lines = try NoteSignature.lines(parsing: try self.bytes(row, 2)) } catch {
            throw StoreError.corrupt("a cosignature is no signature line: \(error)")
        }
        guard lines.count == 1 else {
            throw StoreError.corrupt("a cosignature is \(lines.count) signature lines")
        }
        return HeadCosignature(
            suite: try self.bool(row, 0) ? .sm3 : .sha256,
            line: lines[0],
            isLate: try self.bool(row, 1)
        )
    }

    /// A head and its notes, if it has any, in seven columns; nil if all are NULL.
    func pendingHead(
        _ row: Int,
        cosignatures: [HeadCosignature] = []
    ) throws -> PendingHead? {
        if try self.isNull(row, 0) { return nil }
        return PendingHead(
            head: try self.twinHead(row, from: 0),
            notes: try self.isNull(row, 3) ? nil : try self.notes(row, from: 3),
            cosignatures: cosignatures
        )
    }

    /// Bytes, or none where there is a NULL: what a constraint forbids is said by who compares.
    func bytesIfAny(_ row: Int, _ column: Int) throws -> [UInt8] {
        try self.isNull(row, column) ? [] : try self.bytes(row, column)
    }

    /// A head in six columns, whatever they hold. A row without roots has none of 32 bytes.
    func storedHead(_ row: Int) throws -> StoredHead {
        StoredHead(
            size: try self.unsigned(row, 0),
            sha256Root: try self.bytesIfAny(row, 1),
            sm3Root: try self.bytesIfAny(row, 2),
            notes: HeadNotes(
                checkpoint: try self.bytesIfAny(row, 3),
                sm3Checkpoint: try self.bytesIfAny(row, 4),
                twin: try self.bytesIfAny(row, 5)
            )
        )
    }
}
