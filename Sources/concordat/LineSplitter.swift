/// Cuts bytes that come in pieces into lines, with a bound on what one line may keep in memory.
struct LineSplitter {
    /// A line without its line feed.
    enum Line: Hashable {
        /// A line within the bound.
        case complete(ArraySlice<UInt8>)
        /// A line beyond the bound: its bytes are gone.
        case tooLong
    }

    /// The longest line, in bytes.
    private let limit: Int
    private var buffer: [UInt8] = []
    /// Where the bytes begin that no line was made of.
    private var start = 0
    /// How far the bytes are known to have no line feed.
    private var searched = 0
    /// The bytes of the present line that were dropped because it is too long.
    private var droppedByteCount = 0

    /// Creates a splitter.
    init(limit: Int) { self.limit = limit }

    /// Adds a piece.
    mutating func append(_ bytes: [UInt8]) {
        self.buffer.removeFirst(self.start)
        self.searched -= self.start
        self.start = 0
        self.buffer += bytes
    }

    /// The next line that has its line feed, and how many bytes it took with it; nil if there is
    /// none yet.
    mutating func next() -> (line: Line, byteCount: Int)? {
        guard let end = self.buffer[self.searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            self.searched = self.buffer.count
            self.dropIfTooLong()
            return nil
        }
        let result = self.line(upTo: end, feedByteCount: 1)
        self.start = end + 1
        self.searched = self.start
        return result
    }

    /// The last line, if it has no line feed.
    mutating func finish() -> (line: Line, byteCount: Int)? {
        guard self.start < self.buffer.count || self.droppedByteCount > 0 else { return nil }
        let result = self.line(upTo: self.buffer.count, feedByteCount: 0)
        self.start = self.buffer.count
        self.searched = self.start
        return result
    }

    private mutating func line(
        upTo end: Int,
        feedByteCount: Int
    ) -> (line: Line, byteCount: Int) {
        let byteCount = self.droppedByteCount + end - self.start
        self.droppedByteCount = 0
        let line: Line =
            byteCount > self.limit ? .tooLong : .complete(self.buffer[self.start..<end])
        return (line, byteCount + feedByteCount)
    }

    private mutating func dropIfTooLong() {
        guard self.droppedByteCount + self.buffer.count - self.start > self.limit else { return }
        self.droppedByteCount += self.buffer.count - self.start
        self.start = self.buffer.count
    }
}
