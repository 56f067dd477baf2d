import LogTesting
import SignedNotes
import Testing

@testable import Witnessing

/// Reading a signer's files from outside.
@Suite struct SignerInspectionTests {
    @Test func theStatusIsThatOfTheSigner() async throws {
        let rig = try LedgerRig(log: ReferenceLog(size: 40))
        try rig.open()
        let inspection = SignerInspection(rig.folder)
        func check(_ step: String) async throws {
            let (origin, status) = try await inspection.status()
            #expect(origin == rig.log.origin)
            let own = try rig.status()
            #expect(status == own, "\(step)")
        }
        try await check("created")
        for size in stride(from: 4, through: 40, by: 4) {
            try rig.offer(size - 4..<size)
            try await check("\(size) offered")
            if size.isMultiple(of: 8) {
                try rig.sign(size)
                try await check("\(size) signed")
            }
            if size.isMultiple(of: 16) {
                try rig.published(size)
                try await check("\(size) published")
            }
        }
        rig.abandon()
        #expect(try await inspection.status().status.recorded == rig.log.head(40))
        try rig.open()
        try await check("opened again")
    }

    @Test func nothingIsChangedByReading() async throws {
        let service = try TestService(size: 20)
        let signer = try await service.open()
        try await signer.offerAtOnce(0..<20, of: service.log, count: 5)
        await signer.close()
        let path = service.folder.path + "/test"
        func files() throws -> [String: [UInt8]] {
            var files: [String: [UInt8]] = [:]
            for folder in [path, path + "/journal"] {
                for name in try POSIXFiles().names(in: folder) ?? [] {
                    files["\(folder)/\(name)"] = try? POSIXFiles().read("\(folder)/\(name)")
                }
            }
            return files
        }
        let before = try files()
        #expect(before.count == 3, "record, lock and a segment")
        let status = try await SignerInspection(directory: path).status().status
        #expect(status.recorded == service.log.head(20))
        #expect(try files() == before)
        // And nobody's lock was in the way, or is now.
        let again = try await service.open()
        #expect(try await SignerInspection(directory: path).status().status == status)
        await again.close()
    }

    /// A signer that records, signs, publishes and drops what it published, all the while.
    @Test func aSignerAtWorkIsReadAsItWasAtSomeMoment() async throws {
        let size = 240
        let service = try TestService(size: size)
        let signer = try await service.open()
        let inspection = SignerInspection(directory: service.folder.path + "/test")
        let log = service.log
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for end in stride(from: 2, through: size, by: 2) {
                    _ = try await signer.offer(log.offer(end - 2..<end))
                    guard end.isMultiple(of: 6) else { continue }
                    _ = try await signer.sign(log.head(end), of: log.origin)
                    try await signer.published(UInt64(end), of: log.origin)
                }
            }
            group.addTask {
                var newest: UInt64 = 0
                while newest < UInt64(size) {
                    let before = try await signer.status(of: log.origin)
                    let status = try await inspection.status().status
                    let after = try await signer.status(of: log.origin)
                    #expect(status.recorded == log.head(Int(status.recorded.size)))
                    let sizes = before.recorded.size...after.recorded.size
                    #expect(sizes.contains(status.recorded.size))
                    #expect(
                        (before.publishedSize...after.publishedSize).contains(status.publishedSize)
                    )
                    newest = status.recorded.size
                }
            }
            try await group.waitForAll()
        }
        await signer.close()
    }

    @Test func damageIsSaid() async throws {
        let service = try TestService(size: 20)
        let signer = try await service.open()
        for start in [0, 10] { _ = try await signer.offer(service.log.offer(start..<start + 10)) }
        await signer.close()
        let path = service.folder.path + "/test"
        let files = POSIXFiles()
        let segment = try #require(try files.names(in: path + "/journal")?.first)
        let journal = "\(path)/journal/\(segment)"
        let bytes = try #require(try files.read(journal))
        func expectDamage(_ what: String) async {
            let error = await #expect(throws: SignerFilesError.self) {
                try await SignerInspection(directory: path).status()
            }
            guard case .damaged = error else {
                Issue.record("\(what): \(String(describing: error))")
                return
            }
        }
        try files.remove(journal)
        // A frame that is damaged before another one; the last one would be taken for torn.
        var damaged = bytes
        damaged[100] ^= 1
        try files.create(journal).append([damaged])
        await expectDamage("a changed frame")
        try files.remove(journal)
        // Below what the record is known to have had.
        try await SignerInspectionTests.cutRecord(in: path, recorded: 20)
        await expectDamage("a journal that is gone")
        try files.remove(path + "/record")
        await #expect(throws: SignerFilesError.missing(path)) {
            try await SignerInspection(directory: path).status()
        }
    }

    /// Writes a record that knows how far its journal went.
    private static func cutRecord(in path: String, recorded: UInt64) async throws {
        let folder = SignerFolder(path: path, files: POSIXFiles())
        let record = try folder.record()
        try folder.replaceRecord(
            SignerRecord(
                origin: record.origin,
                recordedSize: recorded,
                published: record.published,
                signed: record.signed
            )
        )
    }
}
