/// A party of a twin policy: who runs a witness, with one key or more in each suite.
public struct PolicyOperator: Hashable, Sendable {
    private let exactName: WireText
    /// The witness lines with the operator's keys, in the order of the policy.
    public let witnesses: [PolicyWitness]

    init(name: WireText, witnesses: [PolicyWitness]) {
        self.exactName = name
        self.witnesses = witnesses
    }

    /// The name in the operator's SHA-256 keys; its SM2 keys have `/sm3` behind it.
    public var name: String { self.exactName.string }

    /// The suites that the operator has keys of.
    public var suites: Set<Suite> { Set(self.witnesses.map(\.key.algorithm.suite)) }

    /// Where the operator's witness takes heads of a tree of this suite: the first address among
    /// its lines with a key of the suite; nil without one.
    public func url(for suite: Suite) -> String? {
        self.witnesses.first { $0.key.algorithm.suite == suite && $0.url != nil }?.url
    }
}
