/// How much room must be left on the disks that a log writes to. A limit of 0 is none.
struct DiskLimits: Hashable, Sendable {
    /// Below this many percent free there is a warning.
    var warningPercent: UInt64 = 10
    /// Below this many percent free appends are refused.
    var refusalPercent: UInt64 = 5
    /// Below this many bytes free appends are refused. 1 GiB: the database's own log, the signer's
    /// journal and what is under way still fit.
    var refusalByteCount: UInt64 = 1 << 30

    /// The limits that the settings name.
    init(_ settings: Settings) throws {
        if let percent = try settings.count(.diskWarningPercent, least: 0) {
            self.warningPercent = UInt64(percent)
        }
        if let percent = try settings.count(.diskRefusalPercent, least: 0) {
            self.refusalPercent = UInt64(percent)
        }
        if let count = try settings.count(.diskRefusalBytes, least: 0) {
            self.refusalByteCount = UInt64(count)
        }
        for setting in [Setting.diskWarningPercent, .diskRefusalPercent] {
            guard let text = settings.text(setting), let percent = Int(text), percent > 100
            else { continue }
            throw SettingsError.invalid(setting, text, expected: "a whole number from 0 to 100")
        }
    }

    /// The defaults.
    init() {}

    /// What a reading means.
    func result(_ reading: DiskReading) -> CheckResult {
        let name = "disk-\(reading.place)"
        let share = Double(reading.availableByteCount) / Double(max(reading.byteCount, 1))
        let percent = Int(100 * share)
        let free =
            "\(reading.path) has \(reading.availableByteCount >> 20) MiB free "
            + "(\(percent) % of its file system)"
        if self.isBelow(self.refusalPercent, reading)
            || reading.availableByteCount < self.refusalByteCount
        {
            return .failure(
                name,
                free,
                remedy: "make room: appends are refused below \(self.refusalPercent) % or "
                    + "\(self.refusalByteCount >> 20) MiB, and taken again above"
            )
        }
        if self.isBelow(self.warningPercent, reading) {
            return .warning(name, free, remedy: "make room soon")
        }
        return .ok(name, free)
    }

    private func isBelow(_ percent: UInt64, _ reading: DiskReading) -> Bool {
        // In full width: a disk of many petabytes times 100 is no overflow.
        let free = reading.availableByteCount.multipliedFullWidth(by: 100)
        let limit = reading.byteCount.multipliedFullWidth(by: percent)
        return (free.high, free.low) < (limit.high, limit.low)
    }
}
