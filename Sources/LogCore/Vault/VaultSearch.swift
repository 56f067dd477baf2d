/// What is searched for.
public struct VaultQuery: Hashable, Sendable {
    /// What each record has.
    public let terms: [SearchTerm]
    /// Recorded at this time or later, in seconds since 1970.
    public let recordedFrom: UInt64?
    /// Recorded before this time.
    public let recordedBefore: UInt64?
    /// Of entries below this index: those that may be seen.
    public let below: UInt64
    /// Behind this place.
    public let after: VaultCursor?
    /// At most so many records. At least 1.
    public let limit: Int

    /// Joins the parts.
    public init(
        terms: [SearchTerm],
        recordedFrom: UInt64? = nil,
        recordedBefore: UInt64? = nil,
        below: UInt64,
        after: VaultCursor? = nil,
        limit: Int
    ) {
        self.terms = terms
        self.recordedFrom = recordedFrom
        self.recordedBefore = recordedBefore
        self.below = below
        self.after = after
        self.limit = max(limit, 1)
    }
}

/// Some results of a search, the newest first.
public struct VaultPage: Hashable, Sendable {
    /// The records, opened.
    public let records: [OpenedRecord]
    /// Where to go on; nil at the end. A page may be short, or empty, before that.
    public let next: VaultCursor?
}

extension Vault {
    /// How many rows one call looks at: what a search costs has a bound, whatever is asked.
    static let examinedRows = 4_096

    /// Searches records that are not erased.
    ///
    /// With terms, the newest entries come first; without, the newest times. Tokens are 8 bytes of a MAC:
    /// each record that has them is opened and compared.
    public func search(_ query: VaultQuery) async throws(VaultError) -> VaultPage {
        // The terms that fewest records share come first, as a rule; the rows found by that one's
        // tokens are held to the others.
        let terms = query.terms.sorted { $0.field.rawValue < $1.field.rawValue }
        let groups = terms.map { self.tokens(of: $0) }
        var records: [OpenedRecord] = []
        var after = query.after
        var examined = 0
        while examined < Self.examinedRows {
            let chunk = min(Self.examinedRows - examined, max(4 * query.limit, 64))
            let candidates = CandidateQuery(
                tokens: groups.first ?? [],
                recordedFrom: query.recordedFrom,
                recordedBefore: query.recordedBefore,
                below: query.below,
                after: after,
                limit: chunk
            )
            let rows = try await self.storing { try await $0.candidates(for: candidates, of: $1) }
            var whole: [UInt64: VaultRow] = [:]
            for (position, row) in rows.enumerated() {
                guard records.count < query.limit else {
                    return VaultPage(records: records, next: after)
                }
                after = VaultCursor(recordedAt: row.header.recordedAt, index: row.index)
                guard Self.mayMatch(row, groups) else { continue }
                if whole[row.index] == nil {
                    // Only now ciphertexts are read: of as many as are still wanted.
                    let next = rows[position...].lazy.filter { Self.mayMatch($0, groups) }
                        .prefix(query.limit - records.count).map(\.index)
                    let indexes = Array(next)
                    let found = try await self.storing {
                        try await $0.records(of: $1, at: indexes)
                    }
                    for row in found { whole[row.index] = row }
                }
                guard let found = whole.removeValue(forKey: row.index),
                    let record = try await self.openRefreshing(found),
                    terms.allSatisfy(record.terms.contains)
                else { continue }
                records.append(record)
            }
            examined += rows.count
            guard rows.count == chunk else { return VaultPage(records: records, next: nil) }
        }
        return VaultPage(records: records, next: after)
    }

    /// Whether a row that was found by the first of some groups of tokens has one of each other, too.
    private static func mayMatch(_ row: VaultRow, _ groups: [[Int64]]) -> Bool {
        // SPEC: RECORD-26: a dummy stands for no record, and nobody looks for it.
        guard let sealed = row.sealed, !row.header.isDummy else { return false }
        return groups.dropFirst().allSatisfy { group in
            sealed.tokens.contains(where: group.contains)
        }
    }
}
