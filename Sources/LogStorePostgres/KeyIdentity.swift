internal import LogCore

/// Which key it is, whatever the content it came with: who chose it, and its MAC.
struct KeyIdentity: Hashable, Sendable {
    private let writer: String
    private let mac: [UInt8]

    init(writer: String, mac: [UInt8]) {
        self.writer = writer
        self.mac = mac
    }

    init(_ key: IdempotencyKey) { self.init(writer: key.writer, mac: key.keyMAC) }

    /// The first 8 bytes of the MAC, by which keys are looked up.
    var prefix: Int64 {
        self.mac.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// MACs are random: a few bytes tell nearly all of them apart.
    func hash(into hasher: inout Hasher) { hasher.combine(self.prefix) }
}
