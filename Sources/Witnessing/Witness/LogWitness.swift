import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// A witness of one log: takes requests one after the other from the decision to the stored head.
///
/// What costs nothing to undo comes first and may overlap: signatures, a first decision, and in full
/// mode the verification of both trees. Then a request takes its turn, is decided again, signed,
/// stored and answered. SPEC: WITNESS-8: so the compared size is still the latest when it is
/// replaced.
actor LogWitness {
    /// The two trees; that of SM3 has no keys if the log has no such tree.
    struct Trees: Sendable {
        var sha256: TreeWitness<SHA256Hasher>
        var sm3: TreeWitness<SM3Hasher>
    }

    /// What a log is witnessed with.
    struct Parts: Sendable {
        let keys: WitnessKeys
        let store: WitnessStore
        let clock: WitnessClock
        /// Where a log in full mode is read; nil makes full mode refuse.
        let source: (any TwinSource)?
        /// How long a request waits for entries to be read.
        let patience: Duration
        let observe: @Sendable (WitnessEvent) -> Void
    }

    /// The most requests that wait for their turn.
    static let maximumWaitingCount = 1_024

    nonisolated let log: WitnessedLog
    let parts: Parts
    private var trees: Trees
    /// Kept by ``LogWitness`` in `LogWitness+Following.swift`.
    var progress: TwinProgress
    var following = FollowingState()
    private(set) var fault: WitnessFault?
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var answers: [Suite: [Int: UInt64]] = [:]
    private var alarmCount: UInt64 = 0
    private var lastAlarm: String?

    /// Starts from what is stored, or from why that cannot be used.
    init(_ log: WitnessedLog, stored: Result<WitnessRecord, WitnessFault>, parts: Parts) {
        self.log = log
        self.parts = parts
        let record: WitnessRecord
        switch stored {
        case .success(let stored): record = stored
        case .failure(let fault):
            record = WitnessRecord(origin: log.origin)
            self.fault = fault
        }
        self.trees = Trees(
            sha256: TreeWitness(origin: log.origin, keys: log.keys, latest: record.sha256),
            sm3: TreeWitness(
                origin: log.origin + LogOrigin.sm3Suffix,
                keys: log.sm3Keys,
                latest: record.sm3
            )
        )
        self.progress = TwinProgress(
            verified: record.verified,
            read: record.read,
            history: log.history,
            events: record.events
        )
    }

    /// The log's keys by size: those of the configuration and, where all entries are read, what the
    /// entries made of them.
    var logKeys: [VerifierKey] { self.progress.history?.keys ?? self.log.keys + self.log.sm3Keys }

    // MARK: Requests

    /// Answers `add-checkpoint` for the tree of this suite, whose origin the request names.
    func add(_ request: AddCheckpointRequest, to suite: Suite) async -> AddCheckpointResponse {
        let response =
            switch suite {
            case .sha256: await self.add(request, to: \.sha256)
            case .sm3: await self.add(request, to: \.sm3)
            }
        self.answers[suite, default: [:]][response.status, default: 0] += 1
        return response
    }

    private func add<Hasher: SuiteHasher>(
        _ request: AddCheckpointRequest,
        to tree: WritableKeyPath<Trees, TreeWitness<Hasher>>
    ) async -> AddCheckpointResponse {
        // SPEC: WITNESS-19: in this order, whatever else is wrong.
        let signed: TreeWitness<Hasher>.SignedRequest
        do throws(AddCheckpointRefusal) {
            signed = try await self.signed(request, tree)
        } catch {
            return error.response
        }
        if let fault { return self.answer(to: fault) }
        if case .answer(let response, let isEvidence) = self.trees[keyPath: tree].decide(signed) {
            return await self.refuse(response, isEvidence: isEvidence, signed, tree)
        }
        if self.log.mode == .full {
            let refusal = await self.refusalInFull(
                size: request.checkpoint.size,
                root: signed.root,
                note: signed.note
            ) {
                do throws(AddCheckpointRefusal) {
                    _ = try self.verify(request, tree)
                    return nil
                } catch {
                    return error.response
                }
            }
            if let refusal { return refusal }
        }
        guard await self.takeTurn() else {
            return .tooManyRequests(
                retryAfterSeconds: 1,
                reason: "too many requests for this log are waiting"
            )
        }
        defer { self.giveTurn() }
        if let fault { return self.answer(to: fault) }
        switch self.trees[keyPath: tree].decide(signed) {
        case .answer(let response, let isEvidence):
            return await self.refuse(response, isEvidence: isEvidence, signed, tree)
        case .cosign(let checkpoint):
            do throws(WitnessFault) {
                return .cosigned(try await self.cosign(checkpoint, signed.note, tree))
            } catch {
                self.parts.observe(.fault(origin: self.log.origin, error))
                return self.answer(to: error)
            }
        }
    }

    /// Checks the signatures of a request, for which the log is read if its key may be a new one.
    private func signed<Hasher: SuiteHasher>(
        _ request: AddCheckpointRequest,
        _ tree: WritableKeyPath<Trees, TreeWitness<Hasher>>
    ) async throws(AddCheckpointRefusal) -> TreeWitness<Hasher>.SignedRequest {
        do throws(AddCheckpointRefusal) { return try self.verify(request, tree) } catch {
            switch await self.searchForKey(of: request.note, origin: request.checkpoint.origin) {
            case .none: throw error
            case .reading(let reason):
                throw AddCheckpointRefusal(
                    response: .failed(status: 503, retryAfterSeconds: 1, reason: reason)
                )
            case .looked: return try self.verify(request, tree)
            }
        }
    }

    private func verify<Hasher: SuiteHasher>(
        _ request: AddCheckpointRequest,
        _ tree: WritableKeyPath<Trees, TreeWitness<Hasher>>
    ) throws(AddCheckpointRefusal) -> TreeWitness<Hasher>.SignedRequest {
        self.trees[keyPath: tree].keys = self.logKeys.filter {
            $0.algorithm.suite == Hasher.suite
        }
        return try self.trees[keyPath: tree].verify(request).get()
    }

    /// Signs and stores. What comes back may leave.
    private func cosign<Hasher: SuiteHasher>(
        _ checkpoint: Checkpoint<Hasher>,
        _ note: UnverifiedNote,
        _ tree: WritableKeyPath<Trees, TreeWitness<Hasher>>
    ) async throws(WitnessFault) -> [NoteSignature] {
        let time = try self.parts.clock.time()
        let lines = try self.parts.keys.cosign(checkpoint.text, of: Hasher.suite, at: time)
        let cosigned: UnverifiedNote
        do throws(NoteError) { cosigned = try note.adding(lines) } catch {
            throw .signing("the log signs with the witness's own key: \(error)")
        }
        let head = CosignedHead(checkpoint: checkpoint, timestamp: time, note: cosigned)
        var trees = self.trees
        trees[keyPath: tree].stored(head)
        do throws(WitnessFault) {
            // SPEC: WITNESS-7: nobody sees a signature whose head could be forgotten.
            try await self.parts.store.store(self.record(of: trees))
        } catch {
            if case .unsure = error { self.fault = error }
            throw error
        }
        self.trees = trees
        self.parts.observe(.cosigned(origin: checkpoint.origin, size: checkpoint.size))
        return lines
    }

    private func record(of trees: Trees) -> WitnessRecord {
        var record = WitnessRecord(origin: self.log.origin)
        record.sha256 = trees.sha256.latest
        record.sm3 = trees.sm3.latest
        record.verified = self.progress.verified
        record.read = self.progress.read
        record.events = self.progress.events
        return record
    }

    private func answer(to fault: WitnessFault) -> AddCheckpointResponse {
        .failed(status: 503, retryAfterSeconds: 10, reason: "\(fault)")
    }

    private func refuse<Hasher: SuiteHasher>(
        _ response: AddCheckpointResponse,
        isEvidence: Bool,
        _ signed: TreeWitness<Hasher>.SignedRequest,
        _ tree: WritableKeyPath<Trees, TreeWitness<Hasher>>
    ) async -> AddCheckpointResponse {
        guard isEvidence else { return response }
        let held = self.trees[keyPath: tree].latest.map { [$0.note] } ?? []
        await self.raiseAlarm("\(response)", evidence: held + [signed.note])
        return response
    }

    // MARK: Turns

    /// Waits until nobody else is between decision and storing; false if too many wait already.
    func takeTurn() async -> Bool {
        guard self.isTaken else {
            self.isTaken = true
            return true
        }
        guard self.waiting.count < Self.maximumWaitingCount else { return false }
        await withCheckedContinuation { self.waiting.append($0) }
        return true
    }

    /// Lets the next one go on.
    func giveTurn() {
        guard !self.waiting.isEmpty else {
            self.isTaken = false
            return
        }
        self.waiting.removeFirst().resume()
    }

    /// Stores how far entries were read. Losing it costs time and nothing else.
    func storeProgress() async {
        guard self.fault == nil, await self.takeTurn() else { return }
        defer { self.giveTurn() }
        do throws(WitnessFault) {
            try await self.parts.store.store(self.record(of: self.trees))
        } catch {
            if case .unsure = error { self.fault = error }
            self.parts.observe(.fault(origin: self.log.origin, error))
        }
    }

    // MARK: Alarms

    /// Tells that the log contradicts itself, and keeps the notes that show it.
    func raiseAlarm(_ reason: String, evidence: [UnverifiedNote]) async {
        self.alarmCount += 1
        self.lastAlarm = reason
        self.parts.observe(.alarm(origin: self.log.origin, reason: reason))
        let text = evidence.map { String(decoding: $0.bytes, as: UTF8.self) }
            .joined(separator: "\n----\n\n")
        // One file for one contradiction, however often it comes.
        let digest = Hexadecimal.encode(Hashes.sha256(Array(text.utf8)).prefix(16))
        await self.parts.store.keepEvidence(
            Array("\(self.log.origin)\n\(reason)\n\n\(text)".utf8),
            name: "\(digest).txt"
        )
    }

    // MARK: Reading

    /// The cosigned head of a tree; nil before the first.
    func latestNote(of suite: Suite) -> UnverifiedNote? {
        switch suite {
        case .sha256: self.trees.sha256.latest?.note
        case .sm3: self.trees.sm3.latest?.note
        }
    }

    /// How the witness stands with the log.
    var status: LogWitnessStatus {
        func tree<Hasher: SuiteHasher>(_ tree: TreeWitness<Hasher>) -> LogWitnessStatus.Tree {
            LogWitnessStatus.Tree(
                origin: tree.origin,
                suite: Hasher.suite,
                size: tree.latest?.checkpoint.size,
                timestamp: tree.latest?.timestamp,
                answers: self.answers[Hasher.suite] ?? [:]
            )
        }
        return LogWitnessStatus(
            origin: self.log.origin,
            trees: [tree(self.trees.sha256)]
                + (self.log.sm3Origin == nil ? [] : [tree(self.trees.sm3)]),
            mode: self.log.mode,
            verifiedSize: self.progress.verified.size,
            readSize: self.progress.read.size,
            keyChangeCount: self.progress.events.count,
            fault: self.fault,
            alarmCount: self.alarmCount,
            lastAlarm: self.lastAlarm
        )
    }
}
