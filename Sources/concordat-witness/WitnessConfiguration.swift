import CryptoSuites
import Foundation
import Listening
import LogClient
import SignedNotes
import Witnessing

/// What a witness is told: one static JSON file. Its members are described in `Specs/witness.md`.
struct WitnessConfiguration: Sendable {
    /// A log of the file.
    struct Log: Hashable, Sendable {
        /// What is witnessed, and how.
        let log: WitnessedLog
        /// Where the log is read in full mode; nil if no address is given.
        let url: LogURL?
    }

    /// The name in the witness's keys.
    let name: String
    /// The folder of keys and state.
    let dataFolder: String
    /// Where to listen.
    let address: ListenAddress
    /// The file with the passphrase of the private keys; nil if they are not encrypted.
    let passphraseFile: String?
    /// How often logs in full mode are looked at without being asked.
    let followInterval: Duration
    /// How long a request waits for entries to be read.
    let patience: Duration
    /// The most connections at a time.
    let maximumConnectionCount: Int
    /// The logs, in the order of the file.
    let logs: [Log]

    /// Reads a configuration file.
    ///
    /// - Throws: ``ConfigurationError`` that names the member which is wrong.
    init(file path: String) throws(ConfigurationError) {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw ConfigurationError("\(path): \(error.localizedDescription)")
        }
        do { try self.init(parsing: data) } catch {
            throw ConfigurationError("\(path): \(error.reason)")
        }
    }

    /// Reads a configuration.
    ///
    /// - Throws: ``ConfigurationError`` that names the member which is wrong.
    init(parsing data: Data) throws(ConfigurationError) {
        let file: WitnessConfigurationFile
        do { file = try JSONDecoder().decode(WitnessConfigurationFile.self, from: data) } catch {
            throw ConfigurationError(decoding: error)
        }
        // Only the form of the name is of interest here.
        guard (try? NoteSignature(name: file.name, keyID: 0, bytes: [0])) != nil,
            !file.name.utf8.suffix(4).elementsEqual(LogOrigin.sm3Suffix.utf8),
            file.name.utf8.count <= LogOrigin.maximumByteCount
        else { throw ConfigurationError("name: \"\(file.name)\" cannot name a key") }
        guard !file.data.isEmpty else { throw ConfigurationError("data: is empty") }
        guard let address = ListenAddress(parsing: file.listen) else {
            throw ConfigurationError(
                "listen: \"\(file.listen)\" is not HOST:PORT, [IPv6]:PORT or unix:PATH"
            )
        }
        self.name = file.name
        self.dataFolder = file.data
        self.address = address
        self.passphraseFile = file.keyPassphraseFile
        self.followInterval = .seconds(
            try Self.count("followEverySeconds", file.followEverySeconds ?? 10, in: 1...86_400)
        )
        self.patience = .seconds(
            try Self.count("answerWithinSeconds", file.answerWithinSeconds ?? 8, in: 1...600)
        )
        self.maximumConnectionCount = try Self.count(
            "maximumConnections",
            file.maximumConnections ?? 1_024,
            in: 1...65_536
        )
        var logs: [Log] = []
        for (position, log) in file.logs.enumerated() {
            do throws(ConfigurationError) { logs.append(try Self.log(log)) } catch {
                throw ConfigurationError("logs[\(position)]: \(error.reason)")
            }
        }
        self.logs = logs
    }

    /// The passphrase of the private keys, read from its file; nil if they are not encrypted.
    func passphrase() throws -> [UInt8]? {
        try self.passphraseFile.map { try KeyFile.readPassphrase(from: $0) }
    }

    private static func log(
        _ log: WitnessConfigurationFile.Log
    ) throws(ConfigurationError) -> Log {
        let keys = try self.keys("vkeys", log.vkeys)
        let sm3Keys = try self.keys("sm3Vkeys", log.sm3Vkeys ?? [])
        // SPEC: WITNESS-18: of a log with two trees both are checked, unless the file says not to.
        let mode: WitnessedLog.Mode
        switch log.mode {
        case nil: mode = sm3Keys.isEmpty ? .light : .full
        case "light"?: mode = .light
        case "full"?: mode = .full
        case let text?: throw ConfigurationError("mode: \"\(text)\" is not light or full")
        }
        let url: LogURL?
        if let text = log.url {
            guard let parsed = LogURL(text) else {
                throw ConfigurationError(
                    "url: \"\(text)\" is not a URL of the form http://host/log"
                )
            }
            url = parsed
        } else {
            url = nil
        }
        guard mode == .light || url != nil else {
            throw ConfigurationError(
                "url: missing, and full mode reads the log's entries from there"
            )
        }
        do throws(WitnessedLogError) {
            let witnessed = try WitnessedLog(
                origin: log.origin,
                keys: keys,
                sm3Keys: sm3Keys,
                mode: mode
            )
            return Log(log: witnessed, url: url)
        } catch {
            throw ConfigurationError("\(error)")
        }
    }

    private static func keys(
        _ member: String,
        _ texts: [String]
    ) throws(ConfigurationError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for text in texts {
            do throws(VerifierKeyError) {
                keys.append(try VerifierKey(parsingWithSizes: text))
            } catch {
                throw ConfigurationError("\(member): \"\(text.prefix(80))\": \(error)")
            }
        }
        return keys
    }

    private static func count(
        _ member: String,
        _ count: Int,
        in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int {
        guard range.contains(count) else {
            throw ConfigurationError(
                "\(member): \(count) is not between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        return count
    }
}
