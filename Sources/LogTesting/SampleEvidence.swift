import CryptoSuites
public import LogProtocol
import MerkleTree
public import Records
public import SignedNotes

/// A small log with one sealed record in it, and the evidence for fields of that record.
public struct SampleEvidence: Sendable {
    /// The log's keys.
    public let keys: (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)
    /// A witness's keys of both suites.
    public let witness: (ed25519: Ed25519CosignatureSigner, sm2: SM2NoteSigner)
    /// The record.
    public let sealed: SealedRecord
    /// The record's schema.
    public let schema: RecordSchema
    private let files: (sha256: ProofFile<SHA256Hasher>, sm3: ProofFile<SM3Hasher>)
    private let twin: UnverifiedNote

    /// The log's origin.
    public static let origin = "log.example/eu"
    /// Where the record is, and how many entries there are.
    public static let position: (index: UInt64, size: UInt64) = (5, 9)

    /// Seals a data access and puts it into a log of nine entries.
    public init(shape: RecordShape = .open) throws {
        let origin = try LogOrigin(Self.origin)
        self.keys = (
            try Ed25519NoteSigner(name: origin.text, privateKey: .generate()),
            try SM2NoteSigner(name: origin.sm3Text, privateKey: .generate())
        )
        self.witness = (
            try Ed25519CosignatureSigner(name: "witness.example/w", privateKey: .generate()),
            try SM2NoteSigner(name: "witness.example/w/sm3", privateKey: .generate())
        )
        guard let schema = SchemaRegistry.embedded["data-access"] else {
            throw VectorFileError.empty
        }
        self.schema = schema
        let record = try schema.validate(
            SampleRecords.dataAccess(),
            in: SampleRecords.contextEU
        )
        self.sealed = try RecordSealer(
            schema,
            shape: shape,
            hash: .sha256,
            crosswalk: ContentDigest(of: Array("a crosswalk".utf8)),
            interval: 1
        ).seal(
            record,
            retention: "R6M",
            recorded: RecordTime(seconds: 1_795_428_000),
            secret: secureRandomBytes(32)
        )
        let (index, size) = Self.position
        var entries = (0..<size).map { Array("entry \($0)".utf8) }
        entries[Int(index)] = self.sealed.statement
        let (sha256, sm3) = (
            ReferenceTree<SHA256Hasher>(entries), ReferenceTree<SM3Hasher>(entries)
        )
        let head = TwinHead(
            size: size,
            sha256: sha256.root(0..<Int(size)),
            sm3: sm3.root(0..<Int(size))
        )
        func note(_ text: String, _ signers: [any NoteSigner]) throws -> UnverifiedNote {
            let lines = try signers.map { try $0.signature(over: text, at: 1_795_428_001).line }
            return try UnverifiedNote(parsing: Array((text + "\n" + lines.joined()).utf8))
        }
        let checkpoint = try Checkpoint<SHA256Hasher>(
            origin: origin.text,
            size: size,
            root: head.sha256
        )
        let sm3Checkpoint = try Checkpoint<SM3Hasher>(
            origin: origin.sm3Text,
            size: size,
            root: head.sm3
        )
        self.files = (
            try ProofFile(
                index: index,
                path: sha256.path(Int(index), 0..<Int(size)),
                note: note(checkpoint.text, [self.keys.ed25519, self.witness.ed25519])
            ),
            try ProofFile(
                index: index,
                path: sm3.path(Int(index), 0..<Int(size)),
                note: note(sm3Checkpoint.text, [self.keys.sm2, self.witness.sm2])
            )
        )
        self.twin = try note(
            TwinNote(origin: origin, head: head).text,
            [self.keys.ed25519, self.keys.sm2]
        )
    }

    /// The log's verifier keys.
    public var verifierKeys: [VerifierKey] {
        [self.keys.ed25519.verifierKey, self.keys.sm2.verifierKey]
    }

    /// Evidence that discloses these fields, from the record's contents or from what is left of them.
    public func evidence(
        disclosing names: [String],
        from content: RecordContent? = nil
    ) throws -> Evidence {
        let content = try content ?? RecordContent(parsing: self.sealed.content)
        let trees = content.trees()
        var indexes = names.compactMap { self.schema.index(of: $0) }.sorted()
        if let leaf = content.schemaLeaf { indexes.append(leaf) }
        return try Evidence(
            statement: self.sealed.statement,
            schema: self.schema.bytes,
            disclosures: indexes.compactMap { index in
                content.disclosure(of: index).map {
                    EvidenceDisclosure(
                        index: index,
                        digits: $0.digits,
                        paths: trees.paths(of: index)
                    )
                }
            },
            proof: self.files.sha256,
            sm3Proof: self.files.sm3,
            twin: self.twin
        )
    }
}
