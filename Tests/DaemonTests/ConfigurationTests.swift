import Foundation
import LogTesting
import PrivateCluster
import Testing

@testable import concordatd

/// Settings and what is refused before anything starts. The program runs for each, and ends at once.
@Suite(.serialized) struct ConfigurationTests {
    private let house: House

    init() throws {
        self.house = try House(empty: "configuration")
        try FileManager.default.createDirectory(
            atPath: self.house.data,
            withIntermediateDirectories: true
        )
    }

    /// Runs `serve` with settings that it has to refuse; returns what it says.
    private func refusal(
        _ flags: [String],
        environment: [String: String] = [:],
        file: String? = nil,
        status: Int32 = 64
    ) async throws -> String {
        var arguments = ["serve"]
        if let file {
            let path = self.house.path + "/config.json"
            try Data(file.utf8).write(to: URL(fileURLWithPath: path))
            arguments += ["--config", path]
        }
        let run = try await self.house.run(arguments + flags, environment: environment)
        #expect(run.status == status, "\(run.output)")
        #expect(run.output.hasPrefix("concordatd: "), "\(run.output)")
        #expect(run.output.split(separator: "\n").count == 1, "one line: \(run.output)")
        #expect(
            !FileManager.default.fileExists(atPath: self.house.postgres),
            "a cluster was made for settings that are refused"
        )
        return run.output
    }

    private var data: [String] { ["--data", self.house.data] }

    @Test func anUnknownVariableIsRefused() async throws {
        let text = try await self.refusal(self.data, environment: ["CONCORDAT_LISTN": "x"])
        #expect(text.contains("environment variable CONCORDAT_LISTN"))
    }

    @Test func anUnknownKeyIsRefused() async throws {
        let text = try await self.refusal(self.data, file: #"{"listn": "127.0.0.1:1"}"#)
        #expect(text.contains(#"no setting "listn""#))
        #expect(text.contains("config.json"))
    }

    @Test(arguments: ["", "[]", "{", "\u{1}", "{\"a\" 1}"])
    func aFileThatIsNoObjectIsRefused(_ content: String) async throws {
        let text = try await self.refusal(self.data, file: content)
        #expect(text.contains("config.json cannot be used"))
        #expect(!content.contains("a") || text.contains("character 5"), "\(text)")
    }

    @Test func aFileThatIsMissingIsRefused() async throws {
        let path = self.house.path + "/none.json"
        let text = try await self.refusal(self.data + ["--config", path])
        #expect(text.contains("\(path) cannot be used"))
    }

    @Test(arguments: ["1", "s", "-1s", "0s", "1.5s", "1 s", "1d", "99999999999s", "٣s"])
    func aBadIntervalIsRefused(_ interval: String) async throws {
        let text = try await self.refusal(self.data + ["--interval=\(interval)"])
        #expect(text.contains("--interval is \"\(interval)\" and must be a time span"))
    }

    @Test(arguments: [
        "8080", "localhost", "host:", ":80", "h:65536", "a:b:c", "unix:", "unix:x",
    ])
    func aBadAddressIsRefused(_ address: String) async throws {
        let text = try await self.refusal(self.data + ["--listen=\(address)"])
        #expect(text.contains("--listen is \"\(address)\" and must be HOST:PORT"))
    }

    @Test(arguments: [
        "--waiting-entries", "--batch-entries", "--maximum-connections", "--maximum-batch-bytes",
        "--maximum-batch-lines",
    ])
    func aBadNumberIsRefused(_ flag: String) async throws {
        for number in ["0", "-1", "x", "1.0", "99999999999999999999"] {
            let text = try await self.refusal(self.data + ["\(flag)=\(number)"])
            #expect(text.contains("\(flag) is \"\(number)\" and must be a whole number"))
        }
    }

    @Test(arguments: ["-1", "x", "1.0"]) func aBadScrubRateIsRefused(_ rate: String) async throws {
        let text = try await self.refusal(self.data + ["--scrub-rate=\(rate)"])
        #expect(
            text.contains("--scrub-rate is \"\(rate)\" and must be a whole number of at least 0")
        )
    }

    @Test func anEmptyVariableIsNoDefault() async throws {
        for setting in [Setting.interval, .listen, .batchEntries] {
            let text = try await self.refusal(self.data, environment: [setting.variable: ""])
            #expect(text.contains("\(setting.flag) is \"\" and must be"))
        }
    }

    @Test func aBadSignerAddressIsRefused() async throws {
        let text = try await self.refusal(
            self.data + ["--signer", "127.0.0.1:1", "--database", "host=/nowhere"]
        )
        #expect(text.contains("--signer is \"127.0.0.1:1\" and must be unix:PATH"))
    }

    @Test func aBadLogLevelIsRefused() async throws {
        let text = try await self.refusal(self.data + ["--log-level", "loud"])
        #expect(text.contains("--log-level is \"loud\" and must be trace"))
    }

    @Test func theDataFolderIsRequired() async throws {
        let text = try await self.refusal([])
        #expect(text.contains("--data (or CONCORDAT_DATA, or \"data\" in the configuration file)"))
    }

    @Test func aFolderThatIsNotThereIsRefused() async throws {
        let text = try await self.refusal(["--data", self.house.path + "/dta"], status: 1)
        #expect(text.contains("there is no data folder \(self.house.path)/dta"))
        #expect(!FileManager.default.fileExists(atPath: self.house.path + "/dta"))
    }

    @Test func aFlagWinsOverAVariableAndAVariableOverTheFile() async throws {
        let file = #"{"interval": "file", "batchEntries": "file", "listen": "file"}"#
        let variables = ["CONCORDAT_INTERVAL": "variable", "CONCORDAT_LISTEN": "variable"]
        let settings = try await Settings(
            flags: [.interval: "flag"],
            environment: variables,
            file: try self.write(file)
        )
        #expect(settings.text(.interval) == "flag")
        #expect(settings.text(.listen) == "variable")
        #expect(settings.text(.batchEntries) == "file")
        #expect(settings.text(.database) == nil)

        // The program does the same.
        let byFlag = try await self.refusal(
            self.data + ["--listen", "flag"],
            environment: variables,
            file: file
        )
        #expect(byFlag.contains("--listen is \"flag\""))
        let byVariable = try await self.refusal(self.data, environment: variables, file: file)
        #expect(byVariable.contains("--listen is \"variable\""))
        let byFile = try await self.refusal(self.data, file: file)
        #expect(byFile.contains("--listen is \"file\""))
    }

    @Test func everySettingCanComeFromEachPlace() async throws {
        for setting in Setting.allCases {
            let byFlag = try await Settings(flags: [setting: "7"], environment: [:], file: nil)
            #expect(byFlag.text(setting) == "7", "\(setting.flag)")
            let byVariable = try await Settings(
                flags: [:],
                environment: [setting.variable: "7"],
                file: nil
            )
            #expect(byVariable.text(setting) == "7", "\(setting.variable)")
            for value in ["7", "\"7\""] {
                let byFile = try await Settings(
                    flags: [:],
                    environment: [:],
                    file: try self.write("{\"\(setting.rawValue)\": \(value)}")
                )
                #expect(byFile.text(setting) == "7", "\(setting.rawValue): \(value)")
            }
        }
    }

    @Test func timeSpansAreWholeNumbersWithAUnit() {
        #expect(Duration(setting: "200ms") == .milliseconds(200))
        #expect(Duration(setting: "1s") == .seconds(1))
        #expect(Duration(setting: "2m") == .seconds(120))
        #expect(Duration(setting: "1h") == .seconds(3_600))
        for text in ["", "1", "s", "1S", "+1s", "-1s", " 1s", "1s ", "1.5s", "1e3s", "5000000000s"]
        {
            #expect(Duration(setting: text) == nil, "\(text)")
        }
    }

    private func write(_ file: String) throws -> String {
        let path = "\(self.house.path)/\(UUID().uuidString).json"
        try Data(file.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }
}
