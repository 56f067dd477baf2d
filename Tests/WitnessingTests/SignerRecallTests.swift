import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

/// A record read by somebody who has no keys and changes nothing.
@Suite struct SignerRecallTests {
    @Test func itSaysWhatTheSignerKnows() async throws {
        let rig = try LedgerRig(log: ReferenceLog(size: 12))
        let empty = try await SignerRecall(rig.folder).open()
        #expect(empty.recorded == .empty && empty.signed == nil && empty.signedNotes == nil)
        try rig.open()
        try rig.offer(0..<4)
        try rig.offer(4..<7)
        let notes = try rig.sign(7)
        try rig.published(7)
        try rig.offer(7..<9)
        try rig.offer(9..<12)
        rig.abandon()
        let files = rig.disk.contents(of: LedgerRig.path)

        let recall = SignerRecall(rig.folder)
        let record = try await recall.open()
        #expect(record.origin == rig.log.origin)
        #expect(record.published == rig.log.head(7))
        #expect(record.recorded == rig.log.head(12))
        #expect(record.signed == rig.log.head(7))
        #expect(record.signedNotes == notes)
        for start in 7...12 {
            for end in start...12 {
                let entries = try await recall.entries(at: UInt64(start)..<UInt64(end))
                #expect(entries == (try rig.log.entries(start..<end)), "\(start)..<\(end)")
            }
        }
        // What is below the published size is not in the journal.
        #expect(try await recall.entries(at: 0..<7).isEmpty)
        #expect(try await recall.entries(at: 5..<20) == rig.log.entries(7..<12))
        await recall.close()
        #expect(rig.disk.contents(of: LedgerRig.path) == files, "a file was changed")
        try rig.open()
    }

    @Test func onlyOneOfBothHasTheRecord() async throws {
        let rig = try LedgerRig(log: ReferenceLog(size: 3))
        try rig.open()
        await #expect(throws: SignerFilesError.self) { try await SignerRecall(rig.folder).open() }
        rig.abandon()
        let recall = SignerRecall(rig.folder)
        _ = try await recall.open()
        #expect(throws: SignerFilesError.self) { try rig.open() }
        await recall.close()
        try rig.open()
    }

    @Test func aMarkClosesTheLogForGood() async throws {
        let folder = try TemporaryFolder("closed")
        let log = try ReferenceLog(size: 3)
        let path = folder.path + "/test"
        try SignerRecord.create(in: path, origin: log.origin)
        #expect(try ClosedMark.read(directory: path) == nil)
        let mark = ClosedMark(
            origin: log.origin,
            successor: try LogOrigin("log.example/next"),
            name: "next",
            statement: Array("statement\n".utf8)
        )
        try mark.write(directory: path)
        #expect(try ClosedMark.read(directory: path) == mark)
        #expect(throws: SignerFilesError.alreadyExists(path + "/closed")) {
            try mark.write(directory: path)
        }
        let keys = try SignerKeys.generate(for: log.origin)
        for _ in 0..<2 {
            let service = try await SignerService.open(
                directory: folder.path,
                keys: { _, _ in keys },
                clock: { 1 }
            )
            let closed = SignerError.closed(successor: "log.example/next")
            await #expect(throws: closed) { try await service.status(of: log.origin) }
            await #expect(throws: closed) { try await service.offer(log.offer(0..<3)) }
            await #expect(throws: closed) { try await service.sign(.empty, of: log.origin) }
            await service.close()
        }
        for position in mark.bytes.indices {
            var bytes = mark.bytes
            bytes[position] ^= 1
            #expect(throws: SignerFilesError.self, "byte \(position)") {
                try ClosedMark(parsing: bytes)
            }
        }
    }
}
