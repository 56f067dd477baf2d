import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// How far an audit has come: what it needs to go on without reading again what it has read.
///
/// SPEC: AUDIT-8: the file is one line of JSON and one with its SHA-256, and what it says of the
/// trees must fold to the roots that it names.
struct AuditState: Hashable, Sendable {
    /// The log's origin.
    let origin: String
    /// Both trees above the full bundles that were read and kept.
    var tree = TwinUpperTree()
    /// The size of the newest head whose roots were recomputed; nil before the first.
    var verifiedSize: UInt64?
    /// The bundle with which the next recheck begins.
    var recheckPosition: UInt64 = 0
    /// The entries that may change the log's keys or its policy, in index order: what was read of
    /// them. Which of them do is decided anew with the auditor's own keys.
    var events: [HistoryStatement] = []

    init(origin: String) { self.origin = origin }

    /// Reads a state; nil if a byte of it is not what was written.
    init?(parsing bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count == 3, lines[2].isEmpty,
            lines[1].elementsEqual(Self.checksumLine(of: lines[0])),
            let form = WireJSON.decode(Form.self, from: lines[0]), form.version == Form.version,
            let sha256 = Self.tree(SHA256Hasher.self, form.bundles, form.sha256),
            let sm3 = Self.tree(SM3Hasher.self, form.bundles, form.sm3),
            let events = Self.events(form.events ?? [])
        else { return nil }
        self.origin = form.origin
        self.tree = TwinUpperTree(sha256: sha256, sm3: sm3)
        self.verifiedSize = form.verifiedSize
        self.recheckPosition = form.recheckPosition
        self.events = events
    }

    /// The log's keys by size: those that an auditor trusts, and what the entries read so far change;
    /// those below `size` alone if it is given.
    func history(
        _ keys: [VerifierKey],
        and more: [HistoryStatement] = [],
        below size: UInt64 = .max
    ) -> LogHistory? {
        guard let origin = try? LogOrigin(self.origin) else { return nil }
        var history = LogHistory(origin: origin, keys: keys)
        for event in self.events + more where event.index < size { history.take(event) }
        return history
    }

    /// The state as a file.
    func bytes() throws -> [UInt8] {
        let form = Form(
            origin: self.origin,
            bundles: self.tree.bundleCount,
            sha256: Self.form(of: self.tree.sha256),
            sm3: Self.form(of: self.tree.sm3),
            verifiedSize: self.verifiedSize,
            recheckPosition: self.recheckPosition,
            events: self.events.isEmpty
                ? nil
                : self.events.map { EventForm(index: $0.index, entry: Base64.encode($0.statement)) }
        )
        let line = Array(try WireJSON.encode(form).utf8)
        return line + Array("\n".utf8) + Self.checksumLine(of: line) + Array("\n".utf8)
    }

    private static func checksumLine(of line: some Collection<UInt8>) -> [UInt8] {
        Array("sha256:\(Hexadecimal.encode(Hashes.sha256(line)))".utf8)
    }

    private struct Form: Codable {
        static let version = 1

        var version = Self.version
        let origin: String
        let bundles: UInt64
        let sha256: TreeForm
        let sm3: TreeForm
        let verifiedSize: UInt64?
        let recheckPosition: UInt64
        /// Missing if there are none, as before there were any.
        let events: [EventForm]?

        private enum CodingKeys: String, CodingKey {
            case version
            case origin
            case bundles
            case sha256
            case sm3
            case verifiedSize = "verified_size"
            case recheckPosition = "recheck_position"
            case events
        }
    }

    private struct EventForm: Codable {
        let index: UInt64
        let entry: String
    }

    private static func events(_ forms: [EventForm]) -> [HistoryStatement]? {
        var events: [HistoryStatement] = []
        for form in forms {
            guard let entry = Base64.decode(form.entry.utf8),
                events.last.map({ $0.index < form.index }) ?? true
            else { return nil }
            events.append(HistoryStatement(index: form.index, statement: entry))
        }
        return events
    }

    private struct TreeForm: Codable {
        let root: String
        /// The hashes of the partial tiles, level 1 first.
        let partials: [[String]]
    }

    private static func form<Hasher>(of tree: UpperTree<Hasher>) -> TreeForm {
        TreeForm(
            root: tree.root(with: CompactRange()).base64,
            partials: tree.levels.map { tree.partial(level: $0).map(\.base64) }
        )
    }

    private static func tree<Hasher: SuiteHasher>(
        _: Hasher.Type,
        _ bundleCount: UInt64,
        _ form: TreeForm
    ) -> UpperTree<Hasher>? {
        let partials = form.partials.map { $0.compactMap { TreeHash<Hasher>(base64: $0) } }
        guard partials.map(\.count) == form.partials.map(\.count), bundleCount < 1 << 56,
            let tree = try? UpperTree(bundleCount: bundleCount, partials: partials),
            tree.root(with: CompactRange()).base64.hasSameBytes(as: form.root)
        else { return nil }
        return tree
    }
}
