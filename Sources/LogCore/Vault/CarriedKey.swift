/// A living record's wrapped key as a rotation leaves it beside the epoch's key, outside the database:
/// with it, a row opens that an older backup has under a key that is destroyed.
public struct CarriedKey: Hashable, Sendable {
    /// The index of the record's entry.
    public let index: UInt64
    /// HMAC of the record's id: 32 bytes.
    public let recordMAC: [UInt8]
    /// The epoch that the key is wrapped in.
    public let epoch: UInt32
    /// The key.
    public let wrappedKey: [UInt8]

    /// Joins the parts.
    public init(index: UInt64, recordMAC: [UInt8], epoch: UInt32, wrappedKey: [UInt8]) {
        self.index = index
        self.recordMAC = recordMAC
        self.epoch = epoch
        self.wrappedKey = wrappedKey
    }
}
