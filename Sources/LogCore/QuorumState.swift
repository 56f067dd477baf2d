import LogProtocol
public import SignedNotes

/// How the newest signed head stands with the witnesses of the log's policy.
public struct QuorumState: Hashable, Sendable {
    /// A key of the policy that has not cosigned the head.
    public struct Missing: Hashable, Sendable {
        /// The name of the policy's line.
        public let name: String
        /// Which of the two heads lacks its line.
        public let suite: Suite
        /// Why, in words; some of them may be the witness's own, in visible ASCII.
        public let reason: String
        /// Since when, in POSIX seconds; nil if it has only just been asked.
        public let since: UInt64?

        /// Joins the four.
        public init(name: String, suite: Suite, reason: String, since: UInt64?) {
            self.name = name
            self.suite = suite
            self.reason = reason
            self.since = since
        }
    }

    /// The size of the head.
    public let size: UInt64
    /// Since when nothing was published for want of a quorum, in POSIX seconds; nil while the
    /// quorum stands.
    public let waitingSince: UInt64?
    /// Who has not cosigned the head.
    public let missing: [Missing]

    /// Joins the three.
    public init(size: UInt64, waitingSince: UInt64?, missing: [Missing]) {
        self.size = size
        self.waitingSince = waitingSince
        self.missing = missing
    }
}

extension QuorumState {
    /// What an operator should know, a sentence each.
    var remarks: [String] {
        let missing = self.missing.map { missing in
            let since = missing.since.map { " since \(TimeText($0))" } ?? ""
            return
                "witness \(missing.name) has not cosigned the \(missing.suite.title) head of size "
                + "\(self.size)\(since): \(missing.reason)"
        }
        guard let waitingSince else { return missing }
        return [
            "no head is published since \(TimeText(waitingSince)): the head of size \(self.size) "
                + "waits for its quorum; appends go on"
        ] + missing
    }
}
