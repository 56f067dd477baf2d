/// A place in the inputs of an append.
struct InputPosition: Hashable, Sendable, Codable {
    /// The number of the input, counted from 0.
    var input: Int
    /// The bytes of it that lie in front of the place. Always 0 where an input is one entry.
    var offset: UInt64
    /// The lines of it that lie in front of the place.
    var line: UInt64

    /// The beginning of the first input.
    static let start = InputPosition(input: 0, offset: 0, line: 0)
}
