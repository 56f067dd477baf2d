import CryptoSuites
public import LogProtocol
public import MerkleTree
public import SignedNotes

/// What a log is asked, in the words of the log.
public struct LogClient: Sendable {
    private let transport: any LogTransport

    /// Creates a client of the log behind `transport`.
    public init(transport: any LogTransport) {
        self.transport = transport
    }

    /// Appends one entry.
    ///
    /// The same `key` with the same entry gives the same answer, however often it is asked.
    ///
    /// - Throws: ``LogClientError``. Only ``LogClientError/refused(_:)`` says that the entry is not
    ///   in the log.
    public func append(
        _ entry: [UInt8],
        key: String
    ) async throws(LogClientError) -> AppendedEntry {
        let body = try await self.body(
            of: .post("entries", entry, .entry, idempotencyKey: key)
        )
        guard let appended = WireJSON.decode(AppendedEntry.self, from: body) else {
            throw .malformedAnswer("the answer is not the promise of an entry")
        }
        guard appended.isOf(entry) else { throw .otherLeafHash(index: appended.index) }
        return appended
    }

    /// Appends entries as one batch: a result for each, in their order.
    ///
    /// The same `key` with the same entries gives the same answer, however often it is asked.
    ///
    /// - Precondition: There is at least one entry.
    /// - Throws: ``LogClientError``. Only ``LogClientError/refused(_:)`` says that none of the
    ///   entries is in the log.
    public func append(
        _ entries: EntryBatch,
        key: String
    ) async throws(LogClientError) -> [AppendResult] {
        precondition(!entries.isEmpty, "a batch has at least one entry")
        var lines: [UInt8] = []
        for position in 0..<entries.count {
            lines += Base64.encode(entries[position]).utf8
            lines.append(UInt8(ascii: "\n"))
        }
        let body = try await self.body(of: .post("entries", lines, .lines, idempotencyKey: key))
        let results = try Self.results(parsing: body)
        guard results.count == entries.count else {
            throw .malformedAnswer("\(results.count) results for \(entries.count) entries")
        }
        let sha256 = SHA256Hasher.leafHashes(of: entries)
        let sm3 = SM3Hasher.leafHashes(of: entries)
        for (position, result) in results.enumerated() {
            guard case .appended(let entry) = result else { continue }
            guard entry.sha256 == sha256[position], entry.sm3 == sm3[position] else {
                throw .otherLeafHash(index: entry.index)
            }
        }
        return results
    }

    /// Fetches the proof of an entry against the published head of one suite.
    ///
    /// Its form is checked and nothing else: whoever wants to believe it verifies it. Where there
    /// are only files, the proof is made from tiles.
    ///
    /// - Throws: ``LogClientError/notPublished(_:)`` if the head does not reach the entry yet.
    public func proofFile<Hasher: SuiteHasher>(
        _: Hasher.Type = Hasher.self,
        index: UInt64
    ) async throws(LogClientError) -> ProofFile<Hasher> {
        let body: [UInt8]
        do throws(LogClientError) {
            body = try await self.body(
                of: .get(Self.path("proof/bundle/\(index).tlog-proof", of: Hasher.suite))
            )
        } catch {
            // Files without a server: what it would compute is computed here.
            guard error.isMissing else { throw error }
            return try await self.proofFileFromTiles(Hasher.self, index: index)
        }
        let file: ProofFile<Hasher>
        do { file = try ProofFile(parsing: body) } catch {
            throw .malformedAnswer("\(error)")
        }
        guard file.index == index else {
            throw .malformedAnswer("the proof is of index \(file.index)")
        }
        return file
    }

