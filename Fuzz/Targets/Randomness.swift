/// Bytes that follow from the input alone, so that a finding comes back with it: SplitMix64.
struct Randomness {
    private var state: UInt64

    /// Begins with a number that depends on all bytes of `input`.
    init(_ input: [UInt8]) {
        self.state = input.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    mutating func below(_ bound: Int) -> Int {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}

extension [UInt8] {
    /// A copy with one bit changed, one that follows from the bytes.
    func damaged() -> [UInt8] {
        var random = Randomness(self)
        var copy = self
        copy[random.below(self.count)] ^= 1 << random.below(8)
        return copy
    }

    /// The text that the bytes spell; nil unless they are UTF-8.
    var text: String? { String(validating: self, as: UTF8.self) }
}
