/// The policy of a log with two trees: which operators have to cosign *both* heads.
///
///     witness eu1-ed <vkey of witness.example/eu1> https://eu1.example
///     witness eu1-sm2 <vkey of witness.example/eu1/sm3> https://eu1.example
///     group eu1 any eu1-ed eu1-sm2
///     ...
///     group eu 2 eu1 eu2 eu3
///     group cn 2 cn1 cn2 cn3
///     group both all eu cn
///     quorum both
///
/// One file for both heads, and each head is judged by it alone: that of the SHA-256 tree by the
/// Ed25519 and ML-DSA keys, that of the SM3 tree by the SM2 keys. So that the two judgements are
/// about the same parties, each operator that is counted has keys of both kinds, and they stand
/// together in one group. Leaving out the keys of one kind then leaves out no operator.
public struct TwinPolicy: Hashable, Sendable {
    /// The whole file.
    public let full: Policy
    /// What judges the head of the SHA-256 tree. It holds no kind of key that public tools do not
    /// know: this is the file to publish. SPEC: POLICY-8.
    public let sha256: Policy
    /// What judges the head of the SM3 tree.
    public let sm3: Policy
    /// Everybody with a witness line, in the order of their first.
    public let operators: [PolicyOperator]
    private let counted: Set<WireText>

    /// Takes a policy for that of a log with two trees.
    ///
    /// - Throws: ``TwinPolicyError``; never ``TwinPolicyError/policy(_:)``.
    public init(_ policy: Policy) throws(TwinPolicyError) {
        self.full = policy
        self.operators = try Self.operators(of: policy)
        self.counted = Self.counted(in: policy)
        // SPEC: POLICY-5: every counted operator holds both kinds.
        for party in self.operators where self.counted.contains(WireText(party.name)) {
            guard party.suites.count == Suite.allCases.count else {
                throw .operatorOfOneSuite(name: party.name)
            }
        }
        try Self.checkThatOperatorsStandTogether(policy, counted: self.counted)
        self.sha256 = policy.keeping(.sha256)
        self.sm3 = policy.keeping(.sm3)
        try Self.checkLogs(of: policy)
        for projected in [self.sha256, self.sm3] {
            try Self.check(projected, against: policy, counted: self.counted)
        }
    }

    /// Reads a policy file.
    ///
    /// - Throws: ``TwinPolicyError`` that names the line, operator or group which is wrong.
    public init(parsing bytes: [UInt8]) throws(TwinPolicyError) {
        let policy: Policy
        do throws(PolicyError) { policy = try Policy(parsing: bytes) } catch {
            throw .policy(error)
        }
        try self.init(policy)
    }

    /// What judges the head of the tree of this suite.
    public func policy(for suite: Suite) -> Policy {
        switch suite {
        case .sha256: self.sha256
        case .sm3: self.sm3
        }
    }

    /// Whether one head has its quorum. Only keys of its own suite count.
    ///
    /// SPEC: POLICY-4.
    public func isSatisfied(on suite: Suite, by signatures: [VerifiedSignature]) -> Bool {
        self.policy(for: suite).isSatisfied(by: signatures)
    }

    /// Whether both heads have their quorum, which is when they may be published.
    ///
    /// SPEC: POLICY-4: each by its own signatures; what one head has too many of does not help the
    /// other.
    public func isSatisfied(
        sha256: [VerifiedSignature],
        sm3: [VerifiedSignature]
    ) -> Bool {
        self.isSatisfied(on: .sha256, by: sha256) && self.isSatisfied(on: .sm3, by: sm3)
    }

    /// The counted operators that none of `signatures` is of, in the order of the policy: who is
    /// waited for on the head of this suite. A quorum may stand without some of them.
    public func missingOperators(
        on suite: Suite,
        signatures: [VerifiedSignature]
    ) -> [PolicyOperator] {
        let signers = Set(signatures.map(\.key))
        return self.countedOperators.filter { party in
            !party.witnesses.contains {
                $0.key.algorithm.suite == suite && signers.contains($0.key)
            }
        }
    }

    /// The operators that the quorum counts, in the order of the policy.
    public var countedOperators: [PolicyOperator] {
        self.operators.filter { self.counted.contains(WireText($0.name)) }
    }
}

extension TwinPolicy {
    /// The operator that a key is of.
    ///
    /// - Throws: ``TwinPolicyError/keyName(_:)`` if the name does not fit the kind of the key.
    private static func operatorName(of key: VerifierKey) throws(TwinPolicyError) -> WireText {
        let suffix = LogOrigin.sm3Suffix.utf8
        let hasSuffix =
            key.name.utf8.count > suffix.count
            && key.name.utf8.suffix(suffix.count).elementsEqual(suffix)
        switch key.algorithm.suite {
        case .sha256:
            guard !hasSuffix else { throw .keyName(key.name) }
            return WireText(key.name)
        case .sm3:
            guard hasSuffix else { throw .keyName(key.name) }
            return WireText(String(Substring(key.name.utf8.dropLast(suffix.count))))
        }
    }

