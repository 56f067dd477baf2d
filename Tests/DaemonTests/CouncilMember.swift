import CryptoSuites
import Foundation
import Glibc
import LogClient
import LogProtocol
import SignedNotes
import Synchronization
import Testing

/// One of six witnesses: the real program in a folder of its own, at an address that stays the same.
final class CouncilMember: Sendable {
    /// Which of the two heads it cosigns.
    enum Sight: Sendable {
        /// Both, in full mode.
        case both
        /// That of the SHA-256 tree: it does not know the other one.
        case sha256
        /// That of the SM3 tree: it has another key for the other one, and refuses it.
        case sm3
    }

    let name: String
    /// The folder of its configuration, keys and state.
    let folder: String
    /// `HOST:PORT`.
    let address: String
    private let running = Mutex<RunningProgram?>(nil)

    /// Takes a folder that has keys in it.
    init(name: String, folder: String, address: String) {
        self.name = name
        self.folder = folder
        self.address = address
    }

    var url: String { "http://\(self.address)" }
    private var configuration: String { self.folder + "/witness.json" }

    /// The file with what it has cosigned of a log.
    func record(ofOrigin origin: String) -> String {
        "\(self.folder)/data/state/\(WitnessPath.identifier(ofOrigin: origin))"
    }

    /// All that it has said since it was started last.
    var output: String { self.running.withLock { $0?.output } ?? "" }

    // MARK: Configuration

    /// The configuration of a log that is read at `url`.
    static func watched(
        _ origin: String,
        keys logKeys: [VerifierKey],
        url: String,
        sight: Sight
    ) throws -> [String: Any] {
        func texts(_ suite: Suite) -> [String] {
            logKeys.filter { $0.algorithm.suite == suite }.map { "\($0)" }
        }
        var log: [String: Any] = ["origin": origin, "vkeys": texts(.sha256)]
        switch sight {
        case .both:
            log["sm3Vkeys"] = texts(.sm3)
            log["url"] = url
        case .sha256: break
        case .sm3:
            let stranger = try Ed25519NoteSigner(name: origin, privateKey: .generate())
            log["vkeys"] = ["\(stranger.verifierKey)"]
            log["sm3Vkeys"] = texts(.sm3)
            log["mode"] = "light"
        }
        return log
    }

    /// Writes a configuration with these logs.
    func writeConfiguration(logs: [[String: Any]]) throws {
        let object: [String: Any] = [
            "name": "witness.example/\(self.name)", "data": self.folder + "/data",
            "listen": self.address, "logs": logs,
        ]
        try JSONSerialization.data(withJSONObject: object)
            .write(to: URL(fileURLWithPath: self.configuration))
    }

    /// Runs one of the program's commands on this witness to its end.
    func run(_ arguments: [String]) async throws -> String {
        let (status, output) = try await WitnessProgram.run(
            arguments + ["--config", self.configuration],
            output: self.newOutput()
        )
        try #require(status == 0, "\(self.name) \(arguments): \(output)")
        return output
    }

    private func newOutput() -> String {
        "\(self.folder)/output-\(UUID().uuidString.prefix(8)).log"
    }

    // MARK: Its life

    /// Starts it, and waits until it listens.
    func start() async throws {
        let (program, _) = try await WitnessProgram.serve(
            self.configuration,
            output: self.newOutput()
        )
        self.running.withLock { $0 = program }
    }

    /// Sends a signal; nothing happens if it does not run.
    func signal(_ number: Int32) { self.running.withLock { $0 }?.signal(number) }

    /// Ends it as kill -9 does.
    func kill() async throws {
        guard let program = self.running.withLock({ $0 }), program.ending == nil else { return }
        program.signal(SIGKILL)
        _ = try await program.waitUntilEnded()
    }

    /// Ends it as an operator does.
    func stop() async throws {
        guard let program = self.running.withLock({ $0 }), program.ending == nil else { return }
        program.signal(SIGTERM)
        let ending = try await program.waitUntilEnded()
        #expect(ending == .status(0), "\(program.output)")
    }

    // MARK: What it holds

    /// The head that it cosigned last of an origin, as it shows it to everybody; nil if it shows
    /// none or does not answer.
    func latestNote(ofOrigin origin: String) async throws -> UnverifiedNote? {
        let path = "/" + WitnessPath.checkpoint(ofOrigin: origin)
        guard let answer = try? await Web(base: self.url).get(path), answer.status == 200 else {
            return nil
        }
        return try UnverifiedNote(parsing: answer.body)
    }

    /// The size of that head; 0 if there is none.
    func size(ofOrigin origin: String) async throws -> UInt64 {
        try await self.latestNote(ofOrigin: origin)
            .map { try CheckpointText(parsing: $0.text).size } ?? 0
    }
}
