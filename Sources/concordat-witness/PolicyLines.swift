import SignedNotes

/// The lines that a witness is in a log's policy.
struct PolicyLines {
    /// The lines, without a line feed at the end.
    let text: String

    /// Prints the keys of the witness `name`, those that are to come into their place behind them, and
    /// the group that joins all of them.
    init(name: String, keys: [VerifierKey], next: [VerifierKey] = [], url: String?) {
        let label = name.split(separator: "/").last.map(String.init) ?? name
        let lines =
            keys.map { (name: "\(label)-\(Self.kind(of: $0))", key: $0) }
            + next.map { (name: "\(label)-\(Self.kind(of: $0))-next", key: $0) }
        let members = lines.map(\.name).joined(separator: " ")
        self.text =
            (lines.map { line in
                "witness \(line.name) \(line.key)" + (url.map { " \($0)" } ?? "")
            } + ["group \(label) any \(members)"]).joined(separator: "\n")
    }

    private static func kind(of key: VerifierKey) -> String {
        switch key.algorithm {
        case .ed25519, .cosignatureEd25519: "ed25519"
        case .cosignatureMLDSA44: "ml-dsa-44"
        case .sm2: "sm2"
        }
    }
}
