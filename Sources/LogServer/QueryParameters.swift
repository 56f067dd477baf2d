import CryptoSuites
import MerkleTree
import SignedNotes

/// The parameters of a query, each of a known set exactly once, in any order.
///
///     first=3&second=7
// SPEC: CT-4: nothing is guessed, and nothing is ignored.
struct QueryParameters {
    private var values: [String: Substring.UTF8View] = [:]

    /// Reads a query without its question mark; nil stands for none.
    ///
    /// - Throws: ``RouteError/malformedQuery(member:reason:)`` if a parameter of `names` is missing
    ///   or there is another, or one more than once.
    init(_ query: Substring.UTF8View?, names: [String]) throws(RouteError) {
        guard let query else {
            guard let first = names.first else { return }
            throw Self.missing(first)
        }
        guard !names.isEmpty else {
            throw .malformedQuery(member: "query", reason: "the path takes no query")
        }
        let parts = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        for part in parts {
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = names.first { part[..<end].elementsEqual($0.utf8) }
            guard let name, end != part.endIndex else {
                throw .malformedQuery(
                    member: "query",
                    reason: "the parameters are \(names.joined(separator: " and "))"
                )
            }
            guard self.values.updateValue(part[part.index(after: end)...], forKey: name) == nil
            else {
                throw .malformedQuery(member: name, reason: "\(name) is given more than once")
            }
        }
        for name in names where self.values[name] == nil { throw Self.missing(name) }
    }

    private static func missing(_ name: String) -> RouteError {
        .malformedQuery(member: name, reason: "\(name) is missing")
    }

    /// A parameter that is a number.
    func number(_ name: String) throws(RouteError) -> UInt64 {
        guard let number = self.values[name].flatMap({ CanonicalDecimal.parse($0) }) else {
            throw .malformedQuery(
                member: name,
                reason: "\(name) is a decimal number of 0 to 18446744073709551615, "
                    + "without leading zeros"
            )
        }
        return number
    }

    /// A parameter that is a hash in base64, whose characters may be percent-encoded.
    ///
    /// A plus sign is one: RFC 3986 knows no other meaning, and base64 has no space.
    func hash<Hasher: TreeHasher>(_ name: String) throws(RouteError) -> TreeHash<Hasher> {
        guard
            let hash = self.values[name].flatMap({ Self.percentDecoded($0) })
                .flatMap({ TreeHash<Hasher>(base64: $0) })
        else {
            throw .malformedQuery(
                member: name,
                reason: "\(name) is the standard base64 of 32 bytes, percent-encoded where needed"
            )
        }
        return hash
    }

    /// RFC 3986 §2.1; nil if a percent sign is not followed by two hexadecimal digits.
    static func percentDecoded(_ text: Substring.UTF8View) -> [UInt8]? {
        var rest = text
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(self.digit),
                let low = rest.popFirst().flatMap(self.digit)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
