/// RFC 6962's own kind of leaf, which an entry of ours must not be mistaken for.
///
///     struct {
///         Version version;              // 0: v1
///         MerkleLeafType leaf_type;     // 0: timestamped_entry
///         uint64 timestamp;
///         LogEntryType entry_type;      // 0: x509_entry, 1: precert_entry
///         select (entry_type) {
///             case x509_entry: opaque ASN.1Cert<1..2^24-1>;
///             case precert_entry: opaque issuer_key_hash[32]; opaque TBSCertificate<1..2^24-1>;
///         }
///         opaque extensions<0..2^16-1>;
///     } MerkleTreeLeaf;
enum MerkleTreeLeafShape {
    /// Whether all the bytes together are one such leaf.
    static func matches(_ entry: some RandomAccessCollection<UInt8>) -> Bool {
        var rest = entry[...]
        guard self.number(&rest, byteCount: 1) == 0, self.number(&rest, byteCount: 1) == 0,
            self.number(&rest, byteCount: 8) != nil,
            let entryType = self.number(&rest, byteCount: 2), entryType <= 1
        else { return false }
        if entryType == 1 {
            guard rest.count >= 32 else { return false }
            rest = rest.dropFirst(32)
        }
        guard let certificate = self.number(&rest, byteCount: 3), certificate >= 1,
            rest.count >= certificate
        else { return false }
        rest = rest.dropFirst(Int(certificate))
        guard let extensions = self.number(&rest, byteCount: 2) else { return false }
        return rest.count == extensions
    }

    private static func number<Bytes: RandomAccessCollection<UInt8>>(
        _ rest: inout Bytes,
        byteCount: Int
    ) -> UInt64? where Bytes.SubSequence == Bytes {
        guard rest.count >= byteCount else { return nil }
        let number = rest.prefix(byteCount).reduce(0) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(byteCount)
        return number
    }
}
