public import LogClient
public import LogProtocol
import Synchronization

/// A log of files in memory, which can be damaged, grow, fall silent and count its requests.
public final class FileLog: LogTransport {
    private let state: Mutex<State>

    private struct State {
        var files: [LogFile: [UInt8]]
        var requests: [LogFile] = []
        var pending: [String: [UInt8]] = [:]
        /// After how many further requests nothing is answered any more; nil for never.
        var silenceAfter: Int?
    }

    /// The log as it is at first.
    public init(_ log: SmallLog) { self.state = Mutex(State(files: log.files)) }

    /// The files asked for since the last call.
    public func takeRequests() -> [LogFile] {
        self.state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
    }

    /// From now on it is this log.
    public func become(_ log: SmallLog) { self.state.withLock { $0.files = log.files } }

    /// Shows heads that still gather cosignatures, by their paths.
    public func showPending(_ heads: [String: [UInt8]]) {
        self.state.withLock { $0.pending = heads }
    }

    /// Has no answer left after `count` further requests; nil for always having one.
    public func fallSilent(after count: Int?) { self.state.withLock { $0.silenceAfter = count } }

    /// Removes a file.
    public func remove(_ file: LogFile) { self.state.withLock { $0.files[file] = nil } }

    /// Changes a file.
    public func damage(_ file: LogFile, _ change: (inout [UInt8]) -> Void) {
        self.state.withLock { state in
            var bytes = state.files[file] ?? []
            change(&bytes)
            state.files[file] = bytes
        }
    }

    /// Answers with the file that the path names.
    public func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        let answer: LogResponse? = self.state.withLock { state in
            if let left = state.silenceAfter {
                guard left > 0 else { return nil }
                state.silenceAfter = left - 1
            }
            if let bytes = state.pending[request.path] {
                return LogResponse(status: 200, body: bytes)
            }
            guard let file = LogFile(path: request.path) else {
                return LogResponse(status: 404, body: [])
            }
            state.requests.append(file)
            guard let bytes = state.files[file] else { return LogResponse(status: 404, body: []) }
            return LogResponse(status: 200, body: bytes)
        }
        guard let answer else { throw .connection("silent") }
        return answer
    }
}
