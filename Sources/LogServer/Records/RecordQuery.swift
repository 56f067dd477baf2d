import LogCore

/// The query of a read of records: names and values, each name at most once, percent-encoded where
/// needed.
struct RecordQuery: Hashable, Sendable {
    /// Names that may stand in a query, in the order in which they are told.
    private static let names =
        [
            "purpose", "fields", "from", "until", "limit", "cursor",
        ] + SearchField.allCases.map(\.name)

    private let values: QueryValues

    /// Reads a query without its question mark; nil stands for none.
    ///
    /// - Throws: ``RouteError/malformedQuery(member:reason:)``.
    init(_ query: Substring.UTF8View?) throws(RouteError) {
        self.values = try QueryValues(query, names: Self.names)
    }

    /// A value; nil if it is not given.
    subscript(name: String) -> String? { self.values[name] }

    /// What is searched for.
    var terms: [SearchTerm] {
        SearchField.allCases.compactMap { field in
            self.values[field.name].map { SearchTerm(field, $0) }
        }
    }

    /// Whether something is given that only a search takes.
    var isSearch: Bool {
        !self.terms.isEmpty || ["from", "until", "limit", "cursor"].contains { self[$0] != nil }
    }
}
