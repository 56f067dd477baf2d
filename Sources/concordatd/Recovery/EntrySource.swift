import CryptoSuites
import LogClient
import LogCore
import LogProtocol
import MerkleTree
import SignedNotes
import Witnessing

/// A mirror of a log: nothing that comes from it is believed before it leads to the signer's roots.
struct EntrySource: Sendable {
    /// What the operator called it.
    let name: String
    private let client: LogClient
    /// How many entries it says that it has; nil if it has no head.
    private let size: UInt64?

    /// Asks for the head.
    ///
    /// - Throws: ``RecoveryError/undecided(_:)`` if the mirror does not answer.
    init(name: String, transport: any LogTransport) async throws {
        self.name = name
        self.client = LogClient(transport: transport)
        let note: UnverifiedNote?
        do { note = try await self.client.checkpointNote(of: .sha256) } catch {
            guard case .refused = error else {
                throw RecoveryError.undecided("\(name): \(error)")
            }
            note = nil
        }
        self.size = note.flatMap { try? Checkpoint<SHA256Hasher>(parsing: $0.text) }?.size
    }

    /// The entries of a bundle below `end`, as many as the mirror has; nil if it has none.
    ///
    /// - Throws: ``LogClientError`` if the mirror fails or answers nonsense.
    func entries(
        ofBundle index: UInt64,
        below end: UInt64
    ) async throws(LogClientError) -> EntryBatch? {
        let start = index * UInt64(TileCoordinate.fullWidth)
        // A mirror keeps partial bundles of its own head's size, whatever ours is.
        let held = self.size ?? end
        guard held > start, end > start,
            let bundle = BundleCoordinate(
                index: index,
                width: Int(min(held - start, UInt64(TileCoordinate.fullWidth)))
            )
        else { return nil }
        do {
            let entries = try await self.client.entries(bundle)
            let count = min(entries.count, Int(clamping: end - start))
            return entries.slice(0..<count)
        } catch {
            guard case .refused = error else { throw error }
            return nil
        }
    }

    /// The published head of the mirror; nil if it has none, or if its notes name different ones.
    func head() async -> PublishedHead? {
        // Three requests are no snapshot of a log that goes on.
        for _ in 0..<3 {
            guard let twin = try? await self.client.twinNote(),
                let checkpoint = try? await self.client.checkpointNote(of: .sha256),
                let sm3 = try? await self.client.checkpointNote(of: .sm3),
                let head = try? TwinNote(parsing: twin.text).head
            else { return nil }
            guard (try? Checkpoint<SHA256Hasher>(parsing: checkpoint.text))?.size == head.size,
                (try? Checkpoint<SM3Hasher>(parsing: sm3.text))?.size == head.size
            else { continue }
            return PublishedHead(
                head: head,
                notes: HeadNotes(
                    checkpoint: checkpoint.bytes,
                    sm3Checkpoint: sm3.bytes,
                    twin: twin.bytes
                )
            )
        }
        return nil
    }

    /// Opens mirrors for the time of `body`.
    static func with<Result>(
        _ names: [String],
        opened: [EntrySource] = [],
        _ body: ([EntrySource]) async throws -> Result
    ) async throws -> Result {
        guard let name = names.first else { return try await body(opened) }
        guard let source = LogSource(name) else {
            throw DaemonError.badArgument(
                "--replay",
                name,
                reason: "a source is the URL of a log, or a folder with its files"
            )
        }
        return try await source.withTransport { transport in
            let source = try await EntrySource(
                name: name,
                transport: transport.retrying(RetryRules(patience: .seconds(30)))
            )
            return try await Self.with(
                Array(names.dropFirst()),
                opened: opened + [source],
                body
            )
        }
    }
}
