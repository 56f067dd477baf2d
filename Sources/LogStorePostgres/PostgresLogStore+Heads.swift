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
            guard rows.count > 0 else { return nil }
            return try rows.publishedHead(
                0,
                cosignatures: try Self.cosignatures(
                    of: log,
                    size: try rows.unsigned(0, 0),
                    session
                )
            )
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
            guard rows.count > 0 else { return nil }
            return try rows.publishedHead(
                0,
                cosignatures: try Self.cosignatures(of: log, size: UInt64(size), session)
            )
        }
    }

    /// The head on its way to publication, if there is one.
    ///
    /// - Throws: ``StoreError/unknownLog``.
    public func pendingHead(of log: LogID) async throws(StoreError) -> PendingHead? {
        try await self.read { session in
            let rows = try session.query(Queries.pendingHead, [.log(log)])
            guard rows.count == 1 else { throw StoreError.unknownLog }
            guard try !rows.isNull(0, 0), try !rows.isNull(0, 3) else {
                return try rows.pendingHead(0)
            }
            let size = try rows.unsigned(0, 0)
            return try rows.pendingHead(
                0,
                cosignatures: try Self.cosignatures(of: log, size: size, session)
            )
        }
    }

    private static func cosignatures(
        of log: LogID,
        size: UInt64,
        _ session: borrowing Session
    ) throws -> [HeadCosignature] {
        let rows = try session.query(Queries.cosignatures, [.log(log), try .unsigned(size)])
        return try (0..<rows.count).map { try rows.cosignature($0) }
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

    /// Makes the pending head the newest published one with all its cosignatures, in one step. If it
    /// is published already, only cosignatures that it lacks are added, as late ones.
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
                try Self.insert(
                    head.cosignatures,
                    below: head.head,
                    of: log,
                    areLate: true,
                    session
                )
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
            try Self.insert(head.cosignatures, below: head.head, of: log, areLate: false, session)
            _ = try session.query(Queries.clearPendingHead, [.log(log)])
        }
    }

    /// Adds cosignatures to a head that is pending and signed, or published: there they are late
    /// ones. Lines of keys that the head has a line of are passed over, and so is everything if the
    /// head is neither.
    public func addCosignatures(
        _ cosignatures: [HeadCosignature],
        to head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try await self.changeHeads(of: log) { pending, session in
            let size = try Parameter.unsigned(head.size)
            let published = try session.query(Queries.head, [.log(log), size])
            if published.count > 0 {
                guard try published.twinHead(0, from: 0) == head else { return }
                try Self.insert(cosignatures, below: head, of: log, areLate: true, session)
            } else if let pending, pending.head == head, pending.notes != nil {
                try Self.insert(cosignatures, below: head, of: log, areLate: false, session)
            }
        }
    }

    /// Puts a pending head aside that was signed and cannot be published any more, and keeps it with
    /// its notes and cosignatures. Does nothing unless it is pending and signed.
    public func supersedePendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError) {
        try await self.changeHeads(of: log) { pending, session in
            guard let signed = pending?.signed, signed.head == head else { return }
            _ = try session.query(
                Queries.insertSupersededHead,
                [.log(log), try .unsigned(head.size), .hash(head.sha256), .hash(head.sm3)]
                    + signed.notes.parameters
            )
            _ = try session.query(Queries.clearPendingHead, [.log(log)])
        }
    }

    /// The largest head that was put aside, with its cosignatures; nil if there is none.
    public func supersededHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try await self.read { session in
            let rows = try session.query(Queries.supersededHead, [.log(log)])
            guard rows.count > 0 else { return nil }
            let size = try rows.unsigned(0, 0)
            return try rows.publishedHead(
                0,
                cosignatures: try Self.cosignatures(of: log, size: size, session)
            )
        }
    }

    /// Adds the lines of keys that have none yet, behind those that are there. The publishers' lock
    /// is held.
    private static func insert(
        _ cosignatures: [HeadCosignature],
        below head: TwinHead,
        of log: LogID,
        areLate: Bool,
        _ session: borrowing Session
    ) throws {
        guard !cosignatures.isEmpty else { return }
        var all = try self.cosignatures(of: log, size: head.size, session)
        let start = all.count
        for (position, cosignature) in all.add(cosignatures).enumerated() {
            _ = try session.query(
                Queries.insertCosignature,
                [
                    .log(log), try .unsigned(head.size), .int4(Int32(start + position)),
                    .bool(cosignature.suite == .sm3), .bool(areLate),
                    .bytes(Array(cosignature.line.line.utf8)),
                ]
            )
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
