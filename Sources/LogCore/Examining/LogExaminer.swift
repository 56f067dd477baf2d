import MerkleTree
public import SignedNotes
public import Witnessing

/// Feeds an ``Examination`` with all that one log has in a snapshot.
///
/// While one run of entries is hashed the next one is read. Memory is bounded by two runs, each of at
/// most 2,048 entries, and of fewer if they are long.
public struct LogExaminer: Sendable {
    private let log: LogDescriptor
    private let verifierKeys: [VerifierKey]?
    private let findingLimit: Int

    /// How far an examination has come.
    public struct Progress: Hashable, Sendable {
        /// The entries examined.
        public let position: UInt64
        /// The entries in the log.
        public let size: UInt64

        /// Joins the two.
        public init(position: UInt64, size: UInt64) {
            self.position = position
            self.size = size
        }
    }

    /// Examines a log whose heads are to be signed by these keys.
    ///
    /// Without keys no signature is checked. `findingLimit` is the number of findings that are kept of
    /// each subject.
    public init(_ log: LogDescriptor, verifierKeys: [VerifierKey]?, findingLimit: Int = 20) {
        self.log = log
        self.verifierKeys = verifierKeys
        self.findingLimit = findingLimit
    }

    /// Reads all of the log and compares it.
    ///
    /// `record` is how far the signer's record went before the snapshot was taken; nil if that is not
    /// known. `progress` is called again and again.
    ///
    /// - Throws: ``StoreError`` if the store fails. Rows that it cannot read are a finding, and end
    ///   the examination.
    public func examine(
        _ snapshot: any LogSnapshot,
        record: SignerStatus?,
        progress: (Progress) -> Void = { _ in }
    ) async throws(StoreError) -> Examination {
        guard let state = try await snapshot.storedTreeState(of: self.log.id) else {
            var examination = Examination(size: 0, findingLimit: self.findingLimit)
            examination.add(.treeStateMissing)
            return examination
        }
        var examination = Examination(size: state.size, findingLimit: self.findingLimit)
        examination.expect(state)
        if let record { examination.expect(record) }
        let pendingSize = try await self.expectPending(&examination, snapshot)
        // SPEC: FSCK-13: somebody may have seen them.
        for head in try await snapshot.storedSupersededHeads(of: self.log.id) {
            examination.expectSuperseded(head, noteProblems: self.noteProblems(in: head))
        }
        let lastIndex = try await snapshot.lastIndex(of: self.log.id, below: state.size)
        // A size that somebody set to a number without entries must not be counted up to.
        let end = lastIndex.map { $0 + 1 } ?? 0
        guard
            try await self.addEntries(
                upTo: end,
                of: state.size,
                to: &examination,
                snapshot,
                progress
            )
        else { return examination }
        if end < state.size { examination.addMissingTail() }
        for rows in try await snapshot.strayRows(of: self.log.id, size: state.size) {
            examination.add(.strayRows(rows, size: state.size))
        }
        for index in try await snapshot.repeatedKeys(of: self.log.id, limit: self.findingLimit) {
            examination.add(.keyRepeated(firstIndex: index))
        }
        examination.finish(state, pendingSize: pendingSize)
        return examination
    }

    private func expectPending(
        _ examination: inout Examination,
        _ snapshot: any LogSnapshot
    ) async throws(StoreError) -> UInt64? {
        let pending: StoredHead?
        do {
            pending = try await snapshot.storedPendingHead(of: self.log.id)
        } catch .unknownLog {
            examination.add(.pendingRowMissing)
            return nil
        }
        guard let pending else { return nil }
        examination.expectPending(pending, noteProblems: self.noteProblems(in: pending))
        return pending.size
    }

    /// Adds all entries below `end`; false if some cannot be read.
    private func addEntries(
        upTo end: UInt64,
        of size: UInt64,
        to examination: inout Examination,
        _ snapshot: any LogSnapshot,
        _ progress: (Progress) -> Void
    ) async throws(StoreError) -> Bool {
        var length = RunLength()
        var start: UInt64 = 0
        var indexes = start..<min(end, length.count)
        // An empty log may have a head.
        var next: Task<Result<ExaminedRows, StoreError>, Never>? = self.rows(indexes, snapshot)
        while let reading = next {
            let rows: ExaminedRows
            switch await withTaskCancellationHandler(
                operation: { await reading.value },
                onCancel: { reading.cancel() }
            ) {
            case .success(let read): rows = read
            case .failure(.corrupt(let reason)):
                examination.addUnreadable(indexes, reason: reason)
                return false
            case .failure(let error): throw error
            }
            start = indexes.upperBound
            length.adapt(to: rows.entries)
            indexes = start..<min(end, start + length.count)
            next = indexes.isEmpty ? nil : self.rows(indexes, snapshot)
            examination.add(await self.withNoteProblems(rows))
            progress(Progress(position: examination.position, size: size))
        }
        return true
    }

    /// Reads what belongs to a run of entries. The caller awaits the task.
    private func rows(
        _ indexes: Range<UInt64>,
        _ snapshot: any LogSnapshot
    ) -> Task<Result<ExaminedRows, StoreError>, Never> {
        Task {
            do throws(StoreError) {
                var rows = try await ExaminedRows.read(self.log.id, indexes, from: snapshot)
                rows.keys = try await snapshot.storedKeys(of: self.log.id, at: indexes)
                return .success(rows)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Verifies signatures on all processors: each head has four, and they take longer than all the
    /// hashing.
    private func withNoteProblems(_ rows: ExaminedRows) async -> ExaminedRows {
        let share = 16
        var rows = rows
        let heads = rows.heads
        guard heads.count > share else {
            rows.noteProblems = heads.map { self.noteProblems(in: $0) }
            return rows
        }
        let problems = await withTaskGroup(of: (Int, [[NoteProblem]]).self) { group in
            for start in stride(from: 0, to: heads.count, by: share) {
                group.addTask {
                    let part = heads[start..<min(start + share, heads.count)]
                    return (start, part.map { self.noteProblems(in: $0) })
                }
            }
            var parts: [Int: [[NoteProblem]]] = [:]
            for await (start, part) in group { parts[start] = part }
            return parts.sorted { $0.key < $1.key }.flatMap(\.value)
        }
        rows.noteProblems = problems
        return rows
    }

    private func noteProblems(in head: StoredHead) -> [NoteProblem] {
        self.verifierKeys.map { NoteProblem.all(in: head, origin: self.log.origin, keys: $0) } ?? []
    }
}

/// How many entries are read at once: about four megabytes of them.
private struct RunLength {
    private static let bundle = UInt64(TileCoordinate.fullWidth)
    private static let bytes: UInt64 = 4 << 20
    private static let longest: UInt64 = 2_048

    /// The number of entries: whole bundles.
    private(set) var count = Self.bundle

    /// Goes by the length of the entries read last.
    mutating func adapt(to entries: StoredEntries) {
        guard entries.entries.count > 0 else { return }
        let average = max(1, UInt64(entries.entries.bytes.count / entries.entries.count))
        let wanted = min(Self.bytes / average, Self.longest)
        self.count = max(wanted / Self.bundle, 1) * Self.bundle
    }
}
