import CryptoSuites
import Foundation
import LogClient
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@Suite struct LogFolderTests {
    private let home: TemporaryFolder
    private var path: String { self.home.path(of: "log") }

    init() throws { self.home = try TemporaryFolder() }

    private func bundle(_ index: UInt64, width: Int = 256) throws -> LogFile {
        .entries(try #require(BundleCoordinate(index: index, width: width)))
    }

    private func tile(_ level: Int, _ index: UInt64, width: Int = 256) throws -> LogFile {
        .tile(.sha256, try #require(TileCoordinate(level: level, index: index, width: width)))
    }

    private func get(_ path: String) async throws -> LogResponse {
        try await FolderLogTransport(path: self.path).send(.get(path))
    }

    @Test(arguments: [
        "checkpoint", "sm3/checkpoint", "twin", "log.json", "tile/0/000", "sm3/tile/1/x001/234",
        "tile/entries/x001/000.p/7", "sm3/tile/0/005.p/255",
    ]) func pathOfALogIsReadAndPrintedTheSame(path: String) throws {
        #expect(try #require(LogFile(path: path)).path == path)
    }

    @Test(arguments: [
        "", "/", "/checkpoint", "checkpoint/", "../checkpoint", "sm3/../checkpoint", "sm3", "tile",
        "tile/0/../000", "tile/0/00", "tile/0/000/", "tile//0/000", "tile/0/x000/000",
        "tile/0/000.p/256", "tile/0/000.p/0", "tile/0/%30", "sm3/sm3/tile/0/000", "sm3/twin",
        "sm3/log.json", "pending/checkpoint", "tile/0/000.draft", ".checkpoint.draft",
        "checkpoint\0",
        "audit/state", "Checkpoint", "checkpoint?x",
    ]) func otherPathIsNoneOfALog(path: String) { #expect(LogFile(path: path) == nil) }

    @Test func bundlesOfTheSiblingAreThoseOfTheLog() throws {
        #expect(LogFile(path: "sm3/tile/entries/000") == (try self.bundle(0)))
    }

    @Test func whatIsWrittenIsRead() async throws {
        let folder = try LogFolder(path: self.path)
        try folder.stage([1, 2], as: self.bundle(0, width: 1))
        #expect(try folder.read(self.bundle(0, width: 1)) == nil, "staged is not there yet")
        try folder.commit()
        try folder.replace(.checkpoint(.sm3), with: [3])
        try folder.replace(.checkpoint(.sm3), with: [4])
        #expect(try await self.get("tile/entries/000.p/1").body == [1, 2])
        #expect(try await self.get("sm3/tile/entries/000.p/1").body == [1, 2])
        #expect(try await self.get("sm3/checkpoint").body == [4])
    }

    @Test func manyFilesAreWrittenTogether() async throws {
        let folder = try LogFolder(path: self.path)
        for index in 990..<1_030 as Range<UInt64> {
            try folder.stage([UInt8(index % 256)], as: self.bundle(index))
        }
        try folder.commit()
        for index in 990..<1_030 as Range<UInt64> {
            let response = try await self.get(self.bundle(index).path)
            #expect(response.body == [UInt8(index % 256)])
        }
    }

    @Test func whatIsMissingIsSaidToBe() async throws {
        try FileManager.default.createDirectory(
            atPath: self.path,
            withIntermediateDirectories: false
        )
        for path in ["checkpoint", "tile/0/000", "../secret", "log.json/x"] {
            #expect(try await self.get(path).status == 404, "\(path)")
        }
        let transport = try FolderLogTransport(path: self.path)
        #expect(
            try await transport.send(.post("entries", [1], .entry, idempotencyKey: "k")).status
                == 405
        )
    }

    @Test func missingFolderIsAnError() throws {
        #expect(throws: LogFolderError.noFolder(path: self.path)) {
            try FolderLogTransport(path: self.path)
        }
    }

    @Test func immutableFileIsNotReplacedByOtherBytes() throws {
        let folder = try LogFolder(path: self.path)
        let file = try self.tile(0, 0, width: 1)
        let bytes = [UInt8](repeating: 7, count: 32)
        try folder.replace(file, with: bytes)
        try folder.replace(file, with: bytes)
        for position in [0, 31] {
            var other = bytes
            other[position] ^= 1
            #expect(throws: LogFolderError.differs(path: "\(self.path)/tile/0/000.p/1")) {
                try folder.stage(other, as: file)
            }
        }
        #expect(throws: LogFolderError.self, "longer") { try folder.stage(bytes + [1], as: file) }
        #expect(throws: LogFolderError.self, "shorter") { try folder.stage([7], as: file) }
        #expect(try folder.read(file) == bytes)
    }

    @Test func draftOfACrashIsWrittenOver() async throws {
        try self.crash()
        let next = try LogFolder(path: self.path)
        try next.replace(self.bundle(5), with: [1])
        #expect(try await self.get("tile/entries/005").body == [1])
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(self.path)/tile/entries")
        #expect(names == ["005"])
    }

    /// Leaves what a writer leaves that never came to its commit.
    private func crash() throws {
        try LogFolder(path: self.path).stage([9, 9, 9], as: self.bundle(5))
    }

    /// One file is flushed by itself, many with their file system.
    @Test(arguments: [1, 40] as [UInt64])
    func whatNobodyVouchedForIsThereAtOnceAndIsReplacedInOneStep(count: UInt64) throws {
        let folder = try LogFolder(path: self.path)
        let files = try (0..<count).map { try self.bundle($0) }
        for file in files { try folder.stageReplacing([1, 2], as: file) }
        #expect(try files.allSatisfy { try folder.read($0) == [1, 2] })
        try folder.commit()
        for file in files { try folder.stageReplacing([3], as: file) }
        #expect(try files.allSatisfy { try folder.read($0) == [1, 2] }, "until the commit")
        try folder.commit()
        #expect(try files.allSatisfy { try folder.read($0) == [3] })
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(self.path)/tile/entries")
        #expect(names.count == Int(count), "no draft is left: \(names)")
    }

    @Test(arguments: [1, 40] as [UInt64])
    func whatWasDroppedFromMemoryIsThereAsWritten(count: UInt64) throws {
        let folder = try LogFolder(path: self.path)
        let files = try (0..<count).map { try self.bundle($0) }
        let bytes = { (round: Int, index: Int) in
            [UInt8](repeating: UInt8(index), count: 10_000 + round)
        }
        for round in 0...1 {
            for (index, file) in files.enumerated() {
                try folder.stageReplacing(bytes(round, index), as: file)
            }
            try folder.commitAndDropPages()
            for (index, file) in files.enumerated() {
                #expect(try folder.read(file) == bytes(round, index), "\(file) in round \(round)")
            }
        }
    }

    @Test func whatIsReplacedByItselfLeavesWhatIsStaged() throws {
        let folder = try LogFolder(path: self.path)
        let state = ["beside", "state"]
        try folder.stage([1], as: self.bundle(0))
        for bytes in [[2], [3, 3]] as [[UInt8]] {
            try folder.replace(state, with: bytes)
            #expect(try folder.read(state, limit: 9) == bytes)
            #expect(try folder.names(in: ["beside"]) == ["state"], "no draft is left")
            #expect(try folder.read(self.bundle(0)) == nil, "not committed with it")
        }
        try folder.commit()
        #expect(try folder.read(self.bundle(0)) == [1])
    }

    @Test func aLinkInThePlaceOfAFileIsReplacedAndNotFollowed() throws {
        let folder = try LogFolder(path: self.path)
        let outside = "\(self.path).outside"
        try Data([7]).write(to: URL(filePath: outside))
        defer { try? FileManager.default.removeItem(atPath: outside) }
        try folder.stageReplacing([1], as: self.bundle(0))
        try FileManager.default.createSymbolicLink(
            atPath: "\(self.path)/tile/entries/001",
            withDestinationPath: outside
        )
        try folder.stageReplacing([2], as: self.bundle(1))
        try folder.commit()
        #expect(try folder.read(self.bundle(1)) == [2])
        #expect(try Data(contentsOf: URL(filePath: outside)) == Data([7]))
    }

    @Test func secondWriterIsRefused() throws {
        let folder = try LogFolder(path: self.path)
        #expect(throws: LogFolderError.inUse(path: self.path)) { try LogFolder(path: self.path) }
        withExtendedLifetime(folder) {}
    }

    @Test func partialFilesGoOnceTheFullOneIsThere() async throws {
        let folder = try LogFolder(path: self.path)
        for width in [1, 200] { try folder.stage([1], as: self.tile(1, 0, width: width)) }
        try folder.stage([2], as: self.tile(1, 0))
        try folder.commit()
        try folder.removePartials(of: self.tile(1, 0))
        try folder.removePartials(of: self.tile(1, 0))
        #expect(try await self.get("tile/1/000.p/200").status == 404)
        #expect(try await self.get("tile/1/000").body == [2])
        // The directory is gone, and can be made again.
        try folder.replace(self.tile(1, 0, width: 3), with: [3])
        #expect(try await self.get("tile/1/000.p/3").body == [3])
    }

    @Test func symbolicLinkBelowTheFolderIsNotFollowed() async throws {
        let secret = try self.home.write([1], to: "secret")
        let folder = try LogFolder(path: self.path)
        try folder.replace(self.bundle(0), with: [2])
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: "\(self.path)/checkpoint",
            withDestinationPath: secret
        )
        try files.createDirectory(
            atPath: self.home.path(of: "sm3"),
            withIntermediateDirectories: false
        )
        try self.home.write([1], to: "sm3/checkpoint")
        try files.createSymbolicLink(
            atPath: "\(self.path)/sm3",
            withDestinationPath: self.home.path(of: "sm3")
        )
        for path in ["checkpoint", "sm3/checkpoint"] {
            await #expect(throws: TransportError.self, "\(path)") { try await self.get(path) }
        }
        #expect(throws: LogFolderError.self) { try folder.replace(.checkpoint(.sm3), with: [3]) }
    }

    @Test func whatIsNoFileOrTooLongIsNotRead() async throws {
        let folder = try LogFolder(path: self.path)
        try folder.replace(.twin, with: [1])
        try FileManager.default.removeItem(atPath: "\(self.path)/twin")
        try FileManager.default.createDirectory(
            atPath: "\(self.path)/twin",
            withIntermediateDirectories: false
        )
        try self.home.write([UInt8](repeating: 0, count: 2_000_000), to: "log/checkpoint")
        for path in ["twin", "checkpoint"] {
            await #expect(throws: TransportError.self, "\(path)") { try await self.get(path) }
        }
    }

    @Test(arguments: [
        ("http://h:1/eu/", "http://h:1/eu"), ("https://h", "https://h"), ("file:///a/b", "/a/b"),
        ("file:a", "a"), ("/a b", "/a b"), ("./eu", "./eu"), ("eu:1", "eu:1"),
    ]) func sourceIsAURLOrAFolder(text: String, description: String) throws {
        #expect(try #require(LogSource(text)).description == description)
    }

    @Test(arguments: [
        "", "http://", "ftp://h/eu", "file:", "file://h/a", "file:///a%20b", "http:x",
    ])
    func otherSourceIsRefused(text: String) { #expect(LogSource(text) == nil) }

    @Test func proofIsMadeFromTiles() async throws {
        let tree = try SmallLog(size: 300)
        try tree.write(to: LogFolder(path: self.path))
        let client = LogClient(transport: try FolderLogTransport(path: self.path))
        for index in [0, 255, 256, 299] as [UInt64] {
            let entry = SmallLog.entry(index)
            let sha256 = try await client.proofFile(SHA256Hasher.self, index: index)
            #expect(try sha256.verify(entry: entry, keys: tree.keys).leafIndex == index)
            let sm3 = try await client.proofFile(SM3Hasher.self, index: index)
            #expect(try sm3.verify(entry: entry, keys: tree.keys).leafIndex == index)
        }
        do throws(LogClientError) {
            _ = try await client.proofFile(SM3Hasher.self, index: 300)
            Issue.record("index 300 is not below the head")
        } catch {
            guard case .notPublished = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
