import LogCore
import SignedNotes
import Witnessing

/// What a store does with heads and cosignatures.
extension StoreClaims {
    func aHeadGoesFromPendingToPublished() async throws {
        let log = try await self.newLog("a").id
        var newest: UInt64?
        for size: UInt64 in [0, 1, 300, 301] {
            let head = self.head(size)
            let notes = self.notes(size)
            let signed = PublishedHead(head: head, notes: notes)
            try claim(
                try await self.store.insertPendingHead(head, of: log, after: newest),
                is: PendingHead(head: head, notes: nil),
                "what is pending after the insertion"
            )
            try claim(
                try await self.store.pendingHead(of: log),
                is: PendingHead(head: head, notes: nil),
                "what is pending"
            )
            try await self.store.storeNotes(self.notes(99), for: self.head(size, fork: 1), of: log)
            try await self.store.storeNotes(notes, for: head, of: log)
            try await self.store.storeNotes(self.notes(98), for: head, of: log)
            try claim(
                try await self.store.pendingHead(of: log),
                is: PendingHead(head: head, notes: notes),
                "the notes that came first"
            )
            try claim(
                try await self.store.publishedHead(of: log)?.head.size,
                is: newest,
                "the newest head before"
            )
            try await self.store.publish(signed, of: log)
            try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending after")
            try claim(try await self.store.publishedHead(of: log), is: signed, "the newest head")
            try await self.store.publish(signed, of: log)
            newest = size
        }
        for size: UInt64 in [0, 1, 300, 301] {
            try claim(
                try await self.store.publishedHead(of: log, size: size),
                is: PublishedHead(head: self.head(size), notes: self.notes(size)),
                "the head of size \(size)"
            )
        }
        for size in [2, 299, UInt64.max] {
            let head = try await self.store.publishedHead(of: log, size: size)
            try claim(head, is: nil, "the head of size \(size)")
        }
    }

    func aHeadIsPendingOnlyAfterTheNewestPublished() async throws {
        let log = try await self.newLog("a").id
        try await self.publish(10, in: log, after: nil)
        for wrong in [nil, 9, 11] as [UInt64?] {
            try claim(
                try await self.store.insertPendingHead(self.head(20), of: log, after: wrong),
                is: nil,
                "what is pending after \(String(describing: wrong)) was taken for the newest"
            )
        }
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending")
        let first = self.head(20)
        _ = try await self.store.insertPendingHead(first, of: log, after: 10)
        try claim(
            try await self.store.insertPendingHead(self.head(30), of: log, after: 10)?.head,
            is: first,
            "the head that was pending first"
        )
        try claim(try await self.store.pendingHead(of: log)?.head, is: first, "what is pending")
    }

    func anUnsignedHeadIsWithdrawnAndASignedOneIsNot() async throws {
        let log = try await self.newLog("a").id
        try await self.store.withdrawPendingHead(self.head(5), of: log)
        _ = try await self.store.insertPendingHead(self.head(5), of: log, after: nil)
        try await self.store.withdrawPendingHead(self.head(5, fork: 1), of: log)
        try claim(try await self.store.pendingHead(of: log)?.head, is: self.head(5), "pending")
        try await self.store.withdrawPendingHead(self.head(5), of: log)
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending")

        _ = try await self.store.insertPendingHead(self.head(6), of: log, after: nil)
        try await self.store.storeNotes(self.notes(6), for: self.head(6), of: log)
        try await self.store.withdrawPendingHead(self.head(6), of: log)
        try claim(
            try await self.store.pendingHead(of: log),
            is: PendingHead(head: self.head(6), notes: self.notes(6)),
            "what is pending after a signed head was to be withdrawn"
        )
    }

    func onlyThePendingHeadIsPublished() async throws {
        let log = try await self.newLog("a").id
        try await self.claimNotPublished(5, in: log)
        _ = try await self.store.insertPendingHead(self.head(5), of: log, after: nil)
        try await self.claimNotPublished(6, in: log)
        try await self.claimNotPublished(5, fork: 1, in: log)
        let signed = PublishedHead(head: self.head(5), notes: self.notes(5))
        try await self.store.publish(signed, of: log)
        // Equal size and other roots: the one thing that must never be public.
        try await self.claimNotPublished(5, fork: 1, in: log)
        try claim(try await self.store.publishedHead(of: log), is: signed, "the newest head")
    }

    func concurrentPublishersPublishOneHeadAtATime() async throws {
        let log = try await self.newLog("a").id
        let sizes = try await withThrowingTaskGroup(of: Set<UInt64>.self) { group in
            for publisher in 0..<4 {
                group.addTask { try await self.publishRounds(25, publisher, in: log) }
            }
            return try await group.reduce(into: Set()) { $0.formUnion($1) }
        }.sorted()
        for size in sizes {
            try claim(
                try await self.store.publishedHead(of: log, size: size)?.head,
                is: self.head(size),
                "the head of size \(size)"
            )
        }
        try claim(
            try await self.store.publishedHead(of: log)?.head.size,
            is: sizes.last,
            "the newest size"
        )
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending")
        try claim(sizes.count >= 25, is: true, "whether each round published")
    }

