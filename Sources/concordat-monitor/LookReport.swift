import Monitoring
import SignedNotes

/// One log after one look, for people and for programs.
struct LookReport: Encodable {
    let log: String
    let verdict: String
    let verifiedSize: UInt64?
    let publishedSize: UInt64?
    let newEntries: UInt64
    /// The log's keys with their sizes, if its entries change them.
    let keys: [String]?
    let undecided: String?
    let alarms: [Alarm]

    private enum CodingKeys: String, CodingKey {
        case log
        case verdict
        case verifiedSize = "verified_size"
        case publishedSize = "published_size"
        case newEntries = "new_entries"
        case keys
        case undecided
        case alarms
    }

    init(_ log: String, _ look: LogWatch.Look) {
        self.log = log
        self.verdict =
            !look.standing.isEmpty
            ? "alarmed"
            : look.undecided != nil ? "could_not_tell" : look.isBehind ? "reading" : "sound"
        self.verifiedSize = look.verifiedSize
        self.publishedSize = look.publishedSize
        self.newEntries = look.newEntryCount
        self.keys = look.keys.isEmpty ? nil : look.keys.map(\.textWithSizes)
        self.undecided = look.undecided
        self.alarms = look.standing
    }

    var sentence: String {
        var parts = ["\(self.log): \(self.verdict)"]
        if let verifiedSize { parts.append("\(verifiedSize) entries verified") }
        if let undecided { parts.append("could not tell, \(undecided)") }
        parts += self.alarms.map { "ALARM \($0.kind.rawValue): \($0.detail)" }
        return parts.joined(separator: "; ")
    }
}
