import CryptoSuites
import Foundation
import LogTesting
import MerkleTree
import SignedNotes
import Testing

/// A log with three witnesses of each side, and a policy that wants two of three of both.
///
/// The witnesses are the real programs; scripted ones may stand in the places of some. All of them
/// read the log at the address of the first daemon; another log that they watch as well has a policy of
/// its own, and is read at the address of the next.
final class CouncilHouse: Sendable {
    /// How long a head may take whose witnesses have come back: their longest rest of ten seconds, and
    /// as much as a machine needs that does other things, too.
    static let release = Duration.seconds(90)

    let house: House
    /// The real ones, in the order of the policy.
    let members: [CouncilMember]
    /// The scripted ones.
    let scripted: [ScriptedWitness]
    private let server: WitnessServer?
    /// The logs that the witnesses watch: that of the house, and those beside it.
    private let logs: [WatchedLog]

    /// A log that witnesses watch.
    struct WatchedLog: Sendable {
        let name: String
        let origin: String
        let keys: [VerifierKey]
    }

    /// An address of this house alone, so that programs come back at the ports that they had.
    let host: String

    /// Makes six witnesses for the log of a house, whose keys are there. Nothing runs yet.
    init(
        _ house: House,
        scripted names: [String] = [],
        beside others: [WatchedLog] = []
    ) async throws {
        let model = try await Self.model.value
        let host = OwnAddress.any()
        var members: [CouncilMember] = []
        for (number, other) in model.members.enumerated() where !names.contains(other.name) {
            let folder = "\(house.path)/\(other.name)"
            try await House.copy(other.folder, to: folder)
            members.append(
                CouncilMember(
                    name: other.name,
                    folder: folder,
                    address: "\(host):\(7_001 + number)"
                )
            )
        }
        self.house = house
        self.host = host
        self.members = members
        self.scripted = try names.map { try ScriptedWitness(name: $0) }
        self.server = try await self.scripted.isEmpty ? nil : WitnessServer(self.scripted)
        self.logs =
            try [WatchedLog(name: "eu", origin: House.origin, keys: house.verifierKeys())] + others
        try self.configure()
        for log in self.logs { try await self.writePolicy(of: log) }
    }

    /// A house of its own with a log that has no entries.
    static func withLog(
        _ purpose: String,
        scripted names: [String] = []
    ) async throws -> CouncilHouse {
        try await CouncilHouse(House.withLog(purpose), scripted: names)
    }

    /// Six witnesses that know no log, copied by all tests: making keys takes a program each.
    private static let model = Task {
        let house = try House(empty: "council-model")
        let members = ["eu1", "eu2", "eu3", "cn1", "cn2", "cn3"].map { name in
            CouncilMember(name: name, folder: "\(house.path)/\(name)", address: "127.0.0.1:1")
        }
        for member in members {
            try FileManager.default.createDirectory(
                atPath: member.folder,
                withIntermediateDirectories: true
            )
            try member.writeConfiguration(logs: [])
            _ = try await member.run(["keys", "new"])
        }
        // The house is kept: its folder goes with it.
        return (house: house, members: members)
    }

    // MARK: Configuration

    /// Where a daemon listens, of which there may be several.
    func daemonAddress(_ number: Int = 0) -> String { "\(self.host):\(8_080 + number)" }

    /// The policy file.
    var policyFile: String { self.policyFile(of: "eu") }

    /// The policy file of a log.
    func policyFile(of name: String) -> String { "\(self.house.path)/\(name).policy" }

    /// The policy, for whoever verifies by it.
    var policy: TwinPolicy { get throws { try self.policy(of: "eu") } }

    /// The policy of a log.
    func policy(of name: String) throws -> TwinPolicy {
        let file = URL(fileURLWithPath: self.policyFile(of: name))
        return try TwinPolicy(parsing: Array(try Data(contentsOf: file)))
    }

    /// The flags that a daemon is started with.
    var serve: [String] { self.serve("eu") }

    /// The flags that the daemon of a log is started with.
    func serve(_ name: String) -> [String] { ["--policy", "\(name)=\(self.policyFile(of: name))"] }

