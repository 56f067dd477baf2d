import Foundation
import LogClient
import LogProtocol
import LogTesting
import Logging
import Monitoring
import NIOPosix
import SignedNotes
import Testing

@testable import concordat_monitor

/// One log that can be made to lie, two witnesses that show what a test says, and the monitor's folder.
final class WatchStand: Sendable {
    let home: TemporaryFolder
    let keys: LogKeys
    let transport: FileLog
    let witnesses: [ScriptedWitness]
    let seconds = ManualSeconds(1_800_000_010)
    private let pool = NIOThreadPool(numberOfThreads: 1)

    init(_ log: SmallLog, keys: LogKeys) throws {
        self.home = try TemporaryFolder("monitor")
        self.keys = keys
        self.transport = FileLog(log)
        self.witnesses = try [ScriptedWitness(name: "eu1"), ScriptedWitness(name: "cn1")]
        self.pool.start()
    }

    /// Both witnesses have to cosign both heads.
    var policyText: String {
        var lines = self.keys.verifierKeys.map { "log \($0)" }
        for witness in self.witnesses {
            lines.append("witness \(witness.name)-ed \(witness.ed25519.verifierKey) https://w")
            lines.append("witness \(witness.name)-sm \(witness.sm2.verifierKey) https://w")
            lines.append("group \(witness.name) any \(witness.name)-ed \(witness.name)-sm")
        }
        lines += ["group both all eu1 cn1", "quorum both", ""]
        return lines.joined(separator: "\n")
    }

    func policy() throws -> TwinPolicy { try TwinPolicy(parsing: Array(self.policyText.utf8)) }

    /// Runs `body` with a monitor that is started anew.
    func watching<Result>(
        policy: TwinPolicy? = nil,
        _ rules: MonitorRules = MonitorRules(),
        _ body: (LogWatch) async throws -> Result
    ) async throws -> Result {
        let contacts = self.witnesses.flatMap { witness in
            [
                WitnessContact(
                    name: "\(witness.name)-ed",
                    key: witness.ed25519.verifierKey,
                    way: witness
                ),
                WitnessContact(
                    name: "\(witness.name)-sm",
                    key: witness.sm2.verifierKey,
                    way: witness
                ),
            ]
        }
        let seconds = self.seconds
        let log = MonitorConfiguration.Log(
            name: "small",
            url: try #require(LogURL("https://log.example/small")),
            origin: try LogOrigin(SmallLog.origin),
            keys: self.keys.verifierKeys,
            policy: policy,
            rules: rules
        )
        let folder = try await MonitorFolder.open(
            path: self.home.path(of: "state"),
            pool: self.pool
        )
        let watch = LogWatch(
            log,
            transport: self.transport,
            witnesses: contacts,
            folder: folder,
            now: { seconds.now },
            clock: NoWaitClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await body(watch)
    }

    /// Shows a head of a log through a witness, cosigned by it.
    func show(_ log: SmallLog, _ suite: Suite, by witness: ScriptedWitness) throws {
        let note = try UnverifiedNote(parsing: try #require(log.files[.checkpoint(suite)]))
        let signer: any NoteSigner = suite == .sha256 ? witness.ed25519 : witness.sm2
        let line = try signer.signature(over: note.text, at: 1_800_000_000)
        witness.show(
            try note.adding([line]),
            ofOrigin: suite == .sha256 ? SmallLog.origin : SmallLog.origin + "/sm3"
        )
    }

    /// What `concordat verify-alarm` says of an alarm's evidence.
    func verify(_ alarm: Alarm, keys: [VerifierKey]) async throws -> CommandProcess.Result {
        let file = self.home.path(of: "state") + "/" + (try #require(alarm.evidence))
        return try await CommandProcess.run(
            ["verify-alarm"] + keys.flatMap { ["--vkey", $0.textWithSizes] } + [file]
        )
    }

    deinit { try? self.pool.syncShutdownGracefully() }
}
