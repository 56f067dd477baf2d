public import SignedNotes

/// What an audit goes by.
public struct AuditConfiguration: Sendable {
    /// The keys that the auditor trusts. At least one must be a key of the log itself.
    public var keys: [VerifierKey]
    /// The folder with what was verified before, which is made if it is not there.
    public var statePath: String
    /// Whether each tile of level 0 is fetched and compared, and not only some of them.
    public var comparesAllTiles: Bool
    /// Whether all that was kept is read again, and not only a part of it.
    public var rechecksAll: Bool
    /// How many bundles of those that were kept are read again, unless all are. Default 1,024.
    public var recheckLimit: UInt64 = 1_024
    /// How many heads that were met are checked again, the newest: signatures and roots. Default 256.
    public var headRecheckLimit = 256
    /// How many heads that were met are kept, the newest; nil to keep all. Of those above the verified size
    /// as many are kept, the first ones.
    public var headLimit: Int?
    /// Whether no file of the folder is ever written over, even if no head vouches for it yet.
    public var isStrict = false
    /// Whether everything is read from the log again, whatever was kept. Kept heads stay.
    public var startsOver: Bool
    /// The most entries to read in this run; nil to read up to the head.
    public var entryLimit: UInt64?
    /// How many requests are on their way at a time, 1 to 64.
    public var requestCount: Int
    /// After how many entries the state is saved, so that an interrupted audit goes on from there.
    public var saveInterval: UInt64

    /// Creates a configuration.
    public init(
        keys: [VerifierKey],
        statePath: String,
        comparesAllTiles: Bool = false,
        rechecksAll: Bool = false,
        startsOver: Bool = false,
        entryLimit: UInt64? = nil,
        requestCount: Int = 16,
        saveInterval: UInt64 = 1 << 16
    ) {
        self.keys = keys
        self.statePath = statePath
        self.comparesAllTiles = comparesAllTiles
        self.rechecksAll = rechecksAll
        self.startsOver = startsOver
        self.entryLimit = entryLimit
        self.requestCount = min(max(requestCount, 1), 64)
        self.saveInterval = saveInterval
    }
}