    /// Writes the witnesses' configurations; those of one side may see less.
    func configure(
        _ sight: (CouncilMember) -> CouncilMember.Sight = { _ in .both }
    ) throws {
        for member in self.members {
            let logs = try self.logs.enumerated().map { number, log in
                try CouncilMember.watched(
                    log.origin,
                    keys: log.keys,
                    url: "http://\(self.daemonAddress(number))/\(log.name)",
                    sight: sight(member)
                )
            }
            try member.writeConfiguration(logs: logs)
        }
    }

    private func writePolicy(of log: WatchedLog) async throws {
        var lines = log.keys.map { "log \($0)" }
        for member in self.members {
            lines.append(try await member.run(["keys", "show", "--url", member.url]))
        }
        for witness in self.scripted {
            lines += witness.policyLines(url: self.server?.url(of: witness) ?? "")
        }
        let text = (lines + WitnessCouncil.quorumLines + [""]).joined(separator: "\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: self.policyFile(of: log.name)))
    }

    // MARK: Programs

    /// The real witnesses of one side.
    func side(_ name: String) -> [CouncilMember] {
        self.members.filter { $0.name.hasPrefix(name) }
    }

    /// Starts witnesses, all of them unless given.
    func start(_ members: [CouncilMember]? = nil) async throws {
        try await self.each(members) { try await $0.start() }
    }

    /// Kills witnesses.
    func kill(_ members: [CouncilMember]) async throws {
        try await self.each(members) { try await $0.kill() }
    }

    /// Stops everything but daemons.
    func stop() async throws {
        try await self.each(nil) { try await $0.stop() }
        try await self.server?.stop()
    }

    private func each(
        _ members: [CouncilMember]?,
        _ body: @escaping @Sendable (CouncilMember) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for member in members ?? self.members { group.addTask { try await body(member) } }
            try await group.waitForAll()
        }
    }

    /// Starts the daemon.
    func startDaemon() async throws -> Daemon {
        try await self.house.serve(self.serve, listen: self.daemonAddress())
    }

    // MARK: What is published

    /// Reads what a daemon shows the world, with the keys of the policy file and no others: both
    /// checkpoints have their quorum, and the twin note says what they say.
    ///
    /// `logKeys` are the log's keys where they have changed, `policy` another policy.
    @discardableResult
    func checkPublished(
        _ daemon: Daemon,
        log: String = "eu",
        logKeys: [VerifierKey]? = nil,
        policy: TwinPolicy? = nil
    ) async throws -> TwinHead {
        let web = try daemon.web
        let policy = try policy ?? self.policy(of: log)
        let keys = (logKeys ?? policy.full.logKeys) + policy.full.witnessKeys
        func read(_ path: String) async throws -> VerifiedNote {
            let answer = try await web.get("/\(log)/\(path)")
            try #require(answer.status == 200, "\(path): \(answer.text)")
            return try UnverifiedNote(parsing: answer.body).verified(by: keys)
        }
        var head: TwinHead?
        // Three requests are no snapshot: a head may be published between them.
        try await eventually("three notes of one size") {
            let sha256 = try await read("checkpoint")
            let sm3 = try await read("sm3/checkpoint")
            let twin = try TwinNote(try await read("twin"))
            let checkpoint = try Checkpoint<SHA256Hasher>(sha256)
            let sm3Checkpoint = try Checkpoint<SM3Hasher>(sm3)
            // Whatever they are of, nothing is shown below its quorum.
            #expect(policy.isSatisfied(on: .sha256, by: sha256.verified), "\(sha256.text)")
            #expect(policy.isSatisfied(on: .sm3, by: sm3.verified), "\(sm3.text)")
            #expect(sha256.unknown.isEmpty && sm3.unknown.isEmpty, "a line of a stranger")
            guard checkpoint.size == twin.head.size, sm3Checkpoint.size == twin.head.size else {
                return false
            }
            try twin.check(sha256: checkpoint, sm3: sm3Checkpoint)
            head = twin.head
            return true
        }
        return try #require(head)
    }

    /// No witness ever held the log for anything but one history.
    func expectNoAlarms() {
        for member in self.members {
            #expect(!member.output.contains("Alarm"), "\(member.name): \(member.output)")
        }
    }
}
