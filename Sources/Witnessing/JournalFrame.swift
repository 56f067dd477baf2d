import CryptoSuites
import MerkleTree
import SignedNotes

/// What the journal writes and makes durable at once: one record, or several that were waiting.
///
///     struct {
///         opaque magic[8] = "CCJFRM01";
///         opaque nonce[16];              // the segment's
///         uint64 first_index;            // of the first entry
///         uint32 record_count;           // 1 to 1,024
///         struct {
///             uint64 size;               // of the head behind the record's entries
///             opaque sha256_root[32];
///             opaque sm3_root[32];
///             uint32 byte_count;         // of the record's entries
///             opaque digest[32];         // SHA-256 of the record's entries
///         } records[record_count];
///         opaque checksum[32];           // SHA-256 of everything above
///         opaque entries[...];           // the records' entries, packed as a bundle packs them
///     } Frame;
///
/// A frame is written only after the one before it is durable. So one that is torn has nothing
/// behind it, and was promised to nobody.
enum JournalFrame {
    /// The most records in one frame.
    static let maximumRecordCount = 1_024

    private static let magic = Array("CCJFRM01".utf8)
    private static let digestByteCount = 32

    /// A frame that was read, with where it ends in the file.
    struct Read {
        /// The records, each with where its entries lie.
        let records: [(record: JournalRecord, place: JournalPlace)]
        /// The position behind the frame.
        let end: Int
    }

    /// The parts of a frame, to be written one behind the other at `offset`, and where the entries
    /// of each record will lie. Entries are not copied.
    static func encode(
        _ records: [JournalRecord],
        in segment: SegmentHeader,
        at offset: UInt64
    ) -> (parts: [[UInt8]], places: [JournalPlace]) {
        precondition(
            (1...Self.maximumRecordCount).contains(records.count),
            "a frame has a record and not too many"
        )
        var header = Self.magic + segment.nonce
        header.append(number: records[0].firstIndex)
        header.append(number: UInt32(records.count))
        let digests = records.map { Hashes.sha256($0.entries.bytes) }
        for (record, digest) in zip(records, digests) {
            header.append(head: record.head)
            header.append(number: UInt32(record.entries.bytes.count))
            header += digest
        }
        header += Hashes.sha256(header)

        var position = offset + UInt64(header.count)
        var places: [JournalPlace] = []
        for (record, digest) in zip(records, digests) {
            let byteCount = record.entries.bytes.count
            places.append(
                JournalPlace(
                    segment: segment.firstIndex,
                    offset: position,
                    byteCount: byteCount,
                    digest: digest
                )
            )
            position += UInt64(byteCount)
        }
        return ([header] + records.map(\.entries.bytes), places)
    }

    /// Reads the frame that begins at `start`; nil unless it is whole and undamaged.
    static func read(_ file: [UInt8], at start: Int, in segment: SegmentHeader) -> Read? {
        var reader = ByteReader(file, at: start)
        guard reader.take(Self.magic.count).map(Array.init) == Self.magic,
            reader.take(SegmentHeader.nonceByteCount).map(Array.init) == segment.nonce,
            let firstIndex = reader.number(UInt64.self),
            let count = reader.number(UInt32.self),
            (1...Self.maximumRecordCount).contains(Int(count))
        else { return nil }
        var fields: [(head: TwinHead, byteCount: Int, digest: [UInt8])] = []
        for _ in 0..<count {
            guard let head = reader.head(), let byteCount = reader.number(UInt32.self),
                let digest = reader.take(Self.digestByteCount)
            else { return nil }
            fields.append((head, Int(byteCount), Array(digest)))
        }
        let checksum = Hashes.sha256(file[start..<reader.position])
        guard reader.take(Self.digestByteCount).map(Array.init) == checksum else { return nil }

        var records: [(JournalRecord, JournalPlace)] = []
        var nextIndex = firstIndex
        for (head, byteCount, digest) in fields {
            let offset = reader.position
            guard let bytes = reader.take(byteCount), Hashes.sha256(bytes) == digest,
                let entries = try? EntryBatch(parsing: Array(bytes)), !entries.isEmpty,
                case (let size, false) =
                    nextIndex.addingReportingOverflow(UInt64(entries.count)), size == head.size
            else { return nil }
            let place = JournalPlace(
                segment: segment.firstIndex,
                offset: UInt64(offset),
                byteCount: byteCount,
                digest: digest
            )
            records.append((JournalRecord(entries: entries, head: head), place))
            nextIndex = size
        }
        return Read(records: records, end: reader.position)
    }

    /// Whether something at `start` or behind it begins like a frame of this segment.
    static func begins(in file: [UInt8], from start: Int, in segment: SegmentHeader) -> Bool {
        let beginning = Self.magic + segment.nonce
        guard file.count - start >= beginning.count else { return false }
        return file.withUnsafeBytes { file in
            (start...file.count - beginning.count).contains { position in
                file[position] == beginning[0]
                    && file[position..<position + beginning.count].elementsEqual(beginning)
            }
        }
    }
}
