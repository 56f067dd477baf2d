import LogCore

/// The query of a read of records: names and values, each name at most once, percent-encoded where
/// needed.
struct RecordQuery: Hashable, Sendable {
    /// Names that may stand in a query, in the order in which they are told.
    private static let names =
        [
            "purpose", "fields", "from", "until", "limit", "cursor",
        ] + SearchField.allCases.map(\.name)

    private let values: [String: String]

    /// Reads a query without its question mark; nil stands for none.
    ///
    /// - Throws: ``RouteError/malformedQuery(member:reason:)``.
    init(_ query: Substring.UTF8View?) throws(RouteError) {
        var values: [String: String] = [:]
        let parts = query?.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        for part in parts ?? [] {
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = Self.names.first { part[..<end].elementsEqual($0.utf8) }
            guard let name, end != part.endIndex,
                let bytes = QueryParameters.percentDecoded(part[part.index(after: end)...]),
                let value = String(validating: bytes, as: UTF8.self), !value.isEmpty
            else {
                throw .malformedQuery(
                    member: name ?? "query",
                    reason: "the parameters are \(Self.names.joined(separator: ", ")), each with a "
                        + "value"
                )
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .malformedQuery(member: name, reason: "\(name) is given more than once")
            }
        }
        self.values = values
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
