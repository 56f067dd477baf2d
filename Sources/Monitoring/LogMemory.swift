import LogProtocol
public import SignedNotes

/// What a monitor remembers of one log between two looks, and over a restart.
public struct LogMemory: Hashable, Sendable, Codable {
    /// A larger signed head than the published one.
    public struct Ahead: Hashable, Sendable, Codable {
        /// Its size.
        public let size: UInt64
        /// Who showed it.
        public let source: String
        /// Since when the log publishes none of that size, in POSIX seconds.
        public let since: UInt64
    }

    /// A head that somebody showed and the audited tree does not reach.
    public struct Unconfirmed: Hashable, Sendable, Codable {
        /// Which tree.
        public let suite: Suite
        /// The note.
        public let note: String
        /// Who showed it.
        public let source: String
    }

    /// The format.
    public static let version = 1
    /// The most heads that wait for the tree to reach them.
    public static let unconfirmedLimit = 256

    /// The format of this one.
    public var version = LogMemory.version
    /// Heads that wait for the audited tree, oldest first.
    public private(set) var unconfirmed: [Unconfirmed] = []
    /// The newest SM3 head that was seen, as a note: the next one is not signed before it.
    public var newestSM3: String?
    /// When the newest published head that was seen was signed, in POSIX seconds.
    public private(set) var newestSignature: UInt64?
    /// Since when no head could be fetched; nil if the last look got one.
    public private(set) var unseenSince: UInt64?
    /// The largest head that is ahead of the published one.
    public private(set) var ahead: Ahead?
    /// The bundle with which the next patrol begins.
    public var patrolPosition: UInt64 = 0
    /// The alarms that stand.
    public var book = AlarmBook()
    /// What is new and was not told yet; nil if nothing is.
    public var untold: AlarmBook.Change?

    /// A memory of nothing.
    public init() {}

    /// Reads a memory; nil if it is none.
    public init?(parsing bytes: [UInt8]) {
        guard let memory = WireJSON.decode(LogMemory.self, from: bytes),
            memory.version == Self.version
        else { return nil }
        self = memory
    }

    /// The memory as a file.
    public func bytes() throws -> [UInt8] { Array((try WireJSON.encode(self) + "\n").utf8) }

    /// A look got a head, or did not.
    public mutating func look(gotHead: Bool, at now: UInt64) {
        self.unseenSince = gotHead ? nil : self.unseenSince ?? now
    }

    /// A look saw a head with a signature of this time, or none.
    public mutating func saw(signatureAt seconds: UInt64?) {
        self.newestSignature = seconds ?? self.newestSignature
    }

    /// A look saw these heads, and the log publishes one of `published` entries.
    ///
    /// The time counts from when a head of at least the published size was first seen ahead; when the
    /// log has caught up with that head, a still larger one begins anew.
    public mutating func compare(_ claims: [HeadClaim], published: UInt64, at now: UInt64) {
        if let ahead = self.ahead, published >= ahead.size { self.ahead = nil }
        let largest = claims.filter { $0.size > published }.max { $0.size < $1.size }
        guard self.ahead == nil, let largest else { return }
        self.ahead = Ahead(size: largest.size, source: largest.source, since: now)
    }

    /// Keeps a head until the tree reaches it; the same head from another source is the same.
    ///
    /// Of too many the oldest goes, first of all of those that the log itself showed: what it shows is
    /// what is being read, and what others were shown is what contradicts it.
    public mutating func wait(for claim: HeadClaim) {
        let text = claim.note.text + "\n"
        let isKnown = self.unconfirmed.contains {
            $0.suite == claim.suite && $0.note.utf8.starts(with: text.utf8)
        }
        guard !isKnown else { return }
        self.unconfirmed.append(
            Unconfirmed(
                suite: claim.suite,
                note: String(decoding: claim.note.bytes, as: UTF8.self),
                source: claim.source
            )
        )
        guard self.unconfirmed.count > Self.unconfirmedLimit else { return }
        let own = self.unconfirmed.firstIndex { HeadClaim.logSources.contains($0.source) }
        self.unconfirmed.remove(at: own ?? 0)
    }

    /// The heads that waited; from here on they do not wait.
    public mutating func takeUnconfirmed() -> [Unconfirmed] {
        defer { self.unconfirmed = [] }
        return self.unconfirmed
    }

    /// Lets a head wait on that was taken.
    public mutating func wait(on head: Unconfirmed) { self.unconfirmed.append(head) }
}
