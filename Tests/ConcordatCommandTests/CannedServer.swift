import Foundation
import Glibc
import Synchronization
import Testing

/// Takes one connection on a loopback port, reads one request, sends bytes and closes.
final class CannedServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let request = Mutex<[UInt8]?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the server. Without an answer it stays silent until the client leaves.
    init(answer: String?) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(listener >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let size = length
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { buffer in
                bind(listener, buffer.baseAddress, size) == 0 && listen(listener, 1) == 0
                    && getsockname(listener, buffer.baseAddress, &length) == 0
            }
        }
        try #require(isListening)
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { self.serve(answer.map { Array($0.utf8) }) }
    }

    /// What the client sent, once the connection is over.
    func received() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.ended.wait()
                continuation.resume(returning: self.request.withLock { $0 })
            }
        }
    }

    /// Whether anybody has connected.
    var wasAsked: Bool { self.request.withLock { $0 != nil } }

    private func serve(_ answer: [UInt8]?) {
        // Nobody may come; then the thread must end all the same.
        var waiting = pollfd(fd: self.listener, events: Int16(POLLIN), revents: 0)
        defer {
            close(self.listener)
            self.ended.signal()
        }
        guard poll(&waiting, 1, 20_000) == 1 else { return }
        let connection = accept(self.listener, nil, nil)
        guard connection >= 0 else { return }
        defer { close(connection) }
        var request: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while !Self.isComplete(request) {
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { break }
            request += piece[..<count]
        }
        let received = request
        self.request.withLock { $0 = received }
        guard let answer else {
            while recv(connection, &piece, piece.count, 0) > 0 {}
            return
        }
        var rest = answer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
        shutdown(connection, Int32(SHUT_WR))
        while recv(connection, &piece, piece.count, 0) > 0 {}
    }

    private static func isComplete(_ request: [UInt8]) -> Bool {
        let end = Array("\r\n\r\n".utf8)
        guard let headEnd = request.indices.first(where: { request[$0...].starts(with: end) })
        else { return false }
        let head = String(decoding: request[..<headEnd], as: UTF8.self).lowercased()
        let length = head.firstMatch(of: #/\r\ncontent-length: (\d+)/#).flatMap { Int($0.1) } ?? 0
        return request.count >= headEnd + end.count + length
    }
}
