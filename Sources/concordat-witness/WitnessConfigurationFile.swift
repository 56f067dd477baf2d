/// The members of the configuration file, before anything is made of them. Others are refused: a
/// misspelt limit must not be a default.
struct WitnessConfigurationFile: Decodable {
    struct Log: Decodable {
        let origin: String
        let vkeys: [String]
        let sm3Vkeys: [String]?
        let url: String?
        let mode: String?

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case origin
            case vkeys
            case sm3Vkeys
            case url
            case mode
        }

        init(from decoder: any Decoder) throws {
            try AnyMember.refuseOthers(than: CodingKeys.allCases.map(\.rawValue), in: decoder)
            let members = try decoder.container(keyedBy: CodingKeys.self)
            self.origin = try members.decode(String.self, forKey: .origin)
            self.vkeys = try members.decode([String].self, forKey: .vkeys)
            self.sm3Vkeys = try members.decodeIfPresent([String].self, forKey: .sm3Vkeys)
            self.url = try members.decodeIfPresent(String.self, forKey: .url)
            self.mode = try members.decodeIfPresent(String.self, forKey: .mode)
        }
    }

    let name: String
    let data: String
    let listen: String
    let keyPassphraseFile: String?
    let followEverySeconds: Int?
    let answerWithinSeconds: Int?
    let maximumConnections: Int?
    let logs: [Log]

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case data
        case listen
        case keyPassphraseFile
        case followEverySeconds
        case answerWithinSeconds
        case maximumConnections
        case logs
    }

    init(from decoder: any Decoder) throws {
        try AnyMember.refuseOthers(than: CodingKeys.allCases.map(\.rawValue), in: decoder)
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.name = try members.decode(String.self, forKey: .name)
        self.data = try members.decode(String.self, forKey: .data)
        self.listen = try members.decode(String.self, forKey: .listen)
        self.keyPassphraseFile = try members.decodeIfPresent(
            String.self,
            forKey: .keyPassphraseFile
        )
        self.followEverySeconds = try members.decodeIfPresent(Int.self, forKey: .followEverySeconds)
        self.answerWithinSeconds = try members.decodeIfPresent(
            Int.self,
            forKey: .answerWithinSeconds
        )
        self.maximumConnections = try members.decodeIfPresent(Int.self, forKey: .maximumConnections)
        self.logs = try members.decode([Log].self, forKey: .logs)
    }
}

/// A member of whatever name.
private struct AnyMember: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }

    static func refuseOthers(than known: [String], in decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: AnyMember.self).allKeys
        guard let unknown = members.first(where: { !known.contains($0.stringValue) }) else {
            return
        }
        throw DecodingError.dataCorrupted(
            DecodingError.Context(
                codingPath: decoder.codingPath + [unknown],
                debugDescription: "there is no such member"
            )
        )
    }
}