    private static func operators(
        of policy: Policy
    ) throws(TwinPolicyError) -> [PolicyOperator] {
        var names: [WireText] = []
        var witnesses: [WireText: [PolicyWitness]] = [:]
        for witness in policy.witnesses {
            let name = try self.operatorName(of: witness.key)
            if witnesses[name] == nil { names.append(name) }
            witnesses[name, default: []].append(witness)
        }
        return names.map { PolicyOperator(name: $0, witnesses: witnesses[$0] ?? []) }
    }

    /// The operators whose signatures the quorum can depend on.
    private static func counted(in policy: Policy) -> Set<WireText> {
        guard let quorum = policy.quorum else { return [] }
        return policy.operators(below: WireText(quorum))
    }

    /// SPEC: POLICY-6: a witness line counts only inside a group `any` that holds keys of its
    /// operator and nothing else; and there is one such group, so that nobody counts twice.
    private static func checkThatOperatorsStandTogether(
        _ policy: Policy,
        counted: Set<WireText>
    ) throws(TwinPolicyError) {
        let byName = policy.witnessesByName
        var seen: Set<WireText> = []
        for group in policy.groups {
            let witnesses = group.members.compactMap { byName[WireText($0)] }
            guard let first = witnesses.first else { continue }
            let name = try self.operatorName(of: first.key)
            for witness in witnesses where try self.operatorName(of: witness.key) != name {
                throw .operatorNotTogether(name: name.string)
            }
            guard witnesses.count == group.members.count, group.threshold == 1,
                seen.insert(name).inserted
            else { throw .operatorNotTogether(name: name.string) }
        }
        // A line that is the quorum itself, or stands outside of its operator's group, is alone.
        let grouped = Set(policy.groups.flatMap(\.members).map { WireText($0) })
        for witness in policy.witnesses {
            let name = try self.operatorName(of: witness.key)
            guard !counted.contains(name) || grouped.contains(WireText(witness.name)) else {
                throw .operatorNotTogether(name: name.string)
            }
        }
    }

    /// A log that is listed signs both trees.
    private static func checkLogs(of policy: Policy) throws(TwinPolicyError) {
        var suites: [WireText: Set<Suite>] = [:]
        for log in policy.logs {
            let origin = try self.operatorName(of: log.key)
            suites[origin, default: []].insert(log.key.algorithm.suite)
        }
        for log in policy.logs {
            let origin = try self.operatorName(of: log.key)
            guard suites[origin]?.count == Suite.allCases.count else {
                throw .logOfOneSuite(origin: origin.string)
            }
        }
    }

    /// SPEC: POLICY-7: leaving out keys leaves every counted group with the operators and the
    /// threshold that it had.
    private static func check(
        _ projected: Policy,
        against policy: Policy,
        counted: Set<WireText>
    ) throws(TwinPolicyError) {
        let groups = Dictionary(
            projected.groups.map { (WireText($0.name), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for group in policy.groups {
            let name = WireText(group.name)
            let operators = policy.operators(below: name)
            guard !operators.isDisjoint(with: counted) else { continue }
            guard let left = groups[name], left.threshold == group.threshold,
                projected.operators(below: name) == operators
            else { throw .groupChanges(name: group.name) }
        }
    }
}

extension Policy {
    fileprivate var witnessesByName: [WireText: PolicyWitness] {
        Dictionary(
            self.witnesses.map { (WireText($0.name), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The operators with a key below a witness or a group. Names of keys tell them apart.
    fileprivate func operators(below name: WireText) -> Set<WireText> {
        let byName = self.witnessesByName
        var operators: [WireText: Set<WireText>] = byName.mapValues { witness in
            let suffix = LogOrigin.sm3Suffix.utf8
            let name = witness.key.name.utf8
            guard witness.key.algorithm.suite == .sm3 else { return [WireText(witness.key.name)] }
            return [WireText(String(Substring(name.dropLast(suffix.count))))]
        }
        // A group's members are defined on earlier lines, so that one pass finds all.
        for group in self.groups {
            operators[WireText(group.name)] = group.members.reduce(into: []) {
                $0.formUnion(operators[WireText($1)] ?? [])
            }
        }
        return operators[name] ?? []
    }

    /// The policy without the keys of the other suite. Groups keep their thresholds and lose the
    /// members that are gone; one that has none left is gone, too.
    fileprivate func keeping(_ suite: Suite) -> Policy {
        let witnesses = self.witnesses.filter { $0.key.algorithm.suite == suite }
        var names = Set(witnesses.map { WireText($0.name) })
        var groups: [PolicyGroup] = []
        for group in self.groups {
            let members = group.members.filter { names.contains(WireText($0)) }
            guard !members.isEmpty else { continue }
            names.insert(WireText(group.name))
            groups.append(
                PolicyGroup(name: group.name, threshold: group.threshold, members: members)
            )
        }
        return Policy(
            logs: self.logs.filter { $0.key.algorithm.suite == suite },
            witnesses: witnesses,
            groups: groups,
            quorum: self.quorum
        )
    }
}
