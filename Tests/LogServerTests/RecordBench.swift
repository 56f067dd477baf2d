import CryptoSuites
import Listening
import LogCore
import LogTesting
import Logging
import Records
import SignedNotes
import Witnessing

@testable import LogServer

/// Records over HTTP, with a real log, signer and vault behind the server: what a test has at hand.
struct RecordBench: Sendable {
    let server: ListenAddress
    let log: LogService
    let vault: Vault
    /// The log's own keys.
    let keys: (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)
    let options: RecordOptions
    let smith: TokenSmith
    let seconds: TestSeconds
    /// The store of everything, for a test that changes what nobody may.
    let store: MemoryLogStore
    /// Who counts what writers send; nil without a patience.
    let board: CompletenessBoard?
    private let gate: AccessGate?

    /// Runs `body` beside a server with one log, `eu`. Without an access file nobody is known; with a
    /// pace the log's records are opaque; with a patience, in seconds, writers are counted.
    static func running(
        _ smith: TokenSmith,
        access: String? = AccessFixture.text,
        pace: OpaquePace? = nil,
        isPaced: Bool = true,
        patience: UInt64? = nil,
        seconds: TestSeconds = TestSeconds(),
        _ body: @escaping @Sendable (RecordBench) async throws -> Void
    ) async throws {
        let store = MemoryLogStore()
        let test = try await TestLog(
            in: store,
            name: "eu",
            origin: "log.example/eu",
            hasOpaqueRecords: pace != nil
        )
        let keys = try MemoryEpochKeys(.aes256GCM)
        let vault = Vault(
            log: test.descriptor,
            store: store,
            keys: keys.keyring(),
            idSecret: [UInt8](repeating: 1, count: 32)
        ) { bytes, fields in
            try RecordContent(parsing: bytes).erasing(fields: fields)?.bytes
        }
        try await vault.refresh()
        let signer = try await test.openSigner()
        let gate = try access.map {
            try AccessFixture.gate(MemoryKeySets(smith.keySet()), text: $0, seconds: seconds)
        }
        let crosswalk = try CrosswalkLibrary.embedded().newest
        try await test.running(signer: signer, vault: vault) { log in
            let pacer = pace.map {
                OpaquePacer(
                    log: log,
                    pace: $0,
                    crosswalk: crosswalk.digest,
                    interval: 1,
                    now: { seconds.now },
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            }
            var pacers: [LogName: OpaquePacer] = [:]
            if isPaced { pacers[log.descriptor.name] = pacer }
            let options = RecordOptions(
                crosswalk: crosswalk,
                interval: 1,
                now: { seconds.now },
                pacers: pacers
            )
            let board = patience.flatMap { patience in
                gate.map { Self.board(of: log, $0, patience: patience, seconds) }
            }
            var boards: [LogName: CompletenessBoard] = [:]
            boards[log.descriptor.name] = board
            let completeness = boards
            try await withThrowingTaskGroup(of: Void.self) { group in
                if isPaced, let pacer { group.addTask { await pacer.runUntilCancelled() } }
                try await withServer(
                    [log],
                    access: gate,
                    completeness: completeness,
                    records: options
                ) { server in
                    try await body(
                        RecordBench(
                            server: server,
                            log: log,
                            vault: vault,
                            keys: test.keys,
                            options: options,
                            smith: smith,
                            seconds: seconds,
                            store: store,
                            board: board,
                            gate: gate
                        )
                    )
                }
                group.cancelAll()
            }
        }
        await signer.close()
    }

    private static func board(
        of log: LogService,
        _ gate: AccessGate,
        patience: UInt64,
        _ seconds: TestSeconds
    ) -> CompletenessBoard {
        CompletenessBoard(
            log: log.descriptor.name,
            heartbeats: gate.heartbeats(ofLog: log.descriptor.name),
            patienceSeconds: patience,
            now: { seconds.now }
        )
    }

    /// The access file of the tests, with more classes for the clinic.
    static let widerAccess = AccessFixture.text.replacing(
        #"["data-access", "opaque"]"#,
        with: #"["data-access", "opaque", "capture-state", "incident"]"#
    )

    /// Another daemon's eyes on the log, or the same one's after a restart.
    func watch(patience: UInt64) throws -> (board: CompletenessBoard, watch: CompletenessWatch) {
        guard let gate = self.gate else { throw AccessRefusal.unauthenticated }
        let board = Self.board(of: self.log, gate, patience: patience, self.seconds)
        return (board, self.watch(board))
    }

    /// What looks at the log for a board, and writes what the log has to tell.
    func watch(_ board: CompletenessBoard) -> CompletenessWatch {
        let control = ControlRecords(log: self.log, options: self.options)
        return CompletenessWatch(
            vault: self.vault,
            board: board,
            recorder: { await control.append($0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// How many entries the log has, published or not.
    var size: UInt64 {
        get async throws { try await self.store.treeState(of: self.log.descriptor.id).head.size }
    }

    // MARK: Requests

    func bearer(_ subject: String) throws -> [String] {
        let more = subject == "model" ? #","azp":"app","groups":"writers""# : ""
        let claims = TokenSmith.claims(
            subject: subject,
            expiry: "\(self.seconds.now + 600)",
            more
        )
        return ["Authorization: Bearer \(try self.smith.edToken(claims))"]
    }

    func post(
        _ path: String,
        _ json: JSONValue,
        as subject: String? = nil,
        _ fields: [String] = []
    ) async throws -> RawResponse {
        try await self.server.request(
            "POST",
            path,
            (subject.map { try self.bearer($0) } ?? []) + fields,
            body: json.canonicalBytes
        )
    }

    func get(_ path: String, as subject: String) async throws -> RawResponse {
        try await self.server.request("GET", path, self.bearer(subject))
    }

    // MARK: Records

    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-"
            + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// A data access by number: actor `staff:<n mod 3>`.
    static func access(_ number: Int, _ more: [JSONMember] = []) -> JSONValue {
        var members = SampleRecords.dataAccess(recordID: self.id(number)).members ?? []
        let replaced = Set(more.map(\.name) + ["actor_id", "writer_seq"])
        members.removeAll { replaced.contains($0.name) }
        members.append(JSONMember(name: "record_class", value: .string("data-access")))
        members.append(JSONMember(name: "actor_id", value: .string("staff:\(number % 3)")))
        return .object(members + more)
    }

    /// A purpose of the auditor's profile.
    static func purpose() throws -> String {
        let purposes = try CrosswalkLibrary.embedded().newest.profile("eu-gdpr")?.purposes ?? []
        return purposes.sorted().first ?? ""
    }
}
