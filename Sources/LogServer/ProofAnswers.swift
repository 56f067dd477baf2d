import CryptoSuites
import LogCore
import MerkleTree
import NIOCore
import SignedNotes

/// Answers requests for proofs, up to the published size.
struct ProofAnswers: Sendable {
    let served: ServedLog

    /// The proof that an entry is in the tree of a size.
    func inclusion(
        _ suite: Suite,
        treeSize: UInt64,
        leafIndex: UInt64
    ) async throws(ReadError) -> Answer {
        switch suite {
        case .sha256:
            try await self.inclusion(SHA256Hasher.self, treeSize: treeSize, leafIndex: leafIndex)
        case .sm3:
            try await self.inclusion(SM3Hasher.self, treeSize: treeSize, leafIndex: leafIndex)
        }
    }

    private func inclusion<Hasher: LogSuite>(
        _ hasher: Hasher.Type,
        treeSize: UInt64,
        leafIndex: UInt64
    ) async throws(ReadError) -> Answer {
        let (proof, leaf) = try await self.served.log.inclusionProof(
            hasher,
            leafIndex: leafIndex,
            treeSize: treeSize
        )
        var text = JSONText()
        text.object { Self.write(proof, leaf: leaf, origin: self.origin(hasher), to: &$0) }
        return Answer(type: .json, caching: .immutable, body: text.buffer)
    }

    /// The proof that the tree of one size continues that of another.
    func consistency(
        _ suite: Suite,
        first: UInt64,
        second: UInt64
    ) async throws(ReadError) -> Answer {
        switch suite {
        case .sha256:
            try await self.consistency(SHA256Hasher.self, first: first, second: second)
        case .sm3: try await self.consistency(SM3Hasher.self, first: first, second: second)
        }
    }

    private func consistency<Hasher: LogSuite>(
        _ hasher: Hasher.Type,
        first: UInt64,
        second: UInt64
    ) async throws(ReadError) -> Answer {
        let proof = try await self.served.log.consistencyProof(
            hasher,
            first: first,
            second: second
        )
        var text = JSONText()
        text.object {
            $0.member("origin", self.origin(hasher))
            $0.member("suite", hasher.suite.rawValue)
            $0.member("first", proof.olderSize)
            $0.member("second", proof.newerSize)
            $0.array("path", proof.path) { $0.string($1.base64) }
        }
        return Answer(type: .json, caching: .immutable, body: text.buffer)
    }

    /// The proof of an entry together with the checkpoint that it leads to: the published head if
    /// `treeSize` is nil, else the head of exactly this size.
    func bundle(
        _ suite: Suite,
        treeSize: UInt64?,
        leafIndex: UInt64,
        isText: Bool
    ) async throws(ReadError) -> Answer {
        let head =
            if let treeSize {
                try await self.served.log.publishedHead(ofSize: treeSize)
            } else {
                try self.served.log.publishedHead()
            }
        guard leafIndex < head.head.size else { throw .indexNotBelowSize }
        // Without a size the same path has another answer once the log has grown.
        let caching = treeSize == nil ? Caching.none : .immutable
        return switch suite {
        case .sha256:
            try await self.bundle(SHA256Hasher.self, head, leafIndex, isText: isText, caching)
        case .sm3:
            try await self.bundle(SM3Hasher.self, head, leafIndex, isText: isText, caching)
        }
    }

    private func bundle<Hasher: LogSuite>(
        _ hasher: Hasher.Type,
        _ head: PublishedHead,
        _ leafIndex: UInt64,
        isText: Bool,
        _ caching: Caching
    ) async throws(ReadError) -> Answer {
        let (proof, leaf) = try await self.served.log.inclusionProof(
            hasher,
            leafIndex: leafIndex,
            treeSize: head.head.size
        )
        // SPEC: PUB-16: what never changes has the lines that made up the quorum, and no later ones.
        let isImmutable = caching == .immutable
        let checkpoint = hasher.checkpoint(of: isImmutable ? head.asPublished : head.cosigned)
        guard isText else {
            var text = JSONText()
            text.object {
                Self.write(proof, leaf: leaf, origin: self.origin(hasher), to: &$0)
                $0.member("checkpoint", String(decoding: checkpoint, as: UTF8.self))
            }
            return Answer(type: .json, caching: caching, body: text.buffer)
        }
        do {
            let file = try ProofFile(proof, note: UnverifiedNote(parsing: checkpoint))
            return Answer(type: .text, caching: caching, body: ByteBuffer(bytes: file.bytes))
        } catch {
            throw .corrupt("the stored checkpoint of size \(head.head.size): \(error)")
        }
    }

    private static func write<Hasher: LogSuite>(
        _ proof: InclusionProof<Hasher>,
        leaf: TreeHash<Hasher>,
        origin: String,
        to text: inout JSONText
    ) {
        text.member("origin", origin)
        text.member("suite", Hasher.suite.rawValue)
        text.member("leaf_index", proof.leafIndex)
        text.member("tree_size", proof.treeSize)
        text.member("leaf_hash", leaf.base64)
        text.array("path", proof.path) { $0.string($1.base64) }
    }

    private func origin<Hasher: LogSuite>(_ hasher: Hasher.Type) -> String {
        let origin = self.served.log.descriptor.origin
        return switch hasher.suite {
        case .sha256: origin.text
        case .sm3: origin.sm3Text
        }
    }
}
