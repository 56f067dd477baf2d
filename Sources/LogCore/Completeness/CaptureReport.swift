public import Records

/// One change in what a writer announced and did not keep: a `capture-state` record that the log itself
/// writes.
///
/// SPEC: COMP-6: a change has one name, so that it is one record, whoever notices it and how often.
public struct CaptureReport: Hashable, Sendable {
    /// What changed.
    public enum Change: Hashable, Sendable {
        /// These numbers are missing for longer than the patience.
        case gap(ClosedRange<UInt64>)
        /// They have all arrived since.
        case gapClosed(ClosedRange<UInt64>)
        /// Nothing was heard for longer than announced, after this entry; nil if nothing ever was.
        case silent(after: UInt64?)
        /// Something was heard again after the silence behind this entry.
        case heard(after: UInt64?)
        /// The capture is stopped since this entry of the writer's.
        case stopped(by: UInt64)
        /// It runs again after the stop by this entry.
        case resumed(from: UInt64)
    }

    /// The writer.
    public let writer: String
    /// What changed.
    public let change: Change
    /// Since when what is told of lasts, in seconds since 1970; nil for its end.
    public let since: UInt64?

    /// Joins the three.
    public init(writer: String, change: Change, since: UInt64? = nil) {
        self.writer = writer
        self.change = change
        self.since = since
    }

    /// What the change is known by: two reports with the same one are one record.
    public var name: [UInt8] {
        let change =
            switch self.change {
            case .gap(let numbers): "gap \(numbers.lowerBound) \(numbers.upperBound)"
            case .gapClosed(let numbers): "gap-closed \(numbers.lowerBound) \(numbers.upperBound)"
            case .silent(let after): "silent \(Self.entry(after))"
            case .heard(let after): "heard \(Self.entry(after))"
            case .stopped(let entry): "stopped \(entry)"
            case .resumed(let entry): "resumed \(entry)"
            }
        return Array("concordat/capture-state/v1\n\(self.writer)\n\(change)".utf8)
    }

    // MARK: As a record

    /// The members that tell of the change; who records it adds its id, time and actor.
    public var members: [JSONMember] {
        var members: [JSONMember] = []
        func add(_ name: String, _ value: JSONValue) {
            members.append(JSONMember(name: name, value: value))
        }
        func tell(_ state: String, _ reason: Reason) {
            add("capture_id", .string(self.writer))
            add("state", .string(state))
            add("reason", .string(reason.rawValue))
        }
        func addNumbers(_ numbers: ClosedRange<UInt64>) {
            add("gap_from", .integer(Int64(clamping: numbers.lowerBound)))
            add("gap_until", .integer(Int64(clamping: numbers.upperBound)))
        }
        switch self.change {
        case .gap(let numbers):
            tell("gap", .gap)
            addNumbers(numbers)
            add(
                "missing_count",
                .integer(Int64(clamping: numbers.upperBound - numbers.lowerBound + 1))
            )
        case .gapClosed(let numbers):
            tell("recovered", .gapClosed)
            addNumbers(numbers)
        case .silent(let after):
            tell("silent", .silent)
            add("correlation_id", .string(Self.reference(after)))
        case .heard(let after):
            tell("recovered", .heard)
            add("correlation_id", .string(Self.reference(after)))
        case .stopped(let entry):
            tell("stopped", .stopped)
            add("correlation_id", .string(Self.reference(entry)))
        case .resumed(let entry):
            tell("resumed", .resumed)
            add("correlation_id", .string(Self.reference(entry)))
        }
        if let since {
            add("since", .string(RecordTime(seconds: Int64(clamping: since)).description))
        }
        return members
    }

    /// Why the log says so: what tells its records' kinds apart.
    private enum Reason: String {
        case gap = "numbers-missing"
        case gapClosed = "numbers-arrived"
        case silent = "heartbeat-missed"
        case heard = "heard-again"
        case stopped = "capture-stopped"
        case resumed = "capture-runs"
    }

    /// What a record of the log's own told; nil if it is none of these.
    public init?(_ record: JSONValue) {
        guard let writer = record["capture_id"]?.text,
            let reason = record["reason"]?.text.flatMap(Reason.init(rawValue:))
        else { return nil }
        func numbers() -> ClosedRange<UInt64>? {
            guard let first = record["gap_from"]?.integer.flatMap({ UInt64(exactly: $0) }),
                let last = record["gap_until"]?.integer.flatMap({ UInt64(exactly: $0) }),
                first <= last
            else { return nil }
            return first...last
        }
        let reference = record["correlation_id"]?.text
        let entry = reference.flatMap(Self.entry(ofReference:))
        let isNever = reference == Self.reference(nil)
        let change: Change?
        switch reason {
        case .gap: change = numbers().map { .gap($0) }
        case .gapClosed: change = numbers().map { .gapClosed($0) }
        case .silent: change = entry != nil || isNever ? .silent(after: entry) : nil
        case .heard: change = entry != nil || isNever ? .heard(after: entry) : nil
        case .stopped: change = entry.map { .stopped(by: $0) }
        case .resumed: change = entry.map { .resumed(from: $0) }
        }
        guard let change else { return nil }
        let since = record["since"]?.text.flatMap { RecordTime(parsing: $0) }
        self.init(
            writer: writer,
            change: change,
            since: since.flatMap { UInt64(exactly: $0.seconds) }
        )
    }

    private static func entry(_ index: UInt64?) -> String { index.map { "\($0)" } ?? "none" }

    private static func reference(_ index: UInt64?) -> String { "entry:\(self.entry(index))" }

    private static func entry(ofReference text: String) -> UInt64? {
        text.hasPrefix("entry:") ? UInt64(text.dropFirst("entry:".count)) : nil
    }
}
