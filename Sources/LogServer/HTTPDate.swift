import Synchronization

/// The value of the `Date` field, written once a second: RFC 9110 §5.6.7.
final class HTTPDate: Sendable {
    private struct Written {
        var second: Int64
        var text: String
    }

    private let now: @Sendable () -> Int64
    // Used by all event loops; held while the text is compared or written.
    private let written: Mutex<Written>

    /// Creates a date over a clock that gives seconds since 1970.
    init(now: @escaping @Sendable () -> Int64) {
        self.now = now
        let second = now()
        self.written = Mutex(Written(second: second, text: Self.text(secondsSince1970: second)))
    }

    /// The present second.
    var text: String {
        let second = self.now()
        return self.written.withLock { written in
            if written.second != second {
                written = Written(second: second, text: Self.text(secondsSince1970: second))
            }
            return written.text
        }
    }

    /// A second as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(secondsSince1970: Int64) -> String {
        let day = secondsSince1970 >= 0 ? secondsSince1970 / 86_400 : 0
        let second = max(secondsSince1970, 0) % 86_400
        // The calendar repeats after 146,097 days. Years begin in March here, so that the day that
        // a leap year has more is a year's last.
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 2 : monthFromMarch - 10
        let year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0)
        // 1 January 1970 was a Thursday.
        return "\(self.weekdays[Int((day + 4) % 7)]), \(self.twoDigits(dayOfMonth)) "
            + "\(self.months[Int(month)]) \(year) \(self.twoDigits(second / 3_600)):"
            + "\(self.twoDigits(second / 60 % 60)):\(self.twoDigits(second % 60)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
