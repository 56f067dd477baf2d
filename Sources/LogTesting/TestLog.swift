public import CryptoSuites
import Foundation
public import LogCore
import Logging
import MerkleTree
public import SignedNotes
public import Witnessing

/// A log for tests: any store, a real signer on a folder of its own, real keys.
public final class TestLog: Sendable {
    /// The log's row.
    public let descriptor: LogDescriptor
    /// The store that the log is in.
    public let store: any LogStore
    /// The folder that holds the signer's records.
    public let folder: TemporaryFolder
    /// The keys of both suites.
    public let keys: (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)
    /// The key of RFC 6962's tree heads.
    public let treeHeadKey: P256PrivateKey
    /// Where entries are found by their leaf hashes.
    public let leafHashes: any LeafHashStore

    /// Creates a log of the given origin in `store`.
    public init(
        in store: any LogStore,
        name: String = "test",
        origin: String = "log.example/test",
        jurisdiction: String = "EU",
        leafHashes: any LeafHashStore = MemoryLeafHashStore(),
        hasOpaqueRecords: Bool = false
    ) async throws {
        let origin = try LogOrigin(origin)
        self.store = store
        self.folder = try TemporaryFolder("signer")
        self.keys = (
            try Ed25519NoteSigner(name: origin.text, privateKey: Ed25519PrivateKey.generate()),
            try SM2NoteSigner(name: origin.sm3Text, privateKey: SM2PrivateKey.generate())
        )
        self.treeHeadKey = try P256PrivateKey.generate()
        self.leafHashes = leafHashes
        try SignerRecord.create(in: self.folder.path + "/" + name, origin: origin)
        self.descriptor = try await store.createLog(
            name: LogName(name),
            origin: origin,
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: !hasOpaqueRecords,
            hasOpaqueRecords: hasOpaqueRecords
        )
    }

    /// The public keys.
    public var verifierKeys: [VerifierKey] {
        [self.keys.ed25519.verifierKey, self.keys.sm2.verifierKey]
    }

    /// Opens the signer on its folder, or on another one, with the system's clock or another one.
    /// `change` has the keys that may take over.
    public func openSigner(
        folder: String? = nil,
        clock: (@Sendable () -> UInt64)? = nil,
        change: KeyChange? = nil
    ) async throws -> SignerService {
        let keys = SignerKeys(
            ed25519: self.keys.ed25519,
            sm2: self.keys.sm2,
            treeHead: self.treeHeadKey,
            load: { key in
                guard let change else { throw MissingKey(name: key.name) }
                return try change.signer(of: key)
            }
        )
        return try await SignerService.open(
            directory: folder ?? self.folder.path,
            keys: { _, _ in keys },
            clock: clock ?? { UInt64(Date().timeIntervalSince1970) }
        )
    }

    /// A log at work over this store and a signer.
    public func service(
        signer: any LogSigner,
        store: (any LogStore)? = nil,
        witnesses: LogWitnesses? = nil,
        interval: Duration = .milliseconds(20),
        vault: Vault? = nil,
        configure: (inout LogServiceConfiguration) -> Void = { _ in }
    ) -> LogService {
        var configuration = LogServiceConfiguration()
        configuration.interval = interval
        configure(&configuration)
        return LogService(
            self.descriptor,
            verifierKeys: self.verifierKeys,
            treeHeadKey: self.treeHeadKey.publicKey,
            store: store ?? self.store,
            leafHashes: self.leafHashes,
            vault: vault,
            signer: signer,
            witnesses: witnesses,
            idempotencySecret: [UInt8](repeating: 7, count: 32),
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// The notes that the log's keys make of a head, without a signer that keeps a record: what
    /// somebody does who has the keys, or what a record has forgotten.
    public func notes(of head: TwinHead, at seconds: UInt64) throws -> HeadNotes {
        let origin = self.descriptor.origin
        let sha256 = try Checkpoint<SHA256Hasher>(
            origin: origin.text,
            size: head.size,
            root: head.sha256
        )
        let sm3 = try Checkpoint<SM3Hasher>(
            origin: origin.sm3Text,
            size: head.size,
            root: head.sm3
        )
        func note(_ text: String, _ signers: [any NoteSigner]) throws -> [UInt8] {
            try SignedNote.sign(text: text, with: signers, at: seconds).bytes
        }
        return HeadNotes(
            checkpoint: try note(sha256.text, [self.keys.ed25519]),
            sm3Checkpoint: try note(sm3.text, [self.keys.sm2]),
            twin: try note(
                TwinNote(origin: origin, head: head).text,
                [self.keys.ed25519, self.keys.sm2]
            )
        )
    }

    /// Runs a log while `body` works, and stops it after.
    public func running<Result: Sendable>(
        signer: any LogSigner,
        store: (any LogStore)? = nil,
        witnesses: LogWitnesses? = nil,
        interval: Duration = .milliseconds(20),
        vault: Vault? = nil,
        configure: (inout LogServiceConfiguration) -> Void = { _ in },
        _ body: @Sendable (LogService) async throws -> Result
    ) async throws -> Result {
        let service = self.service(
            signer: signer,
            store: store,
            witnesses: witnesses,
            interval: interval,
            vault: vault,
            configure: configure
        )
        async let run: Void = service.run()
        do {
            let result = try await body(service)
            service.stop()
            await run
            return result
        } catch {
            service.stop()
            await run
            throw error
        }
    }
}

extension LogService {
    /// Waits until `condition` holds, at most `seconds`; returns whether it does.
    public func eventually(
        seconds: Int = 120,
        _ condition: @Sendable (LogService) async -> Bool
    ) async -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if await condition(self) { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    /// Waits until a head of at least `size` entries is published.
    public func published(_ size: UInt64) async -> Bool {
        await self.eventually { log in
            ((try? log.publishedHead().head.size) ?? 0) >= size
                && (try? log.publishedHead()) != nil
        }
    }
}
