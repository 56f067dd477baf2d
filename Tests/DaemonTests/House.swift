import Foundation
import LogTesting
import SignedNotes
import Testing

/// A data folder with the log `eu`, and the programs that work in it.
final class House: Sendable {
    static let origin = "log.example/eu"

    private let folder: TemporaryFolder

    /// The folder for everything of this test. Every account can pass through it.
    var path: String { self.folder.path }
    /// What `--data` names.
    var data: String { self.path + "/data" }
    var postgres: String { self.data + "/postgres" }
    var keys: String { self.data + "/keys/eu" }
    var signer: String { self.data + "/signer/eu" }

    /// An empty house: no log is created.
    init(empty purpose: String) throws {
        self.folder = try TemporaryFolder("daemon-\(purpose)")
    }

    /// A house with a log that has no entries, copied from one that all tests share: making a
    /// cluster takes seconds.
    static func withLog(_ purpose: String) async throws -> House {
        let house = try House(empty: purpose)
        try await Self.copy(Self.model.value.data, to: house.data)
        return house
    }

    /// Never served, so that its signer's record is that of a log without any entry.
    static let model = Task {
        let house = try House(empty: "model")
        let created = try await house.run([
            "log", "create", "--data", house.data, "--name", "eu", "--origin", House.origin,
            "--jurisdiction", "EU", "--allow-opaque",
        ])
        try #require(created.status == 0, "\(created.output)")
        return house
    }

    // MARK: Programs

    /// Runs `concordatd` to its end.
    func run(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        let program = try await RunningProgram.daemon(
            arguments,
            environment: environment,
            output: self.newOutput()
        )
        guard case .status(let status) = try await program.waitUntilEnded() else {
            throw TimedOut(what: "exit of \(arguments)", detail: program.output)
        }
        return (status, program.output)
    }

    /// Starts `concordatd serve`; waits until it listens, unless `waits` is false.
    func serve(
        _ arguments: [String] = [],
        listen: String = "127.0.0.1:0",
        data: String? = nil,
        waits: Bool = true
    ) async throws -> Daemon {
        let program = try await RunningProgram.daemon(
            ["serve", "--data", data ?? self.data, "--listen", listen, "--interval", "100ms"]
                + arguments,
            output: self.newOutput()
        )
        let daemon = Daemon(program: program)
        if waits { try await daemon.waitUntilListening() }
        return daemon
    }

    /// Starts `concordatd serve` where volumes are mounted; waits until it listens.
    func serve(inside volumes: Volumes, _ arguments: [String] = []) async throws -> Daemon {
        let command = volumes.inside(
            RunningProgram.folder + "/concordatd",
            ["serve", "--data", self.data, "--listen", "127.0.0.1:0", "--interval", "100ms"]
                + arguments
        )
        let daemon = Daemon(
            program: try await RunningProgram.start(
                command.program,
                command.arguments,
                output: self.newOutput()
            )
        )
        try await daemon.waitUntilListening()
        return daemon
    }

    /// Starts `concordatd signer`; waits until it listens.
    func startSigner(socket: String, _ arguments: [String] = []) async throws -> RunningProgram {
        let program = try await RunningProgram.daemon(
            ["signer", "--data", self.data, "--listen", "unix:" + socket] + arguments,
            output: self.newOutput()
        )
        try await eventually("the signer listens") {
            try #require(program.ending == nil, "\(program.output)")
            return program.output.contains("The signer listens")
        }
        return program
    }

    /// Runs `concordat` to its end.
    func concordat(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await self.end(of: RunningProgram.folder + "/concordat", arguments)
    }

    /// Runs the reference verifier to its end.
    func python(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let verifier = root.appending(path: "Specs/verifier").path
        return try await self.end(of: "/usr/bin/python3", [verifier] + arguments)
    }

    private func end(
        of path: String,
        _ arguments: [String]
    ) async throws -> (status: Int32, output: String) {
        let program = try await RunningProgram.start(path, arguments, output: self.newOutput())
        guard case .status(let status) = try await program.waitUntilEnded() else {
            throw TimedOut(what: "exit of \(arguments)", detail: program.output)
        }
        return (status, program.output)
    }

    private func newOutput() -> String {
        "\(self.path)/output-\(UUID().uuidString.prefix(8)).log"
    }

    // MARK: Files

    /// Copies a folder or file with owners and modes.
    static func copy(_ source: String, to target: String) async throws {
        try await Self.tool("/bin/cp", ["-a", source, target])
    }

    /// Replaces a folder by a copy of another.
    static func replace(_ target: String, by source: String) async throws {
        try FileManager.default.removeItem(atPath: target)
        try await Self.copy(source, to: target)
    }

    /// Runs a program of the system, which has to succeed.
    @discardableResult
    static func tool(_ path: String, _ arguments: [String]) async throws -> String {
        let folder = try TemporaryFolder("daemon-tool")
        let program = try await RunningProgram.start(
            path,
            arguments,
            output: folder.path + "/output"
        )
        let ending = try await program.waitUntilEnded()
        try #require(ending == .status(0), "\(path) \(arguments): \(program.output)")
        return program.output
    }

    /// The log's origin.
    var logOrigin: LogOrigin { get throws { try LogOrigin(Self.origin) } }

    /// The log's public keys.
    func verifierKeys() throws -> [VerifierKey] {
        try ["ed25519.vkey", "sm2.vkey"].map { name in
            let text = try String(contentsOfFile: "\(self.keys)/\(name)", encoding: .utf8)
            return try VerifierKey(parsing: text.trimmingCharacters(in: .newlines))
        }
    }

    /// What the signer's record says, and every byte of its journal that tells of an entry.
    func signerState() throws -> [String: Data] {
        let names = FileManager.default.enumerator(atPath: self.signer)
        var files: [String: Data] = [:]
        for case let name as String in names ?? .init() where name != "lock" {
            let content = FileManager.default.contents(atPath: "\(self.signer)/\(name)")
            // A segment's header alone, 96 bytes, is written by opening a journal that has none.
            if name.hasPrefix("journal/"), content?.count == 96 { continue }
            files[name] = content
        }
        return files
    }
}
