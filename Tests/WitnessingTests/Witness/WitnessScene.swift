import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing

@testable import Witnessing

/// A log that signs what a test says, and the keys of a witness.
struct WitnessScene: Sendable {
    static let shared = Result { try WitnessScene(size: 40) }

    let log: ReferenceLog
    private(set) var ed25519: Ed25519NoteSigner
    private(set) var sm2: SM2NoteSigner
    let keys: WitnessKeys
    private let entries: [[UInt8]]
    /// Whether the log has its SM3 tree, and the witness all kinds of keys.
    private let isTwin: Bool

    /// A log of entries. One that is not a twin costs less: Ed25519 is fast, the other kinds are not.
    init(
        size: Int,
        origin: String = "log.example/test",
        salt: UInt8 = 0,
        isTwin: Bool = true
    ) throws {
        self.isTwin = isTwin
        self.log = try ReferenceLog(origin: origin, size: size, salt: salt)
        self.ed25519 = try Ed25519NoteSigner(name: origin, privateKey: .generate())
        self.sm2 = try SM2NoteSigner(name: "\(origin)/sm3", privateKey: .generate())
        self.keys = try WitnessKeys(
            name: "witness.example/w1",
            ed25519: .generate(),
            mldsa44: isTwin ? .generate() : nil,
            sm2: isTwin ? .generate() : nil
        )
        let batch = try self.log.entries(0..<size)
        self.entries = (0..<size).map { Array(batch[$0]) }
    }

    /// A log of `size` entries that exists, with keys that exist. The witness has one key of each suite.
    init(_ log: ReferenceLog, size: Int, keys: (Ed25519NoteSigner, SM2NoteSigner)) throws {
        self.isTwin = true
        self.log = log
        (self.ed25519, self.sm2) = keys
        self.keys = try WitnessKeys(
            name: "witness.example/w1",
            ed25519: .generate(),
            mldsa44: nil,
            sm2: .generate()
        )
        let batch = try log.entries(0..<size)
        self.entries = (0..<size).map { Array(batch[$0]) }
    }

    /// The same log and witness; the log signs with other keys.
    func signing(with keys: (Ed25519NoteSigner, SM2NoteSigner)) -> WitnessScene {
        var scene = self
        (scene.ed25519, scene.sm2) = keys
        return scene
    }

    var origin: String { self.log.origin.text }

    func witnessed(_ mode: WitnessedLog.Mode) throws -> WitnessedLog {
        try WitnessedLog(
            origin: self.origin,
            keys: [self.ed25519.verifierKey],
            sm3Keys: self.isTwin ? [self.sm2.verifierKey] : [],
            mode: mode
        )
    }

    /// The text of a head, in the tree of a hash.
    func text<Hasher: SuiteHasher>(_ size: Int, as _: Hasher.Type) throws -> String {
        let head = self.log.head(size)
        switch Hasher.suite {
        case .sha256:
            return try Checkpoint(origin: self.origin, size: head.size, root: head.sha256).text
        case .sm3:
            return try Checkpoint(origin: "\(self.origin)/sm3", size: head.size, root: head.sm3)
                .text
        }
    }

    /// A head that the log signed.
    func note<Hasher: SuiteHasher>(_ size: Int, as hasher: Hasher.Type) throws -> UnverifiedNote {
        try self.sign(try self.text(size, as: hasher), suite: Hasher.suite)
    }

    func sign(_ text: String, suite: Suite) throws -> UnverifiedNote {
        let signer: any NoteSigner = suite == .sha256 ? self.ed25519 : self.sm2
        return try SignedNote.sign(text: text, with: [signer], at: 1_700_000_000)
    }

    /// The right proof between two sizes.
    func proof<Hasher: SuiteHasher>(
        _ old: Int,
        _ new: Int,
        as _: Hasher.Type
    ) -> [TreeHash<Hasher>] {
        ReferenceTree<Hasher>(self.entries).proof(old, new)
    }

    /// The right request to go from one size to another.
    func request<Hasher: SuiteHasher>(
        _ old: Int,
        _ new: Int,
        as hasher: Hasher.Type
    ) throws -> AddCheckpointRequest {
        try AddCheckpointRequest(
            oldSize: UInt64(old),
            proofHashes: self.proof(old, new, as: hasher).map(\.bytes),
            note: self.note(new, as: hasher)
        )
    }

    /// The three notes of a size, as the log serves them; `twinHead` and others stand for the true
    /// ones.
    func notes(
        _ size: Int,
        twinHead: TwinHead? = nil,
        sm3Size: Int? = nil
    ) throws -> TwinNotes {
        let twin = TwinNote(origin: self.log.origin, head: twinHead ?? self.log.head(size))
        return TwinNotes(
            checkpoint: try self.note(size, as: SHA256Hasher.self),
            sm3Checkpoint: try self.note(sm3Size ?? size, as: SM3Hasher.self),
            twin: try SignedNote.sign(text: twin.text, with: [self.ed25519, self.sm2], at: 1)
        )
    }
}

