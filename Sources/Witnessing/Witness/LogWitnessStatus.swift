package import SignedNotes

/// How a witness stands with one log.
package struct LogWitnessStatus: Hashable, Sendable {
    /// How it stands with one of a log's trees.
    package struct Tree: Hashable, Sendable {
        /// The origin of the tree.
        package let origin: String
        /// Which tree.
        package let suite: Suite
        /// The size of the head that was cosigned last; nil before the first.
        package let size: UInt64?
        /// When that was, in POSIX seconds; nil before the first.
        package let timestamp: UInt64?
        /// The answers since the start, by HTTP status.
        package var answers: [Int: UInt64]
    }

    /// The log's origin.
    package let origin: String
    /// The log's trees.
    package let trees: [Tree]
    /// What is checked.
    package let mode: WitnessedLog.Mode
    /// How far both trees were verified. 0 in light mode.
    package let verifiedSize: UInt64
    /// How far entries were read. 0 in light mode.
    package let readSize: UInt64
    /// How many statements among the entries read change the log's keys. 0 in light mode, unless the
    /// log was checked in full before.
    package let keyChangeCount: Int
    /// What keeps heads of the log from being cosigned; nil if nothing does.
    package let fault: WitnessFault?
    /// How often the log contradicted itself since the start.
    package let alarmCount: UInt64
    /// The last time that it did, in words; nil if it did not.
    package let lastAlarm: String?
}
