/// A day of the Gregorian calendar, in UTC. Time limits in law run in calendar months, not in days.
public struct CalendarDate: Hashable, Sendable {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A day; nil if there is none such.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month),
            (1...Self.dayCount(year: year, month: month)).contains(day)
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD`; nil for anything else.
    public init?(parsing text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that holds a time, given in seconds since 1970. Times after the year 9999 are its last
    /// day.
    public init(unixSeconds: UInt64) {
        let last = CalendarDate(unchecked: 9_999, 12, 31)
        let days = unixSeconds / 86_400
        guard days < UInt64(last.dayNumber) else {
            self = last
            return
        }
        self.init(dayNumber: Int(days))
    }

    /// SPEC: RET-2: the same day `count` months later; the last day of that month if it is shorter.
    ///
    /// Regulation (EEC, Euratom) 1182/71, Article 3(2)(c), counts so. Dates after the year 9999 are
    /// its last day.
    ///
    /// - Precondition: `count` is not negative.
    public func adding(months count: Int) -> CalendarDate {
        precondition(count >= 0, "time limits run forwards")
        let months = self.year * 12 + (self.month - 1) + min(count, 12 * 10_000)
        let year = months / 12
        guard year <= 9_999 else { return CalendarDate(unchecked: 9_999, 12, 31) }
        let month = months % 12 + 1
        let day = min(self.day, Self.dayCount(year: year, month: month))
        return CalendarDate(unchecked: year, month, day)
    }

    /// The day after this one. The last day of the year 9999 has none, and stays.
    public var next: CalendarDate {
        if self.day < Self.dayCount(year: self.year, month: self.month) {
            return CalendarDate(unchecked: self.year, self.month, self.day + 1)
        }
        if self.month < 12 { return CalendarDate(unchecked: self.year, self.month + 1, 1) }
        return self.year < 9_999 ? CalendarDate(unchecked: self.year + 1, 1, 1) : self
    }

    /// Days since 1 January 1970; negative before.
    public var dayNumber: Int {
        // Years begin in March, so that the leap day comes last.
        let year = self.month > 2 ? self.year : self.year - 1
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private init(dayNumber: Int) {
        let shifted = dayNumber + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    /// How many days a month has.
    static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2:
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
                ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}

extension CalendarDate: Comparable {
    /// Whether one day is before another.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let year = String(self.year)
        let zeros = String(repeating: "0", count: 4 - year.utf8.count)
        return "\(zeros)\(year)-\(Self.twoDigits(self.month))-\(Self.twoDigits(self.day))"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
