/// How long a client waits for a log.
public struct HTTPTimeouts: Hashable, Sendable {
    /// For a connection. Default 5 s.
    public var connect: Duration
    /// For a whole request with its answer. Default 30 s: an append waits for its promise.
    public var request: Duration

    /// Creates timeouts.
    public init(connect: Duration = .seconds(5), request: Duration = .seconds(30)) {
        self.connect = connect
        self.request = request
    }
}
