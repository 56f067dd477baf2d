import CryptoSuites
import Foundation
import LogClient
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

/// A folder with a witness's configuration and data, and the programs that work on it.
final class WitnessHouse: Sendable {
    static let origin = "log.example/killed"

    private let folder: TemporaryFolder
    /// The key of the one log.
    let log: Ed25519NoteSigner
    /// The log's entries, from which its heads of all sizes are made.
    private let entries: [[UInt8]]

    /// Makes the folder and the configuration: `logs` as they stand there, or the one of this house. The
    /// witness has no keys yet.
    init(entryCount: Int = 0, logs: [[String: Any]]? = nil) throws {
        self.folder = try TemporaryFolder("witness")
        self.log = try Ed25519NoteSigner(name: Self.origin, privateKey: .generate())
        self.entries = (0..<entryCount).map { Array("entry \($0)".utf8) }
        let configuration: [String: Any] = [
            "name": "witness.example/killed",
            "data": self.folder.path(of: "data"),
            "listen": "127.0.0.1:0",
            "logs": logs ?? [["origin": Self.origin, "vkeys": ["\(self.log.verifierKey)"]]],
        ]
        try self.folder.write(
            [UInt8](JSONSerialization.data(withJSONObject: configuration)),
            to: "witness.json"
        )
    }

    var configuration: String { self.folder.path(of: "witness.json") }
    var data: String { self.folder.path(of: "data") }

    /// The path of the log's record.
    var record: String {
        "\(self.data)/state/\(WitnessPath.identifier(ofOrigin: Self.origin))"
    }

    func write(_ text: String, to name: String) throws -> String {
        try self.folder.write(Array(text.utf8), to: name)
    }

    private func newOutput() -> String {
        self.folder.path(of: "output-\(UUID().uuidString.prefix(8))")
    }

    /// Runs `concordat-witness` to its end.
    func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await WitnessProgram.run(arguments, output: self.newOutput())
    }

    /// Starts the witness and waits until it says where it listens.
    func serve() async throws -> (program: RunningProgram, url: LogURL) {
        try await WitnessProgram.serve(self.configuration, output: self.newOutput())
    }

    /// The right request to go from one size to another.
    func request(_ old: Int, _ new: Int) throws -> AddCheckpointRequest {
        let tree = ReferenceTree<SHA256Hasher>(self.entries)
        let text = try Checkpoint(
            origin: Self.origin,
            size: UInt64(new),
            root: tree.root(0..<new)
        ).text
        return try AddCheckpointRequest(
            oldSize: UInt64(old),
            proofHashes: tree.proof(old, new).map(\.bytes),
            note: SignedNote.sign(text: text, with: [self.log], at: 1)
        )
    }
}
