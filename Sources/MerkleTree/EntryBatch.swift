/// Entries in the order of the log, packed as an entry bundle packs them.
///
///     struct { opaque entry<1..2^16-1>; } EntryBatch[count];
///
/// One buffer instead of an array of arrays: the same bytes are hashed in bulk, written to the
/// signer's journal and served as a bundle.
public struct EntryBatch: Hashable, Sendable {
    /// The longest entry, in bytes: its length is written in 16 bits (C2SP tlog-tiles).
    public static let maximumEntryByteCount = 65_535
    /// The entries of a full bundle, as which most batches are read.
    private static let usualCount = 256

    /// The entries, each behind its length as a big-endian 16-bit number.
    public private(set) var bytes: [UInt8]
    /// Where each entry's own bytes lie in ``bytes``.
    public private(set) var ranges: [Range<Int>]

    /// Creates a batch without entries.
    public init() {
        self.bytes = []
        self.ranges = []
    }

    /// Creates a batch of one entry.
    ///
    /// - Throws: ``EntryError/empty`` or ``EntryError/tooLong(byteCount:)``.
    public init(_ entry: some Collection<UInt8>) throws(EntryError) {
        self.init()
        try self.append(entry)
    }

    /// Reads a batch from the bytes of an entry bundle.
    ///
    /// - Throws: ``EntryError/empty`` or ``EntryError/truncated``.
    public init(parsing bytes: [UInt8]) throws(EntryError) {
        self.bytes = bytes
        self.ranges = []
        self.ranges.reserveCapacity(min(bytes.count / 2, Self.usualCount))
        var offset = 0
        while offset < bytes.count {
            guard bytes.count - offset >= 2 else { throw .truncated }
            let byteCount = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard byteCount > 0 else { throw .empty }
            offset += 2
            guard bytes.count - offset >= byteCount else { throw .truncated }
            self.ranges.append(offset..<offset + byteCount)
            offset += byteCount
        }
    }

    /// The number of entries.
    public var count: Int { self.ranges.count }

    /// Whether there are no entries.
    public var isEmpty: Bool { self.ranges.isEmpty }

    /// The bytes of one entry.
    ///
    /// - Precondition: `position` is below ``count``.
    public subscript(position: Int) -> ArraySlice<UInt8> { self.bytes[self.ranges[position]] }

    /// Adds an entry at the end.
    ///
    /// - Throws: ``EntryError/empty`` or ``EntryError/tooLong(byteCount:)``; nothing is added then.
    public mutating func append(_ entry: some Collection<UInt8>) throws(EntryError) {
        let byteCount = entry.count
        guard byteCount > 0 else { throw .empty }
        guard byteCount <= Self.maximumEntryByteCount else { throw .tooLong(byteCount: byteCount) }
        self.bytes.append(UInt8(byteCount >> 8))
        self.bytes.append(UInt8(byteCount & 0xff))
        self.ranges.append(self.bytes.count..<self.bytes.count + byteCount)
        self.bytes.append(contentsOf: entry)
    }

    /// Adds the entries of another batch at the end.
    public mutating func append(contentsOf other: EntryBatch) {
        let shift = self.bytes.count
        self.bytes.append(contentsOf: other.bytes)
        self.ranges.append(
            contentsOf: other.ranges.map { $0.lowerBound + shift..<$0.upperBound + shift }
        )
    }

    /// The entries at `positions`, packed as they lie in ``bytes``.
    ///
    /// - Precondition: `positions` lies within `0..<count`.
    public func packedBytes(_ positions: Range<Int>) -> ArraySlice<UInt8> {
        guard let first = self.ranges[positions].first, let last = self.ranges[positions].last
        else { return [] }
        return self.bytes[first.lowerBound - 2..<last.upperBound]
    }

    /// The entries at `positions`, as a batch of their own.
    ///
    /// - Precondition: `positions` lies within `0..<count`.
    public func slice(_ positions: Range<Int>) -> EntryBatch {
        let packed = self.packedBytes(positions)
        let start = packed.startIndex
        var slice = EntryBatch()
        slice.bytes = Array(packed)
        slice.ranges = self.ranges[positions].map {
            $0.lowerBound - start..<$0.upperBound - start
        }
        return slice
    }

    /// Makes room, so that entries can be added without moving those that are there.
    public mutating func reserveCapacity(entries: Int, bytes: Int) {
        self.ranges.reserveCapacity(entries)
        self.bytes.reserveCapacity(bytes + 2 * entries)
    }

    /// Calls `body` with the packed bytes and where each entry lies in them.
    public func withUnsafeEntries<Result>(
        _ body: (_ base: UnsafeRawBufferPointer, _ ranges: [Range<Int>]) throws -> Result
    ) rethrows -> Result {
        try self.bytes.withUnsafeBytes { try body($0, self.ranges) }
    }
}
