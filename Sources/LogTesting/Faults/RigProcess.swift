import CryptoSuites
import LogCore
import Logging
import MerkleTree
import SignedNotes
import Witnessing

/// One process of a ``FaultRig``: a signer, a log at work, and the clock by which it publishes.
final class RigProcess: Sendable {
    let name: String
    let clock = SteppedClock()
    let service: LogService
    let signer: SignerService
    private let ownsSigner: Bool
    private let run: Task<Void, Never>

    /// Starts the log.
    init(
        _ name: String,
        descriptor: LogDescriptor,
        verifierKeys: [VerifierKey],
        store: any LogStore,
        faultySigner: any LogSigner,
        signer: SignerService,
        ownsSigner: Bool
    ) {
        var configuration = LogServiceConfiguration()
        configuration.interval = SteppedClock.interval
        // A failure is tried again at once, and long enough to try more than once.
        configuration.signerPatience = .milliseconds(20)
        let service = LogService(
            descriptor,
            verifierKeys: verifierKeys,
            store: store,
            signer: faultySigner,
            idempotencySecret: [UInt8](repeating: 7, count: 32),
            configuration: configuration,
            clock: self.clock,
            logger: Logger(label: "rig") { _ in SwiftLogNoOpLogHandler() }
        )
        self.name = name
        self.service = service
        self.signer = signer
        self.ownsSigner = ownsSigner
        // Awaited by ``end()``.
        self.run = Task { await service.run() }
    }

    /// Stops the log, and releases the signer's files if they are this process's.
    func end() async {
        self.service.stop()
        await self.run.value
        if self.ownsSigner { await self.signer.close() }
    }

    /// Whether the log takes no appends until it is started anew.
    var isReadOnly: Bool {
        self.service.readiness.remarks.contains { $0.hasPrefix("read-only") }
    }

    /// The newest published size; 0 if there is none.
    var publishedSize: UInt64 { (try? self.service.publishedHead().head.size) ?? 0 }

    /// Appends entries under a key.
    func append(_ entries: [[UInt8]], key: String?) async throws(AppendError) -> Receipt {
        var batch = EntryBatch()
        for entry in entries {
            do { try batch.append(entry) } catch { throw .unavailable("no entry: \(error)") }
        }
        let idempotencyKey = key.map { key in
            self.service.idempotencyKey(
                writer: "",
                key: Array(key.utf8),
                body: entries.flatMap { $0 + [0] }
            )
        }
        return try await self.service.append(Submission(entries: batch, key: idempotencyKey))
    }

    /// Notes the heads that the process shows.
    func observe(_ history: HistoryRecorder, _ signing: RigSigning) {
        let asked = history.mark
        for (head, isPublished) in [
            (try? self.service.publishedHead(), true), (try? self.service.pendingHead(), false),
        ] {
            guard let head else { continue }
            signing.note(
                head.notes,
                of: self.service.descriptor.origin,
                isPublished: isPublished,
                asked: asked,
                by: self.name,
                in: history
            )
        }
    }

    /// Asks for a proof that is not public yet: it has to be refused.
    func readAhead(_ history: HistoryRecorder) async {
        let promised = history.promisedSize
        guard promised > self.publishedSize else { return }
        let proof = try? await self.service.inclusionProof(
            SHA256Hasher.self,
            leafIndex: promised - 1,
            treeSize: promised
        )
        if proof != nil { history.wasShown(size: promised, by: self.name) }
    }
}
