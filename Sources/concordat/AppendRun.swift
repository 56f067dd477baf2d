import LogClient
import LogProtocol
import MerkleTree
import SignedNotes

/// An append of one or more inputs, from where it was interrupted to the end.
///
/// Each chunk is recorded before it is sent, with the key under which the log recognises it. After
/// an interruption exactly that chunk is sent again under that key, and the log answers what it
/// answered before.
struct AppendRun {
    let client: LogClient
    let log: LogURL
    let inputs: [AppendInput]
    let isNDJSON: Bool
    /// Makes a name that no other run has.
    let makeRunName: () -> String

    /// Counts of a run.
    struct Summary: Hashable {
        /// The entries that are in the log.
        var appendedCount: UInt64 = 0
        /// The lines or files that are not, and never will be as they are.
        var refusedCount: UInt64 = 0
        /// The bytes of the inputs that are done, if there are lines.
        var byteCount: UInt64 = 0
    }

    /// Appends everything, and reports the results of each chunk as they come.
    ///
    /// - Throws: ``LogClientError``, ``InputError`` or ``AppendError``. What is recorded beside
    ///   the first input lets the same run go on later.
    func run(report: ([AppendResult], Summary) -> Void) async throws -> Summary {
        let file = self.progressFile
        let claim = try file.map { _ in try InputClaim(path: self.inputs[0].path) }
        defer { withExtendedLifetime(claim) {} }
        var progress = try self.loadProgress(from: file)
        let source = EntrySource(
            inputs: self.inputs,
            isNDJSON: self.isNDJSON,
            from: progress.position
        )
        var summary = Summary(byteCount: progress.position.offset)
        while let chunk = try await self.nextChunk(of: source, progress, in: file) {
            let mayHaveBeenSent = progress.pending != nil
            progress.willSend(chunk)
            try file?.save(progress)
            let results: [AppendResult]
            do { results = try await self.append(chunk, key: progress.key) } catch {
                if case LogClientError.refused = error, !mayHaveBeenSent {
                    progress.wasRefused()
                    try file?.leave(progress)
                }
                throw error
            }
            summary.add(results, byteCount: chunk.byteCount)
            report(results, summary)
            progress.didSend(chunk)
        }
        try file?.remove()
        return summary
    }

    /// Where progress is recorded: only if every input can be read again.
    private var progressFile: ProgressFile? {
        guard let first = self.inputs.first,
            self.inputs.allSatisfy({ $0.regularByteCount != nil })
        else { return nil }
        return ProgressFile(beside: first.path)
    }

    private func loadProgress(from file: ProgressFile?) throws -> AppendProgress {
        let fresh = AppendProgress(
            run: self.makeRunName(),
            log: self.log.text,
            isNDJSON: self.isNDJSON,
            inputs: self.inputs.map(\.path)
        )
        guard let file, let stored = try file.load() else { return fresh }
        guard stored.isOfSameAppend(as: fresh) else {
            throw AppendError.otherAppend(path: file.path, log: stored.log, inputs: stored.inputs)
        }
        return stored
    }

    private func nextChunk(
        of source: EntrySource,
        _ progress: AppendProgress,
        in file: ProgressFile?
    ) async throws -> EntryChunk? {
        guard let file, let pending = progress.pending else { return try await source.next() }
        let chunk = try await source.chunk(endingAt: pending.end)
        guard chunk.end == pending.end, chunk.digest == pending.digest else {
            throw AppendError.inputsChanged(path: file.path)
        }
        return chunk
    }

    private func append(_ chunk: EntryChunk, key: String) async throws -> [AppendResult] {
        guard !chunk.entries.isEmpty else { return chunk.results([]) }
        guard !self.isNDJSON, self.inputs.count == 1 else {
            return chunk.results(try await self.client.append(chunk.entries, key: key))
        }
        let entry = Array(chunk.entries[0])
        return chunk.results([.appended(try await self.client.append(entry, key: key))])
    }
}

extension AppendRun.Summary {
    fileprivate mutating func add(_ results: [AppendResult], byteCount: UInt64) {
        for result in results {
            switch result {
            case .appended: self.appendedCount += 1
            case .refused: self.refusedCount += 1
            }
        }
        self.byteCount += byteCount
    }
}
