/// The alarms of one log that stand. Pure: it decides what is new, and what has ended.
public struct AlarmBook: Hashable, Sendable, Codable {
    /// Those that stand, in the order in which they came.
    public private(set) var standing: [Alarm]
    /// How many were raised ever.
    public private(set) var raisedCount: Int

    /// A book without alarms.
    public init() {
        self.standing = []
        self.raisedCount = 0
    }

    /// What a look at the log changed.
    public struct Change: Hashable, Sendable, Codable {
        /// Alarms that are new.
        public let raised: [Alarm]
        /// Alarms whose cause is gone.
        public let ended: [Alarm]

        /// Joins the two.
        public init(raised: [Alarm], ended: [Alarm]) {
            self.raised = raised
            self.ended = ended
        }
    }

    /// Takes what was found wrong in one look. `looked` are the kinds that the look could have found,
    /// `unseen` subjects of these that it could not: an alarm that ends stays as long as nobody has looked
    /// again.
    ///
    /// SPEC: MON-9: an alarm is told once when it begins; those that end are told when they do.
    public mutating func look(
        found: [Alarm],
        looked: Set<AlarmKind>,
        unseen: Set<String> = []
    ) -> Change {
        var raised: [Alarm] = []
        for alarm in found where !self.standing.contains(where: { $0.isSame(as: alarm) }) {
            self.standing.append(alarm)
            self.raisedCount += 1
            raised.append(alarm)
        }
        let ended = self.standing.filter { alarm in
            alarm.kind.ends && looked.contains(alarm.kind) && !unseen.contains(alarm.subject)
                && !found.contains { $0.isSame(as: alarm) }
        }
        self.standing.removeAll { alarm in ended.contains { $0.isSame(as: alarm) } }
        return Change(raised: raised, ended: ended)
    }
}

extension Alarm {
    /// Whether two alarms are about the same thing.
    func isSame(as other: Alarm) -> Bool {
        self.kind == other.kind && self.log.utf8.elementsEqual(other.log.utf8)
            && self.subject.utf8.elementsEqual(other.subject.utf8)
    }
}

extension AlarmBook {
    /// Whether an alarm about the same thing stands.
    public func stands(_ alarm: Alarm) -> Bool {
        self.standing.contains { $0.isSame(as: alarm) }
    }
}
