public import LogProtocol

/// Where a log is read from: a server, or a folder.
public enum LogSource: Hashable, Sendable {
    /// A log that is served over HTTP.
    case server(LogURL)
    /// A folder with the files of a log, at this path.
    case folder(String)

    /// Reads a URL with `http`, `https` or `file`, or the path of a folder.
    ///
    /// Nil for another scheme, for a malformed URL, and for a `file` URL of another host or with
    /// percent-encoding: a path can be given as it is.
    public init?(_ text: String) {
        let bytes = text.utf8
        if bytes.starts(with: "http:".utf8) || bytes.starts(with: "https:".utf8) {
            guard let url = LogURL(text) else { return nil }
            self = .server(url)
        } else if bytes.starts(with: "file:".utf8) {
            var path = Substring(bytes.dropFirst("file:".utf8.count))
            if path.utf8.starts(with: "//".utf8) {
                path = Substring(path.utf8.dropFirst(2))
                guard path.utf8.first == UInt8(ascii: "/") else { return nil }
            }
            guard !path.isEmpty, !path.utf8.contains(where: { "%?#".utf8.contains($0) }) else {
                return nil
            }
            self = .folder(String(path))
        } else {
            guard !text.isEmpty, !bytes.contains(0), !text.contains("://") else { return nil }
            self = .folder(text)
        }
    }

    /// Calls `body` with a way to the log, which is closed afterwards.
    ///
    /// `connectionCount` is how many connections to a server may be open at a time, `tls` what it is
    /// shown.
    ///
    /// - Throws: ``LogFolderError`` if the folder cannot be opened, and what `body` throws.
    public func withTransport<Result>(
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        connectionCount: Int = 8,
        tls: ClientTLS? = nil,
        _ body: (any LogTransport) async throws -> Result
    ) async throws -> Result {
        switch self {
        case .folder(let path):
            return try await body(FolderLogTransport(path: path))
        case .server(let url):
            let transport = HTTPLogTransport(
                url: url,
                timeouts: timeouts,
                connectionCount: connectionCount,
                tls: tls
            )
            do {
                let result = try await body(transport)
                await transport.shutdown()
                return result
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }
}

extension LogSource: CustomStringConvertible {
    /// The URL, or the folder's path.
    public var description: String {
        switch self {
        case .server(let url): url.text
        case .folder(let path): path
        }
    }
}
