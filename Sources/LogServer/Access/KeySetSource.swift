import Records

/// Where an issuer's keys come from. The configuration alone says so; nothing in a token does.
///
/// SPEC: ACC-12: no key and no place of a key from a token.
public enum KeySetSource: Hashable, Sendable {
    /// A file with a JSON Web Key Set. Relative paths begin at the folder of the access file.
    case file(String)
    /// A URL with one: `https`, or `http` on this machine.
    case url(String)

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        let file = try reader.optionalText("file")
        let url = try reader.optionalText("url")
        try reader.finish()
        switch (file, url) {
        case (let file?, nil): self = .file(file)
        case (nil, let url?):
            guard Self.isSafe(url) else {
                throw ShapeError(
                    "\(place).url",
                    .value(expected: "a URL with https, or with http and a loopback address")
                )
            }
            self = .url(url)
        default: throw ShapeError(place, .value(expected: "one of `file` and `url`"))
        }
    }

    /// Keys that come over a network unprotected are anybody's keys.
    private static func isSafe(_ url: String) -> Bool {
        let visible = UInt8(ascii: "!")...UInt8(ascii: "~")
        guard url.utf8.allSatisfy({ visible.contains($0) && !"@\\\"<>#".utf8.contains($0) }) else {
            return false
        }
        if url.hasPrefix("https://") { return url.utf8.count > "https://".utf8.count }
        return ["http://127.0.0.1", "http://[::1]", "http://localhost"].contains { prefix in
            guard url.hasPrefix(prefix) else { return false }
            let next = url.utf8.dropFirst(prefix.utf8.count).first
            return next == UInt8(ascii: ":") || next == UInt8(ascii: "/")
        }
    }
}

/// Fetches key sets.
public protocol KeySetTransport: Sendable {
    /// The bytes of a key set; not more than ``KeySetLimits/byteCount``.
    func keySet(from source: KeySetSource) async throws(KeySetFailure) -> [UInt8]
}

/// A key set could not be fetched. The reason is for the operator's log.
public struct KeySetFailure: Error, Hashable, Sendable {
    /// What happened.
    public let reason: String

    /// Wraps a reason.
    public init(_ reason: String) { self.reason = reason }
}

/// Bounds of key sets and of how often they are fetched.
public struct KeySetLimits: Hashable, Sendable {
    /// The most bytes of a set: 256 KiB.
    public static let byteCount = 256 << 10
    /// The most keys of a set.
    public static let keyCount = 256

    /// How long a set is used before it is fetched again, in seconds. Default one hour: so long a
    /// withdrawn key works at most while its issuer can be reached.
    public var maximumAgeSeconds: UInt64 = 3_600
    /// How long a set is used if it cannot be fetched again, in seconds. Default one day.
    public var staleAgeSeconds: UInt64 = 86_400
    /// The least time between two fetches, in seconds. Default one minute: so many tokens with
    /// made-up keys as there may be, the issuer is asked no more often.
    public var minimumPauseSeconds: UInt64 = 60

    /// The default bounds.
    public init() {}
}
