import CryptoSuites
import Listening
import LogClient
import LogCore
import LogProtocol
import LogServer
import LogTesting
import Logging
import MerkleTree
import ServiceLifecycle
import SignedNotes
import Synchronization
import Testing
import Witnessing

@testable import concordat_witness

/// A witness in full mode on a real log: sequencer, signer, publisher and HTTP, in this process.
@Suite struct FullModeTests {
    /// Runs a log that is served, and lends ways to it.
    private func withLog(
        _ body:
            @escaping @Sendable (TestLog, LogService, LogURL, HTTPLogTransport) async throws ->
            Void
    ) async throws {
        let log = try await TestLog(in: MemoryLogStore())
        let signer = try await log.openSigner()
        try await log.running(signer: signer) { service in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let server = LogServer(
                logs: [service],
                configuration: ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)),
                registry: MetricsRegistry(),
                now: { 1_700_000_000 },
                logger: logger
            )
            let group = ServiceGroup(services: [server], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                do {
                    let address = try await server.boundAddress()
                    let url = try #require(LogURL("http://\(address)/test"))
                    let transport = HTTPLogTransport(url: url)
                    do {
                        try await body(log, service, url, transport)
                        await transport.shutdown()
                    } catch {
                        await transport.shutdown()
                        throw error
                    }
                    await group.triggerGracefulShutdown()
                    try await tasks.waitForAll()
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
        }
    }

    private func subject(_ log: TestLog, _ source: any TwinSource) throws -> Witness.Subject {
        Witness.Subject(
            log: try WitnessedLog(
                origin: log.descriptor.origin.text,
                keys: [log.keys.ed25519.verifierKey],
                sm3Keys: [log.keys.sm2.verifierKey],
                mode: .full
            ),
            source: source
        )
    }

    /// Sends one tree's head to the witness as a publisher does, from the size that it knows.
    private func submit<Hasher: SuiteHasher>(
        _ client: LogClient,
        _ transport: HTTPWitnessTransport,
        as hasher: Hasher.Type
    ) async throws -> (size: UInt64, answer: AddCheckpointResponse) {
        let note = try await client.checkpointNote(of: Hasher.suite)
        let checkpoint = try Checkpoint<Hasher>(parsing: note.text)
        var old: UInt64 = 0
        for _ in 0..<2 {
            let proof = try await ConsistencyProof<Hasher>(
                olderSize: old,
                newerSize: checkpoint.size,
                from: client.tileReader(treeSize: checkpoint.size)
            )
            let answer = try await transport.addCheckpoint(
                AddCheckpointRequest(proof: proof, note: note)
            )
            guard case .otherSize(let size) = answer else { return (checkpoint.size, answer) }
            old = size
        }
        return (checkpoint.size, .failed(status: 0, retryAfterSeconds: nil, reason: "no end"))
    }

    @Test func aRealLogIsFollowedAndCosigned() async throws {
        try await self.withLog { log, service, _, logTransport in
            let client = LogClient(transport: logTransport)
            let source = LogTwinSource(client)
            try await ServedWitness.serving([self.subject(log, source)]) { served in
                try await served.withTransport { transport in
                    var size: UInt64 = 0
                    for count in [1, 300, 700] {
                        var batch = EntryBatch()
                        for number in 0..<count {
                            try batch.append(Array("entry \(size) \(number)".utf8))
                        }
                        for start in stride(from: 0, to: count, by: 256) {
                            _ = try await client.append(
                                batch.slice(start..<min(start + 256, count)),
                                key: "\(size)-\(start)"
                            )
                        }
                        size += UInt64(count)
                        #expect(await service.published(size))
                        let sha256 = try await self.submit(
                            client,
                            transport,
                            as: SHA256Hasher.self
                        )
                        #expect(sha256.answer.status == 200, "\(sha256.answer)")
                        #expect(sha256.size == size)
                        let sm3 = try await self.submit(client, transport, as: SM3Hasher.self)
                        #expect(sm3.answer.status == 200, "\(sm3.answer)")
                    }
                    let status = try #require(await served.witness.statuses.first)
                    #expect(status.verifiedSize == size)
                    #expect(status.alarmCount == 0)
                    let keys = log.verifierKeys + served.keys.verifierKeys
                    for suite in Suite.allCases {
                        let origin =
                            suite == .sha256
                            ? log.descriptor.origin.text : log.descriptor.origin.sm3Text
                        guard
                            case .cosigned(let note) = try await transport.latestHead(
                                ofOrigin: origin
                            )
                        else {
                            Issue.record("nothing is shown of \(origin)")
                            continue
                        }
                        let count = suite == .sha256 ? 3 : 2
                        #expect(try note.verified(by: keys).verified.count == count)
                    }
                }
            }
        }
    }

    /// Between the log and the witness somebody changes what is served.
    @Test func whatIsAlteredOnTheWayIsNotCosigned() async throws {
        try await self.withLog { log, service, _, logTransport in
            let honest = LogClient(transport: logTransport)
            let altering = AlteringTransport(logTransport)
            let source = LogTwinSource(LogClient(transport: altering))
            try await ServedWitness.serving([self.subject(log, source)]) { served in
                try await served.withTransport { transport in
                    for number in 0..<5 {
                        _ = try await honest.append([UInt8(number), 1, 2], key: "\(number)")
                    }
                    #expect(await service.published(5))
                    for (alteration, status) in [
                        (AlteringTransport.Alteration.entryByte, 422), (.entriesCutOff, 503),
                        (.notesMissing, 503), (.garbage, 503), (.entriesMissing, 503),
                    ] {
                        altering.alter(alteration)
                        let answer = try await self.submit(
                            honest,
                            transport,
                            as: SHA256Hasher.self
                        )
                        .answer
                        #expect(answer.status == status, "\(alteration): \(answer)")
                        let size = try await transport.latestHead(
                            ofOrigin: log.descriptor.origin.text
                        )
                        #expect(size == .none)
                    }
                    altering.alter(nil)
                    let answer = try await self.submit(honest, transport, as: SHA256Hasher.self)
                        .answer
                    #expect(answer.status == 200, "\(answer)")
                }
            }
        }
    }
}

/// A way to a log on which answers are changed.
private final class AlteringTransport: LogTransport {
    enum Alteration: Sendable {
        case entryByte
        case entriesCutOff
        case entriesMissing
        case notesMissing
        case garbage
    }

    private let base: HTTPLogTransport
    private let alteration = Mutex<Alteration?>(nil)

    init(_ base: HTTPLogTransport) { self.base = base }

    func alter(_ alteration: Alteration?) { self.alteration.withLock { $0 = alteration } }

    func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        let response = try await self.base.send(request)
        let isEntries = request.path.hasPrefix("tile/entries")
        let missing = LogResponse(status: 404, body: [])
        switch self.alteration.withLock({ $0 }) {
        case nil: return response
        case .entryByte where isEntries && response.isSuccess:
            var body = response.body
            body[2] ^= 1
            return LogResponse(status: 200, body: body)
        case .entriesCutOff where isEntries && response.isSuccess:
            return LogResponse(status: 200, body: Array(response.body.dropLast(5)))
        case .entriesMissing: return isEntries ? missing : response
        case .notesMissing: return isEntries ? response : missing
        case .garbage: return LogResponse(status: 200, body: [0x3c, 0x68, 0x74, 0x6d, 0x6c, 0x3e])
        case .entryByte, .entriesCutOff: return response
        }
    }
}
