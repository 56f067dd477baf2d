import LogProtocol
public import MerkleTree
public import SignedNotes

// A log as C2SP tlog-tiles has it: heads, tiles and entries. A folder and a plain web server have
// these and nothing else.
extension LogClient {
    /// Fetches the head of a tree. Its form is checked, its signatures are not.
    ///
    /// - Throws: ``LogClientError``; see ``LogClientError/isMissing``.
    public func checkpointNote(of suite: Suite) async throws(LogClientError) -> UnverifiedNote {
        try await self.note(.checkpoint(suite))
    }

    /// Fetches the twin note. Its form is checked, its signatures are not.
    ///
    /// - Throws: ``LogClientError``; see ``LogClientError/isMissing``.
    public func twinNote() async throws(LogClientError) -> UnverifiedNote {
        try await self.note(.twin)
    }

    /// Fetches the signed head of a tree that still gathers cosignatures; nil if there is none.
    /// Its form is checked, its signatures are not.
    ///
    /// - Throws: ``LogClientError``.
    public func pendingCheckpointNote(
        of suite: Suite
    ) async throws(LogClientError) -> UnverifiedNote? {
        try await self.pendingNote(.checkpoint(suite))
    }

    /// Fetches the twin note of the head that still gathers cosignatures; nil if there is none. Its
    /// form is checked, its signatures are not.
    ///
    /// - Throws: ``LogClientError``.
    public func pendingTwinNote() async throws(LogClientError) -> UnverifiedNote? {
        try await self.pendingNote(.twin)
    }

    private func pendingNote(_ file: LogFile) async throws(LogClientError) -> UnverifiedNote? {
        do throws(LogClientError) {
            return try await self.note(at: "pending/\(file.path)")
        } catch {
            // A log says so with a type of its own, files without a server do not.
            if case .refused(let problem) = error, problem.status == 404 { return nil }
            throw error
        }
    }

    private func note(_ file: LogFile) async throws(LogClientError) -> UnverifiedNote {
        try await self.note(at: file.path)
    }

    private func note(at path: String) async throws(LogClientError) -> UnverifiedNote {
        let body = try await self.body(of: .get(path))
        do { return try UnverifiedNote(parsing: body) } catch {
            throw .malformedAnswer("\(path): \(error)")
        }
    }

    /// Fetches the bytes of a tile or a bundle, or of the full one if the partial one is gone: a
    /// log may drop what became a part of something that never changes.
    ///
    /// - Throws: ``LogClientError``; see ``LogClientError/isMissing``.
    func bytes(
        of file: LogFile,
        orOf full: LogFile
    ) async throws(LogClientError) -> (bytes: [UInt8], isFull: Bool) {
        do throws(LogClientError) {
            return (try await self.body(of: .get(file.path)), file == full)
        } catch {
            guard error.isMissing, file != full else { throw error }
            return (try await self.body(of: .get(full.path)), true)
        }
    }

    /// Fetches a tile. That it has the right length is checked and nothing else.
    ///
    /// - Throws: ``LogClientError``; see ``LogClientError/isMissing``.
    public func tile<Hasher: SuiteHasher>(
        _ coordinate: TileCoordinate,
        of _: Hasher.Type = Hasher.self
    ) async throws(LogClientError) -> Tile<Hasher> {
        let file = LogFile.tile(Hasher.suite, coordinate)
        let answer = try await self.bytes(of: file, orOf: .tile(Hasher.suite, coordinate.full))
        let served = answer.isFull ? coordinate.full : coordinate
        guard let tile = Tile<Hasher>(coordinate: served, bytes: answer.bytes) else {
            throw .malformedAnswer("\(file) has \(answer.bytes.count) bytes")
        }
        return tile.prefix(coordinate.width)
    }

    /// Fetches the entries of a bundle. That there are as many as there should be is checked and
    /// nothing else.
    ///
    /// - Throws: ``LogClientError``; see ``LogClientError/isMissing``.
    public func entries(
        _ bundle: BundleCoordinate
    ) async throws(LogClientError) -> EntryBatch {
        let file = LogFile.entries(bundle)
        guard let full = BundleCoordinate(index: bundle.index) else {
            preconditionFailure("where a partial bundle is there can be a full one")
        }
        let answer = try await self.bytes(of: file, orOf: .entries(full))
        let batch: EntryBatch
        do { batch = try EntryBatch(parsing: answer.bytes) } catch {
            throw .malformedAnswer("\(file) is no bundle: \(error)")
        }
        guard batch.count == (answer.isFull ? TileCoordinate.fullWidth : bundle.width) else {
            throw .malformedAnswer("\(file) has \(batch.count) entries")
        }
        return batch.count == bundle.width ? batch : batch.slice(0..<bundle.width)
    }

    /// A reader of the tree's hashes from the log's tiles. Nothing that it reads is verified.
    public func tileReader<Hasher: SuiteHasher>(
        treeSize: UInt64,
        of _: Hasher.Type = Hasher.self
    ) -> TileHashReader<Hasher> {
        TileHashReader(treeSize: treeSize) { coordinates in
            var tiles: [Tile<Hasher>] = []
            for coordinate in coordinates { tiles.append(try await self.tile(coordinate)) }
            return tiles
        }
    }

    /// Makes the proof of an entry against the served head of one suite, from tiles.
    ///
    /// - Throws: ``LogClientError/notPublished(_:)`` if the head does not reach the entry.
    func proofFileFromTiles<Hasher: SuiteHasher>(
        _: Hasher.Type,
        index: UInt64
    ) async throws(LogClientError) -> ProofFile<Hasher> {
        let note = try await self.checkpointNote(of: Hasher.suite)
        do {
            let checkpoint = try Checkpoint<Hasher>(parsing: note.text)
            guard index < checkpoint.size else {
                throw LogClientError.notPublished(
                    .notPublished(index: index, treeSize: checkpoint.size)
                )
            }
            let proof = try await InclusionProof(
                leafIndex: index,
                treeSize: checkpoint.size,
                from: self.tileReader(treeSize: checkpoint.size, of: Hasher.self)
            )
            return try ProofFile(proof, note: note)
        } catch let error as LogClientError {
            throw error
        } catch {
            throw .malformedAnswer("\(error)")
        }
    }
}

extension ProblemDocument {
    fileprivate static func notPublished(index: UInt64, treeSize: UInt64) -> ProblemDocument {
        ProblemDocument(
            type: Self.notPublishedType,
            title: "Not published",
            status: 404,
            detail: "the head has \(treeSize) entries, and index \(index) is not among them"
        )
    }
}
