import LogClient
import LogCore
import LogProtocol
import Synchronization

/// The connections to the witnesses of all logs: one set for an address, whoever asks there.
final class WitnessWays: Sendable {
    private let ways = Mutex<[String: HTTPWitnessTransport]>([:])

    /// The ways to the witnesses of a policy.
    ///
    /// - Throws: ``DaemonError/policy(_:reason:)`` if an address is none.
    func ways(to policy: PublicationPolicy) throws -> [String: any WitnessTransport] {
        var ways: [String: any WitnessTransport] = [:]
        for seat in policy.seats where ways[seat.url] == nil {
            guard let url = LogURL(seat.url) else {
                throw DaemonError.policy(
                    seat.url,
                    reason: "it is not a URL of the form https://host/path"
                )
            }
            ways[seat.url] = self.ways.withLock { known in
                if let way = known[url.text] { return way }
                let way = HTTPWitnessTransport(submission: url)
                known[url.text] = way
                return way
            }
        }
        return ways
    }

    /// Closes all connections.
    func shutdown() async {
        let ways = self.ways.withLock { ways in
            defer { ways = [:] }
            return Array(ways.values)
        }
        for way in ways { await way.shutdown() }
    }
}
