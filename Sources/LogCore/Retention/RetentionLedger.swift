public import Records

/// What incidents, reviews and events say about the keeping of records: a state machine that is fed by
/// the records of a log that tell of them, in the order of their entries.
public struct RetentionLedger: Sendable {
    /// An incident: what somebody calls so is his own.
    private struct Name: Hashable {
        let writer: String
        let incident: String
    }

    /// An incident that is not closed.
    private struct Incident {
        var freezes = true
        /// The entries that it names, and its own.
        var indexes: Set<UInt64> = []
        var classes: Set<String> = []
    }

    /// The classes of the records that it is fed by.
    public static let classes: Set<String> = ["incident", "retention-action"]

    private var open: [Name: Incident] = [:]
    private var frozenIndexes: Set<UInt64> = []
    private var frozenClasses: Set<String> = []
    private var reviewed: [UInt64: CalendarDate] = [:]
    private var events: [UInt64: [RetentionEvent: CalendarDate]] = [:]

    /// Nothing was told.
    public init() {}

    /// Takes a record of one of ``classes``.
    public mutating func take(_ record: JSONValue, _ header: VaultHeader, at index: UInt64) {
        switch header.recordClass {
        case "incident": self.takeIncident(record, header, at: index)
        // Only the log itself writes these.
        case "retention-action": self.takeAction(record)
        default: break
        }
    }

    private mutating func takeIncident(
        _ record: JSONValue,
        _ header: VaultHeader,
        at index: UInt64
    ) {
        guard let incident = record["incident_id"]?.text else { return }
        // SPEC: RET-7: another writer neither closes it nor changes what it names.
        let name = Name(writer: header.writer, incident: incident)
        if record["state"]?.text == "closed" {
            self.open[name] = nil
        } else {
            // One that was closed before, or never opened, is open all the same.
            var known = self.open[name] ?? Incident()
            if let freezes = record["freezes_erasure"]?.bool { known.freezes = freezes }
            known.indexes.insert(index)
            for value in record["affected_indexes"]?.elements ?? [] {
                if let index = value.integer.flatMap({ UInt64(exactly: $0) }) {
                    known.indexes.insert(index)
                }
            }
            for value in record["affected_classes"]?.elements ?? [] {
                if let text = value.text { known.classes.insert(text) }
            }
            self.open[name] = known
        }
        let freezing = self.open.values.filter(\.freezes)
        self.frozenIndexes = freezing.reduce(into: []) { $0.formUnion($1.indexes) }
        self.frozenClasses = freezing.reduce(into: []) { $0.formUnion($1.classes) }
    }

    private mutating func takeAction(_ record: JSONValue) {
        guard let target = record["target_index"]?.integer.flatMap({ UInt64(exactly: $0) }) else {
            return
        }
        switch record["action"]?.text {
        case "review":
            guard let day = Self.day(record["event_time"]) else { return }
            self.reviewed[target] = day
        case "event":
            guard let event = record["ground"]?.text.flatMap(RetentionEvent.init(rawValue:)),
                let day = Self.day(record["effective_time"])
            else { return }
            // What is noted later stands.
            self.events[target, default: [:]][event] = day
        default: break
        }
    }

    private static func day(_ value: JSONValue?) -> CalendarDate? {
        value?.text.flatMap { RecordTime(parsing: $0) }.flatMap { UInt64(exactly: $0.seconds) }
            .map { CalendarDate(unixSeconds: $0) }
    }

    /// Whether an incident that is not closed keeps a record from being erased.
    public func isFrozen(_ row: VaultRow) -> Bool {
        self.frozenIndexes.contains(row.index)
            || self.frozenClasses.contains(row.header.recordClass)
    }

    /// What is known about a record when its keeping is decided; nil if its row has no state that
    /// records have.
    public func facts(of row: VaultRow) -> RetentionFacts? {
        guard let state = RecordState(rawValue: row.state.name) else { return nil }
        return RetentionFacts(
            recorded: CalendarDate(unixSeconds: row.header.recordedAt),
            state: state,
            isHeld: row.isHeld,
            hasOpenIncident: self.isFrozen(row),
            reviewed: self.reviewed[row.index],
            events: self.events[row.index] ?? [:]
        )
    }
}
