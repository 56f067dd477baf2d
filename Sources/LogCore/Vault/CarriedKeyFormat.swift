/// The file of carried keys: a head, then entries of one length in the order of their indexes, so that
/// one is found by halving.
///
///     head     "concordat/carried/v1\n" (21 bytes), epoch (4), length of a wrapped key (2)
///     entry    index (8), HMAC of the record's id (32), wrapped key
///
/// Numbers are big-endian.
public struct CarriedKeyFormat: Hashable, Sendable {
    private static let magic = Array("concordat/carried/v1\n".utf8)

    /// The head's length, in bytes.
    public static let headByteCount = Self.magic.count + 6

    /// The epoch of all keys in the file.
    public let epoch: UInt32
    private let keyByteCount: Int

    /// A file of an epoch whose wrapped keys have this length.
    public init?(epoch: UInt32, keyByteCount: Int) {
        guard (1...1_024).contains(keyByteCount) else { return nil }
        self.epoch = epoch
        self.keyByteCount = keyByteCount
    }

    /// Reads a head; nil if it is none.
    public init?(parsing head: [UInt8]) {
        var rest = head[...]
        guard head.count == Self.headByteCount, head.starts(with: Self.magic) else { return nil }
        rest = rest.dropFirst(Self.magic.count)
        guard let epoch = VaultBytes.number(UInt32.self, from: &rest),
            let count = VaultBytes.number(UInt16.self, from: &rest)
        else { return nil }
        self.init(epoch: epoch, keyByteCount: Int(count))
    }

    /// The head.
    public var head: [UInt8] {
        Self.magic + VaultBytes.bigEndian(self.epoch)
            + VaultBytes.bigEndian(UInt16(self.keyByteCount))
    }

    /// An entry's length, in bytes.
    public var entryByteCount: Int { 40 + self.keyByteCount }

    /// An entry; nil if the key does not fit.
    public func bytes(of key: CarriedKey) -> [UInt8]? {
        guard key.recordMAC.count == 32, key.wrappedKey.count == self.keyByteCount,
            key.epoch == self.epoch
        else { return nil }
        return VaultBytes.bigEndian(key.index) + key.recordMAC + key.wrappedKey
    }

    /// Reads an entry; nil unless it has its length.
    public func key(parsing entry: [UInt8]) -> CarriedKey? {
        var rest = entry[...]
        guard entry.count == self.entryByteCount,
            let index = VaultBytes.number(UInt64.self, from: &rest),
            let mac = VaultBytes.take(32, from: &rest)
        else { return nil }
        return CarriedKey(
            index: index,
            recordMAC: mac,
            epoch: self.epoch,
            wrappedKey: Array(rest)
        )
    }
}
