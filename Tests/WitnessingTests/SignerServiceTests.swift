import LogTesting
import SignedNotes
import Synchronization
import Testing

@testable import Witnessing

@Suite struct SignerServiceTests {
    @Test func aLifeOverRealFiles() async throws {
        let test = try TestService(size: 30)
        let service = try await test.open()
        #expect(service.origins == [test.log.origin])
        #expect(service.failures.isEmpty)
        let origin = test.log.origin
        let notesOfNothing = try await service.sign(.empty, of: origin)
        #expect(try await service.offer(test.log.offer(0..<10)) == .recorded(recordedSize: 10))
        let notes = try await service.sign(test.log.head(10), of: origin)
        #expect(notes != notesOfNothing)
        try await service.published(10, of: origin)
        #expect(try await service.offer(test.log.offer(10..<30)) == .recorded(recordedSize: 30))
        #expect(
            try await service.status(of: origin)
                == SignerStatus(
                    recorded: test.log.head(30),
                    signed: test.log.head(10),
                    publishedSize: 10
                )
        )
        await service.close()
        await #expect(throws: SignerError.self) { try await service.status(of: origin) }

        let next = try await test.open()
        #expect(try await next.sign(test.log.head(10), of: origin) == notes)
        #expect(try await next.status(of: origin).recorded == test.log.head(30))
        // Inside the record, and read back from the file.
        #expect(try await next.offer(test.log.offer(12..<20)) == .recorded(recordedSize: 30))
        await next.close()

