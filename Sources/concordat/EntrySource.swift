import Foundation
import Glibc
import LogProtocol

/// Reads the inputs of an append, chunk by chunk, on a thread of its own: a read may wait for long.
actor EntrySource {
    private let inputs: [AppendInput]
    private let isNDJSON: Bool
    private let executor = QueueExecutor(label: "concordat.input")
    private var position: InputPosition
    /// The input that is being read; only where inputs have many lines.
    private var open: OpenInput?

    private struct OpenInput {
        let descriptor: Int32
        let isOwned: Bool
        var splitter = LineSplitter(limit: EntryChunk.lineByteCount)
        /// Whether there is nothing more to read.
        var isAtEnd = false
    }

    /// How long an input may pause before what it gave so far is appended.
    private static let pause = Duration.milliseconds(50)
    /// How long a line waits for others if the input never pauses.
    private static let longestWait = Duration.milliseconds(250)

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.executor.asUnownedSerialExecutor()
    }

    /// Creates a source that begins at `position`.
    init(inputs: [AppendInput], isNDJSON: Bool, from position: InputPosition = .start) {
        self.inputs = inputs
        self.isNDJSON = isNDJSON
        self.position = position
    }

    deinit {
        if let open, open.isOwned { close(open.descriptor) }
    }

    /// The next chunk; nil at the end of all inputs.
    ///
    /// - Throws: ``InputError`` if an input cannot be read.
    func next() throws(InputError) -> EntryChunk? {
        var chunk = EntryChunk(at: self.position)
        while chunk.isEmpty, self.position.input < self.inputs.count {
            if self.isNDJSON {
                try self.readLines(into: &chunk)
            } else {
                try self.readFiles(into: &chunk)
            }
        }
        chunk.end = self.position
        return chunk.isEmpty ? nil : chunk
    }

    /// The chunk that ends at `end`, read again.
    ///
    /// - Throws: ``InputError`` if an input cannot be read, or has become shorter.
    func chunk(endingAt end: InputPosition) throws(InputError) -> EntryChunk {
        var chunk = EntryChunk(at: self.position)
        if self.isNDJSON {
            try self.readLines(into: &chunk, upTo: end)
        } else {
            while self.position.input < end.input, self.position.input < self.inputs.count {
                try self.readFile(into: &chunk)
            }
        }
        chunk.end = self.position
        return chunk
    }

    private func readFiles(into chunk: inout EntryChunk) throws(InputError) {
        while !chunk.isFull, self.position.input < self.inputs.count {
            try self.readFile(into: &chunk)
        }
    }

    /// Reads one input as one entry.
    private func readFile(into chunk: inout EntryChunk) throws(InputError) {
        let input = self.inputs[self.position.input]
        let bytes = try InputFile(path: input.path).bytes(limit: Limits.entryByteCount)
        chunk.append(bytes, from: input.path)
        self.position = InputPosition(input: self.position.input + 1, offset: 0, line: 0)
    }

    /// Reads lines until the chunk is full, the input pauses or ends, or `end` is reached.
    private func readLines(
        into chunk: inout EntryChunk,
        upTo end: InputPosition? = nil
    ) throws(InputError) {
        let path = self.inputs[self.position.input].path
        var input = try self.openInput()
        guard !input.isAtEnd else {
            // Only now: a chunk ends in its input, so that one that has grown since can go on.
            if input.isOwned { close(input.descriptor) }
            self.open = nil
            self.position = InputPosition(input: self.position.input + 1, offset: 0, line: 0)
            return
        }
        defer { self.open = input }
        var deadline: ContinuousClock.Instant?
        while true {
            while let (line, byteCount) = input.splitter.next() {
                self.take(line, byteCount, from: path, into: &chunk)
                guard !chunk.isFull, self.position != end else { return }
            }
            if !chunk.isEmpty, end == nil {
                let limit = deadline ?? .now + Self.longestWait
                deadline = limit
                let patience = min(Self.pause, ContinuousClock.Instant.now.duration(to: limit))
                guard patience > .zero, Self.isReadable(input.descriptor, within: patience) else {
                    return
                }
            }
            let piece = try InputFile.readOnce(input.descriptor, atMost: 64 << 10, path: path)
            guard piece.isEmpty else {
                input.splitter.append(piece)
                continue
            }
            input.isAtEnd = true
            if let (line, byteCount) = input.splitter.finish() {
                self.take(line, byteCount, from: path, into: &chunk)
            }
            return
        }
    }

    private func take(
        _ line: LineSplitter.Line,
        _ byteCount: Int,
        from path: String,
        into chunk: inout EntryChunk
    ) {
        chunk.byteCount += UInt64(byteCount)
        self.position.offset += UInt64(byteCount)
        self.position.line += 1
        chunk.append(line: line, from: "\(path) line \(self.position.line)")
    }

    private func openInput() throws(InputError) -> OpenInput {
        if let open { return open }
        let input = self.inputs[self.position.input]
        guard case .file(let path) = input else {
            return OpenInput(descriptor: STDIN_FILENO, isOwned: false)
        }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputError(path: path, errorNumber: errno) }
        if self.position.offset > 0,
            lseek(descriptor, off_t(clamping: self.position.offset), SEEK_SET) < 0
        {
            let errorNumber = errno
            close(descriptor)
            throw InputError(path: path, errorNumber: errorNumber)
        }
        return OpenInput(descriptor: descriptor, isOwned: true)
    }

    /// Whether there is something to read, or the end, before `patience` is over.
    private static func isReadable(_ descriptor: Int32, within patience: Duration) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(patience / .milliseconds(1)) + 1
        return poll(&request, 1, milliseconds) != 0
    }
}
