import CryptoSuites
import MerkleTree
import Testing

@testable import Witnessing

@Suite struct JournalFrameTests {
    private let segment = SegmentHeader(firstIndex: 0, nonce: [UInt8](repeating: 7, count: 16))

    /// A frame of `count` records, one entry each, whatever the limit.
    private func frame(count: Int) throws -> [UInt8] {
        let log = try ReferenceLog(size: 1)
        let entry: [UInt8] = [0, 1, 9]
        var header = Array("CCJFRM01".utf8) + self.segment.nonce
        header.append(number: UInt64(0))
        header.append(number: UInt32(count))
        for number in 0..<count {
            var head: [UInt8] = []
            head.append(head: log.head(1))
            header.append(number: UInt64(number + 1))
            header += head.dropFirst(8)
            header.append(number: UInt32(entry.count))
            header += Hashes.sha256(entry)
        }
        return header + Hashes.sha256(header)
            + [[UInt8]](repeating: entry, count: count).flatMap { $0 }
    }

    @Test func aFrameHasOneRecordToItsLimit() throws {
        let limit = JournalFrame.maximumRecordCount
        for (count, isRead) in [(0, false), (1, true), (limit, true), (limit + 1, false)] {
            let bytes = try self.frame(count: count)
            let read = JournalFrame.read(bytes, at: 0, in: self.segment)
            #expect((read != nil) == isRead, "\(count) records")
            if let read {
                #expect(read.end == bytes.count)
                let (parts, _) = JournalFrame.encode(
                    read.records.map(\.record),
                    in: self.segment,
                    at: 0
                )
                #expect(parts.flatMap { $0 } == bytes)
            }
        }
    }
}
