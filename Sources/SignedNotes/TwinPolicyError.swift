/// Why bytes are not the policy of a log with two trees.
public enum TwinPolicyError: Error, Hashable, Sendable {
    /// The bytes are no policy at all.
    case policy(PolicyError)
    /// A log has a key in one suite and none in the other. The text is the origin of the SHA-256
    /// tree.
    case logOfOneSuite(origin: String)
    /// The name of an SM2 key does not end in `/sm3`, or that of another key does.
    case keyName(String)
    /// A counted operator has keys of one suite only.
    case operatorOfOneSuite(name: String)
    /// A group that counts this operator has one of its keys beside something else, or counts it
    /// in two places.
    case operatorNotTogether(name: String)
    /// Left to the keys of one suite, the group would ask for other operators.
    case groupChanges(name: String)
}

extension TwinPolicyError: CustomStringConvertible {
    /// What is wrong, in words for whoever wrote the policy.
    public var description: String {
        switch self {
        case .policy(let error): "\(error)"
        case .logOfOneSuite(let origin):
            "the log \(origin) has no key in one of the two suites"
        case .keyName(let name):
            "the key name \(name): an SM2 key's ends in /sm3, and no other does"
        case .operatorOfOneSuite(let name):
            "the operator \(name) is counted and has no key in one of the two suites"
        case .operatorNotTogether(let name):
            "the keys of \(name) have to stand together in one group `any`, with nothing else"
        case .groupChanges(let name):
            "the group \(name) would ask for other operators in one of the two suites"
        }
    }
}
