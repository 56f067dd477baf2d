import Foundation
import Glibc
import Synchronization

/// One connection through a ``PostgresProxy``: two sockets, and what is known of the conversation.
final class ProxyLink: Sendable {
    private struct State {
        var messageCount = 0
        /// Messages since BEGIN; nil outside of a transaction.
        var transaction: Int?
        var isInBatch = false
        var endedCount = 0
    }

    let number: Int
    private let client: Int32
    private let server: Int32
    private let state = Mutex(State())

    init(number: Int, client: Int32, server: Int32) {
        self.number = number
        self.client = client
        self.server = server
    }

    deinit {
        close(self.client)
        close(self.server)
    }

    /// Ends both sides.
    func cut() {
        shutdown(self.client, Int32(SHUT_RDWR))
        shutdown(self.server, Int32(SHUT_RDWR))
    }

    /// One of the two threads is done; true for the second.
    func ends() -> Bool {
        self.state.withLock { state in
            state.endedCount += 1
            return state.endedCount == 2
        }
    }

    /// Passes messages on until one side is closed.
    func pump(
        _ direction: ProxyMessage.Direction,
        gate: HoldGate,
        _ script: (ProxyMessage) -> ProxyAction
    ) {
        let source = direction == .toServer ? self.client : self.server
        let target = direction == .toServer ? self.server : self.client
        var stream = MessageStream(begins: direction == .toServer)
        while let message = stream.next(from: source) {
            let seen = self.note(message.type, message.body, direction)
            gate.pass()
            let bytes = message.bytes
            var isLast = false
            switch script(seen) {
            case .forward: isLast = !Self.write(bytes[...], to: target)
            case .delay(let time):
                Thread.sleep(forTimeInterval: time / .seconds(1))
                isLast = !Self.write(bytes[...], to: target)
            case .cut(let count):
                _ = Self.write(bytes.prefix(count), to: target)
                self.cut()
                isLast = true
            case .halfClose:
                _ = Self.write(bytes[...], to: target)
                isLast = true
            case .drop: break
            }
            if isLast { break }
        }
        // What one side has ended is ended for the other; what comes back may still come.
        shutdown(target, Int32(SHUT_WR))
        shutdown(source, Int32(SHUT_RD))
    }

    /// Takes a message into the account of the conversation.
    private func note(
        _ type: UInt8,
        _ body: [UInt8],
        _ direction: ProxyMessage.Direction
    ) -> ProxyMessage {
        self.state.withLock { state in
            let isQuery = direction == .toServer && type == UInt8(ascii: "Q")
            if isQuery, body.starts(with: "BEGIN".utf8) {
                state.transaction = 0
                state.isInBatch = false
            }
            if direction == .toServer, type == UInt8(ascii: "d") { state.isInBatch = true }
            // The server is ready outside of a transaction. Noted before the client can go on.
            let isOver =
                direction == .toClient && type == UInt8(ascii: "Z") && body == [UInt8(ascii: "I")]
            defer {
                state.messageCount += 1
                state.transaction = isOver ? nil : state.transaction.map { $0 + 1 }
                if isOver { state.isInBatch = false }
            }
            return ProxyMessage(
                connection: self.number,
                number: state.messageCount,
                direction: direction,
                type: type,
                body: body,
                isInBatch: state.isInBatch,
                numberInTransaction: state.transaction
            )
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to target: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Cuts what comes in from a socket into messages.
private struct MessageStream {
    struct Message {
        let type: UInt8
        let body: [UInt8]
        let bytes: [UInt8]
    }

    /// A client's first packet has no type. A second one like it, after an offer of encryption, does
    /// not occur on unix sockets.
    private var begins: Bool
    private var buffer: [UInt8] = []

    init(begins: Bool) { self.begins = begins }

    /// The next message; nil at the end.
    mutating func next(from source: Int32) -> Message? {
        while true {
            if let message = self.take() { return message }
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            let count = chunk.withUnsafeMutableBytes { recv(source, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            self.buffer += chunk[..<count]
        }
    }

    private mutating func take() -> Message? {
        let start = self.begins ? 0 : 1
        guard self.buffer.count >= start + 4 else { return nil }
        let length = self.buffer[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 4, self.buffer.count >= start + length else { return nil }
        let bytes = Array(self.buffer[..<(start + length)])
        self.buffer.removeFirst(bytes.count)
        let type = self.begins ? 0 : bytes[0]
        self.begins = false
        return Message(type: type, body: Array(bytes[(start + 4)...]), bytes: bytes)
    }
}
