import Foundation
import Glibc
import LogTesting
import Monitoring
import SignedNotes
import Testing

/// A monitor's folder and configuration, and the programs that work on them.
final class MonitorHouse: Sendable {
    private let folder: TemporaryFolder

    /// An empty house.
    init(_ purpose: String) throws { self.folder = try TemporaryFolder("monitor-\(purpose)") }

    /// The folder with everything that the monitor keeps.
    var state: String { self.folder.path(of: "state") }
    var configuration: String { self.folder.path(of: "monitor.json") }

    /// The log in a folder that a monitor keeps.
    func tree(of log: String) -> String { "\(self.state)/\(log)/tree" }

    /// A log in a configuration.
    static func log(
        _ name: String,
        url: String,
        keys: [VerifierKey],
        _ settings: [String: Any] = [:]
    ) -> [String: Any] {
        let own: [String: Any] = ["name": name, "url": url, "vkeys": keys.map(\.description)]
        return own.merging(settings) { $1 }
    }

    /// Writes the configuration: these logs, five looks a second.
    func configure(_ logs: [[String: Any]], _ settings: [String: Any] = [:]) throws {
        let own: [String: Any] = ["state": self.state, "interval": "200ms", "logs": logs]
        let all = own.merging(settings) { $1 }
        try self.write(Array(JSONSerialization.data(withJSONObject: all)), to: "monitor.json")
    }

    /// Writes a file beside the configuration; its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try self.folder.write(bytes, to: name)
    }

    // MARK: Programs

    /// What the program printed of a log after a look.
    struct Line: Decodable {
        let log: String
        let verdict: String
        let verifiedSize: UInt64?
        let publishedSize: UInt64?
        let newEntries: UInt64
        let undecided: String?
        let alarms: [Alarm]

        enum CodingKeys: String, CodingKey {
            case log
            case verdict
            case verifiedSize = "verified_size"
            case publishedSize = "published_size"
            case newEntries = "new_entries"
            case undecided
            case alarms
        }

        /// The lines of JSON among others.
        static func all(in output: String) throws -> [Line] {
            // The last one may be half written.
            guard let end = output.lastIndex(of: "\n") else { return [] }
            return try output[..<end].split(separator: "\n").filter { $0.hasPrefix("{") }.map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
        }
    }

    private func newOutput() -> String {
        self.folder.path(of: "output-\(UUID().uuidString.prefix(8))")
    }

    /// Runs one of the programs to its end.
    func run(
        _ arguments: [String],
        of program: String = "concordat-monitor"
    ) async throws -> (status: Int32, output: String) {
        let running = try await RunningProgram.start(
            "\(RunningProgram.folder)/\(program)",
            arguments,
            output: self.newOutput()
        )
        guard case .status(let status) = try await running.waitUntilEnded() else {
            throw TimedOut(what: "exit of \(arguments)", detail: running.output)
        }
        return (status, running.output)
    }

    /// Looks at every log once.
    func once() async throws -> (status: Int32, lines: [Line], output: String) {
        let run = try await self.run(["--config", self.configuration, "--once", "--json"])
        return (run.status, try Line.all(in: run.output), run.output)
    }

    /// Starts the monitor, and waits until it looks.
    func follow() async throws -> FollowingMonitor {
        let program = try await RunningProgram.start(
            RunningProgram.folder + "/concordat-monitor",
            ["--config", self.configuration, "--json"],
            output: self.newOutput()
        )
        try await eventually("the monitor follows") {
            try #require(program.ending == nil, "\(program.output)")
            return program.output.contains("Following")
        }
        return FollowingMonitor(program: program)
    }

    // MARK: Evidence

    /// Expects that an alarm's evidence convicts the log before whoever has its keys, says nothing to
    /// others, and proves nothing once any part of it is another one.
    func expectProof(of alarm: Alarm, keys: [VerifierKey]) async throws {
        let evidence = try #require(alarm.evidence, "\(alarm)")
        let path = "\(self.state)/\(evidence)"
        func verify(_ path: String, _ keys: [VerifierKey]) async throws -> Int32 {
            try await self.run(
                ["verify-alarm"] + keys.flatMap { ["--vkey", "\($0)"] } + [path],
                of: "concordat"
            ).status
        }
        #expect(try await verify(path, keys) == 0, "\(alarm)")
        let strangers = try LogKeys(origin: "log.example/stranger").verifierKeys
        #expect(try await verify(path, strangers) == 2, "\(alarm)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let object = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        for (part, altered) in Self.alterations(of: object) {
            let other = try self.write(
                Array(JSONSerialization.data(withJSONObject: altered)),
                to: "altered-\(UUID().uuidString.prefix(8)).json"
            )
            #expect(try await verify(other, keys) == 1, "\(alarm.kind) with another \(part)")
        }
    }

    /// The same object with one part after the other changed.
    private static func alterations(
        of object: [String: Any]
    ) -> [(String, [String: Any])] {
        object.sorted { $0.key < $1.key }.flatMap { name, value -> [(String, [String: Any])] in
            func with(_ value: Any) -> [String: Any] { object.merging([name: value]) { $1 } }
            switch (name, value) {
            case ("alarm", _): return [(name, with("split-views"))]
            case ("heads", let notes as [String]):
                return notes.indices.flatMap { number in
                    Self.alterations(of: notes[number]).map { part, note in
                        var others = notes
                        others[number] = note
                        return ("\(name)[\(number)] \(part)", with(others))
                    }
                }
            case ("twin", let note as String):
                return Self.alterations(of: note).map { ("\(name) \($0)", with($1)) }
            case (_, let hashes as [String]):
                return hashes.indices.prefix(1).map { number in
                    var others = hashes
                    others[number] = Self.changed(hashes[number], at: 7)
                    return ("\(name)[\(number)]", with(others))
                }
            case (_, let text as String): return [(name, with(Self.changed(text, at: 7)))]
            case (_, let number as NSNumber): return [(name, with(number.uint64Value + 1))]
            default: return []
            }
        }
    }

    /// A note with another size, another root, another signature of its log.
    private static func alterations(of note: String) -> [(String, String)] {
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let signature = lines.firstIndex(where: { $0.hasPrefix("\u{2014}") }) else {
            return []
        }
        // A twin note has its kind and origin above size and roots.
        let size = lines[0].hasPrefix("concordat/") ? 2 : 1
        let changes = [
            ("size", size, lines[size] + "0"),
            ("root", size + 1, self.changed(lines[size + 1], at: 7)),
            (
                "signature", signature,
                self.changed(lines[signature], at: lines[signature].count - 20)
            ),
        ]
        return changes.map { part, number, line in
            var others = lines
            others[number] = line
            return (part, others.joined(separator: "\n"))
        }
    }

    /// A text with another letter at a place; base64 stays base64.
    private static func changed(_ text: String, at offset: Int) -> String {
        var letters = Array(text)
        let position = min(max(offset, 0), letters.count - 1)
        letters[position] = letters[position] == "A" ? "B" : "A"
        return String(letters)
    }
}

