import Foundation
import LogClient
import LogProtocol
import LogServer
import Postgres

/// Fetches key sets from files and over HTTP.
actor KeySetReader: KeySetTransport {
    // Files are read here: a file system that hangs must not hold up requests.
    private nonisolated let executor = ThreadExecutor(name: "key-sets")
    /// What relative paths begin at.
    private let folder: String

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.executor.asUnownedSerialExecutor()
    }

    isolated deinit { self.executor.shutdown() }

    init(folder: String) { self.folder = folder }

    /// The bytes of a key set.
    func keySet(from source: KeySetSource) async throws(KeySetFailure) -> [UInt8] {
        switch source {
        case .file(let path): try self.read(path)
        case .url(let url): try await Self.fetch(url)
        }
    }

    private func read(_ path: String) throws(KeySetFailure) -> [UInt8] {
        let absolute = path.hasPrefix("/") ? path : "\(self.folder)/\(path)"
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: absolute)) } catch {
            throw KeySetFailure("\(absolute): \(error.localizedDescription)")
        }
        return try Self.checked(Array(bytes), absolute)
    }

    private static func fetch(_ url: String) async throws(KeySetFailure) -> [UInt8] {
        // A set is fetched once in an hour: a connection is not kept for it.
        guard let slash = url.lastIndex(of: "/"), let prefix = LogURL(String(url[..<slash])) else {
            throw KeySetFailure("\(url) is not a URL with a path")
        }
        let transport = HTTPLogTransport(url: prefix, connectionCount: 1)
        let answer: Result<LogResponse, TransportError>
        do throws(TransportError) {
            answer = .success(
                try await transport.send(.get(String(url[url.index(after: slash)...])))
            )
        } catch { answer = .failure(error) }
        await transport.shutdown()
        switch answer {
        case .success(let response) where response.isSuccess:
            return try self.checked(response.body, url)
        case .success(let response):
            throw KeySetFailure("\(url) answered with status \(response.status)")
        case .failure(let error):
            throw KeySetFailure("\(url): \(error)")
        }
    }

    private static func checked(
        _ bytes: [UInt8],
        _ place: String
    ) throws(KeySetFailure) -> [UInt8] {
        guard bytes.count <= KeySetLimits.byteCount else {
            throw KeySetFailure("\(place) has more than \(KeySetLimits.byteCount) bytes")
        }
        return bytes
    }
}
