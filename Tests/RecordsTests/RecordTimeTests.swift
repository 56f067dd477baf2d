import Foundation
import Records
import Testing

@Suite struct RecordTimeTests {
    @Test func momentsHaveTheirKnownSeconds() throws {
        let known: [(String, Int64)] = [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T12:00:00Z", 951_825_600), ("2026-11-23T10:00:00Z", 1_795_428_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ]
        for (text, seconds) in known {
            let time = try #require(RecordTime(parsing: text))
            #expect(time.seconds == seconds)
            #expect(time.description == text)
        }
    }

    /// Days of 1,200 years are read and printed; neither 11 nor its multiples divide a year or a leap.
    @Test func daysFollowEachOther() throws {
        for day in stride(from: Int64(-146_097), through: 146_097 * 2, by: 11) {
            let time = RecordTime(seconds: day * 86_400 + 86_399)
            guard RecordTime(parsing: time.description)?.seconds == time.seconds else {
                Issue.record("\(time) is another day")
                return
            }
        }
    }

    @Test func fractionsCount() throws {
        let time = try #require(RecordTime(parsing: "2026-11-23T10:00:00.125Z"))
        #expect(time.nanoseconds == 125_000_000)
        #expect(time.description == "2026-11-23T10:00:00Z")
        let later = try #require(RecordTime(parsing: "2026-11-23T10:00:00.125000001Z"))
        #expect(time < later && !(later < time))
    }

    @Test func roundingGoesDown() {
        #expect(RecordTime(seconds: 119).roundedDown(to: 60).seconds == 60)
        #expect(RecordTime(seconds: 120).roundedDown(to: 60).seconds == 120)
        #expect(RecordTime(seconds: -1).roundedDown(to: 60).seconds == -60)
        #expect(RecordTime(seconds: 7).roundedDown(to: 1).seconds == 7)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T10:00:00", "2026-11-23T10:00:00+01:00",
        "2026-11-23t10:00:00Z", "2026-11-23 10:00:00Z", "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-04-31T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T23:60:00Z",
        "2026-12-31T23:59:60Z", "2026-11-23T10:00:00.Z", "2026-11-23T10:00:00.1234567890Z",
        "2026-11-23T10:00:00z", "2026-11-23T10:00:00Z ", "02026-11-23T10:00:00Z",
        "-026-11-23T10:00:00Z", "0000-01-01T00:00:00Z", "2026-1-23T10:00:00Z",
    ])
    func otherSpellingsAreNone(_ text: String) {
        #expect(RecordTime(parsing: text) == nil)
    }
}