    /// Fetches the proof of an entry, and waits up to `patience` for its publication.
    ///
    /// - Throws: ``LogClientError/notPublished(_:)`` if the head does not reach the entry by then.
    public func proofFile<Hasher: SuiteHasher>(
        _ suite: Hasher.Type = Hasher.self,
        index: UInt64,
        patience: Duration,
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws(LogClientError) -> ProofFile<Hasher> {
        let start = clock.now
        while true {
            do throws(LogClientError) {
                return try await self.proofFile(suite, index: index)
            } catch {
                guard case .notPublished = error,
                    start.duration(to: clock.now) + Self.publicationPause <= patience
                else { throw error }
                do { try await clock.sleep(for: Self.publicationPause) } catch {
                    throw .transport(.connection("cancelled"))
                }
            }
        }
    }

    /// Fetches what the profile behind a token may see of a record for a purpose, as evidence, and
    /// waits up to `patience` for its publication.
    ///
    /// Its form is checked and nothing else: whoever wants to believe it verifies it. With `fields`
    /// the log is asked for no others: what is not needed does not leave it. Names and purpose are
    /// codes, of characters that a URL has as they are.
    ///
    /// - Throws: ``LogClientError/notPublished(_:)`` if the head does not reach the record by then.
    public func evidence(
        recordID: String,
        purpose: String,
        fields: [String] = [],
        bearerToken: String?,
        patience: Duration = .zero,
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws(LogClientError) -> DisclosureAnswer {
        let wanted = fields.isEmpty ? "" : "&fields=\(fields.joined(separator: ","))"
        let request = Self.get(
            "records/\(recordID)?purpose=\(purpose)\(wanted)",
            bearerToken
        )
        let start = clock.now
        while true {
            do throws(LogClientError) {
                let body = try await self.body(of: request)
                do { return try DisclosureAnswer(parsing: body) } catch {
                    throw .malformedAnswer("\(error)")
                }
            } catch {
                guard case .notPublished = error,
                    start.duration(to: clock.now) + Self.publicationPause <= patience
                else { throw error }
                do { try await clock.sleep(for: Self.publicationPause) } catch {
                    throw .transport(.connection("cancelled"))
                }
            }
        }
    }

    /// Fetches what the log has of a writer's count. The token is the writer's or an operator's.
    ///
    /// `writer` has characters that stand in a path as they are.
    ///
    /// - Throws: ``LogClientError``.
    public func completeness(
        of writer: String,
        bearerToken: String?
    ) async throws(LogClientError) -> CompletenessAnswer {
        let body = try await self.body(of: Self.get("completeness/\(writer)", bearerToken))
        guard let answer = WireJSON.decode(CompletenessAnswer.self, from: body),
            answer.writer.utf8.elementsEqual(writer.utf8)
        else { throw .malformedAnswer("the answer is not about the writer who was asked for") }
        return answer
    }

    /// Asks what the entries from an index on are, as an operator, or as an auditor for a purpose.
    ///
    /// `purpose` has characters that stand in a query as they are.
    ///
    /// - Throws: ``LogClientError``.
    public func census(
        from first: UInt64,
        limit: Int,
        purpose: String?,
        bearerToken: String?
    ) async throws(LogClientError) -> CensusAnswer {
        let wanted = purpose.map { "&purpose=\($0)" } ?? ""
        let body = try await self.body(
            of: Self.get(
                "completeness?first=\(first)&limit=\(limit)\(wanted)",
                bearerToken
            )
        )
        let answer: CensusAnswer
        do { answer = try CensusAnswer(parsing: body) } catch {
            throw .malformedAnswer("\(error)")
        }
        guard answer.first == first else {
            throw .malformedAnswer("the answer is not about the entries that were asked for")
        }
        return answer
    }

    /// A request by whoever holds the token, or by whom the connection shows if there is none.
    private static func get(_ path: String, _ bearerToken: String?) -> LogRequest {
        bearerToken.map { .get(path, bearerToken: $0) } ?? .get(path)
    }

    /// How long to wait before asking again whether an entry is published.
    private static let publicationPause = Duration.milliseconds(200)

    /// Fetches the proof that an entry is in the tree of a published size.
    ///
    /// Its form is checked and nothing else: whoever wants to believe it verifies it.
    ///
    /// - Throws: ``LogClientError``.
    public func inclusionProof<Hasher: SuiteHasher>(
        _: Hasher.Type = Hasher.self,
        index: UInt64,
        size: UInt64
    ) async throws(LogClientError) -> InclusionAnswer<Hasher> {
        let body = try await self.body(
            of: .get(Self.path("proof/inclusion/\(size)/\(index)", of: Hasher.suite))
        )
        guard let answer = WireJSON.decode(InclusionAnswer<Hasher>.self, from: body),
            answer.proof.leafIndex == index, answer.proof.treeSize == size
        else { throw .malformedAnswer("the answer is not the inclusion proof that was asked for") }
        return answer
    }

    /// Fetches the proof that the tree of one published size continues that of another.
    ///
    /// Its form is checked and nothing else: whoever wants to believe it verifies it.
    ///
    /// - Throws: ``LogClientError``.
    public func consistencyProof<Hasher: SuiteHasher>(
        _: Hasher.Type = Hasher.self,
        first: UInt64,
        second: UInt64
    ) async throws(LogClientError) -> ConsistencyAnswer<Hasher> {
        let body = try await self.body(
            of: .get(Self.path("proof/consistency/\(first)/\(second)", of: Hasher.suite))
        )
        guard let answer = WireJSON.decode(ConsistencyAnswer<Hasher>.self, from: body),
            answer.proof.olderSize == first, answer.proof.newerSize == second
        else {
            throw .malformedAnswer("the answer is not the consistency proof that was asked for")
        }
        return answer
    }

    /// Where something of a suite is served: the SM3 tree's is a log of its own.
    private static func path(_ path: String, of suite: Suite) -> String {
        switch suite {
        case .sha256: path
        case .sm3: "sm3/\(path)"
        }
    }

    /// Fetches what the log says of itself.
    ///
    /// - Throws: ``LogClientError``.
    public func metadata() async throws(LogClientError) -> LogMetadata {
        guard
            let metadata = WireJSON.decode(
                LogMetadata.self,
                from: try await self.body(of: .get("log.json"))
            )
        else { throw .malformedAnswer("log.json has not the members of a log") }
        return metadata
    }

    /// The body of a successful answer.
    func body(of request: LogRequest) async throws(LogClientError) -> [UInt8] {
        let response: LogResponse
        do { response = try await self.transport.send(request) } catch { throw .transport(error) }
        guard !response.isSuccess else { return response.body }
        let problem =
            WireJSON.decode(ProblemDocument.self, from: response.body)
            ?? ProblemDocument(
                type: "about:blank",
                title: "HTTP status \(response.status)",
                status: response.status
            )
        if problem.type == ProblemDocument.notPublishedType { throw .notPublished(problem) }
        throw (400..<500).contains(response.status) ? .refused(problem) : .failed(problem)
    }

    private static func results(parsing body: [UInt8]) throws(LogClientError) -> [AppendResult] {
        var results: [AppendResult] = []
        for line in body.split(separator: UInt8(ascii: "\n")) {
            guard let result = WireJSON.decode(AppendResult.self, from: line) else {
                throw .malformedAnswer("a line of the answer is not the result of an entry")
            }
            results.append(result)
        }
        return results
    }
}
