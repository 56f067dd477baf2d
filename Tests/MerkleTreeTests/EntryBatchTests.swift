import LogTesting
import MerkleTree
import Testing

@Suite struct EntryBatchTests {
    @Test func entriesOfOneTo65535BytesAreTaken() throws {
        var batch = EntryBatch()
        try batch.append([7])
        try batch.append([UInt8](repeating: 1, count: 65_535))
        #expect(batch.count == 2)
        #expect(batch[1].count == 65_535)
        #expect(throws: EntryError.empty) { try batch.append([]) }
        #expect(throws: EntryError.tooLong(byteCount: 65_536)) {
            try batch.append([UInt8](repeating: 1, count: 65_536))
        }
        #expect(batch.count == 2)
    }

    @Test func whatIsPackedIsReadBack() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let entries = (0..<300).map { _ in
            random.bytes(Int(random.next() % 700) + 1)
        }
        var batch = EntryBatch()
        for entry in entries { try batch.append(entry) }
        let read = try EntryBatch(parsing: batch.bytes)
        #expect(read == batch, "seed \(seed)")
        #expect((0..<read.count).map { Array(read[$0]) } == entries, "seed \(seed)")
        let slice = read.slice(17..<203)
        #expect((0..<slice.count).map { Array(slice[$0]) } == Array(entries[17..<203]))
        var joined = read.slice(0..<17)
        joined.append(contentsOf: slice)
        joined.append(contentsOf: read.slice(203..<300))
        #expect(joined == read)
        #expect(read.slice(5..<5).isEmpty)
    }

    @Test func everyTruncationIsRefused() throws {
        var batch = EntryBatch()
        for entry in numberedEntries(3) { try batch.append(entry) }
        let boundaries = Set([0] + batch.ranges.map(\.upperBound))
        for count in 0..<batch.bytes.count {
            let prefix = Array(batch.bytes.prefix(count))
            if boundaries.contains(count) {
                #expect(try EntryBatch(parsing: prefix).bytes == prefix)
            } else {
                #expect(throws: EntryError.truncated) { try EntryBatch(parsing: prefix) }
            }
        }
        #expect(throws: EntryError.empty) { try EntryBatch(parsing: [0, 0]) }
    }
}
