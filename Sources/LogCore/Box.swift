import Synchronization

/// A place for one value that a closure on another thread leaves for its caller.
final class Box<Value: Sendable>: Sendable {
    private let content = Mutex<Value?>(nil)

    /// The value, once it is there.
    var value: Value? {
        get { self.content.withLock { $0 } }
        set { self.content.withLock { $0 = newValue } }
    }
}
