public import CryptoSuites
import MerkleTree

/// The text in which a log says that two roots are over the same entries: the twin note.
///
///     concordat/twin/v1
///     <origin>
///     <tree size>
///     <SHA-256 root, base64>
///     <SM3 root, base64>
public struct TwinNote: Hashable, Sendable {
    /// The first line.
    public static let header = "concordat/twin/v1"

    /// The log's origin, which is that of its SHA-256 tree.
    public let origin: LogOrigin
    /// The two roots and their size.
    public let head: TwinHead

    /// Creates a twin note from its parts.
    public init(origin: LogOrigin, head: TwinHead) {
        self.origin = origin
        self.head = head
    }

    /// Reads a twin note from a text that nobody has vouched for.
    ///
    /// - Throws: ``TwinNoteError`` that names the part which is wrong.
    public init(parsing text: String) throws(TwinNoteError) {
        // SPEC: TWIN-1, TWIN-2, TWIN-3, TWIN-4.
        guard let lines = text.utf8.lines(), lines.count == 5,
            lines[0].elementsEqual(Self.header.utf8)
        else { throw .malformed }
        guard let origin = try? LogOrigin(String(Substring(lines[1]))) else { throw .origin }
        guard let size = CanonicalDecimal.parse(lines[2]) else { throw .size }
        guard let sha256 = TreeHash<SHA256Hasher>(base64: lines[3]),
            let sm3 = TreeHash<SM3Hasher>(base64: lines[4])
        else { throw .root }
        self.init(origin: origin, head: TwinHead(size: size, sha256: sha256, sm3: sm3))
        // SPEC: TWIN-5.
        guard size > 0 || self.head == .empty else { throw .rootOfEmptyTree }
        // One spelling per twin note: what was read above must be what would be printed.
        guard self.text.hasSameBytes(as: text) else { throw .malformed }
    }

    /// Takes the twin note from a note that the log signed with its keys of `suites`.
    ///
    /// SPEC: TWIN-6: each key vouches for its own root; that the two belong together is vouched for
    /// only by whoever requires both.
    ///
    /// - Throws: ``TwinNoteError/notSignedByLog(missing:)`` if a suite's key is not among those
    ///   that verified, or what is wrong with the text.
    public init(
        _ note: VerifiedNote,
        requiring suites: Set<Suite> = Set(Suite.allCases)
    ) throws(TwinNoteError) {
        precondition(!suites.isEmpty, "a twin note is taken on the word of at least one key")
        let twin = try TwinNote(parsing: note.text)
        let missing = suites.subtracting(twin.suites(signedIn: note))
        guard missing.isEmpty else {
            throw .notSignedByLog(missing: missing)
        }
        self = twin
    }

    /// SPEC: TWIN-8: checks that the two heads of the log are those that the twin note names.
    ///
    /// - Throws: ``TwinNoteError/differs(from:)`` with the suite whose checkpoint has another
    ///   origin, size or root.
    public func check(
        sha256: Checkpoint<SHA256Hasher>,
        sm3: Checkpoint<SM3Hasher>
    ) throws(TwinNoteError) {
        guard sha256.origin.hasSameBytes(as: self.origin.text), sha256.size == self.head.size,
            sha256.root == self.head.sha256
        else { throw .differs(from: .sha256) }
        guard sm3.origin.hasSameBytes(as: self.origin.sm3Text), sm3.size == self.head.size,
            sm3.root == self.head.sm3
        else { throw .differs(from: .sm3) }
    }

    /// The suites whose log key is among those that verified `note`.
    public func suites(signedIn note: VerifiedNote) -> Set<Suite> {
        var suites: Set<Suite> = []
        if note.isSigned(by: SHA256Hasher.logAlgorithm, named: self.origin.text) {
            suites.insert(.sha256)
        }
        if note.isSigned(by: SM3Hasher.logAlgorithm, named: self.origin.sm3Text) {
            suites.insert(.sm3)
        }
        return suites
    }

    /// The text that is signed.
    public var text: String {
        """
        \(Self.header)
        \(self.origin.text)
        \(self.head.size)
        \(self.head.sha256.base64)
        \(self.head.sm3.base64)

        """
    }
}
