import MerkleTree
import SignedNotes

@testable import LogServer

/// Request targets.
enum RouteTarget: FuzzTarget {
    static let name = "route"
    static let maximumByteCount = 120
    static let words = [
        "/eu/", "/cn/", "sm3/", "tile/", "entries", "proof/", "inclusion/", "consistency/",
        "bundle/",
        ".tlog-proof", "pending/", "checkpoint", "twin", "log.json", "healthz", "http://h/", "?",
        "ct/v1/", "get-", "first=", "tree_size=", "%2B", "&",
    ]

    private static let logNames = ["eu", "cn"].map { Array($0.utf8) }

    static func seeds() throws -> [[UInt8]] {
        [
            "/eu/checkpoint", "/cn/sm3/tile/1/x001/000.p/9", "/eu/tile/entries/000", "/readyz?a",
            "/eu/proof/inclusion/9/3", "/cn/sm3/proof/consistency/1/2",
            "/eu/pending/sm3/checkpoint",
            "/eu/proof/bundle/7/3.tlog-proof", "/eu/proof/bundle/7", "http://h/eu/log.json",
            "/eu/entries", "/eu/add", "/eu/twin", "/metrics", "/healthz", "/eu/ct/v1/get-sth",
            "/eu/ct/v1/get-sth-consistency?second=7&first=3",
            "/eu/ct/v1/get-entries?start=0&end=9", "/eu/records?purpose=x&actor=y",
            "/eu/records/0b6f3b0e-7a54-4b0c-9d0e-0d8f6d6f0c11/retention",
        ].map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let text = input.text,
            let route = try? Route(parsing: text[...].utf8, logNames: self.logNames)
        else { return false }
        let spelling = self.spelling(of: route)
        try demand(
            (try? Route(parsing: spelling[...].utf8, logNames: self.logNames)) == route,
            "a place's own spelling leads to it"
        )
        // What may stand around it: scheme and authority, and a query behind the probes.
        var rest = text
        if rest.hasPrefix("http://") || rest.hasPrefix("https://") {
            let behind = rest.drop { $0 != "/" }.dropFirst(2)
            rest = String(behind.drop { $0 != "/" })
        }
        if case .log(_, .bundle) = route {
            // SPEC: TILE-10: below both trees, and one place.
            rest = rest.replacing("/sm3/", with: "/", maxReplacements: 1)
        }
        if case .log(_, .ct) = route {
            // The parameters of RFC 6962 come in any order, and a hash may be percent-encoded.
            return true
        }
        if case .log(_, let place) = route, place.takesQuery {
            // What is asked for stands behind it.
            rest = String(rest.prefix { $0 != "?" })
        }
        if case .log = route {
            try demand(rest.utf8.elementsEqual(spelling.utf8), "a place has one spelling")
        } else {
            try demand(
                rest.utf8.prefix { $0 != UInt8(ascii: "?") }.elementsEqual(spelling.utf8),
                "a probe has one spelling, but for a query"
            )
        }
        return true
    }

    private static func spelling(of route: Route) -> String {
        switch route {
        case .liveness: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        case .log(let position, let route):
            "/\(String(decoding: self.logNames[position], as: UTF8.self))/"
                + self.spelling(of: route)
        }
    }

    private static func spelling(of route: LogRoute) -> String {
        switch route {
        case .note(let kind, let isPending):
            (isPending ? "pending/" : "") + self.spelling(of: kind)
        case .tile(let suite, let tile):
            self.prefix(suite) + "\(TilePath.tile(tile))"
        case .bundle(let bundle): "\(TilePath.entries(bundle))"
        case .inclusionProof(let suite, let treeSize, let leafIndex):
            self.prefix(suite) + "proof/inclusion/\(treeSize)/\(leafIndex)"
        case .consistencyProof(let suite, let first, let second):
            self.prefix(suite) + "proof/consistency/\(first)/\(second)"
        case .proofBundle(let suite, let treeSize, let leafIndex, let isText):
            self.prefix(suite) + "proof/bundle/" + (treeSize.map { "\($0)/" } ?? "")
                + "\(leafIndex)" + (isText ? ".tlog-proof" : "")
        case .ct(let request): "ct/v1/" + self.spelling(of: request)
        case .metadata: "log.json"
        case .completeness(let writer): "completeness/\(writer)"
        case .census: "completeness"
        case .dueList: "retention/due"
        case .document(let kind, let digest): "\(kind.rawValue)/\(Hexadecimal.encode(digest))"
        case .policy(let isFull): isFull ? "policy.full" : "policy"
        case .entries: "entries"
        case .add: "add"
        case .records: "records"
        case .record(let id): "records/\(id)"
        case .retention(let id): "records/\(id)/retention"
        }
    }

    private static func spelling(of request: CTRequest) -> String {
        switch request {
        case .treeHead: "get-sth"
        case .consistency(let first, let second):
            "get-sth-consistency?first=\(first)&second=\(second)"
        case .proofByHash(let hash, let treeSize):
            "get-proof-by-hash?hash=\(hash.base64)&tree_size=\(treeSize)"
        case .entries(let start, let end): "get-entries?start=\(start)&end=\(end)"
        case .roots: "get-roots"
        case .entryAndProof(let leafIndex, let treeSize):
            "get-entry-and-proof?leaf_index=\(leafIndex)&tree_size=\(treeSize)"
        }
    }

    private static func spelling(of kind: NoteKind) -> String {
        switch kind {
        case .checkpoint: "checkpoint"
        case .sm3Checkpoint: "sm3/checkpoint"
        case .twin: "twin"
        }
    }

    private static func prefix(_ suite: Suite) -> String {
        suite == .sm3 ? "sm3/" : ""
    }
}
