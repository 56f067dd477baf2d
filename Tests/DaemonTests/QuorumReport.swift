import Testing

/// What a daemon says about the witnesses of a log.
struct QuorumReport: Hashable, Sendable {
    /// The size of the newest signed head.
    let size: UInt64
    /// Since when nothing is published, as it stands there; nil while the quorum stands.
    let waitingSince: String?
    /// Why each line of the policy is missing, by its name.
    let missing: [String: String]

    /// Reads the member `quorum` of a log in `/readyz`.
    init(_ object: [String: Any]) throws {
        self.size = UInt64(try #require(object["size"] as? Int))
        self.waitingSince = object["waiting_since"] as? String
        let missing = try #require(object["missing"] as? [[String: Any]])
        self.missing = Dictionary(
            try missing.map {
                (try #require($0["witness"] as? String), try #require($0["reason"] as? String))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
