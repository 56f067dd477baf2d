import LogProtocol

/// What is still to be told, and to whom. Pure: sending is done by others.
///
/// SPEC: MON-12: a message is tried until it is taken, each time after twice the pause; a monitor that
/// is started anew goes on with it.
public struct Outbox: Hashable, Sendable, Codable {
    /// A message on its way to one address.
    public struct Message: Hashable, Sendable, Codable {
        /// The address.
        public let url: String
        /// The JSON that is told.
        public let body: String
        /// How often it was tried.
        public fileprivate(set) var attempts: Int
        /// When it is tried next, in POSIX seconds.
        public fileprivate(set) var due: UInt64
    }

    /// The most messages that wait. Beyond it the oldest are dropped, and counted.
    public static let limit = 1_000
    /// The longest pause between two attempts, in seconds.
    public static let longestPause: UInt64 = 300

    /// Those that wait, oldest first.
    public private(set) var messages: [Message] = []
    /// How many were dropped.
    public private(set) var droppedCount = 0

    /// An empty box.
    public init() {}

    /// Reads a box; nil if it is none.
    public init?(parsing bytes: [UInt8]) {
        guard let box = WireJSON.decode(Outbox.self, from: bytes) else { return nil }
        self = box
    }

    /// The box as a file.
    public func bytes() throws -> [UInt8] { Array((try WireJSON.encode(self) + "\n").utf8) }

    /// Puts a message in for each address.
    public mutating func put(_ body: String, for urls: [String], at now: UInt64) {
        for url in urls {
            self.messages.append(Message(url: url, body: body, attempts: 0, due: now))
        }
        let surplus = self.messages.count - Self.limit
        guard surplus > 0 else { return }
        self.messages.removeFirst(surplus)
        self.droppedCount += surplus
    }

    /// The message that an address is told next, if its time has come. The others of that address wait for
    /// it: what was raised is told before it ends.
    public func due(for url: String, at now: UInt64) -> Message? {
        let next = self.messages.first { $0.url.utf8.elementsEqual(url.utf8) }
        return next.flatMap { $0.due <= now ? $0 : nil }
    }

    /// Drops what waits for other addresses than these.
    public mutating func keep(only urls: [String]) {
        self.messages.removeAll { message in
            !urls.contains { $0.utf8.elementsEqual(message.url.utf8) }
        }
    }

    /// A message was tried, and taken or not.
    public mutating func tried(_ message: Message, wasTaken: Bool, at now: UInt64) {
        guard let position = self.messages.firstIndex(of: message) else { return }
        guard !wasTaken else {
            self.messages.remove(at: position)
            return
        }
        self.messages[position].attempts += 1
        let pause = UInt64(1) << UInt64(min(self.messages[position].attempts, 20))
        self.messages[position].due = now + min(pause, Self.longestPause)
    }
}
