import CryptoSuites
import MerkleTree
import SignedNotes

/// The entries that were recorded since the last published head, in append-only files.
///
/// A folder of segments, each named by its first index, `00000000000000001024.seg`. A segment is
/// written by one process only: each start begins a new one, and so does each publication, so that
/// whole files can be dropped.
///
/// After any error the journal is in an unknown state, and its owner must not use it again.
final class SignerJournal {
    private struct Segment {
        let firstIndex: UInt64
        /// The index behind the last entry.
        var end: UInt64
    }

    private struct OpenSegment {
        let header: SegmentHeader
        let file: any DurableFile
        var byteCount: UInt64
    }

    private struct Unsettled {
        var removedPaths: [String] = []
        /// The last segment, without what is torn.
        var rewritten: (path: String, bytes: [UInt8])?
    }

    /// A segment beyond this length is followed by a new one, in bytes.
    static let fullSegmentByteCount: UInt64 = 64 << 20

    private let directory: String
    private let origin: LogOrigin
    private let files: any DurableFiles
    /// All segments with frames, in order.
    private var segments: [Segment] = []
    /// What a crash left behind; nil once it is cleared away.
    private var unsettled: Unsettled? = Unsettled()
    /// The last of ``segments``, as long as records may be added to it.
    private var current: OpenSegment?

    /// Creates the empty journal of a new log.
    static func create(in directory: String, files: any DurableFiles) throws(SignerFilesError) {
        try files.createDirectory(directory)
        try files.synchronize(directory: directory)
    }

    /// Reads the journal, and hands each record above `published` to `replay`, in order.
    ///
    /// Nothing is changed yet: a journal that is refused stays as it was found. ``settle()`` is next.
    init(
        opening directory: String,
        origin: LogOrigin,
        above published: UInt64,
        files: any DurableFiles,
        replay: (JournalRecord, JournalPlace) throws(SignerFilesError) -> Void
    ) throws(SignerFilesError) {
        self.directory = directory
        self.origin = origin
        self.files = files
        let found = try self.foundSegments()
        for (position, firstIndex) in found.enumerated() {
            let isLast = position == found.count - 1
            if !isLast, found[position + 1] <= published {
                // Left behind by a crash after the published mark moved.
                self.unsettled?.removedPaths.append(self.path(firstIndex))
                continue
            }
            try self.replaySegment(firstIndex, isLast: isLast, above: published, replay)
        }
    }

    /// Clears away what a crash left, and makes durable what was read.
    ///
    /// The last segment is written anew: a process that was killed, or whose `fsync` failed, may have
    /// left bytes that can be read and are not on disk.
    func settle() throws(SignerFilesError) {
        guard let unsettled = self.unsettled else { return }
        // A crash in here leaves some of it for the next start.
        for path in unsettled.removedPaths { try self.files.remove(path) }
        if let (path, bytes) = unsettled.rewritten {
            let file = try self.files.create(self.rewritePath)
            try file.append([bytes])
            try file.synchronize()
            try self.files.rename(self.rewritePath, to: path)
        }
        try self.files.synchronize(directory: self.directory)
        self.unsettled = nil
    }

    /// Adds records and makes them durable. What is returned is promised to survive.
    func append(_ records: [JournalRecord]) throws(SignerFilesError) -> [JournalPlace] {
        precondition(
            !records.isEmpty && self.unsettled == nil,
            "there is something to add, to a journal that is settled"
        )
        var current = try self.openSegment(startingAt: records[0].firstIndex)
        let (parts, places) = JournalFrame.encode(
            records,
            in: current.header,
            at: current.byteCount
        )
        // SPEC: SIGNER-1: on disk before it is said.
        // A crash from here on leaves a torn frame at the end, or a whole one that was promised to
        // nobody; the next start drops the first and keeps the second.
        try current.file.append(parts)
        try current.file.synchronize()
        current.byteCount += parts.reduce(0) { $0 + UInt64($1.count) }
        self.segments[self.segments.count - 1].end = records[records.count - 1].head.size
        self.current = current.byteCount >= Self.fullSegmentByteCount ? nil : current
        return places
    }

    /// Reads the entries of a record back.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` if they are not what was written.
    func entries(at place: JournalPlace) throws(SignerFilesError) -> EntryBatch {
        let bytes = try self.files.read(
            self.path(place.segment),
            at: place.offset,
            byteCount: place.byteCount
        )
        guard Hashes.sha256(bytes) == place.digest, let entries = try? EntryBatch(parsing: bytes)
        else {
            throw .damaged("segment \(place.segment) was changed at byte \(place.offset)")
        }
        return entries
    }

