import SignedNotes

/// Policy files.
enum PolicyTarget: FuzzTarget {
    static let name = "policy"
    static let maximumByteCount = 1_500
    static let words = [
        "log ", "witness ", "group ", "quorum ", "none", "all", "any", "\t", "#", "\n",
    ]

    static func seeds() throws -> [[UInt8]] {
        let keys = try FuzzKeys.verifierKeys
        let nested = """
            log \(keys[0])
            witness a \(keys[2]) https://a.example/
            witness b \(keys[3])
            group ab 2 a b
            group top all ab
            quorum top

            """
        return try [
            Array(FuzzKeys.policyText.utf8), Array(nested.utf8), Array("quorum none\n".utf8),
            Array("# nothing\n\n \t\nlog \(keys[1])\nquorum none".utf8),
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let policy = try? Policy(parsing: input) else { return false }
        let printed = Array(self.text(of: policy).utf8)
        try demand((try? Policy(parsing: printed)) == policy, "what was read can be written again")
        try demand(
            policy.isSatisfied(by: []) == (policy.quorum == nil),
            "nobody is a quorum of none only"
        )
        var known = Set(policy.witnesses.map { Array($0.name.utf8) })
        try demand(known.count == policy.witnesses.count, "no name is there twice")
        for group in policy.groups {
            try demand(
                (1...group.members.count).contains(group.threshold),
                "a threshold can be reached, and not by nobody"
            )
            try demand(
                group.members.allSatisfy { known.contains(Array($0.utf8)) },
                "members stand before their group"
            )
            try demand(known.insert(Array(group.name.utf8)).inserted, "no name is there twice")
        }
        if let quorum = policy.quorum {
            try demand(known.contains(Array(quorum.utf8)), "the quorum is defined")
        }
        let keys = policy.logKeys + policy.witnessKeys
        try demand(Set(keys.map(\.publicKey)).count == keys.count, "no key is there twice")
        return true
    }

    private static func text(of policy: Policy) -> String {
        var lines: [String] = []
        for log in policy.logs { lines.append("log \(log.key) \(log.url ?? "")") }
        for witness in policy.witnesses {
            lines.append("witness \(witness.name) \(witness.key) \(witness.url ?? "")")
        }
        for group in policy.groups {
            lines.append(
                "group \(group.name) \(group.threshold) \(group.members.joined(separator: " "))"
            )
        }
        lines.append("quorum \(policy.quorum ?? "none")")
        return lines.map { "\($0)\n" }.joined()
    }
}
