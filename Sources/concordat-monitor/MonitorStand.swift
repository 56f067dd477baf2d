import LogClient
import LogProtocol
import Logging
import SignedNotes

/// Everything that has connections.
struct MonitorStand {
    let webhook = HTTPWebhook()
    private let configuration: MonitorConfiguration
    private let transports: [HTTPLogTransport]
    private let peers: [[(name: String, way: HTTPLogTransport)]]
    private let ways: [[(name: String, contact: WitnessContact, way: HTTPWitnessTransport)]]

    init(_ configuration: MonitorConfiguration) {
        self.configuration = configuration
        self.transports = configuration.logs.map { HTTPLogTransport(url: $0.url) }
        self.peers = configuration.logs.map { log in
            log.peers.map { ($0.text, HTTPLogTransport(url: $0)) }
        }
        self.ways = configuration.logs.map { log in
            (log.policy?.full.witnesses ?? []).compactMap { witness in
                guard let url = witness.url.flatMap({ LogURL($0) }) else { return nil }
                let way = HTTPWitnessTransport(submission: url)
                let contact = WitnessContact(name: witness.name, key: witness.key, way: way)
                return (witness.name, contact, way)
            }
        }
    }

    /// A watch for each log.
    func watches(
        folder: MonitorFolder,
        now: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) -> [LogWatch] {
        self.configuration.logs.indices.map { number in
            LogWatch(
                self.configuration.logs[number],
                // A look that fails is followed by another one: waiting long helps nobody.
                transport: self.transports[number].retrying(RetryRules(patience: .seconds(2))),
                witnesses: self.ways[number].map(\.contact),
                peers: self.peers[number].map { PeerContact(name: $0.name, way: $0.way) },
                folder: folder,
                now: now,
                logger: logger
            )
        }
    }

    func shutdown() async {
        for transport in self.transports { await transport.shutdown() }
        for peer in self.peers.flatMap(\.self) { await peer.way.shutdown() }
        for way in self.ways.flatMap(\.self) { await way.way.shutdown() }
        await self.webhook.shutdown()
    }
}
