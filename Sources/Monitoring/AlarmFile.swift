import CryptoSuites
import LogProtocol
import MerkleTree
public import SignedNotes

/// Evidence of what a log did, which proves it to whoever has the log's keys, and needs nobody else.
///
/// One JSON object, the notes as texts, hashes and entries in base64:
///
///     {"alarm":"split-view","heads":[<note>,<note>],"version":1}
///     {"alarm":"inconsistency","heads":[<older>,<newer>],"path":[...],"prefix_root":...,"version":1}
///     {"alarm":"twin-mismatch","heads":[<checkpoint>],"twin":<note>,"version":1}
///     {"alarm":"twin-mismatch","entry":...,"heads":[<checkpoint>,<sm3 checkpoint>],"index":7,
///      "path":[...],"sm3_leaf":...,"sm3_path":[...],"version":1}
///     {"alarm":"rollback","heads":[<larger>,<smaller>],"version":1}
///     {"alarm":"clock","heads":[<larger>,<smaller>],"version":1}
///
/// SPEC: MON-10.
public struct AlarmFile: Hashable, Sendable {
    /// What is proven.
    public enum Proof: Hashable, Sendable {
        /// Two heads of one tree with one size and different roots.
        case splitView(UnverifiedNote, UnverifiedNote)
        /// The newer head's tree begins with `older`'s number of entries under another root.
        case inconsistency(
            older: UnverifiedNote,
            newer: UnverifiedNote,
            prefixRoot: [UInt8],
            path: [[UInt8]]
        )
        /// A twin note that names another root than the checkpoint of the same size.
        case twinNote(twin: UnverifiedNote, checkpoint: UnverifiedNote)
        /// Two heads of one size whose trees hold different entries at one index.
        case twinEntries(
            checkpoint: UnverifiedNote,
            sm3Checkpoint: UnverifiedNote,
            index: UInt64,
            entry: [UInt8],
            path: [[UInt8]],
            sm3Leaf: [UInt8],
            sm3Path: [[UInt8]]
        )
        /// Two SM3 heads, the smaller one signed after the larger one: the log went back, or its
        /// clock did.
        case order(larger: UnverifiedNote, smaller: UnverifiedNote, isClock: Bool)
    }

    /// What is proven.
    public let proof: Proof

    /// Makes a file of a proof, whether it holds or not.
    public init(_ proof: Proof) { self.proof = proof }

    /// The kind of alarm.
    public var kind: AlarmKind {
        switch self.proof {
        case .splitView: .splitView
        case .inconsistency: .inconsistency
        case .twinNote, .twinEntries: .twinMismatch
        case .order(_, _, let isClock): isClock ? .clock : .rollback
        }
    }

    // MARK: Reading and writing

    /// The largest file, in bytes: two notes at their largest, with the longest entry.
    public static let maximumByteCount = 4 << 20

    private struct Form: Codable {
        var version = 1
        var alarm: String
        var heads: [String]
        var twin: String?
        var index: UInt64?
        var entry: String?
        var path: [String]?
        var prefixRoot: String?
        var sm3Leaf: String?
        var sm3Path: [String]?

        enum CodingKeys: String, CodingKey {
            case version
            case alarm
            case heads
            case twin
            case index
            case entry
            case path
            case prefixRoot = "prefix_root"
            case sm3Leaf = "sm3_leaf"
            case sm3Path = "sm3_path"
        }
    }

    /// The file's bytes: one line of JSON.
    public func bytes() throws -> [UInt8] {
        func text(_ note: UnverifiedNote) -> String { String(decoding: note.bytes, as: UTF8.self) }
        func base64(_ hashes: [[UInt8]]) -> [String] { hashes.map { Base64.encode($0) } }
        var form = Form(alarm: self.kind.rawValue, heads: [])
        switch self.proof {
        case .splitView(let first, let second): form.heads = [text(first), text(second)]
        case .inconsistency(let older, let newer, let prefixRoot, let path):
            form.heads = [text(older), text(newer)]
            form.prefixRoot = Base64.encode(prefixRoot)
            form.path = base64(path)
        case .twinNote(let twin, let checkpoint):
            form.twin = text(twin)
            form.heads = [text(checkpoint)]
        case .twinEntries(
            let checkpoint,
            let sm3Checkpoint,
            let index,
            let entry,
            let path,
            let sm3Leaf,
            let sm3Path
        ):
            form.heads = [text(checkpoint), text(sm3Checkpoint)]
            form.index = index
            form.entry = Base64.encode(entry)
            form.path = base64(path)
            form.sm3Leaf = Base64.encode(sm3Leaf)
            form.sm3Path = base64(sm3Path)
        case .order(let larger, let smaller, _): form.heads = [text(larger), text(smaller)]
        }
        return Array((try WireJSON.encode(form) + "\n").utf8)
    }

