internal import LogCore
internal import MerkleTree
internal import Postgres

/// The log's own types as values for a statement.
extension Parameter {
    /// The log's number.
    static func log(_ log: LogID) -> Parameter { .int8(log.value) }

    /// A size or an index.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if it is above 2^63 - 1, where no row can be.
    static func unsigned(_ value: UInt64) throws(StoreError) -> Parameter {
        .int8(try Int64(row: value))
    }

    /// One hash.
    static func hash<Hasher>(_ hash: TreeHash<Hasher>) -> Parameter { .bytes(hash.bytes) }

    /// Hashes, one after the other.
    static func hashes<Hasher>(_ hashes: [TreeHash<Hasher>]) -> Parameter {
        .bytes(hashes.concatenatedBytes())
    }
}

extension Int64 {
    /// A size or an index as a `bigint`.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if it is above 2^63 - 1, where no row can be.
    init(row value: UInt64) throws(StoreError) {
        guard let value = Int64(exactly: value) else {
            throw .corrupt("\(value) is beyond the last index that a row can have")
        }
        self = value
    }
}
