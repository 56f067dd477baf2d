public import LogProtocol
import NIOPosix

/// A log that lies in a folder, in the layout of C2SP tlog-tiles: for reading.
///
/// Heads, twin note, `log.json`, tiles and entry bundles, full and partial. Everything else is not
/// there: a folder makes no proofs and takes no entries. Nothing in it is to be believed; a folder
/// is as good as the stranger who filled it.
///
/// SPEC: FOLDER-1, FOLDER-3: no path and no symbolic link leads out of the folder.
public struct FolderLogTransport: LogTransport {
    private let tree: FolderTree

    /// Opens a folder.
    ///
    /// - Throws: ``LogFolderError/noFolder(path:)`` and others.
    public init(path: String) throws(LogFolderError) {
        self.tree = try FolderTree(path: path)
    }

    /// Reads the file that a request asks for.
    ///
    /// - Returns: Status 200 and the bytes; 404 for whatever is not there, 405 for an append.
    /// - Throws: ``TransportError/unreadable(_:)``.
    public func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        guard request.method == .get else { return LogResponse(status: 405, body: []) }
        guard let file = LogFile(path: request.path) else { return .notFound }
        let tree = self.tree
        let result: Result<[UInt8]?, LogFolderError>
        do {
            // A disk may take its time: the threads of this pool are there to wait.
            result = try await NIOThreadPool.singleton.runIfActive {
                Result { () throws(LogFolderError) in
                    try tree.read(file.names, limit: file.byteLimit)
                }
            }
        } catch {
            throw .unreadable("\(error)")
        }
        switch result {
        case .success(let bytes?): return LogResponse(status: 200, body: bytes)
        case .success(nil): return .notFound
        case .failure(let error): throw .unreadable(error.description)
        }
    }
}

extension LogResponse {
    fileprivate static let notFound = LogResponse(status: 404, body: [])
}
