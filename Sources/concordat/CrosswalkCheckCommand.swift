import ArgumentParser
import Foundation
import Records
import SignedNotes

/// `concordat crosswalk check`.
struct CrosswalkCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say which provisions a record answers, and what is missing for which duty.",
        discussion: """
            The record is a JSON object with its fields as members, as it is sent to a log. Members
            that are there are compared with members that are asked for; whether they are true is
            not looked at. Provisions that do not apply on the day are shown with what they will miss.

            Exit status: 0 nothing is missing, 1 something is, 2 the file cannot be read, 64 wrong usage.

            EXAMPLES:
              concordat crosswalk check record.json
              concordat crosswalk check record.json --language zh --side CN
              concordat crosswalk check record.json --on 2027-12-02 --json
            """
    )

    @Option(help: "The language of labels: en, es or zh.")
    var language: LanguageArgument = LanguageArgument(.english)

    @Option(
        name: .customLong("side"),
        help: ArgumentHelp(
            "A side whose provisions are compared: EU, ES or CN. May be repeated. Default: all.",
            valueName: "side"
        )
    )
    var sides: [SideArgument] = []

    @Option(help: ArgumentHelp("The day that counts. Default: today, in UTC.", valueName: "date"))
    var on: DateArgument?

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp(
            "The class of the record, if it has no member record_class.",
            valueName: "class"
        )
    )
    var recordClass: String?

    @Flag(help: "Show provisions, too, that do not speak of the record or that the log answers.")
    var all = false

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The record; - is standard input.", valueName: "record.json"))
    var record: String

    func run() throws {
        let today = CalendarDate(unixSeconds: UInt64(max(Date().timeIntervalSince1970, 0)))
        let run = CrosswalkRun(
            library: try CrosswalkCommand.library(),
            language: self.language.language,
            sides: self.sides.isEmpty ? Set(LegalSide.allCases) : Set(self.sides.map(\.side)),
            date: self.on?.date ?? today,
            recordClass: self.recordClass,
            showsAll: self.all
        )
        let bytes: [UInt8]
        do throws(InputError) {
            bytes = try InputFile(path: self.record).bytes(limit: CrosswalkRun.maximumByteCount)
        } catch {
            try error.outcome.finish(asJSON: self.common.json)
            return
        }
        switch run.result(of: bytes) {
        case .checked(let report):
            let text = self.common.json ? try report.json() : report.text
            StandardStream.output.write(text + "\n")
            guard report.isAnswered else { throw ExitStatus.refuted.code }
        case .unreadable(let detail):
            try Outcome.failed(.undecided, step: "record", detail: detail)
                .finish(asJSON: self.common.json)
        case .noClass:
            throw ValidationError(
                "The record has no member record_class: give --class, for example data-access."
            )
        }
    }
}

/// A language of labels, by its short name.
struct LanguageArgument: ExpressibleByArgument {
    let language: LabelLanguage

    init(_ language: LabelLanguage) { self.language = language }

    init?(argument: String) {
        // The tag of simplified Chinese is long, and there is no other one here.
        guard let language = LabelLanguage(rawValue: argument == "zh" ? "zh-Hans" : argument) else {
            return nil
        }
        self.language = language
    }

    var defaultValueDescription: String { self.language.rawValue }

    static var allValueStrings: [String] { ["en", "es", "zh"] }
}

/// A side, by its code.
struct SideArgument: ExpressibleByArgument {
    let side: LegalSide

    init?(argument: String) {
        guard let side = LegalSide(rawValue: argument) else { return nil }
        self.side = side
    }

    static var allValueStrings: [String] { LegalSide.allCases.map(\.rawValue) }
}

/// A day: `YYYY-MM-DD`.
struct DateArgument: ExpressibleByArgument {
    let date: CalendarDate

    init?(argument: String) {
        guard let date = CalendarDate(parsing: argument) else { return nil }
        self.date = date
    }
}
