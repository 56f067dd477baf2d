/// How far an append has come: what is needed to go on after an interruption without appending
/// anything twice.
struct AppendProgress: Hashable, Codable {
    /// A chunk that was about to be sent, and may have been.
    struct Pending: Hashable, Codable {
        /// Where the chunk ends.
        let end: InputPosition
        /// What its entries were.
        let digest: String
    }

    /// The form of the record.
    private(set) var version = 1
    /// A random name for this append; keys of requests derive from it.
    let run: String
    /// The log.
    let log: String
    /// Whether the inputs have an entry a line.
    let isNDJSON: Bool
    /// The names of the inputs.
    let inputs: [String]
    /// The number of the next chunk, counted from 0.
    private(set) var chunkNumber: UInt64 = 0
    /// Where the next chunk begins.
    private(set) var position = InputPosition.start
    /// The next chunk, if it may have been sent.
    private(set) var pending: Pending?

    /// Begins an append.
    init(run: String, log: String, isNDJSON: Bool, inputs: [String]) {
        self.run = run
        self.log = log
        self.isNDJSON = isNDJSON
        self.inputs = inputs
    }

    /// Whether the record is of the append that `other` would begin.
    func isOfSameAppend(as other: AppendProgress) -> Bool {
        self.version == other.version && self.log == other.log
            && self.isNDJSON == other.isNDJSON && self.inputs == other.inputs
    }

    /// The key of the next chunk's request.
    var key: String { "\(self.run)-\(self.chunkNumber)" }

    /// Records that a chunk is about to be sent.
    mutating func willSend(_ chunk: EntryChunk) {
        self.pending = Pending(end: chunk.end, digest: chunk.digest)
    }

    /// Whether anything was done that an append from the beginning would do again.
    var isWorthKeeping: Bool { self.pending != nil || self.chunkNumber > 0 }

    /// Records that the log refused the pending chunk, and has nothing of it.
    mutating func wasRefused() { self.pending = nil }

    /// Records that the results of the pending chunk are known.
    mutating func didSend(_ chunk: EntryChunk) {
        self.pending = nil
        self.position = chunk.end
        self.chunkNumber += 1
    }
}
