/// What a log goes through in a test of faults: clients that append, publications, ends of processes.
public struct FaultLife: Sendable {
    /// One thing that happens.
    public enum Step: Sendable, Hashable {
        /// A client appends, and tries again under the same key.
        case append(key: String?, [String])
        /// All that is promised is published.
        case publish
        /// The process is killed.
        case crash
        /// The process is killed when it comes to this point.
        case crashAt(Failpoint)
        /// The process is stopped in order.
        case restart
        /// As `append`, and while its batch is on the way to the signer the process is held, and
        /// another one appends and publishes.
        case appendOvertaken(key: String, [String])
        /// The process is killed, and the database loses its newest head.
        case loseNewestHead
    }

    /// What happens, in order.
    public let steps: [Step]

    /// A life of these steps.
    public init(steps: [Step]) { self.steps = steps }

    /// A life in which every ``Failpoint`` is reached.
    public static let full = FaultLife(steps: [
        .append(key: "a", ["a 0"]),
        .publish,
        .append(key: "b", ["b 0", "b 1", "b 2"]),
        .append(key: nil, ["c 0"]),
        .publish,
        // A repeat, and another body under a key that is taken.
        .append(key: "b", ["b 0", "b 1", "b 2"]),
        .append(key: "a", ["another"]),
        .appendOvertaken(key: "d", ["d 0", "d 1"]),
        .publish,
        .append(key: "e", ["e 0"]),
        // Promised and not published: the next start has a journal to read.
        .crash,
        .append(key: "f", ["f 0"]),
        .restart,
        // Each leaves something behind that the next start has to clear away.
        .crashAt(.offerSegmentWrite),
        .append(key: "g", ["g 0"]),
        .append(key: "h", ["h 0", "h 1"]),
        .crashAt(.signRecordWrite),
        .publish,
        .loseNewestHead,
        .append(key: "i", ["i 0"]),
        .publish,
    ])

    /// Without the steps that need another process beside, or hands in the database.
    public static let plain = FaultLife(
        steps: Self.full.steps.filter { step in
            switch step {
            case .loseNewestHead, .appendOvertaken: false
            default: true
            }
        }
    )
}
