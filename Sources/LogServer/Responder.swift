import LogCore
import NIOCore
import NIOHTTP1

/// Decides what each request needs, and who answers it. Knows nothing of connections.
final class Responder: Sendable {
    /// What was asked for, as far as it could be read, and what it needs.
    struct Decision: Sendable {
        var template = RouteTemplate.none
        var logPosition: Int?
        var plan: RequestPlan
    }

    private let logs: [ServedLog]
    private let logNames: [[UInt8]]
    private let operations: OperationsAnswers
    private let notes: [NoteAnswers]
    private let tiles: [TileAnswers]
    private let proofs: [ProofAnswers]
    private let ct: [CTAnswers]
    private let appends: [AppendAnswers]
    private let documents: DocumentAnswers
    private let completeness: [CompletenessAnswers]
    private let records: [RecordAnswers?]
    private let configuration: ServerConfiguration
    private let memo = RouteMemo()

    init(
        logs: [any HostedLog],
        isLocalListener: Bool,
        configuration: ServerConfiguration,
        registry: MetricsRegistry,
        metrics: RequestMetrics,
        access: AccessGate?,
        documents: PublicDocuments,
        completeness: [LogName: CompletenessBoard],
        records: RecordOptions?,
        remarks: @escaping @Sendable () -> [String]
    ) {
        let served = logs.enumerated().map { ServedLog($1, position: $0) }
        let cache = ReadyBytesCache<TileAnswers.Key>(byteCount: configuration.readyByteCount)
        self.logs = served
        self.logNames = logs.map { Array($0.descriptor.name.text.utf8) }
        self.operations = OperationsAnswers(
            logs: served,
            registry: registry,
            remarks: remarks
        )
        self.notes = served.map { NoteAnswers(served: $0) }
        self.tiles = served.map { TileAnswers(served: $0, cache: cache, metrics: metrics) }
        self.proofs = served.map { ProofAnswers(served: $0) }
        self.ct = served.map { CTAnswers(served: $0) }
        self.appends = served.map {
            AppendAnswers(
                served: $0,
                isLocalListener: isLocalListener,
                configuration: configuration,
                access: access
            )
        }
        self.documents = DocumentAnswers(documents: documents)
        self.completeness = served.map {
            CompletenessAnswers(
                served: $0,
                board: completeness[$0.log.descriptor.name],
                access: access
            )
        }
        let turnstile = Turnstile(count: System.coreCount)
        self.records = served.map { served in
            records.map { options in
                let desk = RecordDesk(
                    served: served,
                    options: options,
                    board: completeness[served.log.descriptor.name]
                )
                let book = served.log.vault.map { RetentionBook(vault: $0) }
                return RecordAnswers(
                    appends: RecordAppendAnswers(
                        desk: desk,
                        isLocalListener: isLocalListener,
                        configuration: configuration,
                        access: access,
                        turnstile: turnstile
                    ),
                    reads: RecordReadAnswers(desk: desk, access: access),
                    retention: RecordRetentionAnswers(desk: desk, access: access, book: book),
                    census: CensusAnswers(desk: desk, access: access),
                    due: DueListAnswers(desk: desk, access: access, book: book)
                )
            }
        }
        self.configuration = configuration
    }

    /// Decides by a request's head.
    func decide(method: RequestMethod, target: String, fields: RequestFields) -> Decision {
        guard target.utf8.count <= self.configuration.maximumTargetByteCount else {
            let limit = self.configuration.maximumTargetByteCount
            return Decision(
                plan: .ready(
                    Problem(
                        .uriTooLong,
                        .malformed,
                        "The path has more than \(limit) bytes.",
                        member: "path",
                        limit: UInt64(limit)
                    ).answer
                )
            )
        }
        do {
            // SPEC: HTTP-1: one spelling a path.
            let route = try self.route(of: target)
            return Decision(
                template: route.template,
                logPosition: route.logPosition,
                plan: self.plan(
                    for: route,
                    method: method,
                    query: Route.query(of: target[...].utf8),
                    fields: fields
                )
            )
        } catch {
            return Decision(plan: .ready(Problem(error).answer))
        }
    }

    private func route(of target: String) throws(RouteError) -> Route {
        if let route = self.memo.route(of: target) { return route }
        let route = try Route(parsing: target[...].utf8, logNames: self.logNames)
        if route.isOfTiles { self.memo.insert(route, for: target) }
        return route
    }