    /// Reads a file.
    ///
    /// - Throws: ``AlarmFileError/malformed(_:)``.
    public init(parsing bytes: [UInt8]) throws(AlarmFileError) {
        guard bytes.count <= Self.maximumByteCount else { throw .malformed("it is too large") }
        guard let form = WireJSON.decode(Form.self, from: bytes), form.version == 1,
            let kind = AlarmKind(rawValue: form.alarm)
        else { throw .malformed("it is not the JSON of an alarm") }
        var heads: [UnverifiedNote] = []
        for text in form.heads { heads.append(try Self.note(text)) }
        func head(_ position: Int) throws(AlarmFileError) -> UnverifiedNote {
            guard heads.count > position else { throw .malformed("a head is missing") }
            return heads[position]
        }
        switch kind {
        case .splitView: self.init(.splitView(try head(0), try head(1)))
        case .inconsistency:
            self.init(
                .inconsistency(
                    older: try head(0),
                    newer: try head(1),
                    prefixRoot: try Self.bytes(form.prefixRoot, "prefix_root"),
                    path: try Self.hashes(form.path, "path")
                )
            )
        case .twinMismatch:
            if let twin = form.twin {
                self.init(.twinNote(twin: try Self.note(twin), checkpoint: try head(0)))
                return
            }
            guard let index = form.index else { throw .malformed("index is missing") }
            self.init(
                .twinEntries(
                    checkpoint: try head(0),
                    sm3Checkpoint: try head(1),
                    index: index,
                    entry: try Self.bytes(form.entry, "entry"),
                    path: try Self.hashes(form.path, "path"),
                    sm3Leaf: try Self.bytes(form.sm3Leaf, "sm3_leaf"),
                    sm3Path: try Self.hashes(form.sm3Path, "sm3_path")
                )
            )
        case .rollback, .clock:
            self.init(
                .order(larger: try head(0), smaller: try head(1), isClock: kind == .clock)
            )
        case .staleHead, .quorumLoss, .alteredEntry, .missingTile, .invalidHead, .witnessFault:
            throw .malformed("an alarm of the kind \(kind.rawValue) cannot be proven by a file")
        }
    }

    private static func note(_ text: String) throws(AlarmFileError) -> UnverifiedNote {
        do { return try UnverifiedNote(parsing: Array(text.utf8)) } catch {
            throw .malformed("\(error)")
        }
    }

    private static func bytes(
        _ text: String?,
        _ member: String
    ) throws(AlarmFileError) -> [UInt8] {
        guard let text, let bytes = Base64.decode(text.utf8) else {
            throw .malformed("\(member) is missing or not base64")
        }
        return bytes
    }

    private static func hashes(
        _ texts: [String]?,
        _ member: String
    ) throws(AlarmFileError) -> [[UInt8]] {
        guard let texts, texts.count <= 128 else {
            throw .malformed("\(member) is missing or too long")
        }
        var hashes: [[UInt8]] = []
        for text in texts { hashes.append(try self.bytes(text, member)) }
        return hashes
    }
}

/// Why a file proves nothing.
public enum AlarmFileError: Error, Hashable, Sendable {
    /// It is no such file; why, in words.
    case malformed(String)
    /// None of the keys is the log's own: nothing can be said.
    case noKey
    /// What it says does not hold; why, in words.
    case notProven(String)

    /// What the error says about the claim.
    public var verdict: Verdict {
        switch self {
        case .noKey: .undecided
        case .malformed, .notProven: .refuted
        }
    }
}

extension AlarmFileError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .malformed(let reason): "not an alarm file: \(reason)"
        case .noKey: "none of the keys is the log's own"
        case .notProven(let reason): reason
        }
    }
}