    /// Does what a publisher does in each round; returns the sizes that it found published.
    private func publishRounds(
        _ count: Int,
        _ publisher: Int,
        in log: LogID
    ) async throws -> Set<UInt64> {
        var sizes: Set<UInt64> = []
        for round in 0..<count {
            let newest = try await self.store.publishedHead(of: log)?.head.size
            let wanted = (newest ?? 0) + UInt64(1 + (publisher + round) % 3)
            let pending = try await self.store.insertPendingHead(
                self.head(wanted),
                of: log,
                after: newest
            )
            guard let head = pending?.head else { continue }
            try await self.store.storeNotes(self.notes(head.size), for: head, of: log)
            try await self.store.publish(
                PublishedHead(head: head, notes: self.notes(head.size)),
                of: log
            )
            sizes.insert(head.size)
        }
        return sizes
    }

    func cosignaturesStayWithTheirHead() async throws {
        let log = try await self.newLog("a").id
        let (first, second, third) = (
            try self.cosignature(1, .sha256), try self.cosignature(2, .sm3),
            try self.cosignature(3, .sha256)
        )
        let head = self.head(5)
        _ = try await self.store.insertPendingHead(head, of: log, after: nil)
        // Nothing is put below a head that nobody signed.
        try await self.store.addCosignatures([first], to: head, of: log)
        try await self.store.storeNotes(self.notes(5), for: head, of: log)
        try claim(try await self.store.pendingHead(of: log)?.cosignatures, is: [], "no notes yet")
        try await self.store.addCosignatures([first], to: self.head(5, fork: 1), of: log)
        try await self.store.addCosignatures([first], to: head, of: log)
        // The same key again, with another signature: the first one stays.
        try await self.store.addCosignatures(
            [try self.cosignature(1, .sha256, blob: 9)],
            to: head,
            of: log
        )
        try claim(
            try await self.store.pendingHead(of: log),
            is: PendingHead(head: head, notes: self.notes(5), cosignatures: [first]),
            "the pending head"
        )
        try await self.store.publish(
            PublishedHead(head: head, notes: self.notes(5), cosignatures: [first, second]),
            of: log
        )
        let published = PublishedHead(
            head: head,
            notes: self.notes(5),
            cosignatures: [first, second]
        )
        try claim(try await self.store.publishedHead(of: log), is: published, "the newest head")
        // Another publisher, who has a line more and one less.
        try await self.store.publish(
            PublishedHead(head: head, notes: self.notes(5), cosignatures: [third]),
            of: log
        )
        try await self.store.addCosignatures([second, third], to: head, of: log)
        let late = HeadCosignature(suite: third.suite, line: third.line, isLate: true)
        let grown = PublishedHead(
            head: head,
            notes: self.notes(5),
            cosignatures: [first, second, late]
        )
        try claim(try await self.store.publishedHead(of: log), is: grown, "with a late line")
        try claim(
            try await self.store.publishedHead(of: log, size: 5),
            is: grown,
            "the same head by its size"
        )
        try claim(grown.asPublished, is: published.cosigned, "what never changes")
        try await self.publish(6, in: log, after: 5)
        try claim(
            try await self.store.publishedHead(of: log)?.cosignatures,
            is: [],
            "the lines of the next head"
        )
    }

    func aSupersededHeadIsKept() async throws {
        let log = try await self.newLog("a").id
        let head = self.head(7)
        try claim(try await self.store.supersededHead(of: log), is: nil, "before the first")
        _ = try await self.store.insertPendingHead(head, of: log, after: nil)
        try await self.store.supersedePendingHead(head, of: log)
        try claim(
            try await self.store.pendingHead(of: log)?.head,
            is: head,
            "an unsigned head is withdrawn instead"
        )
        try await self.store.storeNotes(self.notes(7), for: head, of: log)
        let line = try self.cosignature(1, .sm3)
        try await self.store.addCosignatures([line], to: head, of: log)
        try await self.store.supersedePendingHead(self.head(7, fork: 1), of: log)
        try claim(try await self.store.pendingHead(of: log)?.head, is: head, "another head")
        try await self.store.supersedePendingHead(head, of: log)
        try await self.store.supersedePendingHead(head, of: log)
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending after")
        try claim(
            try await self.store.supersededHead(of: log),
            is: PublishedHead(head: head, notes: self.notes(7), cosignatures: [line]),
            "the head that was put aside"
        )
        try claim(try await self.store.publishedHead(of: log), is: nil, "what is published")
        try await self.claimNotPublished(7, in: log)
        try await self.publish(9, in: log, after: nil)
        try claim(try await self.store.supersededHead(of: log)?.head, is: head, "later")
    }

    private func cosignature(
        _ number: UInt32,
        _ suite: Suite,
        blob: UInt8 = 0
    ) throws -> HeadCosignature {
        HeadCosignature(
            suite: suite,
            line: try NoteSignature(
                name: "witness.example/\(number)",
                keyID: 0xf000_0000 + number,
                bytes: [UInt8](repeating: blob, count: 72)
            )
        )
    }
}
