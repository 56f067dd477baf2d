public import CryptoSuites
public import LogProtocol
public import MerkleTree
public import SignedNotes

/// One log as a server sees it.
public protocol HostedLog: Sendable {
    /// What was fixed when the log was created.
    var descriptor: LogDescriptor { get }

    /// The first public keys of the log, of both suites.
    var verifierKeys: [VerifierKey] { get }

    /// The keys of the log by tree size, and what its entries have changed.
    var history: LogHistory { get }

    /// The key of RFC 6962's tree heads; nil if the log has none.
    var treeHeadKey: P256PublicKey? { get }

    /// Whether the log does its work, and what an operator should know about it.
    var readiness: Readiness { get }

    /// Where the contents of records are; nil if the log has no vault.
    var vault: Vault? { get }
    /// How the newest signed head stands with the log's witnesses; nil under `quorum none`, and
    /// before the first signed head.
    var quorum: QuorumState? { get }

    /// Whose cosignatures the log's heads need; nil under `quorum none`.
    var policy: PublicationPolicy? { get }

    /// Appends a submission and returns once it is promised: durable, in both trees, and in the
    /// signer's own record.
    func append(_ submission: Submission) async throws(AppendError) -> Receipt

    /// Appends submissions in their order, and returns once each is promised or refused.
    func append(_ submissions: [Submission]) async -> [Result<Receipt, AppendError>]

    /// What is stored of a retry key: HMACs under the log's own secret.
    func idempotencyKey(writer: String, key: [UInt8], body: [UInt8]) -> IdempotencyKey

    /// The newest published head.
    ///
    /// - Throws: ``ReadError/noHead`` before the first.
    func publishedHead() throws(ReadError) -> PublishedHead

    /// The published head of exactly this size.
    ///
    /// - Throws: ``ReadError/beyondPublishedSize(_:)``, or ``ReadError/noHead`` if a smaller size
    ///   was passed over by publication.
    func publishedHead(ofSize size: UInt64) async throws(ReadError) -> PublishedHead

    /// The signed head that is not published yet.
    ///
    /// - Throws: ``ReadError/noHead`` if there is none.
    func pendingHead() throws(ReadError) -> PublishedHead

    /// A tile of both trees, up to the newest signed size.
    func tile(_ coordinate: TileCoordinate) async throws(ReadError) -> TwinTile

    /// A bundle of entries, up to the newest signed size.
    func bundle(_ coordinate: BundleCoordinate) async throws(ReadError) -> EntryBatch

    /// The entries of a full bundle and of the full ones behind it, `count` bundles at most, up to the
    /// newest signed size.
    func bundles(
        from first: BundleCoordinate,
        count: Int
    ) async throws(ReadError) -> EntryBatch

    /// Entries up to the published size.
    ///
    /// - Throws: ``ReadError/beyondPublishedSize(_:)``.
    func entries(at indexes: Range<UInt64>) async throws(ReadError) -> EntryBatch

    /// The lowest index below `treeSize`, which is up to the published size, whose entry has this
    /// SHA-256 leaf hash.
    ///
    /// - Throws: ``ReadError/hashUnknown`` only if there is none; ``ReadError/notIndexed(count:)``
    ///   if that is not known yet.
    func leafIndex(
        of hash: TreeHash<SHA256Hasher>,
        treeSize: UInt64
    ) async throws(ReadError) -> UInt64

    /// The proof that an entry is in the tree of a size up to the published one, and its leaf hash.
    func inclusionProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        leafIndex: UInt64,
        treeSize: UInt64
    ) async throws(ReadError) -> (proof: InclusionProof<Suite>, leafHash: TreeHash<Suite>)

    /// The proof that the tree of one size continues that of another, both up to the published one.
    func consistencyProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        first: UInt64,
        second: UInt64
    ) async throws(ReadError) -> ConsistencyProof<Suite>
}

extension HostedLog {
    /// The first keys, which nothing has changed.
    public var history: LogHistory {
        LogHistory(origin: self.descriptor.origin, keys: self.verifierKeys)
    }

    /// None.
    public var vault: Vault? { nil }

    /// Appends submissions one after the other.
    public func append(_ submissions: [Submission]) async -> [Result<Receipt, AppendError>] {
        var results: [Result<Receipt, AppendError>] = []
        for submission in submissions {
            do throws(AppendError) {
                results.append(.success(try await self.append(submission)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    /// None: there are no witnesses.
    public var quorum: QuorumState? { nil }

    /// None: the log is published under `quorum none`.
    public var policy: PublicationPolicy? { nil }
}

/// Whether a log does its work, and what an operator should know about it.
public struct Readiness: Hashable, Sendable {
    /// Whether appends are taken and heads are published.
    public let isReady: Bool
    /// Sentences for the operator: reasons if not ready, warnings otherwise.
    public let remarks: [String]

    /// Joins the two.
    public init(isReady: Bool, remarks: [String]) {
        self.isReady = isReady
        self.remarks = remarks
    }
}
