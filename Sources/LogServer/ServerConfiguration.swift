public import Listening

/// How a server listens and what it bears. Each limit's default suits one machine.
public struct ServerConfiguration: Sendable {
    /// Where to listen. Appends are accepted on loopback and unix sockets only, as long as there
    /// are no configured writers.
    public var address: ListenAddress

    /// TLS at this door. Default nil: plain HTTP, for this machine or behind a proxy.
    public var tls: TLSTermination?

    /// The most connections at a time. Default 1,024; more wait in the system's queue unanswered.
    public var maximumConnectionCount = 1_024

    /// The longest request target, in bytes. Default 4 KiB; longer ones get 414.
    public var maximumTargetByteCount = 4_096

    /// The most bytes of a request's head without the request line. Default 16 KiB; 431 above.
    public var maximumHeaderByteCount = 16_384

    /// The most header fields of a request. Default 100; 431 above.
    public var maximumHeaderCount = 100

    /// The longest NDJSON body, in bytes. Default 8 MiB; 413 above.
    public var maximumBatchByteCount = 8 << 20

    /// The most lines of an NDJSON body. Default 4,096; 413 above.
    public var maximumBatchLineCount = 4_096

    /// The most bytes of unfinished request bodies over all connections, so that many slow senders
    /// do not fill the memory. Default 256 MiB; a request that would exceed it gets 503.
    public var maximumBodyByteCountInFlight = 256 << 20

    /// How long a request's head may take from its first byte. Default 10 s; 408 above.
    public var headTimeout = Duration.seconds(10)

    /// How long a connection may be without a request. Default 30 s; then it is closed.
    public var idleTimeout = Duration.seconds(30)

    /// How long a sender or a reader may pause in the middle of a body. Default 10 s; a sender
    /// gets 408, a reader is disconnected.
    public var bodyPauseTimeout = Duration.seconds(10)

    /// How fast a body has to move on average once ``bodyPauseTimeout`` is over, in bytes per
    /// second. Default 1 KiB/s, below which it counts as paused.
    public var minimumBodyRate = 1_024

    /// How long a client may go on sending after an answer that ends the connection. Default 2 s;
    /// without it the answer could be lost in the network's own error.
    public var lingerTimeout = Duration.seconds(2)

    /// The bytes of answers to keep ready: full tiles and full bundles. Default 64 MiB; 0 keeps
    /// none.
    public var readyByteCount = 64 << 20

    /// Creates a configuration with the default limits.
    public init(address: ListenAddress) {
        self.address = address
    }
}
