import CryptoSuites
import MerkleTree

/// A request of RFC 6962 §4, read from what stands behind `ct/v1/` and from the query.
enum CTRequest: Hashable, Sendable {
    /// §4.3, `get-sth`: the signed head of the SHA-256 tree.
    case treeHead
    /// §4.4, `get-sth-consistency?first=&second=`.
    case consistency(first: UInt64, second: UInt64)
    /// §4.5, `get-proof-by-hash?hash=&tree_size=`.
    case proofByHash(TreeHash<SHA256Hasher>, treeSize: UInt64)
    /// §4.6, `get-entries?start=&end=`, both included.
    case entries(start: UInt64, end: UInt64)
    /// §4.7, `get-roots`: the certificates that are accepted, of which there are none.
    case roots
    /// §4.8, `get-entry-and-proof?leaf_index=&tree_size=`.
    case entryAndProof(leafIndex: UInt64, treeSize: UInt64)

    /// Reads a request.
    ///
    /// - Throws: ``RouteError/unknownPath`` or ``RouteError/malformedQuery(member:reason:)``.
    init(
        parsing name: Substring.UTF8View,
        query: Substring.UTF8View?
    ) throws(RouteError) {
        if name.elementsEqual("get-sth".utf8) {
            _ = try QueryParameters(query, names: [])
            self = .treeHead
        } else if name.elementsEqual("get-sth-consistency".utf8) {
            let parameters = try QueryParameters(query, names: ["first", "second"])
            self = .consistency(
                first: try parameters.number("first"),
                second: try parameters.number("second")
            )
        } else if name.elementsEqual("get-proof-by-hash".utf8) {
            let parameters = try QueryParameters(query, names: ["hash", "tree_size"])
            self = .proofByHash(
                try parameters.hash("hash"),
                treeSize: try parameters.number("tree_size")
            )
        } else if name.elementsEqual("get-entries".utf8) {
            let parameters = try QueryParameters(query, names: ["start", "end"])
            self = .entries(
                start: try parameters.number("start"),
                end: try parameters.number("end")
            )
        } else if name.elementsEqual("get-roots".utf8) {
            _ = try QueryParameters(query, names: [])
            self = .roots
        } else if name.elementsEqual("get-entry-and-proof".utf8) {
            let parameters = try QueryParameters(query, names: ["leaf_index", "tree_size"])
            self = .entryAndProof(
                leafIndex: try parameters.number("leaf_index"),
                treeSize: try parameters.number("tree_size")
            )
        } else {
            throw .unknownPath
        }
    }
}
