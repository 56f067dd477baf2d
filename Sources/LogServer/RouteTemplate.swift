import SignedNotes

/// The shape of a path, without the values in it: the closed set of which metrics have a label.
enum RouteTemplate: String, CaseIterable, Sendable {
    case liveness = "/healthz"
    case readiness = "/readyz"
    case metrics = "/metrics"
    case checkpoint = "/{log}/checkpoint"
    case sm3Checkpoint = "/{log}/sm3/checkpoint"
    case twin = "/{log}/twin"
    case pending = "/{log}/pending/{note}"
    case tile = "/{log}/tile/{L}/{N}"
    case sm3Tile = "/{log}/sm3/tile/{L}/{N}"
    case bundle = "/{log}/tile/entries/{N}"
    case inclusionProof = "/{log}/proof/inclusion/{size}/{index}"
    case consistencyProof = "/{log}/proof/consistency/{first}/{second}"
    case proofBundle = "/{log}/proof/bundle/{size}/{index}"
    case ctTreeHead = "/{log}/ct/v1/get-sth"
    case ctConsistency = "/{log}/ct/v1/get-sth-consistency"
    case ctProofByHash = "/{log}/ct/v1/get-proof-by-hash"
    case ctEntries = "/{log}/ct/v1/get-entries"
    case ctRoots = "/{log}/ct/v1/get-roots"
    case ctEntryAndProof = "/{log}/ct/v1/get-entry-and-proof"
    case metadata = "/{log}/log.json"
    case crosswalk = "/{log}/crosswalk/{digest}"
    case schema = "/{log}/schema/{digest}"
    case policy = "/{log}/policy"
    case entries = "/{log}/entries"
    case add = "/{log}/add"
    case completeness = "/{log}/completeness/{writer}"
    case census = "/{log}/completeness"
    case dueList = "/{log}/retention/due"
    case records = "/{log}/records"
    case record = "/{log}/records/{id}"
    case retention = "/{log}/records/{id}/retention"
    /// A path that is none of the others, or a request that has none that could be read.
    case none = "none"
}

extension Route {
    /// The shape of the path.
    var template: RouteTemplate {
        switch self {
        case .liveness: .liveness
        case .readiness: .readiness
        case .metrics: .metrics
        case .log(_, let route): route.template
        }
    }

    /// Whether the path is that of a tile or a bundle.
    var isOfTiles: Bool {
        switch self {
        case .log(_, .tile), .log(_, .bundle): true
        case .log, .liveness, .readiness, .metrics: false
        }
    }

    /// The position of the log that the path names.
    var logPosition: Int? {
        guard case .log(let position, _) = self else { return nil }
        return position
    }
}

extension LogRoute {
    /// The shape of the path.
    var template: RouteTemplate {
        switch self {
        case .note(_, isPending: true): .pending
        case .note(.checkpoint, isPending: false): .checkpoint
        case .note(.sm3Checkpoint, isPending: false): .sm3Checkpoint
        case .note(.twin, isPending: false): .twin
        case .tile(.sha256, _): .tile
        case .tile(.sm3, _): .sm3Tile
        case .bundle: .bundle
        case .inclusionProof: .inclusionProof
        case .consistencyProof: .consistencyProof
        case .proofBundle: .proofBundle
        case .ct(let request): request.template
        case .metadata: .metadata
        case .document(.crosswalk, _): .crosswalk
        case .document(.schema, _): .schema
        case .policy: .policy
        case .entries: .entries
        case .add: .add
        case .completeness: .completeness
        case .census: .census
        case .dueList: .dueList
        case .records: .records
        case .record: .record
        case .retention: .retention
        }
    }

    /// Whether the path is one to which entries are sent; all others are only read.
    var isAppend: Bool {
        switch self {
        case .entries, .add, .retention: true
        case .note, .tile, .bundle, .inclusionProof, .consistencyProof, .proofBundle, .ct,
            .metadata, .document, .policy, .completeness, .records, .record, .census, .dueList:
            false
        }
    }
}

extension LogRoute {
    /// The methods of a path that is read and written.
    var isReadAndWritten: Bool { self == .records }
}

extension CTRequest {
    /// The shape of the path.
    var template: RouteTemplate {
        switch self {
        case .treeHead: .ctTreeHead
        case .consistency: .ctConsistency
        case .proofByHash: .ctProofByHash
        case .entries: .ctEntries
        case .roots: .ctRoots
        case .entryAndProof: .ctEntryAndProof
        }
    }
}
