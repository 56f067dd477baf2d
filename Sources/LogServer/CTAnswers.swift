import CryptoSuites
import LogCore
import MerkleTree
import NIOHTTP1
import SignedNotes
import Witnessing

/// Answers requests of RFC 6962 §4 for the SHA-256 tree, up to the published size.
struct CTAnswers: Sendable {
    /// The most entries in one answer to `get-entries`; the RFC lets a log answer with fewer than
    /// it was asked for.
    static let maximumEntryCount: UInt64 = 256

    let served: ServedLog

    /// The answer to a request. None of them can be kept by a cache: those that have a query are told
    /// apart by it, and a cache that leaves it out would answer one with another.
    func answer(to request: CTRequest) async -> Answer {
        do throws(Problem) {
            // SPEC: CT-8: never kept.
            return Answer(
                type: .json,
                caching: .none,
                body: try await self.text(for: request).buffer
            )
        } catch {
            return error.answer
        }
    }

    private func text(for request: CTRequest) async throws(Problem) -> JSONText {
        switch request {
        case .treeHead: return try await self.treeHead()
        case .entries(let start, let end): return try await self.entries(start: start, end: end)
        case .roots:
            var text = JSONText()
            text.object { $0.array("certificates", EmptyCollection<Void>()) { _, _ in } }
            return text
        case .consistency(let first, let second):
            return try await self.reading(request) { () throws(ReadError) in
                try await self.consistency(first: first, second: second)
            }
        case .proofByHash(let hash, let treeSize):
            return try await self.reading(request) { () throws(ReadError) in
                try await self.proof(of: hash, treeSize: treeSize)
            }
        case .entryAndProof(let leafIndex, let treeSize):
            return try await self.reading(request) { () throws(ReadError) in
                try await self.entryAndProof(leafIndex: leafIndex, treeSize: treeSize)
            }
        }
    }

    private func reading<Value>(
        _ request: CTRequest,
        _ body: () async throws(ReadError) -> Value
    ) async throws(Problem) -> Value {
        do { return try await body() } catch { throw Problem(error, reading: .ct(request)) }
    }

    private func publishedHead(for request: CTRequest) async throws(Problem) -> PublishedHead {
        try await self.reading(request) { () throws(ReadError) in
            // SPEC: CT-1: nothing from beyond it.
            try self.served.log.publishedHead()
        }
    }

    private func treeHead() async throws(Problem) -> JSONText {
        let published = try await self.publishedHead(for: .treeHead)
        // SPEC: CT-9: a head without the signature is not made up for.
        guard let treeHead = published.notes.treeHead else {
            throw Problem(
                .notFound,
                .noTreeHead,
                self.served.log.treeHeadKey == nil
                    ? "The log has no key for the signed tree heads of RFC 6962."
                    : "The newest head was signed before the log had a key for the signed tree "
                        + "heads of RFC 6962. The next one has such a signature.",
                member: "path"
            )
        }
        var text = JSONText()
        text.object {
            $0.member("tree_size", published.head.size)
            $0.member("timestamp", treeHead.timestamp)
            $0.member("sha256_root_hash", published.head.sha256.base64)
            $0.member("tree_head_signature", Base64.encode(treeHead.digitallySigned))
        }
        return text
    }

    private func entries(start: UInt64, end: UInt64) async throws(Problem) -> JSONText {
        guard start <= end else {
            throw Problem(
                .badRequest,
                .endBeforeStart,
                "The last index is below the first.",
                member: "end"
            )
        }
        let request = CTRequest.entries(start: start, end: end)
        let size = try await self.publishedHead(for: request).head.size
        guard start < size else {
            throw Problem(
                .notFound,
                .startUnknown,
                "The first index is not, or not yet, below the published size.",
                member: "start",
                limit: size
            )
        }
        // SPEC: CT-3: a partial answer, and never an entry that is not published.
        let last = min(end, size - 1, start + Self.maximumEntryCount - 1)
        let entries = try await self.reading(request) { () throws(ReadError) in
            try await self.served.log.entries(at: start..<last + 1)
        }
        var text = JSONText()
        text.object {
            $0.array("entries", 0..<entries.count) { text, position in
                text.object { Self.write(entry: entries[position], to: &$0) }
            }
        }
        return text
    }

    private func consistency(
        first: UInt64,
        second: UInt64
    ) async throws(ReadError) -> JSONText {
        let proof = try await self.served.log.consistencyProof(
            SHA256Hasher.self,
            first: first,
            second: second
        )
        var text = JSONText()
        text.object { $0.array("consistency", proof.path) { $0.string($1.base64) } }
        return text
    }

    private func proof(
        of hash: TreeHash<SHA256Hasher>,
        treeSize: UInt64
    ) async throws(ReadError) -> JSONText {
        let index = try await self.served.log.leafIndex(of: hash, treeSize: treeSize)
        let (proof, leaf) = try await self.served.log.inclusionProof(
            SHA256Hasher.self,
            leafIndex: index,
            treeSize: treeSize
        )
        guard leaf == hash else { throw .corrupt("index \(index) has another leaf hash") }
        var text = JSONText()
        text.object {
            $0.member("leaf_index", index)
            $0.array("audit_path", proof.path) { $0.string($1.base64) }
        }
        return text
    }

    private func entryAndProof(
        leafIndex: UInt64,
        treeSize: UInt64
    ) async throws(ReadError) -> JSONText {
        let (proof, leaf) = try await self.served.log.inclusionProof(
            SHA256Hasher.self,
            leafIndex: leafIndex,
            treeSize: treeSize
        )
        let entries = try await self.served.log.entries(at: leafIndex..<leafIndex + 1)
        guard SHA256Hasher.leafHashes(of: entries) == [leaf] else {
            throw .corrupt("entry \(leafIndex) does not hash to its leaf")
        }
        var text = JSONText()
        text.object {
            Self.write(entry: entries[0], to: &$0)
            $0.array("audit_path", proof.path) { $0.string($1.base64) }
        }
        return text
    }

    // SPEC: CT-2: the entry as it is; the log's entries are no certificates.
    private static func write(entry: some Collection<UInt8>, to text: inout JSONText) {
        text.member("leaf_input", Base64.encode(entry))
        text.member("extra_data", "")
    }
}
