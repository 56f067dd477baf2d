import Synchronization

/// The bytes of request bodies that are under way, over all connections.
final class BodyBudget: Sendable {
    private let capacity: Int
    private let used = Atomic<Int>(0)

    /// Creates a budget of `capacity` bytes.
    init(capacity: Int) { self.capacity = capacity }

    /// Takes `byteCount` bytes, unless that is more than there are left.
    func take(_ byteCount: Int) -> Bool {
        let (_, used) = self.used.wrappingAdd(byteCount, ordering: .relaxed)
        guard used > self.capacity else { return true }
        self.used.wrappingSubtract(byteCount, ordering: .relaxed)
        return false
    }

    /// Gives back what was taken.
    func giveBack(_ byteCount: Int) {
        self.used.wrappingSubtract(byteCount, ordering: .relaxed)
    }

    /// The bytes in use, for tests.
    var usedByteCount: Int { self.used.load(ordering: .relaxed) }
}
