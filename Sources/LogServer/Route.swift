import MerkleTree
import SignedNotes

/// What a request's path asks for.
///
/// There is one spelling of each place. Percent-encoding, empty segments, a trailing slash and
/// leading zeros make another path, which is malformed or unknown.
enum Route: Hashable, Sendable {
    /// `/healthz`: whether the process lives.
    case liveness
    /// `/readyz`: whether it does its work.
    case readiness
    /// `/metrics`: Prometheus text.
    case metrics
    /// Something of the log at this position of the server's list.
    case log(Int, LogRoute)
}

/// What a path asks for behind the name of a log.
enum LogRoute: Hashable, Sendable {
    /// A signed note of the published head, or of the one that still gathers cosignatures.
    case note(NoteKind, isPending: Bool)
    /// A tile of one of the two trees.
    case tile(Suite, TileCoordinate)
    /// A bundle of entries, the same for both trees.
    case bundle(BundleCoordinate)
    /// `proof/inclusion/<size>/<index>`.
    case inclusionProof(Suite, treeSize: UInt64, leafIndex: UInt64)
    /// `proof/consistency/<first>/<second>`.
    case consistencyProof(Suite, first: UInt64, second: UInt64)
    /// `proof/bundle/<size>/<index>` or, against the published head, `proof/bundle/<index>`.
    case proofBundle(Suite, treeSize: UInt64?, leafIndex: UInt64, isText: Bool)
    /// `ct/v1/...`: RFC 6962.
    case ct(CTRequest)
    /// `log.json`.
    case metadata
    /// `crosswalk/<digest>` or `schema/<digest>`: a public document, by SHA-256 of its bytes.
    case document(DocumentKind, digest: [UInt8])
    /// `policy`, which has no keys that public tools do not know, or `policy.full`.
    case policy(isFull: Bool)
    /// `entries`: one entry, or many as NDJSON.
    case entries
    /// `add`: one entry, answered by its decimal index.
    case add
    /// `records`: one record, or many as NDJSON; read, a search.
    case records
    /// `records/<id>`.
    case record(id: String)
    /// `records/<id>/retention`.
    case retention(id: String)
    /// `completeness/<writer>`: what the log has of a writer's count.
    case completeness(writer: String)
    /// `completeness`: what each entry is.
    case census
    /// `retention/due`: of which records something is due.
    case dueList
}

/// Which kind of public document that statements name by digest.
enum DocumentKind: String, CaseIterable, Hashable, Sendable {
    /// A version of the crosswalk.
    case crosswalk
    /// A schema of records.
    case schema
}

/// Which of a head's three notes.
enum NoteKind: Hashable, Sendable {
    /// The checkpoint of the SHA-256 tree.
    case checkpoint
    /// The checkpoint of the SM3 tree.
    case sm3Checkpoint
    /// The note that names both roots.
    case twin
}

/// Why a path is none of ours.
enum RouteError: Error, Hashable, Sendable {
    /// The first segment names no log.
    case unknownLog
    /// There is nothing under this path.
    case unknownPath
    /// The path is of a kind that we serve, and one of its parts is wrong.
    case malformed(member: String, reason: String)
    /// The path is one that we serve, and something is wrong with its query.
    case malformedQuery(member: String, reason: String)
}

extension Route {
    /// Reads a request target: an absolute path, or a URL whose scheme and authority are ignored.
    ///
    /// `logNames` are the names of the served logs, in the order to which ``log(_:_:)`` counts.
    ///
    /// - Throws: ``RouteError``; a query is one too, because an answer depends on the path alone,
    ///   but for those of RFC 6962.
    init(parsing target: Substring.UTF8View, logNames: [[UInt8]]) throws(RouteError) {
        var rest = Self.path(of: target)
        guard rest.popFirst() == UInt8(ascii: "/") else { throw .unknownPath }
        let query = rest.firstIndex(of: UInt8(ascii: "?"))
        let path = rest[..<(query ?? rest.endIndex)]
        let nameEnd = path.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
        let name = path[..<nameEnd]
        if nameEnd == path.endIndex {
            // Probes and scrapers may add a query; it changes nothing.
            if name.elementsEqual("healthz".utf8) {
                self = .liveness
                return
            }
            if name.elementsEqual("readyz".utf8) {
                self = .readiness
                return
            }
            if name.elementsEqual("metrics".utf8) {
                self = .metrics
                return
            }
        }
        guard let position = logNames.firstIndex(where: { name.elementsEqual($0) }) else {
            throw .unknownLog
        }
        guard nameEnd != path.endIndex else { throw .unknownPath }
        let place = path[path.index(after: nameEnd)...]
        if place.starts(with: Self.ctPrefix.utf8) {
            let request = try CTRequest(
                parsing: place.dropFirst(Self.ctPrefix.utf8.count),
                query: query.map { rest[rest.index(after: $0)...] }
            )
            self = .log(position, .ct(request))
            return
        }
        let route = try LogRoute(parsing: place)
        guard query == nil || route.takesQuery else {
            throw .malformed(member: "query", reason: "no path of a log takes a query")
        }
        self = .log(position, route)
    }

