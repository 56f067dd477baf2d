public import LogCore
internal import Postgres
public import SignedNotes
public import Witnessing

/// Publishing. Every change takes the lock on the log's row of pending heads first, so publishers
/// follow one another, in whatever process they are.
extension PostgresLogStore {
    /// The newest published head; nil before the first.
    public func publishedHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try await self.read { session in
            let rows = try session.query(Queries.newestHead, [.log(log)])
            return rows.count == 0 ? nil : try rows.publishedHead(0)
        }
    }

    /// The published head of exactly this size; nil if no head of this size was published.
    public func publishedHead(
        of log: LogID,
        size: UInt64
    ) async throws(StoreError) -> PublishedHead? {
        guard let size = Int64(exactly: size) else { return nil }
        return try await self.read { session in
            let rows = try session.query(Queries.head, [.log(log), .int8(size)])
            return rows.count == 0 ? nil : try rows.publishedHead(0)
        }
    }

    /// The head on its way to publication, if there is one.
    ///
    /// - Throws: ``StoreError/unknownLog``.
    public func pendingHead(of log: LogID) async throws(StoreError) -> PendingHead? {
        try await self.read { session in
            let rows = try session.query(Queries.pendingHead, [.log(log)])
            guard rows.count == 1 else { throw StoreError.unknownLog }
            return try rows.pendingHead(0)
        }
    }

    /// Makes `head` the pending one if there is none and `published` still is the newest published
    /// size; returns whichever head is pending afterwards, or nil if `published` was overtaken.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` if `head` is not larger than `published`;
    ///   ``StoreError/unknownLog``.
    public func insertPendingHead(
        _ head: TwinHead,
        of log: LogID,
        after published: UInt64?
    ) async throws(StoreError) -> PendingHead? {
        if let published, head.size <= published {
            throw .conflict("a head of size \(head.size) does not come after \(published)")
        }
        return try await self.changeHeads(of: log) { pending, session in
            let newest = try session.query(Queries.newestHeadSize, [.log(log)])
            let newestSize = newest.count == 0 ? nil : try newest.unsigned(0, 0)
            guard newestSize == published else { return nil }
            if let pending { return pending }
            _ = try session.query(
                Queries.setPendingHead,
                [.log(log), .unsigned(head.size), .hash(head.sha256), .hash(head.sm3)]
            )
            return PendingHead(head: head, notes: nil)
        }
    }

    /// Stores the signed notes of the pending head, if that is still `head` and has none.
    public func storeNotes(
        _ notes: HeadNotes,
        for head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try await self.changeHeads(of: log) { pending, session in
            guard pending == PendingHead(head: head, notes: nil) else { return }
            _ = try session.query(Queries.setPendingNotes, [.log(log)] + notes.parameters)
        }
    }

    /// Takes back a pending head that was never signed, so that another can take its place.
    ///
    /// Does nothing if another head is pending, or if this one has its notes by now.
    public func withdrawPendingHead(
        _ head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try await self.changeHeads(of: log) { pending, session in
            guard pending == PendingHead(head: head, notes: nil) else { return }
            _ = try session.query(Queries.clearPendingHead, [.log(log)])
        }
    }

    /// Makes the pending head the newest published one, in one step. Does nothing if it is
    /// published already.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` if the pending head is another one.
    public func publish(_ head: PublishedHead, of log: LogID) async throws(StoreError) {
        try await self.changeHeads(of: log) { pending, session in
            let size = try Parameter.unsigned(head.head.size)
            let published = try session.query(Queries.head, [.log(log), size])
            if published.count > 0 {
                guard try published.twinHead(0, from: 0) == head.head else {
                    throw StoreError.conflict("another head of size \(head.head.size) is public")
                }
                return
            }
            guard pending?.head == head.head else {
                throw StoreError.conflict("the head of size \(head.head.size) is not pending")
            }
            _ = try session.query(
                Queries.insertHead,
                [.log(log), size, .hash(head.head.sha256), .hash(head.head.sm3)]
                    + head.notes.parameters
            )
            _ = try session.query(Queries.clearPendingHead, [.log(log)])
        }
    }

    /// Carries out `body` in a transaction under the publishers' lock.
    private func changeHeads<Result: Sendable>(
        of log: LogID,
        _ body: @Sendable (PendingHead?, borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        try await self.change { session in
            let rows = try session.query(Queries.lockPendingHead, [.log(log)])
            guard rows.count == 1 else { throw StoreError.unknownLog }
            return try body(try rows.pendingHead(0), session)
        }
    }
}

extension HeadNotes {
    /// The three notes and the tree head's signature as four values.
    var parameters: [Parameter] {
        [
            .bytes(self.checkpoint), .bytes(self.sm3Checkpoint), .bytes(self.twin),
            self.treeHead.map { .bytes($0.bytes) } ?? .null,
        ]
    }
}
