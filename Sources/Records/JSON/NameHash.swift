/// FNV-1a over the UTF-8 bytes of a name: finds names quickly, and is no protection against anyone.
enum NameHash {
    static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    static func adding(_ byte: UInt8, to hash: UInt64) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    static func of(_ name: String) -> UInt64 {
        name.utf8.reduce(self.seed) { self.adding($1, to: $0) }
    }
}
