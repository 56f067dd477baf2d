import Foundation
import Glibc
import Synchronization

/// Stands between PostgreSQL's clients and a server, on unix sockets, reads along, and does with each
/// message what a script says: pass it on, late, in part, or not at all. All traffic can be held, too.
///
/// Two threads a connection. Messages are passed on whole; a message that does not fit into memory
/// is none that a test sends.
public final class PostgresProxy: Sendable {
    /// Decides about a message. Called on the connection's threads.
    public typealias Script = @Sendable (ProxyMessage) -> ProxyAction

    /// What could not be done with a socket.
    public struct SocketError: Error {
        /// The call that failed.
        public let call: String
        /// Its error number.
        public let code: Int32
    }

    private struct State {
        var script: Script
        var connectionCount = 0
        var links: [Int: ProxyLink] = [:]
        var isStopped = false
    }

    private let listener: Int32
    private let serverPath: String
    private let path: String
    private let gate = HoldGate()
    // Held for a few instructions, and while the script decides.
    private let state: Mutex<State>
    /// How clients connect through the proxy.
    public let conninfo: String

    /// Listens in `folder` for what would connect by `conninfo`, which has to have the form
    /// `host='/folder' port='N' ...`.
    public init(
        before conninfo: String,
        in folder: String,
        script: @escaping Script = { _ in .forward }
    ) throws {
        guard let host = conninfo.firstMatch(of: #/host='([^']*)'/#),
            let port = conninfo.firstMatch(of: #/port='(\d+)'/#)
        else { throw SocketError(call: "reading \(conninfo)", code: EINVAL) }
        self.serverPath = "\(host.1)/.s.PGSQL.\(port.1)"
        self.path = "\(folder)/.s.PGSQL.\(port.1)"
        self.conninfo = conninfo.replacingOccurrences(of: host.0, with: "host='\(folder)'")
        self.state = Mutex(State(script: script))
        self.listener = try Self.socket()
        try Self.withAddress(self.path) { address, length in
            guard bind(self.listener, address, length) == 0, listen(self.listener, 128) == 0 else {
                throw SocketError(call: "listen at \(self.path)", code: errno)
            }
        }
        chmod(self.path, 0o777)
        Thread.detachNewThread { [self] in self.acceptConnections() }
    }

    /// How many connections there have been.
    public var connectionCount: Int { self.state.withLock { $0.connectionCount } }

    /// Decides otherwise from now on.
    public func setScript(_ script: @escaping Script) { self.state.withLock { $0.script = script } }

    /// Lets nothing pass, in no direction, until ``release()``. Connections are accepted.
    public func hold() { self.gate.close() }

    /// Lets everything pass that was held.
    public func release() { self.gate.open() }

    /// Ends all connections, as a network that is gone.
    public func cutAll() {
        for link in self.state.withLock({ Array($0.links.values) }) { link.cut() }
    }

    /// Ends everything.
    public func stop() {
        self.state.withLock { $0.isStopped = true }
        shutdown(self.listener, Int32(SHUT_RDWR))
        self.gate.open()
        self.cutAll()
        unlink(self.path)
    }

    // MARK: Threads

    private func acceptConnections() {
        while true {
            let client = accept(self.listener, nil, nil)
            if client < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                close(self.listener)
                return
            }
            guard let server = try? self.connectToServer() else {
                close(client)
                continue
            }
            let link = self.state.withLock { state -> ProxyLink? in
                if state.isStopped { return nil }
                let link = ProxyLink(
                    number: state.connectionCount,
                    client: client,
                    server: server
                )
                state.connectionCount += 1
                state.links[link.number] = link
                return link
            }
            guard let link else {
                close(client)
                close(server)
                continue
            }
            for direction in [ProxyMessage.Direction.toServer, .toClient] {
                Thread.detachNewThread { [self] in
                    link.pump(direction, gate: self.gate) { message in
                        self.state.withLock { $0.script }(message)
                    }
                    if link.ends() {
                        self.state.withLock { _ = $0.links.removeValue(forKey: link.number) }
                    }
                }
            }
        }
    }

    private func connectToServer() throws -> Int32 {
        let number = try Self.socket()
        try Self.withAddress(self.serverPath) { address, length in
            guard connect(number, address, length) == 0 else {
                let code = errno
                close(number)
                throw SocketError(call: "connect", code: code)
            }
        }
        return number
    }

    private static func socket() throws -> Int32 {
        let number = Glibc.socket(
            AF_UNIX,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        guard number >= 0 else { throw SocketError(call: "socket", code: errno) }
        return number
    }

    private static func withAddress(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8) + [0]
        guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else {
            throw SocketError(call: "naming \(path)", code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Lets threads pass, or holds them.
final class HoldGate: @unchecked Sendable {
    // Unchecked: `isOpen` is guarded by `condition`.
    private let condition = NSCondition()
    private var isOpen = true

    func open() {
        self.condition.withLock {
            self.isOpen = true
            self.condition.broadcast()
        }
    }

    func close() { self.condition.withLock { self.isOpen = false } }

    func pass() {
        self.condition.withLock { while !self.isOpen { self.condition.wait() } }
    }
}
