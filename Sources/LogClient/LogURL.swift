/// The prefix under which a log is served, for example `http://127.0.0.1:8080/eu`.
public struct LogURL: Hashable, Sendable {
    /// The prefix, without a slash at the end.
    public let text: String

    /// Reads a URL with `http` or `https`, a host and any path; slashes at its end are dropped.
    ///
    /// Nil for anything else: another scheme, a query, a fragment, a user's name, characters that
    /// a URL does not have.
    public init?(_ text: String) {
        var bytes = Substring(text).utf8
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        guard let scheme = ["http://", "https://"].first(where: { bytes.starts(with: $0.utf8) })
        else { return nil }
        let rest = bytes.dropFirst(scheme.utf8.count)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        guard !authority.isEmpty, authority.first != UInt8(ascii: ":") else { return nil }
        let visible = UInt8(ascii: "!")...UInt8(ascii: "~")
        guard rest.allSatisfy({ visible.contains($0) && !"?#@\\\"<>^`{|}".utf8.contains($0) })
        else { return nil }
        self.text = String(Substring(bytes))
    }

    /// The URL of something below the prefix.
    func appending(_ path: String) -> String { "\(self.text)/\(path)" }
}

extension LogURL: CustomStringConvertible {
    /// The same as ``text``.
    public var description: String { self.text }
}
