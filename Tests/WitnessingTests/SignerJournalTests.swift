import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

@Suite struct SignerJournalTests {
    private static let directory = "data/signer/journal"

    /// A rig whose journal holds three frames in one segment: 0..<2, 2..<3 with 3..<5, and 5..<6.
    private func makeRig() throws -> LedgerRig {
        let rig = try LedgerRig(log: ReferenceLog(size: 8))
        try rig.open()
        try rig.offer(0..<2)
        for result in try rig.offer([rig.log.offer(2..<3), rig.log.offer(3..<5)]) {
            _ = try result.get()
        }
        try rig.offer(5..<6)
        rig.abandon()
        return rig
    }

    /// The only segment, and where its frames begin.
    private func segment(
        _ rig: LedgerRig
    ) throws -> (path: String, bytes: [UInt8], frameStarts: [Int]) {
        let paths = rig.disk.paths(in: Self.directory)
        #expect(paths == ["\(Self.directory)/00000000000000000000.seg"])
        let bytes = try #require(rig.disk.bytes(paths[0]))
        let magic = Array("CCJFRM01".utf8)
        let starts = bytes.indices.filter { bytes[$0...].starts(with: magic) }
        #expect(starts.count == 3 && starts[0] == SegmentHeader.byteCount)
        return (paths[0], bytes, starts)
    }

    /// Opens what is on the disk: the recorded size, or nil if it is refused as damaged.
    private func openedSize(_ rig: LedgerRig) throws -> UInt64? {
        defer { rig.abandon() }
        let before = rig.disk.contents(of: LedgerRig.path)
        do {
            try rig.open()
        } catch SignerFilesError.damaged {
            #expect(rig.disk.contents(of: LedgerRig.path) == before, "evidence was destroyed")
            return nil
        }
        let recorded = try rig.status().recorded
        #expect(recorded == rig.log.head(Int(recorded.size)), "other content was accepted")
        return recorded.size
    }

