import SignedNotes

/// Names of appends.
enum RunName {
    /// A name that no other append has: 128 random bits.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return Hexadecimal.encode(
            (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        )
    }
}
