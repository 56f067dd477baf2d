import CryptoSuites
public import LogClient
public import LogProtocol
import MerkleTree
import NIOPosix
public import SignedNotes

/// What an auditor's folder holds, between two audits: the tree that every head has to be of.
///
/// While it is open nobody audits into the folder.
public struct AuditedLog: Sendable {
    private let folder: AuditFolder
    private let state: AuditState
    private let recheck: Recheck

    /// The log's keys by size and its policies: those that the auditor trusts, and what the verified
    /// entries have made of them.
    public let history: LogHistory

    /// The size of the newest verified head.
    public let verifiedSize: UInt64

    /// Opens the folder at `path` while `body` works; nil if no head was verified yet.
    ///
    /// - Throws: ``AuditError`` if the folder is damaged, and what `body` throws.
    public static func reading<Result: Sendable>(
        _ path: String,
        keys: [VerifierKey],
        _ body: @Sendable (AuditedLog) async throws -> Result
    ) async throws -> Result? {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let result: Swift.Result<Result?, any Error>
        do {
            let folder = try await AuditFolder(path: path, isStrict: false, pool: pool)
            if let state = try await folder.loadState(), let size = state.verifiedSize {
                let history = try await Self.history(of: state, size, folder, keys)
                let log = AuditedLog(
                    folder: folder,
                    state: state,
                    recheck: Recheck(folder: folder, state: state, keys: history.keys),
                    history: history,
                    verifiedSize: size
                )
                result = .success(try await body(log))
            } else {
                result = .success(nil)
            }
        } catch {
            result = .failure(error)
        }
        // Fails only if it was shut down before, and then there is nothing left to end.
        try? await pool.shutdownGracefully()
        return try result.get()
    }

    /// What the first `size` entries make of `keys`: the state has what stands in full bundles, the
    /// rest is in a file.
    private static func history(
        of state: AuditState,
        _ size: UInt64,
        _ folder: AuditFolder,
        _ keys: [VerifierKey]
    ) async throws -> LogHistory {
        var rest: [HistoryStatement] = []
        let start = state.tree.bundleCount * 256
        if size > start,
            let bundle = BundleCoordinate(
                index: state.tree.bundleCount,
                width: Int(min(size - start, 256))
            )
        {
            let file = LogFile.entries(bundle)
            let bytes = try await folder.perform { try $0.read(file) }
            guard let bytes, let entries = try? EntryBatch(parsing: bytes) else {
                throw AuditError.damagedState(file.path, "it is missing or no bundle")
            }
            rest = HistoryStatement.candidates(in: entries, from: start)
        }
        guard let history = state.history(keys, and: rest, below: size) else {
            throw AuditError.damagedState("audit/state", "its origin is none")
        }
        return history
    }

    /// Both roots of the first `size` entries, from the kept tiles; nil above ``verifiedSize``.
    public func head(ofSize size: UInt64) async throws -> TwinHead? {
        guard size <= self.verifiedSize else { return nil }
        return try await self.recheck.head(ofSize: size)
    }

    /// The notes of a head that was met, and that the entries make.
    public func notes(ofSize size: UInt64) async throws -> AuditedNotes? {
        guard let kept = try await self.folder.head(size: size) else { return nil }
        return AuditedNotes(sha256: kept.notes.sha256, sm3: kept.notes.sm3, twin: kept.notes.twin)
    }

    /// The hashes of the proof that the tree of ``verifiedSize`` continues that of a size.
    public func consistencyPath(_ suite: Suite, from size: UInt64) async throws -> [[UInt8]] {
        switch suite {
        case .sha256: try await self.path(self.recheck.sha256, from: size)
        case .sm3: try await self.path(self.recheck.sm3, from: size)
        }
    }

    private func path<Hasher>(
        _ tiles: KeptTiles<Hasher>,
        from size: UInt64
    ) async throws -> [[UInt8]] {
        let reader = TileHashReader<Hasher>(treeSize: self.verifiedSize) { coordinates in
            var read: [Tile<Hasher>] = []
            for coordinate in coordinates { read.append(try await tiles.tile(coordinate)) }
            return read
        }
        return try await ConsistencyProof(
            olderSize: size,
            newerSize: self.verifiedSize,
            from: reader
        ).path.map(\.bytes)
    }

    /// The full bundles that were verified.
    public var bundleCount: UInt64 { self.state.tree.bundleCount }

    /// Reads a bundle and the tiles over it from the log again, and compares them with what was
    /// verified; nil if nothing changed.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)`` if the log does not answer.
    public func change(
        inBundle index: UInt64,
        of client: LogClient
    ) async throws -> AuditFinding? {
        guard let bundle = BundleCoordinate(index: index),
            let tile = TileCoordinate(level: 0, index: index)
        else { return nil }
        let file = LogFile.entries(bundle)
        guard let kept = try await self.folder.perform({ try $0.read(file) }) else {
            throw AuditError.damagedState(file.path, "it is missing")
        }
        do throws(LogClientError) {
            let served = try await client.entries(bundle)
            if served.bytes != kept {
                let before = try? EntryBatch(parsing: kept)
                let position = (0..<served.count).first { before?[$0] != served[$0] } ?? 0
                return .changed(index * 256 + UInt64(position))
            }
        } catch {
            return try Self.finding(error, about: file)
        }
        if let change = try await self.change(in: tile, self.recheck.sha256, client) {
            return change
        }
        return try await self.change(in: tile, self.recheck.sm3, client)
    }

    /// Asks the log for a tile or a bundle; nil if it has one, else that it is missing or none.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)`` if the log does not answer.
    public func finding(
        about file: LogFile,
        of client: LogClient
    ) async throws -> AuditFinding? {
        do throws(LogClientError) {
            switch file {
            case .entries(let bundle): _ = try await client.entries(bundle)
            case .tile(.sha256, let tile): _ = try await client.tile(tile, of: SHA256Hasher.self)
            case .tile(.sm3, let tile): _ = try await client.tile(tile, of: SM3Hasher.self)
            case .checkpoint, .twin, .metadata: break
            }
            return nil
        } catch {
            return try Self.finding(error, about: file)
        }
    }

    private func change<Hasher>(
        in place: TileCoordinate,
        _ tiles: KeptTiles<Hasher>,
        _ client: LogClient
    ) async throws -> AuditFinding? {
        let kept = try await tiles.tile(place)
        let file = LogFile.tile(Hasher.suite, place)
        do throws(LogClientError) {
            let served = try await client.tile(place, of: Hasher.self)
            return kept.firstDifference(from: served).map { .tile(file, hash: $0) }
        } catch {
            return try Self.finding(error, about: file)
        }
    }

    private static func finding(
        _ error: LogClientError,
        about file: LogFile
    ) throws -> AuditFinding? {
        guard case .finding(let finding) = try Suspicion(error, about: file, index: 0).kind else {
            return nil
        }
        return finding
    }
}

/// The three notes of a head, as they came.
public struct AuditedNotes: Hashable, Sendable {
    /// The checkpoint of the SHA-256 tree.
    public let sha256: UnverifiedNote
    /// The checkpoint of the SM3 tree.
    public let sm3: UnverifiedNote
    /// The twin note.
    public let twin: UnverifiedNote
}
