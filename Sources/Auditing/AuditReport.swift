public import LogProtocol
public import SignedNotes

/// What an audit verified.
public struct AuditReport: Hashable, Sendable {
    /// The log.
    public let origin: LogOrigin
    /// The head whose two roots follow from the entries.
    public let head: TwinHead
    /// The suites whose head the log signed with a key that the auditor trusts.
    public let suites: Set<Suite>
    /// The log's keys by tree size, and its policies, as its entries have changed them.
    public let history: LogHistory
    /// The signatures that verified.
    public let signatures: [VerifiedSignature]
    /// The entries that no earlier run had read.
    public var newEntryCount: UInt64 = 0
    /// The bytes of the bundles that this run read from the log.
    public var newByteCount: UInt64 = 0
    /// The tiles of level 0 that were fetched and compared, of both trees.
    public var comparedLeafTileCount: UInt64 = 0
    /// The tiles of the levels above that were fetched and compared, of both trees.
    public var comparedUpperTileCount: UInt64 = 0
    /// The entries kept from earlier runs that were read again.
    public var recheckedEntryCount: UInt64 = 0
    /// The sizes of heads that were kept from earlier runs, all of which this one continues.
    public var keptHeadCount: Int = 0
    /// The findings of earlier runs, with evidence in the state folder.
    public var alarmCount: Int = 0

    init(_ served: ServedHead, history: LogHistory) {
        self.origin = served.origin
        self.head = served.head
        self.suites = served.suites
        self.signatures = served.signatures
        self.history = history
    }
}
