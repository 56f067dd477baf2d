/// Which logs and which witnesses somebody trusts, and how many of them it takes: C2SP tlog-policy.
///
///     log <vkey> [<url>]
///     witness <name> <vkey> [<url>]
///     group <name> all|any|<k> <member>...
///     quorum <name>|none
///
/// Tokens are separated by spaces or tabs; lines that start with `#` are comments. A policy with
/// SM2 keys is ours alone: public tools do not know that kind of key.
public struct Policy: Hashable, Sendable {
    /// The logs, any one of which may have signed.
    public let logs: [PolicyLog]
    /// The witnesses, in the order of their lines.
    public let witnesses: [PolicyWitness]
    /// The groups, each behind the lines that define its members.
    public let groups: [PolicyGroup]
    /// The witness or group that must have cosigned; nil for `none`.
    public let quorum: String?

    init(
        logs: [PolicyLog],
        witnesses: [PolicyWitness],
        groups: [PolicyGroup],
        quorum: String?
    ) {
        self.logs = logs
        self.witnesses = witnesses
        self.groups = groups
        self.quorum = quorum
    }

    /// Reads a policy file.
    ///
    /// - Throws: ``PolicyError`` with the line that is wrong.
    public init(parsing bytes: [UInt8]) throws(PolicyError) {
        var parser = PolicyParser()
        self = try parser.parse(bytes)
    }

    /// The keys of the logs.
    public var logKeys: [VerifierKey] { self.logs.map(\.key) }

    /// The keys of the witnesses.
    public var witnessKeys: [VerifierKey] { self.witnesses.map(\.key) }

    /// The same policy for a log with these keys, in the place of the keys of its `log` lines.
    ///
    /// A policy file has keys without sizes. Where a log's keys change, they are given with their sizes:
    /// Specs/rotation.md.
    public func trusting(logKeys keys: [VerifierKey]) -> Policy {
        Policy(
            logs: keys.map { PolicyLog(key: $0, url: nil) },
            witnesses: self.witnesses,
            groups: self.groups,
            quorum: self.quorum
        )
    }

    /// The file that reads as this policy: logs, witnesses, groups, quorum, without comments.
    public var text: String {
        func line(_ tokens: [String?]) -> String {
            tokens.compactMap(\.self).joined(separator: " ") + "\n"
        }
        return self.logs.map { line(["log", $0.key.description, $0.url]) }.joined()
            + self.witnesses.map { line(["witness", $0.name, $0.key.description, $0.url]) }.joined()
            + self.groups.map { line(["group", $0.name, $0.thresholdText] + $0.members) }.joined()
            + line(["quorum", self.quorum ?? "none"])
    }

    /// Whether the witnesses among those who signed make up the quorum.
    public func isSatisfied(by signatures: [VerifiedSignature]) -> Bool {
        self.isSatisfied(byKeys: Set(signatures.map(\.key)))
    }

    /// Whether the witnesses with these keys would make up the quorum.
    public func isSatisfied(byKeys signers: Set<VerifierKey>) -> Bool {
        guard let quorum else { return true }
        var satisfied = Set(
            self.witnesses.filter { signers.contains($0.key) }.map { WireText($0.name) }
        )
        // A group's members are defined on earlier lines, so that one pass decides them all.
        for group in self.groups {
            let count = group.members.count { satisfied.contains(WireText($0)) }
            if count >= group.threshold { satisfied.insert(WireText(group.name)) }
        }
        return satisfied.contains(WireText(quorum))
    }
}