/// A log as a test lets it be read.
final class ScriptedSource: TwinSource {
    private struct State {
        var notes: TwinNotes?
        var published: TwinNotes?
        var entries: ReferenceLog
        var failure: TwinSourceError?
        var askedBundles: [BundleCoordinate] = []
        var announcements: [UInt64] = []
        var lookCount = 0
        var damage: (@Sendable (BundleCoordinate, EntryBatch) throws -> EntryBatch)?
        var beforeEntries: (@Sendable () async -> Void)?
    }

    private let state: Mutex<State>

    init(_ log: ReferenceLog) { self.state = Mutex(State(entries: log)) }

    func show(_ notes: TwinNotes?) { self.state.withLock { $0.notes = notes } }
    func publish(_ notes: TwinNotes?) { self.state.withLock { $0.published = notes } }
    func serve(_ log: ReferenceLog) { self.state.withLock { $0.entries = log } }
    func fail(_ error: TwinSourceError?) { self.state.withLock { $0.failure = error } }
    func damage(_ damage: (@Sendable (BundleCoordinate, EntryBatch) throws -> EntryBatch)?) {
        self.state.withLock { $0.damage = damage }
    }
    func beforeEntries(_ body: (@Sendable () async -> Void)?) {
        self.state.withLock { $0.beforeEntries = body }
    }

    /// The bundles that were asked for since the last call.
    func takeAskedBundles() -> [BundleCoordinate] {
        self.state.withLock { state in
            defer { state.askedBundles = [] }
            return state.askedBundles
        }
    }

    /// Says where statements stand.
    func announce(_ indexes: [UInt64]) { self.state.withLock { $0.announcements = indexes } }

    /// How often somebody looked since the last call.
    func takeLookCount() -> Int {
        self.state.withLock { state in
            defer { state.lookCount = 0 }
            return state.lookCount
        }
    }

    func announcements() async throws(TwinSourceError) -> [UInt64] {
        let (failure, indexes) = self.state.withLock { ($0.failure, $0.announcements) }
        if let failure { throw failure }
        return indexes
    }

    func notes(pending: Bool) async throws(TwinSourceError) -> TwinNotes? {
        let (failure, notes) = self.state.withLock { state in
            if pending { state.lookCount += 1 }
            return (state.failure, pending ? state.notes : state.published)
        }
        if let failure { throw failure }
        return notes
    }

    func entries(_ bundle: BundleCoordinate) async throws(TwinSourceError) -> EntryBatch {
        let (failure, log, damage, before) = self.state.withLock { state in
            state.askedBundles.append(bundle)
            return (state.failure, state.entries, state.damage, state.beforeEntries)
        }
        await before?()
        if let failure { throw failure }
        do {
            let range = bundle.entries
            let batch = try log.entries(Int(range.lowerBound)..<Int(range.upperBound))
            return try damage?(bundle, batch) ?? batch
        } catch {
            throw TwinSourceError(reason: "\(error)")
        }
    }
}

/// A witness in memory, and what it told.
final class WitnessRig: Sendable {
    static let path = "data/witness"

    let scene: WitnessScene
    let disk: SimulatedDisk
    let source: ScriptedSource
    let time = ManualSeconds()
    let mode: WitnessedLog.Mode
    let events = Mutex<[WitnessEvent]>([])

    init(_ scene: WitnessScene, mode: WitnessedLog.Mode, disk: SimulatedDisk? = nil) throws {
        self.scene = scene
        self.mode = mode
        self.disk = disk ?? SimulatedDisk()
        self.source = ScriptedSource(scene.log)
        if disk == nil { try Witness.create(in: Self.path, files: self.disk) }
    }

    /// Opens the witness for the scene's log, unless it is configured in another way.
    func open(patience: Duration = .seconds(20), log: WitnessedLog? = nil) throws -> Witness {
        let log = try log ?? self.scene.witnessed(self.mode)
        return try Witness(
            directory: Self.path,
            files: self.disk,
            subjects: [Witness.Subject(log: log, source: self.source)],
            keys: self.scene.keys,
            now: { self.time.now },
            patience: patience,
            observe: { event in self.events.withLock { $0.append(event) } }
        )
    }

    /// The alarms so far.
    var alarms: [String] {
        self.events.withLock { events in
            events.compactMap { event in
                if case .alarm(_, let reason) = event { reason } else { nil }
            }
        }
    }

    /// The path of the log's record.
    var recordPath: String {
        "\(Self.path)/state/\(WitnessPath.identifier(ofOrigin: self.scene.origin))"
    }
}

extension Witness {
    /// The size of the newest cosigned head of an origin; nil for none.
    func cosignedSize(of origin: String) async throws -> UInt64? {
        let note = try await self.latestNote(identifier: WitnessPath.identifier(ofOrigin: origin))
        return try note.map { try CheckpointText(parsing: $0.text).size }
    }
}
