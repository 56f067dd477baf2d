/// A moment as records write it: RFC 3339, UTC, with up to nine digits of a second.
///
///     2026-11-23T10:00:00Z    2026-11-23T10:00:00.125Z
public struct RecordTime: Hashable, Sendable {
    /// POSIX seconds. The years 0001 to 9999 are read.
    public let seconds: Int64
    /// The part of a second, 0 to 999,999,999.
    public let nanoseconds: Int32

    /// A moment in whole seconds.
    public init(seconds: Int64) {
        self.seconds = seconds
        self.nanoseconds = 0
    }

    /// Reads a moment; nil unless the day exists and the text has the form above. A leap second is
    /// not read, as POSIX has none.
    public init?(parsing text: String) {
        var text = text
        guard let time = text.withUTF8({ RecordTime(parsing: $0) }) else { return nil }
        self = time
    }

    /// Reads the UTF-8 of a moment.
    init?(parsing text: UnsafeBufferPointer<UInt8>) {
        // `2026-11-23T10:00:00` has 19 characters; `Z` and perhaps a fraction follow.
        guard text.count >= 20, text[text.count - 1] == UInt8(ascii: "Z") else { return nil }
        for (position, separator) in zip([4, 7, 10, 13, 16], "--T::".utf8)
        where text[position] != separator { return nil }
        func number(_ digits: Range<Int>, _ range: ClosedRange<Int>) -> Int? {
            var value = 0
            for position in digits {
                let digit = text[position] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                value = value * 10 + Int(digit)
            }
            return range.contains(value) ? value : nil
        }
        guard let year = number(0..<4, 1...9_999), let month = number(5..<7, 1...12),
            let day = number(8..<10, 1...31), day <= Self.dayCount(year: year, month: month),
            let hour = number(11..<13, 0...23), let minute = number(14..<16, 0...59),
            let second = number(17..<19, 0...59)
        else { return nil }
        var nanoseconds = 0
        if text.count > 20 {
            let digits = 20..<text.count - 1
            guard text[19] == UInt8(ascii: "."), 1...9 ~= digits.count,
                let fraction = number(digits, 0...999_999_999)
            else { return nil }
            nanoseconds = (digits.count..<9).reduce(fraction) { value, _ in value * 10 }
        }
        let days = Self.days(year: year, month: month, day: day)
        self.seconds = Int64(((days * 24 + hour) * 60 + minute) * 60 + second)
        self.nanoseconds = Int32(nanoseconds)
    }

    /// The moment rounded down to whole multiples of `interval` seconds since 1970.
    ///
    /// - Precondition: `interval` is at least 1.
    public func roundedDown(to interval: Int64) -> RecordTime {
        precondition(interval >= 1, "an interval has a length")
        let rest = self.seconds % interval
        return RecordTime(seconds: self.seconds - (rest < 0 ? rest + interval : rest))
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: self.isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counting years from March.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear
            - 719_468
    }
}

extension RecordTime: Comparable {
    /// Whether the first moment is before the second.
    public static func < (left: RecordTime, right: RecordTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

extension RecordTime: CustomStringConvertible {
    /// The moment in whole seconds, rounded down.
    public var description: String {
        let days = Int(self.seconds >= 0 ? self.seconds / 86_400 : (self.seconds - 86_399) / 86_400)
        let rest = Int(self.seconds) - days * 86_400
        // Of the 400 years that begin in March of a year divisible by 400.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        var text: [UInt8] = []
        func append(_ value: Int, _ count: Int, _ separator: Character) {
            var divisor = (1..<count).reduce(1) { result, _ in result * 10 }
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
            text.append(separator.asciiValue ?? 0)
        }
        append(year, 4, "-")
        append(month < 10 ? month + 3 : month - 9, 2, "-")
        append(day, 2, "T")
        append(rest / 3_600, 2, ":")
        append(rest / 60 % 60, 2, ":")
        append(rest % 60, 2, "Z")
        return String(decoding: text, as: UTF8.self)
    }
}
