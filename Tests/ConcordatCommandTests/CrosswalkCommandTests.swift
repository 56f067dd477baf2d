import CryptoSuites
import Foundation
import LogTesting
import Records
import SignedNotes
import Testing

@testable import concordat

/// `concordat crosswalk` as a process.
@Suite(.timeLimit(.minutes(2))) struct CrosswalkCommandTests {
    private let home: TemporaryFolder

    init() throws { self.home = try TemporaryFolder() }

    private func file(_ text: String) throws -> String {
        let path = self.home.path(of: "record-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// A record that answers all that China's security law asks for on this day.
    private static let record = """
        {"record_class":"data-access","record_id":"r","event_time":"2026-11-23T10:00:00Z",
         "timezone_offset":60,"time_source":"ntp","clock_error_ms":5,"activity":"read",
         "outcome":"success","actor_id":"a","actor_type":"user","actor_role":["doctor"],
         "system_id":"s","system_instance":"i","purpose":"care","resource_ref":"t:patients",
         "retention_until":"2027-06-01T00:00:00Z","retention_ceiling":"2030-01-01T00:00:00Z",
         "payload_state":"active","legal_hold":false,"data_class_eu":"personal",
         "data_class_cn":"personal","data_category":["health"],"legal_basis_eu":"A6-1-c",
         "legal_basis_cn":"13-3","operation":"consult"}
        """

    @Test func aRecordThatAnswersAllEndsWithZero() async throws {
        let path = try self.file(Self.record)
        let run = try await CommandProcess.run(["crosswalk", "check", path, "--on", "2026-11-23"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains("no statement of conformity"))
        #expect(run.output.contains("Content of the audit record"))
        #expect(run.output.contains("[V2] from a secondary source"))
        #expect(!run.output.contains(": missing"))
    }

    @Test func whatIsMissingIsNamedForItsDuty() async throws {
        let path = try self.file(
            Self.record.replacing(#""resource_ref":"t:patients","#, with: "")
        )
        let run = try await CommandProcess.run(["crosswalk", "check", path, "--on", "2026-11-23"])
        #expect(run.status == 1)
        #expect(run.output.contains("- resource_ref: Information concerned"))
        let json = try await CommandProcess.run([
            "crosswalk", "check", path, "--on", "2026-11-23", "--json", "--language", "zh",
        ])
        #expect(json.status == 1)
        let document = try StrictJSON.parse(Array(json.output.utf8.dropLast()))
        #expect(document["answered"] == .bool(false))
        #expect(document["language"] == .string("zh-Hans"))
        let rows = try #require(document["provisions"]?.elements)
        let row = try #require(
            rows.first { $0["provision"]?.text == "cn-mlps-8-1-4-3-b" }
        )
        #expect(row["mark"] == .string("V2"))
        #expect(row["finding"] == .string("missing"))
        #expect(
            row["missing"]
                == .array([
                    ["field": .string("resource_ref"), "label": .string("所涉信息")]
                ])
        )
        #expect(row["applies_from"] == .string("2019-12-01"))
        #expect(row["applies_from_mark"] == .string("U"))
    }

    @Test func labelsComeInEachLanguageAndSidesCanBeChosen() async throws {
        let path = try self.file(Self.record)
        for (language, words) in [
            ("en", "Content of the audit record"), ("es", "Contenido del registro de auditoría"),
            ("zh", "审计记录内容"),
        ] {
            let run = try await CommandProcess.run([
                "crosswalk", "check", path, "--language", language, "--on", "2026-11-23",
            ])
            #expect(run.output.contains(words), "\(run.output)")
        }
        let run = try await CommandProcess.run([
            "crosswalk", "check", path, "--side", "CN", "--on", "2026-11-23",
        ])
        #expect(run.status == 0)
        #expect(run.output.contains("  CN  "))
        #expect(!run.output.contains("  EU  ") && !run.output.contains("  ES  "))
    }

    /// A duty that begins later is told with its day, and does not fail the record before.
    @Test func aDutyCountsFromItsDay() async throws {
        let path = try self.file(#"{"record_class":"ai-decision"}"#)
        let arguments = ["crosswalk", "check", path, "--side", "EU", "--json", "--on"]
        func finding(_ date: String) async throws -> String? {
            let run = try await CommandProcess.run(arguments + [date])
            let document = try StrictJSON.parse(Array(run.output.utf8.dropLast()))
            return document["provisions"]?.elements?
                .first { $0["provision"]?.text == "eu-aia-12-1" }?["finding"]?.text
        }
        #expect(try await finding("2027-12-01") == "later")
        #expect(try await finding("2027-12-02") == "missing")
        let early = try await CommandProcess.run(arguments + ["2010-01-01"])
        #expect(early.status == 0)
    }

    @Test func whatCannotBeReadIsNoVerdict() async throws {
        let missing = try await CommandProcess.run([
            "crosswalk", "check", self.home.path(of: "nothing"),
        ])
        #expect(missing.status == 2)
        for text in ["", "[]", #"{"a":1,"a":2}"#, #"{"record_class":"no-such"}"#, "{\"a\":1.5}"] {
            let run = try await CommandProcess.run(["crosswalk", "check", try self.file(text)])
            #expect(run.status == 2, "\(text): \(run.output)")
            #expect(run.output.hasPrefix("could not tell, record: "))
        }
    }

    @Test func wrongUsageIsSixtyFour() async throws {
        let path = try self.file("{}")
        for arguments in [
            [path], [path, "--class", "data-access", "--language", "fr"],
            [path, "--class", "data-access", "--on", "2026-02-30"],
            [path, "--class", "data-access", "--side", "US"], [],
        ] {
            let run = try await CommandProcess.run(["crosswalk", "check"] + arguments)
            #expect(run.status == 64, "\(arguments): \(run.output)\(run.errors)")
        }
        let named = try await CommandProcess.run([
            "crosswalk", "check", path, "--class", "data-access", "--on", "2026-11-23",
        ])
        #expect(named.status == 1)
    }

    @Test func theDigestIsThatOfWhatIsShown() async throws {
        let shown = try await CommandProcess.run(["crosswalk", "show"])
        let digest = try await CommandProcess.run(["crosswalk", "show", "--digest"])
        #expect(shown.status == 0 && digest.status == 0)
        let hash = Hexadecimal.encode(Hashes.sha256(Array(shown.output.utf8)))
        #expect(digest.output == "sha256:\(hash)\n")
    }
}
