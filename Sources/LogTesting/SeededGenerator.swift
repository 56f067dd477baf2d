/// Random numbers that a printed seed brings back: SplitMix64.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Begins at `seed`.
    public init(seed: UInt64) { self.state = seed }

    /// A generator with a new seed, which is printed with what it is for.
    public static func random(_ purpose: String) -> SeededGenerator {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("\(purpose): seed \(seed)")
        return SeededGenerator(seed: seed)
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// `count` random bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: self.next()) }
    }
}
