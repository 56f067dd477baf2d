import ServiceLifecycle
import UnixSignals

/// Ends the daemon on SIGTERM or SIGINT.
///
/// It listens from its creation on: a signal that comes while the daemon still opens its database
/// would else end the process at once, and leave a starting server to find that out by itself.
struct StopSignals: Service {
    private let signals: UnixSignalsSequence

    /// Begins to listen.
    init() async { self.signals = await UnixSignalsSequence(trapping: .sigterm, .sigint) }

    /// Returns at the first signal, and when something else ends the daemon.
    func run() async throws {
        for await _ in self.signals.cancelOnGracefulShutdown() { return }
    }
}
