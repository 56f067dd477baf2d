import CryptoSuites
import LogClient
import MerkleTree
import NIOPosix
import SignedNotes

/// The folder of an auditor: a log in a folder, and beside it what he knows of it.
///
///     checkpoint, sm3/checkpoint, twin, log.json, tile/..., sm3/tile/...
///     audit/state                          how far the audit has come
///     audit/heads/<size>/                  every head that was met
///     audit/alarms/<n>/                    what was found, with the notes that show it
struct AuditFolder: Sendable {
    /// The files.
    let files: LogFolder
    /// Threads that may wait for the disk.
    let pool: NIOThreadPool
    /// Whether no file is ever written over.
    private let isStrict: Bool

    /// Opens the folder, which is made if it is not there.
    init(path: String, isStrict: Bool, pool: NIOThreadPool) async throws {
        self.pool = pool
        self.isStrict = isStrict
        self.files = try await pool.runIfActive { try LogFolder(path: path) }
    }

    /// Does something with the files on a thread that may wait for the disk.
    func perform<Result: Sendable>(
        _ body: @escaping @Sendable (LogFolder) throws -> Result
    ) async throws -> Result {
        let files = self.files
        return try await self.pool.runIfActive { try body(files) }
    }

    /// Writes a tile or a bundle that is to appear when the state is saved.
    ///
    /// No head vouches for it yet: what an interrupted run left in its place may be replaced.
    func write(_ bytes: [UInt8], as file: LogFile, to files: LogFolder) throws {
        if self.isStrict {
            try files.stage(bytes, as: file)
        } else {
            try files.stageReplacing(bytes, as: file)
        }
    }

    // MARK: State

    private static let stateName = ["audit", "state"]
    private static let stateByteLimit = 16 << 20

    /// The state; nil if none was saved.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)`` if it is damaged.
    func loadState() async throws -> AuditState? {
        let bytes = try await self.perform {
            try $0.read(Self.stateName, limit: Self.stateByteLimit)
        }
        guard let bytes else { return nil }
        guard let state = AuditState(parsing: bytes) else {
            throw AuditError.damagedState("audit/state", "it is not what was written")
        }
        return state
    }

    /// Makes all that was staged durable, and then the state that relies on it.
    func save(_ state: AuditState) async throws {
        let bytes = try state.bytes()
        try await self.perform { files in
            // What was staged has been hashed and compared: nothing of it is read again.
            try files.commitAndDropPages()
            // By itself: what was staged meanwhile belongs to the next state.
            try files.replace(Self.stateName, with: bytes)
        }
    }

    // MARK: Heads

    private static let headNames: [(file: LogFile, name: String)] = [
        (.twin, "twin"), (.checkpoint(.sm3), "sm3-checkpoint"),
        (.checkpoint(.sha256), "checkpoint"),
    ]

    /// The sizes of the heads that were met, in order.
    func headSizes() async throws -> [UInt64] {
        try await self.perform { try $0.names(in: ["audit", "heads"]) }
            .compactMap { CanonicalDecimal.parse($0) }.sorted()
    }

    /// The SHA-256 of the notes of a head, in hexadecimal: nobody signed for an unknown key's line.
    private static let digestName = "sha256"

    private static func digest(of notes: [[UInt8]]) -> [UInt8] {
        Array((Hexadecimal.encode(Hashes.sha256(Array(notes.joined()))) + "\n").utf8)
    }

    /// A head that was met, read as it was kept; nil if a part of it is missing, as after a crash.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)`` if a note is damaged.
    func head(size: UInt64) async throws -> KeptHead? {
        let names = Self.headNames.map(\.name) + [Self.digestName]
        let parts = try await self.perform { files in
            try names.map {
                try files.read(
                    ["audit", "heads", "\(size)", $0],
                    limit: UnverifiedNote.maximumByteCount
                )
            }
        }
        guard let twin = parts[0], let sm3 = parts[1], let sha256 = parts[2], let digest = parts[3]
        else { return nil }
        guard Self.digest(of: [twin, sm3, sha256]) == digest else {
            throw AuditError.damagedState("audit/heads/\(size)", "it is not what was written")
        }
        do {
            return try KeptHead(size: size, twin: twin, sm3: sm3, sha256: sha256)
        } catch {
            throw AuditError.damagedState("audit/heads/\(size)", "\(error)")
        }
    }

    /// Keeps a head before anything is done with it.
    func keep(_ notes: HeadFiles, size: UInt64) async throws {
        try await self.perform { files in
            let folder = ["audit", "heads", "\(size)"]
            try self.stage(notes, in: folder, prefix: "", files)
            try files.stage(
                Self.digest(of: notes.byFile.map(\.note.bytes)),
                at: folder + [Self.digestName],
                isImmutable: false
            )
            try files.commit()
        }
    }

    /// Removes heads of these sizes. The newest one must stay.
    func forgetHeads(_ sizes: some Collection<UInt64> & Sendable) async throws {
        try await self.perform { files in
            for size in sizes { try files.removeFolder(["audit", "heads", "\(size)"]) }
        }
    }

    private func stage(
        _ notes: HeadFiles,
        in folder: [String],
        prefix: String,
        _ files: LogFolder
    ) throws {
        for (file, note) in notes.byFile {
            for (known, name) in Self.headNames where known == file {
                try files.stage(note.bytes, at: folder + [prefix + name], isImmutable: false)
            }
        }
    }

    /// SPEC: AUDIT-9: hands out a verified head from the folder: the files are there before it is.
    func publish(_ notes: HeadFiles, metadata: [UInt8]?) async throws {
        try await self.perform { files in
            if let metadata { try files.replace(.metadata, with: metadata) }
            for (file, note) in notes.byFile where try files.read(file) != note.bytes {
                try files.replace(file, with: note.bytes)
            }
        }
    }

    // MARK: Alarms

    /// The findings of earlier runs.
    func alarmCount() async throws -> Int {
        try await self.perform { try $0.names(in: ["audit", "alarms"]).count }
    }

    /// Keeps a finding with the notes that show it, and returns where. Found again right after, it stays
    /// where it is.
    func raiseAlarm(
        _ finding: AuditFinding,
        served: HeadFiles,
        kept: HeadFiles?
    ) async throws -> String {
        try await self.perform { files in
            let text = Array("\(finding.step): \(finding.detail)\n".utf8)
            let newest = try files.names(in: ["audit", "alarms"])
                .compactMap { CanonicalDecimal.parse($0) }.max()
            // Who looks every few seconds finds the same thing every time.
            if let newest {
                let folder = ["audit", "alarms", "\(newest)"]
                let known = try files.read(folder + ["finding"], limit: Self.stateByteLimit)
                if known == text { return "\(files.path)/\(folder.joined(separator: "/"))" }
            }
            let folder = ["audit", "alarms", "\((newest ?? 0) + 1)"]
            try self.stage(served, in: folder, prefix: "", files)
            if let kept { try self.stage(kept, in: folder, prefix: "kept-", files) }
            try files.stage(text, at: folder + ["finding"], isImmutable: false)
            try files.commit()
            return "\(files.path)/\(folder.joined(separator: "/"))"
        }
    }
}