    /// What stands behind the question mark of a target; nil without one.
    static func query(of target: Substring.UTF8View) -> Substring.UTF8View? {
        target.firstIndex(of: UInt8(ascii: "?")).map { target[target.index(after: $0)...] }
    }

    /// What the paths of RFC 6962 begin with: the only ones with queries.
    private static let ctPrefix = "ct/v1/"

    /// RFC 9112 §3.2.2: a server accepts a whole URL as the target, too.
    private static func path(of target: Substring.UTF8View) -> Substring.UTF8View {
        guard target.starts(with: "http://".utf8) || target.starts(with: "https://".utf8) else {
            return target
        }
        var slashes = 0
        guard
            let start = target.firstIndex(where: {
                if $0 == UInt8(ascii: "/") { slashes += 1 }
                return slashes == 3
            })
        else { return target[target.endIndex...] }
        return target[start...]
    }
}

extension LogRoute {
    /// Reads the path behind a log's name and the slash.
    ///
    /// - Throws: ``RouteError/unknownPath`` or ``RouteError/malformed(member:reason:)``.
    init(parsing path: Substring.UTF8View) throws(RouteError) {
        if path.starts(with: "tile/".utf8) {
            self = try Self.tile(path, of: .sha256)
        } else if path.elementsEqual("checkpoint".utf8) {
            self = .note(.checkpoint, isPending: false)
        } else if path.elementsEqual("entries".utf8) {
            self = .entries
        } else if path.elementsEqual("add".utf8) {
            self = .add
        } else if path.elementsEqual("log.json".utf8) {
            self = .metadata
        } else if path.elementsEqual("policy".utf8) {
            self = .policy(isFull: false)
        } else if path.elementsEqual("policy.full".utf8) {
            self = .policy(isFull: true)
        } else if path.elementsEqual("twin".utf8) {
            self = .note(.twin, isPending: false)
        } else if path.starts(with: "proof/".utf8) {
            self = try Self.proof(path.dropFirst("proof/".utf8.count), of: .sha256)
        } else if path.starts(with: "sm3/".utf8) {
            self = try Self.sm3(path.dropFirst("sm3/".utf8.count))
        } else if path.elementsEqual("pending/checkpoint".utf8) {
            self = .note(.checkpoint, isPending: true)
        } else if path.elementsEqual("pending/sm3/checkpoint".utf8) {
            self = .note(.sm3Checkpoint, isPending: true)
        } else if path.elementsEqual("pending/twin".utf8) {
            self = .note(.twin, isPending: true)
        } else if path.elementsEqual("tile".utf8) {
            self = try Self.tile(path, of: .sha256)
        } else if let document = try Self.document(path) {
            self = document
        } else if let records = try Self.records(path) {
            self = records
        } else if path.elementsEqual("completeness".utf8) {
            self = .census
        } else if path.elementsEqual("retention/due".utf8) {
            self = .dueList
        } else if path.starts(with: "completeness/".utf8) {
            self = try Self.completeness(path.dropFirst("completeness/".utf8.count))
        } else {
            throw .unknownPath
        }
    }

    /// Reads `crosswalk/<digest>` and `schema/<digest>`; nil for any other path.
    private static func document(_ path: Substring.UTF8View) throws(RouteError) -> LogRoute? {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, let digits = parts.last,
            let kind = DocumentKind.allCases.first(where: { name.elementsEqual($0.rawValue.utf8) })
        else { return nil }
        // SPEC: XW-5: one spelling, in lower case.
        guard let digest = Hexadecimal.decode(Substring(digits)), digest.count == 32,
            Hexadecimal.encode(digest).utf8.elementsEqual(digits)
        else {
            throw .malformed(
                member: "digest",
                reason: "the digest is 64 hexadecimal digits in lower case"
            )
        }
        return .document(kind, digest: digest)
    }

