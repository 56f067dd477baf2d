/// Which key it is, whatever the content it came with: who chose it, and its MAC.
public struct KeyIdentity: Hashable, Sendable {
    private let writer: String
    private let mac: [UInt8]
    /// The first 8 bytes of the MAC as a big-endian number, by which keys are looked up.
    public let prefix: Int64

    /// Joins the two.
    public init(writer: String, mac: [UInt8]) {
        self.writer = writer
        self.mac = mac
        var prefix: Int64 = 0
        for byte in mac.prefix(8) { prefix = prefix << 8 | Int64(byte) }
        self.prefix = prefix
    }

    /// The identity of a key.
    public init(_ key: IdempotencyKey) { self.init(writer: key.writer, mac: key.keyMAC) }

    /// MACs are random: a few bytes tell nearly all of them apart.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.prefix) }
}