    @Test func theSegmentIsReplayedAndWrittenAnew() throws {
        let rig = try self.makeRig()
        let (path, bytes, _) = try self.segment(rig)
        #expect(try self.openedSize(rig) == 6)
        #expect(rig.disk.bytes(path) == bytes)
        // The next records go into a file of their own.
        try rig.open()
        try rig.offer(6..<8)
        #expect(rig.disk.bytes(path) == bytes)
        #expect(
            rig.disk.paths(in: Self.directory)
                == [path, "\(Self.directory)/00000000000000000006.seg"]
        )
        rig.abandon(.forgetsAll)
        #expect(try self.openedSize(rig) == 8)
    }

    @Test func aTailTornAtAnyByteIsDropped() throws {
        let rig = try self.makeRig()
        let (path, bytes, starts) = try self.segment(rig)
        for count in SegmentHeader.byteCount...bytes.count {
            for padding in [0, 1, 700] {
                let zeros = [UInt8](repeating: 0, count: padding)
                rig.disk.setBytes(Array(bytes[..<count]) + zeros, of: path)
                // Whole frames remain, and nothing of the torn one.
                let ends = starts.dropFirst() + [bytes.count]
                let wholeCount = ends.count { $0 <= count }
                let expected: UInt64 = [0, 2, 5, 6][wholeCount]
                #expect(try self.openedSize(rig) == expected, "\(count) bytes, \(padding) zeros")
            }
        }
    }

    @Test func aTailThatWasZeroedFromAnyByteIsDropped() throws {
        let rig = try self.makeRig()
        let (path, bytes, starts) = try self.segment(rig)
        for count in starts[2]..<bytes.count {
            let zeros = [UInt8](repeating: 0, count: bytes.count - count)
            rig.disk.setBytes(Array(bytes[..<count]) + zeros, of: path)
            #expect(try self.openedSize(rig) == 5, "zeros from byte \(count)")
        }
    }

    @Test func aSegmentWhoseHeaderIsTornHadNoFrames() throws {
        let rig = try self.makeRig()
        let (path, bytes, _) = try self.segment(rig)
        for count in 0...SegmentHeader.byteCount {
            rig.disk.setBytes(Array(bytes[..<count]), of: path)
            #expect(try self.openedSize(rig) == 0, "\(count) bytes")
            #expect(rig.disk.paths(in: Self.directory).isEmpty)
        }
        rig.disk.setBytes([UInt8](repeating: 0, count: SegmentHeader.byteCount), of: path)
        #expect(try self.openedSize(rig) == 0)
    }

    /// A flipped bit is damage. In the last frame it cannot be told from a torn write, and the frame
    /// is dropped. It is never read as other content.
    @Test func everyFlippedBitIsFoundOrDropsTheLastFrame() throws {
        let rig = try self.makeRig()
        let (path, bytes, starts) = try self.segment(rig)
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 1 << (position % 8)
            rig.disk.setBytes(damaged, of: path)
            let expected: UInt64? = position < starts[2] ? nil : 5
            #expect(try self.openedSize(rig) == expected, "byte \(position)")
        }
    }

    @Test func aLastFrameThatTheRecordKnowsOfIsNotDropped() throws {
        let rig = try self.makeRig()
        // Opening wrote `recorded 6` into the record.
        try rig.open()
        rig.abandon()
        let (path, bytes, starts) = try self.segment(rig)
        for position in starts[2]..<bytes.count {
            var damaged = bytes
            damaged[position] ^= 1
            rig.disk.setBytes(damaged, of: path)
            #expect(try self.openedSize(rig) == nil, "byte \(position)")
        }
        rig.disk.setBytes(Array(bytes[..<starts[2]]), of: path)
        #expect(try self.openedSize(rig) == nil, "the last frame is gone")
    }

    @Test func framesOutOfOrderAreRefused() throws {
        let rig = try self.makeRig()
        let (path, bytes, starts) = try self.segment(rig)
        let header = bytes[..<starts[0]]
        let frames = [
            bytes[starts[0]..<starts[1]], bytes[starts[1]..<starts[2]], bytes[starts[2]...],
        ]
        for order in [[1, 0, 2], [0, 2, 1], [0, 2], [1, 2], [0, 0, 1], [0, 1, 1]] {
            rig.disk.setBytes(header + order.flatMap { frames[$0] }, of: path)
            #expect(try self.openedSize(rig) == nil, "\(order)")
        }
    }

    @Test func segmentsOfAnotherLogOrNameAreRefused() throws {
        let rig = try self.makeRig()
        let (path, bytes, _) = try self.segment(rig)

        let other = try LedgerRig(log: ReferenceLog(origin: "log.example/other", size: 8))
        try other.open()
        try other.offer(0..<6)
        rig.disk.setBytes(try self.segmentBytes(other), of: path)
        #expect(try self.openedSize(rig) == nil, "of another log")

        rig.disk.erase(path)
        rig.disk.setBytes(bytes, of: "\(Self.directory)/00000000000000000001.seg")
        #expect(try self.openedSize(rig) == nil, "under another name")
    }

    private func segmentBytes(_ rig: LedgerRig) throws -> [UInt8] {
        try #require(rig.disk.bytes("\(Self.directory)/00000000000000000000.seg"))
    }

    @Test(arguments: ["x", "0.seg", "00000000000000000000.seg~", "0000000000000000000x.seg"])
    func foreignFilesAreRefused(_ name: String) throws {
        let rig = try self.makeRig()
        rig.disk.setBytes([], of: "\(Self.directory)/\(name)")
        #expect(try self.openedSize(rig) == nil)
    }

    /// An entry that looks like a frame cannot make a torn tail look like damage.
    @Test func anEntryThatLooksLikeAFrameDoesNotStopTheSigner() throws {
        let rig = try self.makeRig()
        let (_, bytes, starts) = try self.segment(rig)
        // All that a writer of entries could know: another segment's frame.
        var entries = EntryBatch()
        try entries.append(bytes[starts[0]...])
        var range = TwinRange().appending(try rig.log.entries(0..<6))
        range.append(entries)
        try rig.open()
        let offer = SignerOffer(
            origin: rig.log.origin,
            firstIndex: 6,
            entries: entries,
            head: range.head
        )
        _ = try rig.offer([offer])[0].get()
        rig.abandon()
        let path = "\(Self.directory)/00000000000000000006.seg"
        var torn = try #require(rig.disk.bytes(path))
        torn[SegmentHeader.byteCount + 30] ^= 1
        rig.disk.setBytes(torn, of: path)
        #expect(try self.openedSize(rig) == 6)
    }

    @Test func bytesThatChangeUnderARunningSignerAreNotConfirmed() throws {
        let rig = try self.makeRig()
        let (path, bytes, _) = try self.segment(rig)
        try rig.open()
        var damaged = bytes
        damaged[bytes.count - 1] ^= 1
        rig.disk.setBytes(damaged, of: path)
        #expect(throws: SignerError.self) { try rig.offer(5..<6) }
        // The record is not to be relied on any more: nothing is signed either.
        #expect(throws: SignerError.self) { try rig.sign(6) }
    }

    @Test func publicationDropsSegmentsAndBeginsAnother() throws {
        let rig = try LedgerRig(log: ReferenceLog(size: 8))
        try rig.open()
        try rig.offer(0..<2)
        try rig.offer(2..<4)
        try rig.sign(2)
        try rig.published(2)
        // The segment has records above the mark.
        #expect(rig.disk.paths(in: Self.directory).count == 1)
        try rig.offer(4..<6)
        #expect(rig.disk.paths(in: Self.directory).count == 2)
        try rig.sign(4)
        try rig.published(4)
        #expect(
            rig.disk.paths(in: Self.directory) == ["\(Self.directory)/00000000000000000004.seg"]
        )
        try rig.sign(6)
        try rig.published(6)
        #expect(rig.disk.paths(in: Self.directory).isEmpty)
        try rig.check()
        #expect(try rig.offer(6..<8) == .recorded(recordedSize: 8))
        rig.abandon(.forgetsAll)
        #expect(try self.openedSize(rig) == 8)
    }

    @Test func aGroupOfOffersIsOneSynchronisation() throws {
        let rig = try LedgerRig(log: ReferenceLog(size: 8))
        try rig.open()
        try rig.offer(0..<1)
        let before = rig.disk.synchronizationCount
        let offers = try (1..<8).map { try rig.log.offer($0..<$0 + 1) }
        let results = try rig.offer(offers)
        #expect(
            try results.map { try $0.get() }
                == (2...8).map { .recorded(recordedSize: UInt64($0)) }
        )
        #expect(rig.disk.synchronizationCount == before + 1)
        rig.abandon(.forgetsAll)
        #expect(try self.openedSize(rig) == 8)
    }
}
