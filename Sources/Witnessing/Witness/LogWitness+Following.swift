import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// What becomes of one look at a log.
enum FollowOutcome: Hashable, Sendable {
    /// This head is verified, or was before.
    case reached(TwinHead)
    /// The log signed a head of this size that is not what its other notes or its entries say.
    case refuted(size: UInt64?, reason: String)
    /// The log could not be read.
    case unavailable(reason: String)
}

/// Who looks at the log now, and who waits for it.
struct FollowingState: Sendable {
    var isRunning = false
    /// How often somebody began to look.
    var startCount = 0
    /// When a look began because of a key that is not known; nil before the first time.
    var searchedAt: ContinuousClock.Instant?
    var waiting: [Int: CheckedContinuation<FollowOutcome?, Never>] = [:]
    var nextWaiter = 0
}

/// What became of the search for a key that is not known.
enum KeySearch: Hashable, Sendable {
    /// There was none: there is no such line, or nobody reads the log.
    case none
    /// The log was looked at, now or just before, and may have told the key.
    case looked
    /// The log is being looked at, and it takes longer than a request waits.
    case reading(reason: String)
}

// Full mode: both trees are recomputed here, from index 0 on, from the entries that the log serves.
extension LogWitness {
    /// How many bundles are fetched at a time.
    private static let bundlesAtOnce = 8
    /// For how long, and how often, a log is looked at again that does not show a head yet which it
    /// was sent with: one of several daemons may show it a moment after another one sent it.
    private static let patienceWithHeads = Duration.seconds(1)
    private static let pauseBetweenLooks = Duration.milliseconds(50)
    /// How often at most the log is looked at because of a key that is not known: anybody may send a
    /// line of one.
    private static let pauseBetweenSearches = Duration.seconds(1)
    /// After how many entries it is stored how far they were read.
    private static let entriesBetweenStores: UInt64 = 1 << 18

    /// Checks a head against both trees; nil if it may be cosigned.
    ///
    /// SPEC: WITNESS-16: a cosignature on either head says that both trees hold the same entries.
    /// `refusalBySignature` checks the signatures again, as the entries may have changed the log's
    /// keys.
    func refusalInFull<Hasher: SuiteHasher>(
        size: UInt64,
        root: TreeHash<Hasher>,
        note: UnverifiedNote,
        refusalBySignature: () -> AddCheckpointResponse?
    ) async -> AddCheckpointResponse? {
        let keys = self.logKeys
        switch await self.twinHead(ofSize: size) {
        case .reached(let head):
            // SPEC: WITNESS-22.
            if self.logKeys != keys, let refusal = refusalBySignature() { return refusal }
            guard head.root(as: Hasher.self) == root else {
                let reason = "the log signed another root of size \(size) in its twin note"
                await self.raiseAlarm(reason, evidence: [note])
                return .inconsistent(reason: reason)
            }
            return nil
        case .refuted(_, let reason):
            return .inconsistent(reason: reason)
        case .unavailable(let reason):
            return .failed(status: 503, retryAfterSeconds: 1, reason: reason)
        }
    }

    /// The verified head of a size, for which the log is read if need be.
    private func twinHead(ofSize size: UInt64) async -> FollowOutcome {
        if let head = self.progress.head(ofSize: size) { return .reached(head) }
        let start = ContinuousClock.now
        let deadline = start + self.parts.patience
        // A look that began before this request may not have seen its head yet.
        let firstOwnLook = self.following.startCount + 1
        while true {
            if size < self.progress.verified.size {
                return .unavailable(
                    reason: "verified up to \(self.progress.verified.size), and the head of "
                        + "\(size) is not among the newest"
                )
            }
            let (number, look) = await self.look(until: deadline)
            guard let outcome = look else {
                return .unavailable(
                    reason: "still reading entries: \(self.progress.read.size) of \(size)"
                )
            }
            if let head = self.progress.head(ofSize: size) { return .reached(head) }
            switch outcome {
            case .refuted(let refuted, _) where refuted == nil || refuted == size:
                return outcome
            case .refuted, .unavailable, .reached:
                guard number >= firstOwnLook else { continue }
                switch outcome {
                case .unavailable: return outcome
                case .refuted(_, let reason):
                    return .unavailable(reason: "another head was refuted: \(reason)")
                case .reached(let head):
                    if head.size < size, ContinuousClock.now - start < Self.patienceWithHeads {
                        guard (try? await Task.sleep(for: Self.pauseBetweenLooks)) != nil else {
                            return .unavailable(reason: "the witness stops")
                        }
                        continue
                    }
                    return .unavailable(
                        reason: "the log shows a head of \(head.size) entries, not of \(size)"
                    )
                }
            }
        }
    }

