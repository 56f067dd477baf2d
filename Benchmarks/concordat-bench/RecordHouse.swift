import AsyncHTTPClient
import CryptoSuites
import Foundation
import Listening
import LogCore
import LogServer
import LogStorePostgres
import Logging
import NIOCore
import NIOHTTP1
import Postgres
import Records
import ServiceLifecycle
import Witnessing

/// A log that takes records, behind a server in this process: the whole way that a record goes, from a
/// request on this machine to the promise, and out again to an auditor.
struct RecordHouse: Sendable {
    let log: LogService
    let vault: Vault
    let store: PostgresLogStore
    /// What a search or a read of the auditor is for.
    let purpose: String
    private let client: HTTPClient
    private let prefix: String
    private let writerToken: String
    private let auditorToken: String

    /// What stays of a log between two measurements.
    struct Ground: Sendable {
        let descriptor: LogDescriptor
        let identity: LogIdentity
        let key: EpochKey
    }

    /// Everything that a house stands on.
    struct Parts {
        let ground: Ground
        let store: PostgresLogStore
        let vaultStore: PostgresVaultStore
        let signer: SignerService
        let secret: [UInt8]
        let logger: Logger
    }

    /// Opens a house for the time of `body`, and closes it when all that it took in is answered.
    static func with<Result: Sendable>(
        _ parts: Parts,
        _ body: (RecordHouse) async throws -> Result
    ) async throws -> Result {
        let ground = parts.ground
        let vault = Vault(
            log: ground.descriptor,
            store: parts.vaultStore,
            keys: VaultKeyring { $0.isEmpty ? [ground.key] : [] },
            idSecret: parts.secret,
            eraseFields: { _, _ in nil }
        )
        try await vault.refresh()
        let log = LogService(
            ground.descriptor,
            verifierKeys: ground.identity.verifierKeys,
            store: parts.store,
            vault: vault,
            signer: parts.signer,
            idempotencySecret: parts.secret,
            seconds: { UInt64(Date().timeIntervalSince1970) },
            logger: parts.logger
        )
        let library = try CrosswalkLibrary.embedded()
        guard let purpose = library.newest.profile("eu-gdpr")?.purposes.sorted().first else {
            throw BenchError.unknownCase("eu-gdpr")
        }
        let access = try RecordAccess(log: ground.descriptor.name)
        let server = LogServer(
            logs: [log],
            configuration: ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)),
            registry: MetricsRegistry(),
            now: { Int64(Date().timeIntervalSince1970) },
            access: try access.gate(library, parts.logger),
            records: RecordOptions(
                crosswalk: library.newest,
                interval: 1,
                now: { UInt64(Date().timeIntervalSince1970) }
            ),
            logger: parts.logger
        )
        var connections = HTTPClient.Configuration()
        connections.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: connections)
        let group = ServiceGroup(services: [server], logger: parts.logger)
        async let working: Void = log.run()
        async let serving: Void = group.run()
        let outcome: Swift.Result<Result, any Error>
        do {
            let house = RecordHouse(
                log: log,
                vault: vault,
                store: parts.store,
                purpose: purpose,
                client: client,
                prefix: "http://\(try await server.boundAddress())/\(ground.descriptor.name.text)/",
                writerToken: try await access.token("clinic"),
                auditorToken: try await access.token("auditor")
            )
            outcome = .success(try await body(house))
        } catch { outcome = .failure(error) }
        try await client.shutdown()
        await group.triggerGracefulShutdown()
        try await serving
        log.stop()
        await working
        return try outcome.get()
    }

    /// Sends lines, and makes sure that each was promised.
    func post(_ path: String, _ lines: ByteBuffer) async throws {
        var request = HTTPClientRequest(url: self.prefix + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-ndjson")
        request.body = .bytes(lines)
        let answer = try await self.send(request, self.writerToken)
        guard !answer.holds("\"error\"") else {
            throw BenchError.refused(String(buffer: answer))
        }
    }

    /// What the auditor gets.
    func get(_ path: String) async throws -> ByteBuffer {
        try await self.send(HTTPClientRequest(url: self.prefix + path), self.auditorToken)
    }

    private func send(
        _ request: HTTPClientRequest,
        _ token: String
    ) async throws -> ByteBuffer {
        var request = request
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        let answer = try await self.client.execute(request, timeout: .seconds(120))
        let body = try await answer.body.collect(upTo: 32 << 20)
        guard answer.status == .ok else { throw BenchError.refused(String(buffer: body)) }
        return body
    }
}

extension ByteBuffer {
    /// Whether the bytes of a word stand somewhere in it.
    func holds(_ word: StaticString) -> Bool {
        self.withUnsafeReadableBytes { bytes in
            word.withUTF8Buffer { word in
                guard let first = word.first, bytes.count >= word.count else { return false }
                for start in 0...bytes.count - word.count where bytes[start] == first {
                    if bytes[start..<start + word.count].elementsEqual(word) { return true }
                }
                return false
            }
        }
    }
}

/// A writer and an auditor, with tokens.
private struct RecordAccess: KeySetTransport {
    private let key: Ed25519PrivateKey
    private let text: String
    private let log: LogName

    init(log: LogName) throws {
        self.key = try Ed25519PrivateKey.generate()
        self.log = log
        self.text = """
            {"audience":"\(TokenIssuer.audience)","principals":{
             "clinic":{"role":"writer","logs":{"\(log)":["data-access","opaque"]}},
             "auditor":{"role":"auditor","profile":"eu-gdpr","engagement":"E-1","logs":["\(log)"],
                        "from":"2020-01-01","until":"2099-12-31"}},
             "issuers":[{"issuer":"\(TokenIssuer.issuer)","keys":{"file":"jwks.json"},
              "tokens":[{"subject":"clinic","principal":"clinic"},
                        {"subject":"auditor","principal":"auditor"}]}]}
            """
    }

    func gate(_ library: CrosswalkLibrary, _ logger: Logger) throws -> AccessGate {
        AccessGate(
            try AccessConfiguration(
                parsing: Array(self.text.utf8),
                profiles: Set(library.newest.profiles.map(\.id)),
                logNames: [self.log.text]
            ),
            crosswalk: library.newest,
            transport: self,
            now: { UInt64(Date().timeIntervalSince1970) },
            logger: logger
        )
    }

    func keySet(from source: KeySetSource) async throws(KeySetFailure) -> [UInt8] {
        Array(TokenIssuer.keySet(of: self.key.publicKey).utf8)
    }

    func token(_ subject: String) async throws -> String {
        let issuer = TokenIssuer(key: self.key, pem: try PrivateKey.ed25519(self.key).pem())
        return try await issuer.token(
            subject: subject,
            at: UInt64(Date().timeIntervalSince1970) - 5,
            lifetimeSeconds: 86_400
        )
    }
}
