public import CryptoSuites
public import MerkleTree
public import SignedNotes

/// A signed head that somebody saw, verified under the log's keys.
public struct HeadSighting: Hashable, Sendable {
    /// Which of the three notes it was.
    public enum Note: Hashable, Sendable, CaseIterable {
        /// The checkpoint of the SHA-256 tree.
        case checkpoint
        /// The checkpoint of the SM3 tree.
        case sm3Checkpoint
        /// The note that names both roots.
        case twin
    }

    /// Which note it was.
    public let note: Note
    /// The number of entries.
    public let size: UInt64
    /// The root of the SHA-256 tree, if the note has it.
    public let sha256: TreeHash<SHA256Hasher>?
    /// The root of the SM3 tree, if the note has it.
    public let sm3: TreeHash<SM3Hasher>?
    /// The time in its SM2 signature, in POSIX seconds; nil if the note has none.
    public let seconds: UInt64?
    /// Whether it was seen published, and not on its way there.
    public let isPublished: Bool

    /// Joins the parts.
    public init(
        note: Note,
        size: UInt64,
        sha256: TreeHash<SHA256Hasher>?,
        sm3: TreeHash<SM3Hasher>?,
        seconds: UInt64?,
        isPublished: Bool
    ) {
        self.note = note
        self.size = size
        self.sha256 = sha256
        self.sm3 = sm3
        self.seconds = seconds
        self.isPublished = isPublished
    }

    /// The same head, seen published or on its way there.
    public func seen(published: Bool) -> HeadSighting {
        HeadSighting(
            note: self.note,
            size: self.size,
            sha256: self.sha256,
            sm3: self.sm3,
            seconds: self.seconds,
            isPublished: published
        )
    }

    /// Reads and verifies a note.
    ///
    /// - Throws: What is wrong with it; ``OtherOrigin`` if another log's name stands in it.
    public init(
        _ note: Note,
        _ bytes: [UInt8],
        keys: [VerifierKey],
        origin: LogOrigin,
        isPublished: Bool
    ) throws {
        let verified = try UnverifiedNote(parsing: bytes).verified(by: keys)
        let seconds = verified.verified.compactMap(\.timestamp).first
        switch note {
        case .checkpoint:
            let head = try Checkpoint<SHA256Hasher>(verified)
            guard head.origin == origin.text else { throw OtherOrigin(name: head.origin) }
            self.init(
                note: note,
                size: head.size,
                sha256: head.root,
                sm3: nil,
                seconds: seconds,
                isPublished: isPublished
            )
        case .sm3Checkpoint:
            let head = try Checkpoint<SM3Hasher>(verified)
            guard head.origin == origin.sm3Text else { throw OtherOrigin(name: head.origin) }
            self.init(
                note: note,
                size: head.size,
                sha256: nil,
                sm3: head.root,
                seconds: seconds,
                isPublished: isPublished
            )
        case .twin:
            let twin = try TwinNote(verified)
            guard twin.origin == origin else { throw OtherOrigin(name: twin.origin.text) }
            self.init(
                note: note,
                size: twin.head.size,
                sha256: twin.head.sha256,
                sm3: twin.head.sm3,
                seconds: seconds,
                isPublished: isPublished
            )
        }
    }

    /// A note of another log.
    public struct OtherOrigin: Error, Hashable {
        /// The origin that stands in it.
        public let name: String
    }
}