    /// Looks at the log if a head has a line under its name of a key that is not known: the entries may
    /// tell that it is the log's.
    func searchForKey(of note: UnverifiedNote, origin: String) async -> KeySearch {
        let keys = self.logKeys
        let isUnknown = note.signatures.contains { line in
            line.name.utf8.elementsEqual(origin.utf8)
                && !keys.contains {
                    $0.keyID == line.keyID && $0.name.utf8.elementsEqual(line.name.utf8)
                }
        }
        guard self.progress.history != nil, self.fault == nil, isUnknown else { return .none }
        let now = ContinuousClock.now
        let deadline = now + self.parts.patience
        let firstOwnLook = self.following.startCount + 1
        while true {
            if !self.following.isRunning {
                // What somebody else found out just now is known here as well.
                if let last = self.following.searchedAt, now - last < Self.pauseBetweenSearches {
                    return .looked
                }
                self.following.searchedAt = now
            }
            let (number, outcome) = await self.look(until: deadline)
            guard outcome != nil else {
                return .reading(
                    reason: "the key is not known, and the entries that may tell it are still "
                        + "being read: \(self.progress.read.size)"
                )
            }
            // A look that began before this request may not have seen the key yet.
            if number >= firstOwnLook { return .looked }
        }
    }

    /// Looks at the log, or joins who does. Which look it was, and what became of it: nil if that
    /// takes longer than `deadline`.
    private func look(
        until deadline: ContinuousClock.Instant
    ) async -> (number: Int, outcome: FollowOutcome?) {
        if !self.following.isRunning {
            self.following.isRunning = true
            self.following.startCount += 1
            // Goes on when nobody waits any more: what was read is not read again.
            Task { await self.followOnce() }
        }
        let number = self.following.startCount
        let waiter = self.following.nextWaiter
        self.following.nextWaiter += 1
        let timer = Task {
            try? await Task.sleep(until: deadline, clock: .continuous)
            self.settle(waiter, nil)
        }
        defer { timer.cancel() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation {
                (continuation: CheckedContinuation<FollowOutcome?, Never>) in
                guard !Task.isCancelled else {
                    continuation.resume(returning: nil)
                    return
                }
                self.following.waiting[waiter] = continuation
            }
        } onCancel: {
            // A witness that is told to stop does not wait for the end of a log.
            Task { await self.settle(waiter, nil) }
        }
        return (number, outcome)
    }

    private func settle(_ waiter: Int, _ outcome: FollowOutcome?) {
        self.following.waiting.removeValue(forKey: waiter)?.resume(returning: outcome)
    }

    private func followOnce() async {
        let outcome = await self.follow()
        self.following.isRunning = false
        for waiter in self.following.waiting.keys { self.settle(waiter, outcome) }
    }

    /// Looks at the log without being asked, so that a request finds little left to read. Returns
    /// when that is done.
    func followAhead() async {
        guard self.log.mode == .full, self.fault == nil else { return }
        _ = await self.look(until: .now + .seconds(3_600))
    }

    // MARK: One look

    /// Reads the log's notes and the entries up to their head.
    private func follow() async -> FollowOutcome {
        guard let source = self.parts.source else {
            return .unavailable(reason: "no address of the log is configured")
        }
        do throws(TwinSourceError) {
            // Three notes are three requests, between which a log may move on.
            for _ in 0..<3 {
                var notes = try await source.notes(pending: true)
                if notes == nil { notes = try await source.notes(pending: false) }
                guard let notes else {
                    return .unavailable(reason: "the log shows no signed head")
                }
                var keys = self.logKeys
                var verdict = notes.verdict(for: self.log, keys: keys)
                if case .unsigned = verdict,
                    let announced = try await self.announcedKeys(notes, source)
                {
                    keys = announced
                    verdict = notes.verdict(for: self.log, keys: keys)
                }
                switch verdict {
                case .torn: continue
                case .unsigned(let reason): return .unavailable(reason: reason)
                case .contradiction(let reason):
                    let all = [notes.checkpoint, notes.sm3Checkpoint, notes.twin]
                    await self.raiseAlarm(reason, evidence: all)
                    return .refuted(size: nil, reason: reason)
                case .head(let head):
                    return try await self.verify(head, shownIn: notes, signedWith: keys, source)
                }
            }
            return .unavailable(reason: "the log's notes keep being of different sizes")
        } catch {
            self.parts.observe(.outOfReach(origin: self.log.origin, reason: "\(error)"))
            return .unavailable(reason: "\(error)")
        }
    }

    /// The keys that statements lead to of which the log says where they stand; nil if it says
    /// nothing that is not known. They decide whether it is worth to read entries, and nothing else.
    private func announcedKeys(
        _ notes: TwinNotes,
        _ source: any TwinSource
    ) async throws(TwinSourceError) -> [VerifierKey]? {
        guard let history = self.progress.history, let size = notes.checkpoint.headSize else {
            return nil
        }
        let read = self.progress.read.size
        let announced = await history.taking(
            announcedAt: try await source.announcements().filter { $0 >= read },
            below: size
        ) { bundle in
            try? await source.entries(bundle)
        }
        return announced.flatMap { $0.keys == history.keys ? nil : $0.keys }
    }

