import ArgumentParser
import LogProtocol
import Monitoring
import SignedNotes

/// `concordat verify-alarm`: what a monitor found, offline.
struct VerifyAlarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-alarm",
        abstract: "Verify offline that a log did what a monitor's evidence says.",
        discussion: """
            The file holds heads that the log has signed, and the hashes that set them against each \
            other. It proves what it says to whoever has the log's keys, and needs nobody else.

            Exit status: 0 proven, 1 the file proves nothing, 2 none of the keys is the log's.

            EXAMPLES:
              concordat verify-alarm --vkey "$(cat log.vkey)" --vkey "$(cat log.sm3.vkey)" \\
                monitor/eu/evidence/1-split-view.json
            """
    )

    @Option(
        name: .customLong("vkey"),
        help: ArgumentHelp("A key that you trust; the option may be repeated.", valueName: "vkey")
    )
    var vkeys: [String] = []

    @OptionGroup var common: CommonOptions

    @Argument(help: "The alarm file; - for standard input.")
    var file: String

    func validate() throws {
        do throws(UsageError) {
            _ = try TrustedKeys(parsing: self.vkeys)
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() throws {
        let keys = try TrustedKeys(parsing: self.vkeys)
        try self.outcome(keys.keys).finish(asJSON: self.common.json)
    }

    private func outcome(_ keys: [VerifierKey]) -> Outcome {
        let bytes: [UInt8]
        do {
            bytes = try InputFile(path: self.file).bytes(limit: AlarmFile.maximumByteCount)
        } catch {
            return .failed(.undecided, step: "file", detail: "\(error)".printable)
        }
        do {
            let alarm = try AlarmFile(parsing: bytes).verified(by: keys)
            return .proven(alarm.sentence.printable, AlarmReport(alarm))
        } catch {
            return .failed(error.verdict, step: "alarm", detail: "\(error)".printable)
        }
    }
}

/// The JSON object about a proven alarm.
private struct AlarmReport: Encodable {
    let verdict = "proven"
    let alarm: AlarmKind
    let origin: String
    let sentence: String

    private enum CodingKeys: String, CodingKey {
        case verdict
        case alarm
        case origin
        case sentence
    }

    init(_ alarm: ProvenAlarm) {
        self.alarm = alarm.kind
        self.origin = alarm.origin
        self.sentence = alarm.sentence
    }
}
