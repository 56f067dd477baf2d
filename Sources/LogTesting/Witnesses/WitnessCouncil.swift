public import LogCore
public import LogProtocol
public import SignedNotes

/// Three witnesses of each side, and a policy that wants two of each.
public struct WitnessCouncil: Sendable {
    /// `eu1`, `eu2`, `eu3`, `cn1`, `cn2` and `cn3`.
    public let witnesses: [ScriptedWitness]

    /// Six new witnesses.
    public init() throws {
        let witnesses = try ["eu1", "eu2", "eu3", "cn1", "cn2", "cn3"].map {
            try ScriptedWitness(name: $0)
        }
        for (witness, neighbour) in zip(witnesses, witnesses.dropFirst() + witnesses.prefix(1)) {
            witness.standBeside(neighbour.verifierKeys)
        }
        self.witnesses = witnesses
    }

    /// Those of one side.
    public func side(_ name: String) -> [ScriptedWitness] {
        self.witnesses.filter { $0.name.hasPrefix(name) }
    }

    /// The policy: each operator with a key of both kinds, two of three and two of three.
    public func policyText(logKeys: [VerifierKey]) -> [UInt8] {
        var lines = logKeys.map { "log \($0)" }
        for witness in self.witnesses {
            lines += witness.policyLines(url: "https://\(witness.name).example")
        }
        return Array((lines + Self.quorumLines + [""]).joined(separator: "\n").utf8)
    }

    /// The end of a policy over six operators of these names: two of each side.
    public static let quorumLines = [
        "group eu 2 eu1 eu2 eu3", "group cn 2 cn1 cn2 cn3", "group both all eu cn", "quorum both",
    ]

    /// The ways to them.
    public var transports: [String: any WitnessTransport] {
        Dictionary(
            uniqueKeysWithValues: self.witnesses.map { ("https://\($0.name).example", $0) }
        )
    }

    /// What a log needs to be published under them. Witnesses rest for a moment only, so that tests
    /// need not wait.
    public func logWitnesses(
        of test: TestLog,
        now: @escaping @Sendable () -> UInt64,
        configure: (inout WitnessRules) -> Void = { _ in }
    ) throws -> LogWitnesses {
        var rules = WitnessRules()
        rules.requestPatience = .milliseconds(300)
        rules.surveyPatience = .milliseconds(100)
        rules.quorumPatience = .milliseconds(600)
        rules.stopPatience = .milliseconds(50)
        rules.firstRest = .milliseconds(5)
        rules.longestRest = .milliseconds(20)
        rules.longestGrantedRest = .milliseconds(40)
        configure(&rules)
        return LogWitnesses(
            policy: try PublicationPolicy(
                parsing: self.policyText(logKeys: test.verifierKeys),
                origin: test.descriptor.origin,
                logKeys: test.verifierKeys
            ),
            transports: self.transports,
            rules: rules,
            now: now
        )
    }
}
