/// What the row of a retry key says about the entries that it stands for.
public struct StoredKey: Hashable, Sendable {
    /// The index of the first entry.
    public let firstIndex: UInt64
    /// The number of entries.
    public let entryCount: Int64
    /// The number by which the key is looked up.
    public let keyPrefix: Int64
    /// The HMAC of the key, whose first eight bytes the prefix repeats.
    public let keyMAC: [UInt8]

    /// Joins what was read.
    public init(firstIndex: UInt64, entryCount: Int64, keyPrefix: Int64, keyMAC: [UInt8]) {
        self.firstIndex = firstIndex
        self.entryCount = entryCount
        self.keyPrefix = keyPrefix
        self.keyMAC = keyMAC
    }

    /// Whether the key is found by its prefix.
    var hasItsPrefix: Bool {
        self.keyMAC.count == 32
            && self.keyMAC.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
                == UInt64(bitPattern: self.keyPrefix)
    }
}
