/// Something that a record's retention class asks for or allows, and its day.
public struct RetentionDue: Hashable, Sendable {
    /// What is due.
    public enum Kind: String, CaseIterable, Sendable {
        /// The contents must be gone after this day.
        case erase
        /// The need to keep is to be reviewed by this day.
        case review
        /// From this day on the contents may be erased.
        case erasable
    }

    /// The record, as the caller names it.
    public let record: String
    /// What is due.
    public let kind: Kind
    /// When.
    public let date: CalendarDate
    /// Whether a hold or an open incident keeps it from being done.
    public let isFrozen: Bool

    /// What is due up to and with `date`, the oldest first. Erased records owe nothing.
    ///
    /// SPEC: RET-6: what is late stays on the list until it is done.
    public static func list(
        _ records: some Sequence<(record: String, rule: RetentionRule, facts: RetentionFacts)>,
        through date: CalendarDate
    ) -> [RetentionDue] {
        var list: [RetentionDue] = []
        for (record, rule, facts) in records where facts.state != .erased {
            let days: [(Kind, CalendarDate?)] = [
                (.erase, rule.keptAtMostUntil(facts)), (.review, rule.reviewBy(facts)),
                (.erasable, rule.erasableFrom(facts)),
            ]
            for case (let kind, let day?) in days where day <= date {
                list.append(
                    RetentionDue(
                        record: record,
                        kind: kind,
                        date: day,
                        isFrozen: facts.isHeld || facts.hasOpenIncident
                    )
                )
            }
        }
        return list.sorted {
            ($0.date, $0.record, $0.kind.rawValue) < ($1.date, $1.record, $1.kind.rawValue)
        }
    }
}
