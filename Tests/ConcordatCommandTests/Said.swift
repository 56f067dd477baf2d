import Synchronization

/// What something wrote, piece by piece.
final class Said: Sendable {
    private let pieces = Mutex<[String]>([])

    var texts: [String] { self.pieces.withLock { $0 } }

    func add(_ text: String) { self.pieces.withLock { $0.append(text) } }
}

/// A time that goes on when it is told to.
final class ManualTime: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    func now() -> ContinuousClock.Instant { self.instant.withLock { $0 } }

    func advance(by duration: Duration) { self.instant.withLock { $0 += duration } }
}