    private func verify(
        _ head: TwinHead,
        shownIn notes: TwinNotes,
        signedWith keys: [VerifierKey],
        _ source: any TwinSource
    ) async throws(TwinSourceError) -> FollowOutcome {
        switch self.progress.missing(for: head) {
        case .nothing, .forgotten: return .reached(head)
        case .contradiction:
            let reason = "the log signed other roots of size \(head.size) than it did before"
            let held = [self.latestNote(of: .sha256), self.latestNote(of: .sm3)].compactMap(\.self)
            await self.raiseAlarm(reason, evidence: held + [notes.twin])
            return .refuted(size: head.size, reason: reason)
        case .entries:
            // Read towards a larger head that has been withdrawn since.
            if self.progress.read.size > head.size { self.progress.rewind() }
            let changeCount = self.progress.events.count
            try await self.read(upTo: head.size, source)
            // SPEC: WITNESS-22: whatever was believed before the entries were read.
            guard
                self.progress.read.head != head || self.logKeys == keys
                    || notes.verdict(for: self.log, keys: self.logKeys) == .head(head)
            else {
                self.progress.rewind()
                let reason =
                    "the entries announce other keys for the head of \(head.size) than those that "
                    + "signed it"
                await self.raiseAlarm(
                    reason,
                    evidence: [notes.checkpoint, notes.sm3Checkpoint, notes.twin]
                )
                return .refuted(size: head.size, reason: reason)
            }
            guard self.progress.reach(head) else {
                let reason =
                    "the entries do not lead to the roots of size \(head.size) that the log signed"
                await self.raiseAlarm(reason, evidence: [notes.twin])
                return .refuted(size: head.size, reason: reason)
            }
            if self.progress.events.count != changeCount {
                self.parts.observe(.keyChange(origin: self.log.origin, keys: self.logKeys))
            }
            return .reached(head)
        }
    }

    /// SPEC: WITNESS-13: from index 0 on, in order, each entry once.
    private func read(
        upTo size: UInt64,
        _ source: any TwinSource
    ) async throws(TwinSourceError) {
        var stored = self.progress.read.size
        while self.progress.read.size < size {
            let start = self.progress.read.size
            for entries in try await Self.entries(from: start, upTo: size, source) {
                self.progress.append(entries)
            }
            guard self.progress.read.size - stored >= Self.entriesBetweenStores else { continue }
            stored = self.progress.read.size
            self.parts.observe(.reading(origin: self.log.origin, size: stored, of: size))
            await self.storeProgress()
        }
    }

    /// The next entries, from ``bundlesAtOnce`` bundles that are fetched together.
    private nonisolated static func entries(
        from start: UInt64,
        upTo size: UInt64,
        _ source: any TwinSource
    ) async throws(TwinSourceError) -> [EntryBatch] {
        let fullWidth = UInt64(TileCoordinate.fullWidth)
        let first = start / fullWidth
        let last = min((size - 1) / fullWidth, first + UInt64(Self.bundlesAtOnce) - 1)
        let bundles = (first...last).compactMap { index in
            BundleCoordinate(index: index, width: Int(min(size - index * fullWidth, fullWidth)))
        }
        let results = await withTaskGroup(
            of: (Int, Result<EntryBatch, TwinSourceError>).self
        ) { group in
            for (position, bundle) in bundles.enumerated() {
                group.addTask {
                    let result: Result<EntryBatch, TwinSourceError>
                    do throws(TwinSourceError) {
                        result = .success(try await source.entries(bundle))
                    } catch {
                        result = .failure(error)
                    }
                    return (position, result)
                }
            }
            var results: [Int: Result<EntryBatch, TwinSourceError>] = [:]
            for await (position, result) in group { results[position] = result }
            return results
        }
        var batches: [EntryBatch] = []
        for (position, bundle) in bundles.enumerated() {
            guard let batch = try results[position]?.get(), batch.count == bundle.width else {
                throw TwinSourceError(reason: "bundle \(bundle.index) is not \(bundle.width) long")
            }
            let known = position == 0 ? Int(start - first * fullWidth) : 0
            batches.append(known == 0 ? batch : batch.slice(known..<batch.count))
        }
        return batches
    }
}

extension TwinHead {
    /// The root in the tree of a hash.
    fileprivate func root<Hasher: SuiteHasher>(as _: Hasher.Type) -> TreeHash<Hasher>? {
        switch Hasher.suite {
        case .sha256: self.sha256 as? TreeHash<Hasher>
        case .sm3: self.sm3 as? TreeHash<Hasher>
        }
    }
}
