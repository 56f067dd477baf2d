import Records
import Testing

/// SPEC: RET-1, RET-2: calendar months, exhaustively.
@Suite struct CalendarDateTests {
    /// Days of months, by the textbook.
    private static func length(_ year: Int, _ month: Int) -> Int {
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Every day from 1970 to 2400, counted one by one.
    @Test func everyDayHasItsNumberAndItsSuccessor() throws {
        var expected = try #require(CalendarDate(year: 1970, month: 1, day: 1))
        var number = 0
        for year in 1970...2400 {
            for month in 1...12 {
                for day in 1...Self.length(year, month) {
                    let seconds = UInt64(number) * 86_400
                    let isRight =
                        (expected.year, expected.month, expected.day) == (year, month, day)
                        && expected.dayNumber == number
                        && CalendarDate(unixSeconds: seconds) == expected
                        && CalendarDate(unixSeconds: seconds + 86_399) == expected
                    if !isRight { Issue.record("\(year)-\(month)-\(day): \(expected)") }
                    expected = expected.next
                    number += 1
                }
            }
        }
        #expect(number == 157_420)
    }

    /// Every day of a leap year and its neighbours, plus 0 to 49 months.
    @Test func everyDayPlusEveryNumberOfMonthsIsTheSameDayOrTheLast() throws {
        var count = 0
        for year in 2023...2025 {
            for month in 1...12 {
                for day in 1...Self.length(year, month) {
                    let date = try #require(CalendarDate(year: year, month: month, day: day))
                    var (targetYear, targetMonth) = (year, month)
                    for months in 0..<50 {
                        let sum = date.adding(months: months)
                        let last = min(day, Self.length(targetYear, targetMonth))
                        if (sum.year, sum.month, sum.day) != (targetYear, targetMonth, last) {
                            Issue.record("\(date) and \(months) months are not \(sum)")
                        }
                        (targetYear, targetMonth) =
                            targetMonth == 12 ? (targetYear + 1, 1) : (targetYear, targetMonth + 1)
                        count += 1
                    }
                }
            }
        }
        #expect(count == 1_096 * 50)
    }

    @Test(arguments: [
        ("2027-01-31", 1, "2027-02-28"), ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"), ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"), ("2028-02-29", 48, "2032-02-29"),
        ("2026-11-30", 3, "2027-02-28"), ("2026-12-31", 36, "2029-12-31"),
        ("2026-03-31", 1, "2026-04-30"), ("2026-11-23", 240, "2046-11-23"),
        ("2100-01-31", 1, "2100-02-28"), ("9999-12-31", 1, "9999-12-31"),
        ("2026-01-01", 1_000_000, "9999-12-31"),
    ])
    func monthsEndWhereTheLawSays(_ date: String, _ months: Int, _ sum: String) throws {
        let date = try #require(CalendarDate(parsing: date))
        #expect("\(date.adding(months: months))" == sum)
    }

    /// Six months are 181 to 184 days, and never 180.
    @Test func sixMonthsAreNotAHundredAndEightyDays() throws {
        var lengths: Set<Int> = []
        var date = try #require(CalendarDate(year: 2024, month: 1, day: 1))
        for _ in 0..<1_461 {
            lengths.insert(date.adding(months: 6).dayNumber - date.dayNumber)
            date = date.next
        }
        #expect(lengths == [181, 182, 183, 184])
    }

    @Test(arguments: [
        "", "2026", "2026-1-1", "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31",
        "2026-01-00", "26-01-01", "2026/01/01", "2026-01-01T", " 2026-01-01", "2026-01-01 ",
        "+026-01-01", "0000-01-01", "２０２６-01-01", "2026-01-0a", "2026-01--1",
    ])
    func anythingElseIsNoDate(_ text: String) {
        #expect(CalendarDate(parsing: text) == nil)
    }

    @Test func datesAreReadAsTheyArePrinted() throws {
        for text in ["0001-01-01", "1970-01-01", "2026-11-23", "2024-02-29", "9999-12-31"] {
            #expect(CalendarDate(parsing: text)?.description == text)
        }
        #expect("\(CalendarDate(unixSeconds: .max))" == "9999-12-31")
        let last = try #require(CalendarDate(year: 9_999, month: 12, day: 31))
        #expect(last.next == last)
    }
}
