import LogProtocol

/// Another place that shows heads of a log: a mirror, or the monitor of somebody who asked elsewhere.
struct PeerContact: Sendable {
    let name: String
    let way: any LogTransport
}
