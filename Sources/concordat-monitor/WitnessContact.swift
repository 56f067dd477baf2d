import LogProtocol
import SignedNotes

/// A line of a policy with an address: who is asked for the newest head of one tree.
struct WitnessContact: Sendable {
    let name: String
    let key: VerifierKey
    let way: any WitnessTransport

    var suite: Suite { self.key.algorithm.suite }
}
