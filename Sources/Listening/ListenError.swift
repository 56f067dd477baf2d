/// A server cannot listen where it should.
public struct ListenError: Error, Hashable, Sendable {
    /// Where it should.
    public let address: ListenAddress
    /// What the system says, for people.
    public let reason: String
}

extension ListenError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String { "cannot listen on \(self.address): \(self.reason)" }
}
