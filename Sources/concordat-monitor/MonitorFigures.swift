import Monitoring

/// A monitor's figures. `Specs/monitor.md` documents each.
struct MonitorFigures: Sendable {
    /// The figures of one log.
    struct Log: Sendable {
        let name: String
        var verifiedSize: UInt64 = 0
        var publishedSize: UInt64 = 0
        var readEntryCount: UInt64 = 0
        var lookSeconds = 0.0
        var lookedAt: UInt64 = 0
        var isUndecided = false
        var standing: [AlarmKind: UInt64] = [:]
        var raised: [AlarmKind: UInt64] = [:]

        /// Takes what came of a look that ended at `seconds` and took so long.
        mutating func add(_ look: LogWatch.Look, after duration: Duration, at seconds: UInt64) {
            self.verifiedSize = look.verifiedSize ?? self.verifiedSize
            self.publishedSize = look.publishedSize ?? self.publishedSize
            self.readEntryCount += look.newEntryCount
            self.lookSeconds = duration / .seconds(1)
            self.lookedAt = seconds
            self.isUndecided = look.undecided != nil
            self.standing = [:]
            for alarm in look.standing { self.standing[alarm.kind, default: 0] += 1 }
            for alarm in look.raised { self.raised[alarm.kind, default: 0] += 1 }
        }
    }

    /// The logs, in the order of the configuration.
    var logs: [Log]
    var waitingMessageCount = 0
    var droppedMessageCount = 0
    var failedDeliveryCount: UInt64 = 0

    /// All of it as text, with a line feed at its end.
    var text: String {
        var text = MetricsText()
        func add<Value: CustomStringConvertible>(
            _ name: String,
            _ kind: String,
            _ help: String,
            _ value: (Log) -> Value
        ) {
            text.family("concordat_monitor_\(name)", kind, help)
            for log in self.logs { text.sample([("log", log.name)], value(log)) }
        }
        func addByKind(
            _ name: String,
            _ kind: String,
            _ help: String,
            _ counts: (Log) -> [AlarmKind: UInt64]
        ) {
            text.family("concordat_monitor_\(name)", kind, help)
            for log in self.logs {
                for alarm in AlarmKind.allCases {
                    text.sample(
                        [("log", log.name), ("kind", alarm.rawValue)],
                        counts(log)[alarm] ?? 0
                    )
                }
            }
        }
        add("verified_size", "gauge", "Entries of which both trees were made.") { $0.verifiedSize }
        add("published_size", "gauge", "Entries below the published head that was seen last.") {
            $0.publishedSize
        }
        add("read_entries_total", "counter", "Entries read since the monitor started.") {
            $0.readEntryCount
        }
        add("look_seconds", "gauge", "How long the last look took.") { $0.lookSeconds }
        add("last_look_timestamp_seconds", "gauge", "When the last look ended.") { $0.lookedAt }
        add("undecided", "gauge", "1 if the last look could tell nothing.") {
            $0.isUndecided ? 1 : 0
        }
        addByKind("alarms", "gauge", "Alarms that stand.") { $0.standing }
        addByKind("alarms_raised_total", "counter", "Alarms raised since the monitor started.") {
            $0.raised
        }
        for (name, kind, help, value) in [
            ("outbox_messages", "gauge", "Messages that wait.", "\(self.waitingMessageCount)"),
            (
                "outbox_dropped_total", "counter", "Messages dropped because too many waited.",
                "\(self.droppedMessageCount)"
            ),
            (
                "webhook_failures_total", "counter", "Messages that a webhook did not take.",
                "\(self.failedDeliveryCount)"
            ),
        ] {
            text.family("concordat_monitor_\(name)", kind, help)
            text.sample([], value)
        }
        return text.text
    }
}