/// A monitor that runs until it is told to stop.
struct FollowingMonitor: Sendable {
    let program: RunningProgram

    /// All that it said about a log, look by look.
    func lines(of log: String) throws -> [MonitorHouse.Line] {
        try MonitorHouse.Line.all(in: self.program.output).filter { $0.log == log }
    }

    /// Waits until something is so after a look at a log.
    func waitForLine(
        _ what: String,
        of log: String,
        within limit: Duration = .patience,
        _ condition: (MonitorHouse.Line) -> Bool
    ) async throws -> MonitorHouse.Line {
        var found: MonitorHouse.Line?
        try await eventually(what, within: limit) {
            try #require(self.program.ending == nil, "\(self.program.output)")
            found = try self.lines(of: log).last(where: condition)
            return found != nil
        }
        return try #require(found)
    }

    /// Waits until so many entries are verified, with nothing wrong.
    @discardableResult
    func waitUntilVerified(
        _ size: UInt64,
        of log: String = "eu",
        within limit: Duration = .patience
    ) async throws -> MonitorHouse.Line {
        let line = try await self.waitForLine("\(size) entries verified", of: log, within: limit) {
            $0.verifiedSize ?? 0 >= size
        }
        #expect(line.alarms.isEmpty, "\(line.alarms)")
        return line
    }

    /// How long a watchdog may take to tell of what is there to be seen: hundreds of looks, on a busy
    /// machine.
    static let limit = Duration.seconds(60)

    /// Waits for an alarm, which the named watchdog has to raise in time.
    func waitForAlarm(
        _ kind: AlarmKind,
        of log: String = "eu",
        within limit: Duration = Self.limit
    ) async throws -> Alarm {
        let line = try await self.waitForLine("the alarm \(kind.rawValue)", of: log, within: limit)
        {
            $0.alarms.contains { $0.kind == kind }
        }
        return try #require(line.alarms.first { $0.kind == kind })
    }

    /// Where it listens.
    func web() async throws -> Web {
        var address: String?
        try await eventually("the monitor listens") {
            address = self.program.output.firstMatch(of: #/address=(127\.0\.0\.1:\d+)/#)
                .map { String($0.1) }
            return address != nil
        }
        return Web(base: "http://\(try #require(address))")
    }

    /// Stops as an operator does, and checks that it ends well.
    func stop(within limit: Duration = .patience) async throws {
        self.program.signal(SIGTERM)
        let ending = try await self.program.waitUntilEnded(within: limit)
        #expect(ending == .status(0), "\(self.program.output)")
    }

    /// Ends as by a loss of power.
    func kill() async throws {
        self.program.signal(SIGKILL)
        #expect(try await self.program.waitUntilEnded() == .signal(SIGKILL))
    }
}
