import CryptoSuites
import MerkleTree
import SignedNotes

@testable import Witnessing

/// A log as it ought to be, by RFC 6962's recursion word for word.
struct ReferenceLog: Sendable {
    let origin: LogOrigin
    private let entryBytes: [[UInt8]]
    private let heads: [TwinHead]

    /// A log of `size` entries. Logs of different `salt` share none of them; from `forkIndex` on the
    /// entries are those of another salt. Those at the indexes of `others` are these.
    init(
        origin: String = "log.example/test",
        size: Int,
        salt: UInt8 = 0,
        forkedAt forkIndex: Int? = nil,
        replacing others: [Int: [UInt8]] = [:]
    ) throws {
        self.origin = try LogOrigin(origin)
        self.entryBytes = (0..<size).map { index in
            if let other = others[index] { return other }
            let isForked = forkIndex.map { index >= $0 } ?? false
            // Lengths differ, so that bytes do not line up by accident.
            let length = 1 + (index * 7) % 23
            return [isForked ? salt ^ 0x80 : salt, UInt8(index & 0xff), UInt8(index >> 8)]
                + [UInt8](repeating: UInt8(truncatingIfNeeded: index &* 31), count: length)
        }
        let sha256 = self.entryBytes.map { SHA256Hasher.leafHash($0) }
        let sm3 = self.entryBytes.map { SM3Hasher.leafHash($0) }
        self.heads = (0...size).map {
            TwinHead(size: UInt64($0), sha256: Self.root(sha256[..<$0]), sm3: Self.root(sm3[..<$0]))
        }
    }

    func entries(_ indexes: Range<Int>) throws -> EntryBatch {
        var batch = EntryBatch()
        for entry in self.entryBytes[indexes] { try batch.append(entry) }
        return batch
    }

    func head(_ size: Int) -> TwinHead { self.heads[size] }

    func offer(_ indexes: Range<Int>) throws -> SignerOffer {
        SignerOffer(
            origin: self.origin,
            firstIndex: UInt64(indexes.lowerBound),
            entries: try self.entries(indexes),
            head: self.head(indexes.upperBound)
        )
    }

    /// The head of `size` with one bit of one root flipped.
    func falseHead(_ size: Int) throws -> TwinHead {
        let head = self.heads[size]
        return TwinHead(size: head.size, sha256: head.sha256, sm3: head.sm3.flipped())
    }

    func record(_ indexes: Range<Int>) throws -> JournalRecord {
        JournalRecord(
            entries: try self.entries(indexes),
            head: self.head(indexes.upperBound)
        )
    }

    func range(_ size: Int) throws -> TwinRange {
        TwinRange().appending(try self.entries(0..<size))
    }

    private static func root<Hasher: TreeHasher>(
        _ leaves: ArraySlice<TreeHash<Hasher>>
    ) -> TreeHash<Hasher> {
        guard let first = leaves.first else { return Hasher.emptyRoot }
        guard leaves.count > 1 else { return first }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return Hasher.nodeHash(
            left: self.root(leaves[..<middle]),
            right: self.root(leaves[middle...])
        )
    }
}

extension TreeHash {
    /// The hash with its first bit flipped.
    func flipped() -> Self {
        var bytes = self.bytes
        bytes[0] ^= 0x80
        return bytes.withUnsafeBytes { Self(unsafeBytes: $0) }
    }
}
