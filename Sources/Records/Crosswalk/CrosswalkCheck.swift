/// What a record answers of each side's provisions, and what it leaves open.
///
/// It compares members that are there with members that are asked for. It says nothing about whether they
/// are true, and nothing about conformity.
public struct CrosswalkCheck: Sendable {
    /// What was found about a provision.
    public enum Finding: String, CaseIterable, Sendable {
        /// All fields that it asks for are there.
        case answered
        /// Fields are missing.
        case missing
        /// The log as a whole answers it.
        case log
        /// It is about something that is kept outside the log.
        case archive
        /// The product makes no such claim.
        case unmet
        /// It does not speak of this record.
        case notApplicable = "not-applicable"
        /// It does not apply yet.
        case later
        /// It does not apply any more.
        case ended
    }

    /// A provision, and what was found about it.
    public struct Row: Sendable {
        /// The provision.
        public let provision: Provision
        /// What was found.
        public let finding: Finding
        /// The fields that it asks for and that are not there; with ``Finding/later``, those that
        /// will be missing then.
        public let missingFields: [String]
    }

    /// The day for which was checked.
    public let date: CalendarDate
    /// A row for each provision of the sides that were asked about, in the crosswalk's order.
    public let rows: [Row]

    /// Whether no provision that applies on the day misses a field.
    public var isAnswered: Bool { !self.rows.contains { $0.finding == .missing } }

    /// Checks a record of a class. `value` gives a field's value; nil, and JSON's null, are absent.
    public init(
        recordClass: String,
        on date: CalendarDate,
        sides: Set<LegalSide>,
        crosswalk: Crosswalk,
        value: (String) -> JSONValue?
    ) {
        self.date = date
        self.rows = crosswalk.provisions.filter { sides.contains($0.side) }.map { provision in
            Self.row(provision, recordClass: recordClass, on: date, value: value)
        }
    }

    private static func row(
        _ provision: Provision,
        recordClass: String,
        on date: CalendarDate,
        value: (String) -> JSONValue?
    ) -> Row {
        func row(_ finding: Finding, _ missing: [String] = []) -> Row {
            Row(provision: provision, finding: finding, missingFields: missing)
        }
        if let end = provision.appliesUntil, date > end { return row(.ended) }
        switch provision.answer {
        case .log: return row(provision.applies(on: date) ? .log : .later)
        case .archive: return row(provision.applies(on: date) ? .archive : .later)
        case .unmet: return row(.unmet)
        case .record: break
        }
        guard provision.classes.contains(recordClass), provision.scope.hold(in: value) else {
            return row(.notApplicable)
        }
        let missing = provision.needs.filter { $0.conditions.hold(in: value) }
            .flatMap(\.fields).filter { (value($0) ?? .null) == .null }
        let distinct = missing.enumerated().filter { index, field in
            missing.firstIndex(of: field) == index
        }.map(\.element)
        guard provision.applies(on: date) else { return row(.later, distinct) }
        return row(distinct.isEmpty ? .answered : .missing, distinct)
    }
}
