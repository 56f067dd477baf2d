import Synchronization

/// Whether a server has been told to stop. All its connections look here when they answer: the event
/// that tells each of them comes later than the moment when nobody is let in any more.
final class ServerStop: Sendable {
    private let begun = Atomic<Bool>(false)

    var hasBegun: Bool { self.begun.load(ordering: .acquiring) }

    func begin() { self.begun.store(true, ordering: .releasing) }
}