    /// Drops all segments that lie below `published` as a whole.
    ///
    /// The published mark must be durable before: a crash in between leaves segments that the next
    /// start removes.
    func drop(below published: UInt64) throws(SignerFilesError) {
        // The next record begins a new file, so that this one can be dropped by the next call.
        self.current = nil
        while let first = self.segments.first, first.end <= published {
            try self.files.remove(self.path(first.firstIndex))
            self.segments.removeFirst()
        }
    }

    // MARK: Segments

    /// The segment that records are added to; a new one for the record at `firstIndex` if need be.
    private func openSegment(
        startingAt firstIndex: UInt64
    ) throws(SignerFilesError) -> OpenSegment {
        if let current = self.current { return current }
        guard let nonce = try? secureRandomBytes(SegmentHeader.nonceByteCount) else {
            throw .failed(operation: "random bytes", path: self.path(firstIndex), code: 0)
        }
        let header = SegmentHeader(firstIndex: firstIndex, nonce: nonce)
        let bytes = header.bytes(origin: self.origin)
        // A crash at any of these steps leaves no file or one without frames: removed at the start.
        let file = try self.files.create(self.path(firstIndex))
        try file.append([bytes])
        try file.synchronize()
        try self.files.synchronize(directory: self.directory)
        self.segments.append(Segment(firstIndex: firstIndex, end: firstIndex))
        return OpenSegment(header: header, file: file, byteCount: UInt64(bytes.count))
    }

    /// The first indexes of the segments in the folder, in order.
    private func foundSegments() throws(SignerFilesError) -> [UInt64] {
        guard let names = try self.files.names(in: self.directory) else {
            throw .missing(self.directory)
        }
        var found: [UInt64] = []
        for name in names {
            if name.utf8.elementsEqual(Self.rewriteName.utf8) {
                // The last start was interrupted while it wrote this.
                self.unsettled?.removedPaths.append(self.rewritePath)
                continue
            }
            guard let firstIndex = Self.firstIndex(ofName: name) else {
                throw .damaged("there is a foreign file in the journal: \(name)")
            }
            found.append(firstIndex)
        }
        return found.sorted()
    }

    private func replaySegment(
        _ firstIndex: UInt64,
        isLast: Bool,
        above published: UInt64,
        _ replay: (JournalRecord, JournalPlace) throws(SignerFilesError) -> Void
    ) throws(SignerFilesError) {
        let path = self.path(firstIndex)
        guard let bytes = try self.files.read(path) else { throw .missing(path) }
        guard let header = SegmentHeader(parsing: bytes, origin: self.origin),
            header.firstIndex == firstIndex
        else {
            // The header is durable before the first frame is written.
            guard isLast, bytes.count <= SegmentHeader.byteCount else {
                throw .damaged("segment \(firstIndex) has no valid header")
            }
            self.unsettled?.removedPaths.append(path)
            return
        }
        var position = SegmentHeader.byteCount
        var end = firstIndex
        while position < bytes.count,
            let frame = JournalFrame.read(bytes, at: position, in: header)
        {
            for (record, place) in frame.records {
                guard record.firstIndex == end else {
                    throw .damaged("segment \(firstIndex) goes on at \(record.firstIndex)")
                }
                end = record.head.size
                if end > published { try replay(record, place) }
            }
            position = frame.end
        }
        if position < bytes.count {
            // SPEC: SIGNER-16: torn if it is the last, damaged if anything was written after it.
            guard isLast, !JournalFrame.begins(in: bytes, from: position + 1, in: header) else {
                throw .damaged("segment \(firstIndex) is damaged at byte \(position)")
            }
        }
        if isLast {
            guard end > max(firstIndex, published) else {
                self.unsettled?.removedPaths.append(path)
                return
            }
            self.unsettled?.rewritten = (path, Array(bytes[..<position]))
        }
        self.segments.append(Segment(firstIndex: firstIndex, end: end))
    }

    // MARK: Names

    private static let rewriteName = "rewrite"
    private static let suffix = ".seg"
    private static let digitCount = 20

    private var rewritePath: String { "\(self.directory)/\(Self.rewriteName)" }

    private func path(_ firstIndex: UInt64) -> String {
        "\(self.directory)/\(Self.name(firstIndex))"
    }

    private static func name(_ firstIndex: UInt64) -> String {
        let digits = String(firstIndex)
        return String(repeating: "0", count: Self.digitCount - digits.utf8.count) + digits
            + Self.suffix
    }

    private static func firstIndex(ofName name: String) -> UInt64? {
        guard let index = UInt64(name.prefix(Self.digitCount)),
            Self.name(index).utf8.elementsEqual(name.utf8)
        else { return nil }
        return index
    }
}
