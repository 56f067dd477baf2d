import CryptoSuites
import HummingbirdCore
import Listening
import LogClient
import LogProtocol
import LogTesting
import Logging
import NIOCore
import ServiceLifecycle
import SignedNotes
import Synchronization
import Testing
import Witnessing

@testable import concordat_witness

/// A witness that serves on a port that the system chose, in this process.
struct ServedWitness: Sendable {
    let witness: Witness
    let url: LogURL
    let keys: WitnessKeys

    /// Serves a new witness while `body` works, and stops it gracefully.
    static func serving<Result: Sendable>(
        _ subjects: [Witness.Subject],
        time: ManualSeconds = ManualSeconds(),
        _ body: @escaping @Sendable (ServedWitness) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder("witness")
        let keys = try WitnessKeys(
            name: "witness.example/w1",
            ed25519: .generate(),
            mldsa44: .generate(),
            sm2: .generate()
        )
        let path = folder.path(of: "data")
        try Witness.create(in: path)
        let witness = try Witness(
            directory: path,
            subjects: subjects,
            keys: keys,
            now: { time.now }
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let listener = WitnessDaemon.listener(
            for: witness,
            at: .tcp(host: "127.0.0.1", port: 0),
            maximumConnectionCount: 256,
            logger: logger
        )
        let group = ServiceGroup(services: [listener], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                let address = try await listener.boundAddress()
                let url = try #require(LogURL("http://\(address)"))
                let result = try await body(ServedWitness(witness: witness, url: url, keys: keys))
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return result
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }

    /// Lends a way to the witness.
    func withTransport<Result: Sendable>(
        _ body: (HTTPWitnessTransport) async throws -> Result
    ) async throws -> Result {
        let transport = HTTPWitnessTransport(
            submission: self.url,
            timeouts: HTTPTimeouts(connect: .seconds(5), request: .seconds(60)),
            connectionCount: 32
        )
        do {
            let result = try await body(transport)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }
}
