import CryptoSuites
import MerkleTree
import SignedNotes

@testable import Witnessing

/// The signer's journal: bytes as they are, and frames whose digests and checksum fit.
enum JournalTarget: FuzzTarget {
    static let name = "journal"
    static let maximumByteCount = 900
    static let words = ["CCJFRM01", "CCJSEG01"]

    private static let segment = SegmentHeader(
        firstIndex: 0,
        nonce: [UInt8](repeating: 0x5a, count: SegmentHeader.nonceByteCount)
    )

    static func seeds() throws -> [[UInt8]] {
        let records = try [0..<2, 2..<3].map { indexes in
            let offer = try SignerSamples.offer(indexes)
            return JournalRecord(entries: offer.entries, head: offer.head)
        }
        let header = self.segment.bytes(origin: try LogOrigin(FuzzKeys.origin))
        let (parts, _) = JournalFrame.encode(records, in: self.segment, at: 0)
        let frame = parts.flatMap { $0 }
        var loose: [UInt8] = [2]
        loose.append(number: UInt64(0))
        for record in records {
            loose.append(head: record.head)
            loose.append(number: UInt16(record.entries.bytes.count))
        }
        for record in records { loose += record.entries.bytes }
        return [frame, header + frame, header, loose, Array(frame.dropLast(3))]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        let origin = try LogOrigin(FuzzKeys.origin)
        if let header = SegmentHeader(parsing: input, origin: origin) {
            try demand(
                input.starts(with: header.bytes(origin: origin)),
                "a segment's header is printed as it was read"
            )
            _ = try self.isRead(input, at: SegmentHeader.byteCount, in: header)
        }
        let asItIs = try self.isRead(input, at: 0, in: self.segment)
        guard let frame = self.frame(from: input) else { return asItIs }
        let fitting = try self.isRead(frame, at: 0, in: self.segment)
        return asItIs || fitting
    }

    private static func isRead(
        _ file: [UInt8],
        at start: Int,
        in segment: SegmentHeader
    ) throws -> Bool {
        guard let frame = JournalFrame.read(file, at: start, in: segment) else { return false }
        let records = frame.records.map(\.record)
        let (parts, places) = JournalFrame.encode(records, in: segment, at: UInt64(start))
        try demand(
            parts.flatMap { $0 } == Array(file[start..<frame.end]),
            "a frame is written as it was read"
        )
        try demand(places == frame.records.map(\.place), "its entries lie where they were read")
        for (record, place) in frame.records {
            let entries = file[Int(place.offset)..<Int(place.offset) + place.byteCount]
            try demand(
                Array(entries) == record.entries.bytes && place.digest == Hashes.sha256(entries),
                "entries lie at their place"
            )
        }
        for (record, next) in zip(records, records.dropFirst()) {
            try demand(record.head.size == next.firstIndex, "records follow each other")
        }
        try demand(JournalFrame.begins(in: file, from: start, in: segment), "a frame begins there")
        try self.checkDamage(Array(file[start..<frame.end]), in: segment)
        return true
    }

    /// SPEC: SIGNER-16: what is torn or changed is not read.
    private static func checkDamage(_ frame: [UInt8], in segment: SegmentHeader) throws {
        var random = Randomness(frame)
        let torn = Array(frame[..<random.below(frame.count)])
        try demand(JournalFrame.read(torn, at: 0, in: segment) == nil, "a torn frame is not read")
        try demand(
            JournalFrame.read(frame.damaged(), at: 0, in: segment) == nil,
            "a frame with a changed bit is not read"
        )
    }

    /// A frame of the fields in `input`, with digests and checksum: the number of records in a byte,
    /// the first index, for each record its head and the length of its entries, then all entries.
    private static func frame(from input: [UInt8]) -> [UInt8]? {
        var reader = ByteReader(input)
        guard let count = reader.number(UInt8.self), count <= 8,
            let firstIndex = reader.number(UInt64.self)
        else { return nil }
        var fields: [(head: TwinHead, byteCount: Int)] = []
        for _ in 0..<count {
            guard let head = reader.head(), let byteCount = reader.number(UInt16.self) else {
                return nil
            }
            fields.append((head, Int(byteCount)))
        }
        var header = Array("CCJFRM01".utf8) + self.segment.nonce
        header.append(number: firstIndex)
        header.append(number: UInt32(count))
        var entries: [UInt8] = []
        for (head, byteCount) in fields {
            guard let bytes = reader.take(byteCount) else { return nil }
            header.append(head: head)
            header.append(number: UInt32(byteCount))
            header += Hashes.sha256(bytes)
            entries += bytes
        }
        return header + Hashes.sha256(header) + entries + reader.takeRest()
    }
}
