internal import Glibc

/// A stream socket of this machine, for one thread that waits on it. Closed with its last reference.
final class UnixSocket: Sendable {
    /// What ended a transfer.
    enum Ending: Error, Hashable {
        /// The other side closed the connection.
        case closed
        /// The deadline came.
        case timedOut
        /// The signal to stop came.
        case stopped
        /// The operating system refused, with this error number.
        case failed(operation: String, code: Int32)
    }

    /// The most bytes that are asked of the system at once.
    private static let chunkByteCount = 256 << 10

    private let number: Int32

    private init(number: Int32) { self.number = number }

    deinit {
        // Ends the connection for the other side also if a child process has inherited it.
        shutdown(self.number, Int32(SHUT_RDWR))
        close(self.number)
    }

    /// Connects to a listener.
    static func connect(to path: String) throws(Ending) -> UnixSocket {
        let socket = try Self.make(path)
        let result = try Self.withAddress(path) { Glibc.connect(socket.number, $0, $1) }
        guard result == 0 else { throw .last("connect") }
        return socket
    }

    /// Listens at a path where nothing is. `mode` is set before anybody can connect.
    static func listen(at path: String, mode: UInt32) throws(Ending) -> UnixSocket {
        let socket = try Self.make(path)
        let result = try Self.withAddress(path) { bind(socket.number, $0, $1) }
        guard result == 0 else { throw .last("bind") }
        guard chmod(path, mode_t(mode)) == 0 else { throw .last("chmod") }
        guard Glibc.listen(socket.number, SOMAXCONN) == 0 else { throw .last("listen") }
        return socket
    }

    /// Takes the next connection of a listener.
    func accept(unless stop: StopSignal) throws(Ending) -> UnixSocket {
        while true {
            try self.wait(for: POLLIN, until: nil, unless: stop)
            let number = Glibc.accept(self.number, nil, nil)
            if number >= 0 {
                let connection = UnixSocket(number: number)
                guard fcntl(number, F_SETFD, FD_CLOEXEC) == 0,
                    fcntl(number, F_SETFL, O_NONBLOCK) == 0
                else { throw .last("fcntl") }
                return connection
            }
            // The one who connected may be gone again by now.
            guard [EAGAIN, ECONNABORTED, EINTR].contains(errno) else { throw .last("accept") }
        }
    }

    /// The user whose process is on the other side, as the kernel knows it.
    func peerUser() throws(Ending) -> UInt32 {
        // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
        var credentials: (UInt32, UInt32, UInt32) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        let result = getsockopt(self.number, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
        guard result == 0, length == MemoryLayout.size(ofValue: credentials) else {
            throw .last("getsockopt")
        }
        return credentials.1
    }

    /// Whether there is something to read: bytes, or the news that the other side has closed.
    var isReadable: Bool {
        var descriptor = pollfd(fd: self.number, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) != 0
    }

    /// Waits for the first byte of a message.
    func waitForMessage(unless stop: StopSignal) throws(Ending) {
        try self.wait(for: POLLIN, until: nil, unless: stop)
    }

    /// Sends a message, its length in front.
    func send(_ parts: [[UInt8]], until deadline: ContinuousClock.Instant) throws(Ending) {
        var length: [UInt8] = []
        length.append(number: UInt32(parts.reduce(0) { $0 + $1.count }))
        for part in [length] + parts { try self.sendRaw(part, until: deadline) }
    }

    /// Receives a message of at most `maximumByteCount` bytes.
    ///
    /// - Throws: ``Ending/failed(operation:code:)`` with `EMSGSIZE` if it is longer.
    func receive(
        maximumByteCount: Int,
        until deadline: ContinuousClock.Instant
    ) throws(Ending) -> [UInt8] {
        var reader = ByteReader(try self.receive(4, until: deadline))
        guard let length = reader.number(UInt32.self), Int(length) <= maximumByteCount else {
            throw .failed(operation: "receive", code: EMSGSIZE)
        }
        return try self.receive(Int(length), until: deadline)
    }

    /// Sends bytes as they are.
    func sendRaw(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(Ending) {
        var position = 0
        while position < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[position...])
                return Glibc.send(
                    self.number,
                    rest.baseAddress,
                    rest.count,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if result >= 0 {
                position += result
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: try self.wait(for: POLLOUT, until: deadline, unless: nil)
            case EPIPE, ECONNRESET: throw .closed
            default: throw .last("send")
            }
        }
    }

    private func receive(
        _ byteCount: Int,
        until deadline: ContinuousClock.Instant
    ) throws(Ending) -> [UInt8] {
        var bytes: [UInt8] = []
        // Room is made as bytes come in: a length alone takes no memory.
        bytes.reserveCapacity(min(byteCount, Self.chunkByteCount))
        while bytes.count < byteCount {
            let wanted = min(byteCount - bytes.count, Self.chunkByteCount)
            let result = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: wanted) {
                let result = recv(self.number, $0.baseAddress, wanted, 0)
                if result > 0 { bytes.append(contentsOf: $0[..<result]) }
                return result
            }
            if result > 0 { continue }
            guard result < 0 else { throw .closed }
            switch errno {
            case EINTR: continue
            case EAGAIN: try self.wait(for: POLLIN, until: deadline, unless: nil)
            case ECONNRESET: throw .closed
            default: throw .last("recv")
            }
        }
        return bytes
    }

    private func wait(
        for event: Int32,
        until deadline: ContinuousClock.Instant?,
        unless stop: StopSignal?
    ) throws(Ending) {
        while true {
            var milliseconds: Int32 = -1
            if let deadline {
                let rest = ContinuousClock.now.duration(to: deadline)
                guard rest > .zero else { throw .timedOut }
                // Rounded up, so that it does not spin through the last millisecond.
                milliseconds = Int32(min(rest / .milliseconds(1), 86_400_000)) + 1
            }
            var descriptors = [pollfd(fd: self.number, events: Int16(event), revents: 0)]
            if let stop {
                descriptors.append(pollfd(fd: stop.number, events: Int16(POLLIN), revents: 0))
            }
            let result = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
            guard result >= 0 || errno == EINTR else { throw .last("poll") }
            guard result > 0 else { continue }
            // What came before the signal to stop is still taken.
            if descriptors[0].revents != 0 { return }
            throw .stopped
        }
    }

    private static func make(_ path: String) throws(Ending) -> UnixSocket {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(AF_UNIX, type, 0)
        guard number >= 0 else { throw .last("socket") }
        return UnixSocket(number: number)
    }

    private static func withAddress<Result>(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) throws(Ending) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8) + [0]
        guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path), !path.utf8.contains(0)
        else { throw .failed(operation: "socket path", code: ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

extension UnixSocket.Ending {
    /// The error that the last call of the operating system left behind.
    fileprivate static func last(_ operation: String) -> UnixSocket.Ending {
        .failed(operation: operation, code: errno)
    }
}

extension UnixSocket.Ending: CustomStringConvertible {
    /// What happened, in words.
    var description: String {
        switch self {
        case .closed: "the connection was closed"
        case .timedOut: "there was no answer in time"
        case .stopped: "stopped"
        case .failed(let operation, let code): "\(operation) failed with error \(code)"
        }
    }
}
