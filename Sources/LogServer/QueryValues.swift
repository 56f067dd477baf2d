import NIOHTTP1
import SignedNotes

/// The parameters of a query that need not all be given: each of a known set, at most once,
/// percent-encoded where needed.
struct QueryValues: Hashable, Sendable {
    private let values: [String: String]

    /// Reads a query without its question mark; nil stands for none.
    ///
    /// - Throws: ``RouteError/malformedQuery(member:reason:)``.
    init(_ query: Substring.UTF8View?, names: [String]) throws(RouteError) {
        var values: [String: String] = [:]
        let parts = query?.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        for part in parts ?? [] {
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = names.first { part[..<end].elementsEqual($0.utf8) }
            guard let name, end != part.endIndex,
                let bytes = QueryParameters.percentDecoded(part[part.index(after: end)...]),
                let value = String(validating: bytes, as: UTF8.self), !value.isEmpty
            else {
                throw .malformedQuery(
                    member: name ?? "query",
                    reason: "the parameters are \(names.joined(separator: ", ")), each with a value"
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

    /// A value that is a number; nil if it is not given.
    func number(
        _ name: String,
        _ range: ClosedRange<UInt64>
    ) throws(Problem) -> UInt64? {
        guard let text = self[name] else { return nil }
        guard let number = CanonicalDecimal.parse(text), range.contains(number) else {
            throw Problem(
                .badRequest,
                .malformed,
                "\(name) is a number of \(range.lowerBound) to \(range.upperBound).",
                member: name,
                limit: range.upperBound
            )
        }
        return number
    }
}
