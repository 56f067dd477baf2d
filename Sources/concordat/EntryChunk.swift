import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// Entries that are appended with one request, in the order of their lines or files.
struct EntryChunk: Hashable, Sendable {
    /// What was read of one line or file.
    private enum Item: Hashable {
        /// An entry.
        case entry
        /// No entry, and why.
        case refused(ProblemDocument)
    }

    /// The entries.
    private(set) var entries = EntryBatch()
    private var items: [Item] = []
    /// The bytes that the lines took in their input; 0 where there are none.
    var byteCount: UInt64 = 0
    /// Where the chunk ends: the next one begins there.
    var end: InputPosition

    /// Creates a chunk without entries.
    init(at position: InputPosition) { self.end = position }

    /// The number of lines or files.
    var count: Int { self.items.count }

    /// Whether there is nothing in the chunk.
    var isEmpty: Bool { self.items.isEmpty }

    /// Whether a request should not have more.
    var isFull: Bool {
        self.count >= Limits.batchLineCount
            || self.entries.bytes.count / 3 * 4 >= Limits.batchByteCount - Self.lineByteCount
    }

    /// The longest line that holds an entry, in bytes, with the quotes that JSON puts around it.
    static let lineByteCount = (Limits.entryByteCount + 2) / 3 * 4 + 2

    /// A digest of the entries, by which a chunk that is read again is recognised.
    var digest: String { Hexadecimal.encode(Hashes.sha256(self.entries.bytes)) }

    /// Adds the bytes of an entry; if they are none, the reason.
    mutating func append(_ bytes: some Collection<UInt8>, from place: String) {
        do throws(EntryError) {
            try self.entries.append(bytes)
            self.items.append(.entry)
        } catch {
            let limit = Limits.entryByteCount
            switch error {
            case .empty: self.refuse(place, 400, "An entry has 1 to \(limit) bytes, this has none.")
            case .tooLong, .truncated:
                self.refuse(place, 413, "The entry has more than \(limit) bytes.")
            }
        }
    }

    /// Adds the entry that a line spells in base64, with or without the quotes of JSON; if it
    /// spells none, the reason.
    mutating func append(line: LineSplitter.Line, from place: String) {
        guard case .complete(let text) = line else {
            self.refuse(place, 413, "The entry has more than \(Limits.entryByteCount) bytes.")
            return
        }
        let quote = UInt8(ascii: "\"")
        let isQuoted = text.count >= 2 && text.first == quote && text.last == quote
        guard let entry = Base64.decode(isQuoted ? text.dropFirst().dropLast() : text) else {
            self.refuse(place, 400, "The line is not base64 of RFC 4648 section 4.", limit: nil)
            return
        }
        self.append(entry, from: place)
    }

    private mutating func refuse(
        _ place: String,
        _ status: Int,
        _ detail: String,
        limit: Int? = Limits.entryByteCount
    ) {
        self.items.append(
            .refused(
                ProblemDocument(
                    type: "urn:ietf:params:trans:error:badSubmission",
                    title: "Not an entry",
                    status: status,
                    detail: detail,
                    member: place,
                    limit: limit.map(UInt64.init)
                )
            )
        )
    }

    /// What became of each line or file, given what became of each entry.
    ///
    /// - Precondition: There is a result for each entry.
    func results(_ entryResults: [AppendResult]) -> [AppendResult] {
        precondition(entryResults.count == self.entries.count, "each entry has its result")
        var rest = entryResults[...]
        return self.items.compactMap { item in
            switch item {
            case .entry: rest.popFirst()
            case .refused(let problem): .refused(problem)
            }
        }
    }
}
