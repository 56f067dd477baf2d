public import MerkleTree
import Records

/// An entry of a log that changes its keys or its policy: a public statement and where it stands.
public struct HistoryStatement: Hashable, Sendable {
    /// The entry's index.
    public let index: UInt64
    /// The entry.
    public let statement: [UInt8]

    /// Joins the two.
    public init(index: UInt64, statement: [UInt8]) {
        self.index = index
        self.statement = statement
    }

    /// How every public statement begins in canonical form, and no other statement does.
    private static let beginning = Array("{\"body\":{".utf8)

    /// How the class stands in a canonical statement of this kind.
    private static let classes = PublicStatement.classes.map { Array("\"class\":\"\($0)\"".utf8) }

    /// Whether an entry says that it is such a statement: a look at its first bytes, so that a million
    /// others cost nothing, and then for its class.
    public static func mayBe(_ entry: some RandomAccessCollection<UInt8>) -> Bool {
        guard entry.starts(with: Self.beginning) else { return false }
        return entry.indices.contains { index in
            entry[index] == UInt8(ascii: "\"")
                && Self.classes.contains { entry[index...].starts(with: $0) }
        }
    }

    /// Those of `entries`, the first of which stands at `firstIndex`, that may change something.
    public static func candidates(
        in entries: EntryBatch,
        from firstIndex: UInt64
    ) -> [HistoryStatement] {
        entries.withUnsafeEntries { base, ranges in
            var found: [HistoryStatement] = []
            for (position, range) in ranges.enumerated() {
                let entry = UnsafeRawBufferPointer(rebasing: base[range])
                guard Self.mayBe(entry) else { continue }
                found.append(
                    HistoryStatement(index: firstIndex + UInt64(position), statement: Array(entry))
                )
            }
            return found
        }
    }
}