        let record = try SignerRecord.describe(directory: "\(test.folder.path)/test")
        #expect(record.origin == origin)
        #expect(record.publishedSize == 10)
        #expect(record.recordedSize == 30)
        #expect(record.signedHead == test.log.head(10))
        #expect(record.signedNotes == notes)
    }

    @Test func filesAreTheirOwnersOnly() async throws {
        let test = try TestService(size: 4)
        let service = try await test.open()
        _ = try await service.offer(test.log.offer(0..<4))
        let names = try test.folder.names()
        #expect(
            names == [
                "test", "test/journal", "test/journal/00000000000000000000.seg", "test/lock",
                "test/record",
            ]
        )
        for name in names {
            let isFolder = name == "test" || name == "test/journal"
            #expect(try test.folder.mode(of: name) == (isFolder ? 0o700 : 0o600), "\(name)")
        }
        await service.close()
    }

    @Test func manyOffersAtOnceAreAllRecorded() async throws {
        let test = try TestService(size: 300)
        let service = try await test.open()
        try await service.offerAtOnce(0..<300, of: test.log, count: 3)
        #expect(try await service.status(of: test.log.origin).recorded == test.log.head(300))
        // Again, by somebody else, in other pieces: all of it is compared.
        try await service.offerAtOnce(0..<300, of: test.log, count: 7)
        await service.close()
        let next = try await test.open()
        #expect(try await next.status(of: test.log.origin).recorded == test.log.head(300))
        await next.close()
    }

    @Test func aSecondOpenerIsRefused() async throws {
        let test = try TestService(size: 4)
        let first = try await test.open()
        let second = try await test.open()
        let lock = "\(test.folder.path)/test/lock"
        #expect(second.failures == ["test": .inUse(lock)])
        #expect(second.origins.isEmpty)
        await #expect(throws: SignerError.self) { try await second.offer(test.log.offer(0..<4)) }
        // The first is none the worse for it.
        #expect(try await first.offer(test.log.offer(0..<4)) == .recorded(recordedSize: 4))
        await first.close()
        let third = try await test.open()
        #expect(third.failures.isEmpty)
        await third.close()
    }

    @Test func theLockGoesWithTheService() async throws {
        let test = try TestService(size: 4)
        do {
            let service = try await test.open()
            _ = try await service.offer(test.log.offer(0..<4))
        }
        // Nobody closed it: the threads and files of its logs end with it all the same, soon.
        var next = try await test.open()
        for _ in 0..<100_000 where !next.failures.isEmpty {
            await Task.yield()
            next = try await test.open()
        }
        #expect(next.failures.isEmpty)
        await next.close()
    }

    @Test func aLogWithoutARecordIsUnknown() async throws {
        let test = try TestService(size: 4)
        let other = try ReferenceLog(origin: "log.example/other", size: 4)
        let service = try await test.open()
        await #expect(throws: SignerError.unknownLog) {
            try await service.status(of: other.origin)
        }
        await #expect(throws: SignerError.unknownLog) {
            try await service.offer(other.offer(0..<4))
        }
        await #expect(throws: SignerError.unknownLog) {
            try await service.sign(.empty, of: other.origin)
        }
        await #expect(throws: SignerError.unknownLog) {
            try await service.published(0, of: other.origin)
        }
        #expect(try test.folder.names().allSatisfy { $0.hasPrefix("test") })
        await service.close()

        let nothing = try await SignerService.open(
            directory: "\(test.folder.path)/none",
            keys: { _, _ in test.keys },
            clock: { 1 }
        )
        await #expect(throws: SignerError.unknownLog) {
            try await nothing.status(of: test.log.origin)
        }
    }

    @Test func oneDamagedLogDoesNotStopTheOthers() async throws {
        let test = try TestService(size: 4)
        let good = try ReferenceLog(origin: "log.example/good", size: 4)
        let goodKeys = try SignerKeys.generate(for: good.origin)
        try SignerRecord.create(in: "\(test.folder.path)/good", origin: good.origin)
        try test.folder.write("".utf8, to: "a file beside the folders")
        try test.folder.write("x".utf8, to: "test/journal/00000000000000000000.seg.bak")
        let service = try await SignerService.open(
            directory: test.folder.path,
            keys: { name, _ in name == "good" ? goodKeys : test.keys },
            clock: { 1 }
        )
        #expect(service.origins == [good.origin])
        #expect(Array(service.failures.keys) == ["test"])
        await #expect {
            try await service.status(of: test.log.origin)
        } throws: { error in
            if case SignerError.recordFailed = error { true } else { false }
        }
        #expect(try await service.offer(good.offer(0..<4)) == .recorded(recordedSize: 4))
        await service.close()
    }

    @Test func twoRecordsOfOneLogAreBothRefused() async throws {
        let test = try TestService(size: 4)
        try SignerRecord.create(in: "\(test.folder.path)/again", origin: test.log.origin)
        let service = try await test.open()
        #expect(service.origins.isEmpty)
        #expect(Set(service.failures.keys) == ["test", "again"])
        await #expect(throws: SignerError.self) {
            try await service.sign(.empty, of: test.log.origin)
        }
    }

    @Test func forksAreReportedEachTime() async throws {
        let test = try TestService(size: 6)
        let forked = try ReferenceLog(size: 6, forkedAt: 2)
        let service = try await test.open()
        _ = try await service.offer(test.log.offer(0..<4))
        await #expect(throws: SignerError.self) { try await service.offer(forked.offer(1..<4)) }
        await #expect(throws: SignerError.self) { try await service.offer(forked.offer(3..<6)) }
        await #expect(throws: SignerError.self) {
            try await service.sign(forked.head(4), of: test.log.origin)
        }
        let forks = test.forks.withLock { $0 }
        #expect(forks.count == 3)
        #expect(forks[1] == .fork("entry 3 differs from the recorded one"))
        #expect(test.failures.withLock { $0.isEmpty })
        #expect(try await service.status(of: test.log.origin).recorded == test.log.head(4))
        await service.close()
    }

    @Test func aFailureOfTheDiskIsReportedOnceAndEndsTheSigner() async throws {
        let reference = try ReferenceLog(size: 6)
        let disk = SimulatedDisk()
        let folder = SignerFolder(path: "data/signer", files: disk)
        try SignerRecord.create(in: folder, origin: reference.origin)
        let failures = Mutex<[SignerError]>([])
        let log = SignerLog(
            onFailure: { error in failures.withLock { $0.append(error) } },
            onFork: { _ in }
        )
        try await log.open(folder, keys: CountingSigner(), clock: { 1 })
        _ = try await log.offer(reference.offer(0..<4))
        disk.fail(1, .failsUndone)
        for _ in 0..<3 {
            await #expect(
                throws: SignerError.recordFailed(
                    "fdatasync of data/signer/journal/00000000000000000000.seg failed with error 5"
                )
            ) { try await log.offer(reference.offer(4..<6)) }
        }
        await #expect(throws: SignerError.self) { try await log.sign(reference.head(4)) }
        await #expect(throws: SignerError.self) { try await log.status() }
        #expect(failures.withLock { $0.count } == 1)
    }
}
