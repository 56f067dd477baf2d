/// All disclosures of one content, made in one go: for those who need more than one of them.
///
/// The salts are grown side by side, where ``RecordContent/disclosure(of:)`` grows each from the secret.
/// Secret, as the content is.
public struct RecordDisclosures: Sendable {
    private let packed: PackedDisclosures
    private let erased: [Int: LeafHashes]

    init(_ content: RecordContent) {
        self.packed = content.packed()
        self.erased = content.erased
    }

    /// The digits of the disclosure of a leaf, as they are hashed; nil if it is erased, or there is no
    /// such leaf.
    public func digits(of index: Int) -> [UInt8]? {
        guard self.packed.offsets.indices.contains(index), self.erased[index] == nil else {
            return nil
        }
        return Array(self.packed.disclosure(index))
    }

    /// Both trees over the record, from which the paths of disclosures are taken.
    public func trees() -> RecordTrees {
        let trees = RecordTrees(self.packed)
        guard !self.erased.isEmpty else { return trees }
        var sha256 = trees.sha256.leaves
        var sm3 = trees.sm3.leaves
        for (index, hashes) in self.erased {
            sha256[index] = hashes.sha256
            sm3[index] = hashes.sm3
        }
        return RecordTrees(sha256: sha256, sm3: sm3)
    }
}
