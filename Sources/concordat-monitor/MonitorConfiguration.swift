import Foundation
import Listening
import LogClient
import LogProtocol
import Monitoring
import SignedNotes

/// What a monitor is told: which logs, under which keys and policies, and whom to tell.
///
///     {"state": "./monitor", "interval": "10s", "listen": "127.0.0.1:9100",
///      "webhooks": ["https://alerts.example/concordat"],
///      "logs": [{"name": "eu", "url": "https://log.example/eu", "policy": "eu.policy",
///                "vkeys": ["<vkey>", "<vkey>"], "peers": ["https://monitor.example/eu"],
///                "staleAfter": "5m", "maximumAge": "24h", "clockTolerance": "5m"}]}
struct MonitorConfiguration {
    /// One log.
    struct Log {
        let name: String
        let url: LogURL
        let origin: LogOrigin
        let keys: [VerifierKey]
        let policy: TwinPolicy?
        /// Other places that show heads of the log.
        var peers: [LogURL] = []
        let rules: MonitorRules
    }

    /// The folder of everything that is kept.
    let state: String
    /// The time between two looks.
    let interval: Duration
    /// Where figures and verified heads are shown; nil for nowhere.
    let listen: ListenAddress?
    let webhooks: [LogURL]
    let logs: [Log]

    private struct Form: Decodable {
        struct Log: Decodable {
            let name: String
            let url: String
            let vkeys: [String]?
            let policy: String?
            let peers: [String]?
            let staleAfter: String?
            let maximumAge: String?
            let clockTolerance: String?
        }

        let state: String
        let interval: String?
        let listen: String?
        let webhooks: [String]?
        let logs: [Log]
    }

    private static let keys: Set<String> = ["state", "interval", "listen", "webhooks", "logs"]
    private static let logKeys: Set<String> = [
        "name", "url", "vkeys", "policy", "peers", "staleAfter", "maximumAge", "clockTolerance",
    ]

    /// Reads a configuration file. Paths in it are relative to its folder.
    ///
    /// - Throws: ``ConfigurationError``.
    init(file path: String) throws {
        let url = URL(fileURLWithPath: path)
        let data: Data
        do { data = try Data(contentsOf: url) } catch {
            throw ConfigurationError("\(path) cannot be read: \(error.localizedDescription)")
        }
        try self.init(parsing: data, folder: url.deletingLastPathComponent().path)
    }

    /// Reads a configuration. Unknown members are refused: a misspelt policy must not mean none.
    init(parsing data: Data, folder: String) throws {
        let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
        guard let object, let form = WireJSON.decode(Form.self, from: Array(data)) else {
            throw ConfigurationError(
                "it is not the JSON of a configuration: an object with state and logs, each with "
                    + "name, url and vkeys or policy"
            )
        }
        var unknown = Set(object.keys).subtracting(Self.keys)
        for log in object["logs"] as? [[String: Any]] ?? [] {
            unknown.formUnion(Set(log.keys).subtracting(Self.logKeys))
        }
        guard unknown.isEmpty else {
            throw ConfigurationError(
                "there is no setting \(unknown.sorted().joined(separator: ", "))"
            )
        }
        self.state = Self.path(form.state, in: folder)
        self.interval = try Self.duration(form.interval, "interval") ?? .seconds(10)
        self.listen = try form.listen.map { text in
            guard let address = ListenAddress(parsing: text) else {
                throw ConfigurationError(
                    "listen: \(text) is not HOST:PORT, [IPv6]:PORT or unix:PATH"
                )
            }
            return address
        }
        self.webhooks = try (form.webhooks ?? []).map { text in
            guard let url = LogURL(text) else {
                throw ConfigurationError("webhooks: \(text) is not a URL of http or https")
            }
            return url
        }
        guard !form.logs.isEmpty else { throw ConfigurationError("logs: there is none") }
        var logs: [Log] = []
        for log in form.logs {
            guard !logs.contains(where: { $0.name.utf8.elementsEqual(log.name.utf8) }) else {
                throw ConfigurationError("logs: there are two of the name \(log.name)")
            }
            logs.append(try Self.log(log, folder))
        }
        self.logs = logs
    }

    private static func log(_ form: Form.Log, _ folder: String) throws -> Log {
        let name = form.name.utf8
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard (1...63).contains(name.count),
            name.allSatisfy({
                letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-")
            })
        else { throw ConfigurationError("the name \(form.name): 1 to 63 of a to z, 0 to 9 and -") }
        func wrong(_ reason: String) -> ConfigurationError {
            ConfigurationError("log \(form.name): \(reason)")
        }
        guard let url = LogURL(form.url) else { throw wrong("\(form.url) is not a URL") }
        var policy: TwinPolicy?
        if let file = form.policy {
            do {
                let data = try Data(
                    contentsOf: URL(fileURLWithPath: Self.path(file, in: folder))
                )
                policy = try TwinPolicy(parsing: Array(data))
            } catch {
                throw wrong("the policy \(file): \(error)")
            }
        }
        var keys: [VerifierKey] = []
        for text in form.vkeys ?? [] {
            do { keys.append(try VerifierKey(parsingWithSizes: text)) } catch {
                throw wrong("the key \(text): \(error)")
            }
        }
        // Keys with sizes are not to stand beside the same ones without, nor later ones beside them.
        let given = Set(keys.map(\.algorithm))
        keys += (policy?.full.logKeys ?? []).filter { !given.contains($0.algorithm) }
        guard let first = keys.first(where: { $0.algorithm == .ed25519 }) else {
            throw wrong("neither vkeys nor the policy has an Ed25519 key of the log")
        }
        let origin: LogOrigin
        do { origin = try LogOrigin(first.name) } catch { throw wrong("the key's name: \(error)") }
        keys = keys.filter {
            $0.name.utf8.elementsEqual(origin.text.utf8)
                || $0.name.utf8.elementsEqual(origin.sm3Text.utf8)
        }
        guard keys.contains(where: { $0.algorithm == .sm2 }) else {
            throw wrong("neither vkeys nor the policy has an SM2 key named \(origin.sm3Text)")
        }
        let peers = try (form.peers ?? []).map { text in
            guard let peer = LogURL(text) else { throw wrong("the peer \(text) is not a URL") }
            return peer
        }
        var rules = MonitorRules()
        if let span = try Self.duration(form.staleAfter, "staleAfter") {
            rules.staleSeconds = UInt64(span / .seconds(1))
        }
        if let span = try Self.duration(form.maximumAge, "maximumAge") {
            rules.maximumAgeSeconds = UInt64(span / .seconds(1))
        }
        if let span = try Self.duration(form.clockTolerance, "clockTolerance") {
            rules.clockTolerance = UInt64(span / .seconds(1))
        }
        return Log(
            name: form.name,
            url: url,
            origin: origin,
            keys: keys,
            policy: policy,
            peers: peers,
            rules: rules
        )
    }

    private static func path(_ text: String, in folder: String) -> String {
        text.hasPrefix("/") ? text : "\(folder)/\(text)"
    }

    private static func duration(_ text: String?, _ name: String) throws -> Duration? {
        guard let text else { return nil }
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let units: [String: Duration] = [
            "ms": .milliseconds(1), "s": .seconds(1), "m": .seconds(60), "h": .seconds(3_600),
        ]
        guard let number = CanonicalDecimal.parse(digits), (1...1_000_000).contains(number),
            let unit = units[String(text.dropFirst(digits.count))]
        else {
            throw ConfigurationError("\(name): \(text) is not a time span such as 200ms, 10s or 5m")
        }
        return unit * Int(number)
    }
}