    private func plan(
        for route: Route,
        method: RequestMethod,
        query: Substring.UTF8View?,
        fields: RequestFields
    ) -> RequestPlan {
        let isAppend = if case .log(_, let route) = route { route.isAppend } else { false }
        // SPEC: HTTP-4: HEAD is read like GET; its body is left out where the answer is written.
        let takesBoth =
            if case .log(_, let route) = route { route.isReadAndWritten } else { false }
        guard isAppend ? method == .post : method.isRead || takesBoth && method == .post else {
            return .ready(
                Problem(
                    .methodNotAllowed,
                    .unspecified,
                    "The path does not take this method.",
                    member: "method",
                    allowedMethods: takesBoth
                        ? "GET, HEAD, POST" : isAppend ? "POST" : "GET, HEAD"
                ).answer
            )
        }
        switch route {
        case .liveness: return .ready(self.operations.liveness)
        case .readiness: return .ready(self.operations.readiness)
        case .metrics: return .ready(self.operations.metrics)
        case .log(let position, let route):
            switch route {
            case .records, .record, .retention, .census, .dueList:
                return self.plan(
                    forRecords: route,
                    ofLogAt: position,
                    method: method,
                    query: query,
                    fields: fields
                )
            default:
                return self.plan(for: route, ofLogAt: position, fields: fields)
            }
        }
    }

    private func plan(
        forRecords route: LogRoute,
        ofLogAt position: Int,
        method: RequestMethod,
        query: Substring.UTF8View?,
        fields: RequestFields
    ) -> RequestPlan {
        guard let records = self.records[position] else {
            return .ready(Problem(RouteError.unknownPath).answer)
        }
        switch route {
        case .retention(let id): return records.retention.plan(id: id, fields)
        case .records where method == .post: return records.appends.plan(fields)
        case .census: return records.census.plan(query, fields)
        case .dueList: return records.due.plan(query, fields)
        default: break
        }
        let parsed: RecordQuery
        do { parsed = try RecordQuery(query) } catch { return .ready(Problem(error).answer) }
        if case .record(let id) = route {
            return .later { await records.reads.read(id, parsed, fields) }
        }
        return .later { await records.reads.search(parsed, fields) }
    }

    private func plan(
        for route: LogRoute,
        ofLogAt position: Int,
        fields: RequestFields
    ) -> RequestPlan {
        switch route {
        case .records, .record, .retention, .census, .dueList:
            return .ready(Problem(RouteError.unknownPath).answer)
        case .note(let kind, let isPending):
            return .ready(
                self.notes[position].answer(to: route, kind: kind, isPending: isPending)
            )
        case .tile(let suite, let tile):
            return self.tiles[position].plan(suite: suite, tile: tile, fields: fields)
        case .bundle(let bundle):
            return self.tiles[position].plan(bundle: bundle, fields: fields)
        case .ct(let request):
            let answers = self.ct[position]
            return .later { await answers.answer(to: request) }
        case .metadata:
            return .ready(self.operations.metadata(of: self.logs[position]))
        case .completeness(let writer):
            let answers = self.completeness[position]
            return .later { await answers.answer(about: writer, fields) }
        case .document(let kind, let digest):
            return .ready(self.documents.answer(kind, digest: digest, fields: fields))
        case .policy(let isFull):
            return .ready(self.operations.policy(of: self.logs[position], isFull: isFull))
        case .entries:
            return self.appends[position].planEntries(fields)
        case .add:
            return self.appends[position].planAdd(fields)
        case .inclusionProof(let suite, let treeSize, let leafIndex):
            return self.proof(route, ofLogAt: position) { proofs throws(ReadError) in
                try await proofs.inclusion(suite, treeSize: treeSize, leafIndex: leafIndex)
            }
        case .consistencyProof(let suite, let first, let second):
            return self.proof(route, ofLogAt: position) { proofs throws(ReadError) in
                try await proofs.consistency(suite, first: first, second: second)
            }
        case .proofBundle(let suite, let treeSize, let leafIndex, let isText):
            return self.proof(route, ofLogAt: position) { proofs throws(ReadError) in
                try await proofs.bundle(
                    suite,
                    treeSize: treeSize,
                    leafIndex: leafIndex,
                    isText: isText
                )
            }
        }
    }

    private func proof(
        _ route: LogRoute,
        ofLogAt position: Int,
        _ make: @escaping @Sendable (ProofAnswers) async throws(ReadError) -> Answer
    ) -> RequestPlan {
        let proofs = self.proofs[position]
        return .later {
            do throws(ReadError) { return try await make(proofs) } catch {
                return Problem(error, reading: route).answer
            }
        }
    }
}

/// Who answers requests about the records of one log.
private struct RecordAnswers: Sendable {
    let appends: RecordAppendAnswers
    let reads: RecordReadAnswers
    let retention: RecordRetentionAnswers
    let census: CensusAnswers
    let due: DueListAnswers
}
