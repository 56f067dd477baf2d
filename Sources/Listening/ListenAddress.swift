/// Where a server listens.
public enum ListenAddress: Hashable, Sendable {
    /// A TCP port. 0 lets the system choose one.
    case tcp(host: String, port: Int)
    /// A unix socket at an absolute path. A socket that is there already is replaced.
    case unix(path: String)

    /// Reads `HOST:PORT`, `[IPv6]:PORT` or `unix:PATH`; nil for anything else.
    public init?(parsing text: String) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst("unix:".count)
            // A longer path does not fit into the system's address of a unix socket.
            guard path.hasPrefix("/"), path.utf8.count <= 107 else { return nil }
            self = .unix(path: String(path))
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else {
            guard !host.contains(":") else { return nil }
        }
        guard !host.isEmpty else { return nil }
        self = .tcp(host: String(host), port: Int(port))
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The address as it is configured.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
