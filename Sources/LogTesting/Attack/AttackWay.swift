public import CryptoSuites

/// One way to make of a guess what might stand in a haystack.
///
/// A candidate is the hash of `head || body`, where the body is the value and what is behind it; or
/// what follows from that hash.
public struct AttackWay: Sendable {
    /// How a value becomes the end of what is hashed.
    public enum Body: Hashable, Sendable {
        /// The value, and these bytes.
        case plain(suffix: [UInt8])
        /// The base64url of these bytes, the value and those bytes. What is before them is in the head,
        /// in whole groups of four digits.
        case digits(before: [UInt8], after: [UInt8])
    }

    /// What is done with the hash.
    public enum Then: Sendable {
        /// Nothing.
        case lookUp
        /// It is hashed again, behind this head: the second half of HMAC, whose code is shortened or
        /// not.
        case hash(head: [UInt8])
        /// It is a leaf: this path leads to the root of a record.
        case climb(path: [(hash: [UInt8], isLeft: Bool)])
    }

    /// What the way is, in words.
    public let name: String
    /// The hash.
    public let hash: HMACHash
    /// What is hashed before the body.
    public let head: [UInt8]
    /// The rest of what is hashed.
    public let body: Body
    /// What is done with the hash.
    public let then: Then
    /// The kinds of values that are tried.
    public let kinds: Set<PlausibleValues.Kind>

    /// Joins the parts.
    public init(
        _ name: String,
        _ hash: HMACHash,
        head: [UInt8],
        body: Body = .plain(suffix: []),
        then: Then = .lookUp,
        kinds: Set<PlausibleValues.Kind> = Set(PlausibleValues.Kind.allCases)
    ) {
        self.name = "\(name) (\(hash.rawValue))"
        self.hash = hash
        self.head = head
        self.body = body
        self.then = then
        self.kinds = kinds
    }
}
