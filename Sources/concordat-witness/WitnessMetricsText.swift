import Witnessing

/// A witness's figures as Prometheus text. `Specs/witness.md` documents each.
struct WitnessMetricsText {
    /// The text, with a line feed at its end.
    let text: String

    /// Prints how a witness stands with its logs, and the answers to requests about no log.
    init(_ statuses: [LogWitnessStatus], unplaced: [Int: UInt64]) {
        var text = ""
        func family(_ name: String, _ type: String, _ help: String, _ samples: [(String, String)]) {
            guard !samples.isEmpty else { return }
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
            for (labels, value) in samples { text += "\(name)\(labels) \(value)\n" }
        }
        let trees = statuses.flatMap(\.trees)
        func label(_ origin: String) -> String { "{origin=\"\(Self.escaped(origin))\"}" }
        family(
            "concordat_witness_answers_total",
            "counter",
            "Answers to add-checkpoint.",
            trees.flatMap { tree in
                tree.answers.sorted { $0.key < $1.key }.map { status, count in
                    (
                        "{origin=\"\(Self.escaped(tree.origin))\",status=\"\(status)\"}",
                        "\(count)"
                    )
                }
            }
                + unplaced.sorted { $0.key < $1.key }.map {
                    ("{origin=\"\",status=\"\($0.key)\"}", "\($0.value)")
                }
        )
        family(
            "concordat_witness_cosigned_size",
            "gauge",
            "Entries of the head that was cosigned last.",
            trees.compactMap { tree in tree.size.map { (label(tree.origin), "\($0)") } }
        )
        family(
            "concordat_witness_cosigned_timestamp_seconds",
            "gauge",
            "When a head was cosigned last.",
            trees.compactMap { tree in tree.timestamp.map { (label(tree.origin), "\($0)") } }
        )
        let full = statuses.filter { $0.mode == .full }
        family(
            "concordat_witness_verified_size",
            "gauge",
            "Entries up to which both trees were recomputed and compared.",
            full.map { (label($0.origin), "\($0.verifiedSize)") }
        )
        family(
            "concordat_witness_read_size",
            "gauge",
            "Entries that were read and hashed.",
            full.map { (label($0.origin), "\($0.readSize)") }
        )
        family(
            "concordat_witness_key_changes",
            "gauge",
            "Statements among the entries read that change the log's keys.",
            full.map { (label($0.origin), "\($0.keyChangeCount)") }
        )
        family(
            "concordat_witness_alarms_total",
            "counter",
            "Contradictions between what the log signed and what it signed or serves.",
            statuses.map { (label($0.origin), "\($0.alarmCount)") }
        )
        family(
            "concordat_witness_fault",
            "gauge",
            "1 if the witness's own state of the log cannot be used, else 0.",
            statuses.map { (label($0.origin), $0.fault == nil ? "0" : "1") }
        )
        self.text = text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