    /// Reads the name of a writer, as access files have it.
    private static func completeness(
        _ name: Substring.UTF8View
    ) throws(RouteError) -> LogRoute {
        let isName = name.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._-:@".utf8.contains($0)
            }
        }
        guard (1...64).contains(name.count), isName else {
            throw .malformed(
                member: "writer",
                reason: "a writer's name is 1 to 64 letters, digits and . _ - : @"
            )
        }
        return .completeness(writer: String(Substring(name)))
    }

    /// Reads `records`, `records/<id>` and `records/<id>/retention`; nil for any other path.
    private static func records(_ path: Substring.UTF8View) throws(RouteError) -> LogRoute? {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = parts.first, first.elementsEqual("records".utf8) else { return nil }
        if parts.count == 1 { return .records }
        guard parts.count <= 3, parts.count == 2 || parts[2].elementsEqual("retention".utf8) else {
            return nil
        }
        let lengths = parts[1].split(
            separator: UInt8(ascii: "-"),
            omittingEmptySubsequences: false
        )
        let digits = Set("0123456789abcdef".utf8)
        guard lengths.map(\.count) == [8, 4, 4, 4, 12],
            parts[1].allSatisfy({ digits.contains($0) || $0 == UInt8(ascii: "-") })
        else {
            throw .malformed(member: "id", reason: "the id is a UUID in lower case")
        }
        let id = String(Substring(parts[1]))
        return parts.count == 2 ? .record(id: id) : .retention(id: id)
    }

    /// Whether the path takes a query.
    var takesQuery: Bool {
        switch self {
        case .records, .record, .census, .dueList: true
        default: false
        }
    }

    private static func sm3(_ path: Substring.UTF8View) throws(RouteError) -> LogRoute {
        if path.starts(with: "tile/".utf8) || path.elementsEqual("tile".utf8) {
            return try self.tile(path, of: .sm3)
        }
        if path.starts(with: "proof/".utf8) {
            return try self.proof(path.dropFirst("proof/".utf8.count), of: .sm3)
        }
        guard path.elementsEqual("checkpoint".utf8) else { throw .unknownPath }
        return .note(.sm3Checkpoint, isPending: false)
    }

    private static func tile(
        _ path: Substring.UTF8View,
        of suite: Suite
    ) throws(RouteError) -> LogRoute {
        let place: TilePath
        do {
            place = try TilePath(parsing: String(Substring(path)))
        } catch {
            throw self.malformedTile(error)
        }
        switch place {
        case .tile(let coordinate): return .tile(suite, coordinate)
        case .entries(let coordinate): return .bundle(coordinate)
        }
    }

    private static func malformedTile(_ error: TilePathError) -> RouteError {
        switch error {
        case .malformed:
            .malformed(member: "path", reason: "the path is not spelled tile/<L>/<N>[.p/<W>]")
        case .level:
            .malformed(
                member: "level",
                reason: "the level is `entries` or 0 to 63 without leading zeros"
            )
        case .index:
            .malformed(
                member: "index",
                reason: "the index is groups of three digits, all but the last behind an x"
            )
        case .indexOutOfRange:
            .malformed(member: "index", reason: "the index is beyond the largest tree")
        case .width:
            .malformed(member: "width", reason: "the width of a partial tile is 1 to 255")
        }
    }

    /// Reads the path behind `proof/`.
    private static func proof(
        _ path: Substring.UTF8View,
        of suite: Suite
    ) throws(RouteError) -> LogRoute {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let kind = parts.first else { throw .unknownPath }
        let numbers = parts.dropFirst()
        if kind.elementsEqual("inclusion".utf8), numbers.count == 2 {
            return .inclusionProof(
                suite,
                treeSize: try self.number(parts[1], "size"),
                leafIndex: try self.number(parts[2], "index")
            )
        }
        if kind.elementsEqual("consistency".utf8), numbers.count == 2 {
            return .consistencyProof(
                suite,
                first: try self.number(parts[1], "first"),
                second: try self.number(parts[2], "second")
            )
        }
        guard kind.elementsEqual("bundle".utf8), (1...2).contains(numbers.count) else {
            throw .unknownPath
        }
        let last = parts[parts.count - 1]
        let isText = last.suffix(Self.textSuffix.utf8.count).elementsEqual(Self.textSuffix.utf8)
        let index = isText ? last.dropLast(Self.textSuffix.utf8.count) : last
        return .proofBundle(
            suite,
            treeSize: numbers.count == 2 ? try self.number(parts[1], "size") : nil,
            leafIndex: try self.number(index, "index"),
            isText: isText
        )
    }

    /// What the name of a proof file ends with: C2SP tlog-proof.
    private static let textSuffix = ".tlog-proof"

    private static func number(
        _ digits: Substring.UTF8View,
        _ member: String
    ) throws(RouteError) -> UInt64 {
        guard let number = CanonicalDecimal.parse(digits) else {
            throw .malformed(
                member: member,
                reason: "\(member) is a decimal number of 0 to 18446744073709551615, "
                    + "without leading zeros"
            )
        }
        return number
    }
}
