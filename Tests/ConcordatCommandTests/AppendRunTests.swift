import Foundation
import LogClient
import LogProtocol
import LogTesting
import SignedNotes
import Testing

@testable import concordat

@Suite struct AppendRunTests {
    private let folder: TemporaryFolder
    private let log = FakeLog()

    init() throws { self.folder = try TemporaryFolder() }

    private func append(
        _ paths: [String],
        isNDJSON: Bool,
        url: String = "http://127.0.0.1:1/eu"
    ) async throws -> (results: [AppendResult], summary: AppendRun.Summary) {
        let run = AppendRun(
            client: LogClient(transport: self.log),
            log: try #require(LogURL(url)),
            inputs: paths.map(AppendInput.init(path:)),
            isNDJSON: isNDJSON,
            makeRunName: RunName.random
        )
        var results: [AppendResult] = []
        let summary = try await run.run { chunk, _ in results += chunk }
        return (results, summary)
    }

    private static func entries(_ count: Int) -> [[UInt8]] {
        (0..<count).map { Array("entry \($0)".utf8) }
    }

    private func writeLines(_ entries: [[UInt8]], to name: String) throws -> String {
        let lines = entries.map { Base64.encode($0) + "\n" }.joined()
        return try self.folder.write(Array(lines.utf8), to: name)
    }

    private static func indexes(_ results: [AppendResult]) -> [UInt64?] {
        results.map { result in
            guard case .appended(let entry) = result else { return nil }
            return entry.index
        }
    }

    @Test func linesOfAFileAreAppendedInOrder() async throws {
        let entries = Self.entries(1_300)
        let path = try self.writeLines(entries, to: "lines")
        let (results, summary) = try await self.append([path], isNDJSON: true)
        #expect(await self.log.entries == entries)
        #expect(Self.indexes(results) == (0..<1_300).map(UInt64.init))
        #expect(summary.appendedCount == 1_300 && summary.refusedCount == 0)
        #expect(summary.byteCount == AppendInput(path: path).regularByteCount)
        #expect(await self.log.requests.map(\.mediaType) == [.lines, .lines, .lines])
        #expect(!self.folder.has("lines.concordat-progress"))
    }

    @Test func eachFileIsAnEntry() async throws {
        let entries = Self.entries(3)
        let paths = try entries.enumerated().map { try self.folder.write($1, to: "file\($0)") }
        let (results, _) = try await self.append(paths, isNDJSON: false)
        #expect(await self.log.entries == entries)
        #expect(Self.indexes(results) == [0, 1, 2])
        #expect(!self.folder.has("file0.concordat-progress"))
    }

    @Test func oneFileIsSentAsItIs() async throws {
        let entry: [UInt8] = [0, 255, 10, 13]
        let path = try self.folder.write(entry, to: "file")
        _ = try await self.append([path], isNDJSON: false)
        #expect(await self.log.entries == [entry])
        #expect(await self.log.requests.map(\.mediaType) == [.entry])
    }

    /// Every request of three fails in turn, and again when the append goes on: on the way there,
    /// and on the way back after it was done.
    @Test func appendGoesOnWithoutDuplicatesWhereverItStopped() async throws {
        let entries = Self.entries(1_300)
        var runCount = 0
        for first in 0..<3 {
            for second in 0..<3 - first {
                for (fate, next) in Self.pairsOfFates {
                    try await self.interrupt(
                        entries,
                        [first: fate],
                        [second: next],
                        isNDJSON: true
                    )
                    runCount += 1
                }
            }
        }
        #expect(runCount == 24)
    }

    private static let pairsOfFates: [(FakeLog.Fate, FakeLog.Fate)] = [
        (.lost, .lost), (.lost, .doneAndLost), (.doneAndLost, .lost), (.doneAndLost, .doneAndLost),
    ]

    @Test func appendOfFilesGoesOnWithoutDuplicates() async throws {
        for fate in [FakeLog.Fate.lost, .doneAndLost] {
            for count in [1, 2, 600] {
                try await self.interrupt(
                    Self.entries(count),
                    [0: fate],
                    [0: fate],
                    isNDJSON: false
                )
            }
        }
    }

    private func interrupt(
        _ entries: [[UInt8]],
        _ first: [Int: FakeLog.Fate],
        _ second: [Int: FakeLog.Fate],
        isNDJSON: Bool
    ) async throws {
        let test = try AppendRunTests()
        let paths =
            isNDJSON
            ? [try test.writeLines(entries, to: "input0")]
            : try entries.enumerated().map { try test.folder.write($1, to: "input\($0)") }
        for fates in [first, second] {
            await test.log.setFates(fates)
            await #expect(throws: LogClientError.self) {
                try await test.append(paths, isNDJSON: isNDJSON)
            }
            #expect(test.folder.has("input0.concordat-progress"))
        }
        await test.log.setFates([:])
        let (results, _) = try await test.append(paths, isNDJSON: isNDJSON)
        #expect(await test.log.entries == entries, "\(first), \(second)")
        #expect(Self.indexes(results).last == UInt64(entries.count - 1))
        #expect(!test.folder.has("input0.concordat-progress"))
    }

    @Test func fileThatHasGrownSinceIsAppendedToItsNewEnd() async throws {
        let entries = Self.entries(10)
        let path = try self.writeLines(Array(entries.prefix(7)), to: "lines")
        await self.log.setFates([0: .doneAndLost])
        await #expect(throws: LogClientError.self) {
            try await self.append([path], isNDJSON: true)
        }
        _ = try self.writeLines(entries, to: "lines")
        let (results, _) = try await self.append([path], isNDJSON: true)
        #expect(await self.log.entries == entries)
        #expect(results.count == 10)
    }

    @Test func fileThatHasChangedSinceIsNotGuessedAt() async throws {
        var entries = Self.entries(7)
        let path = try self.writeLines(entries, to: "lines")
        await self.log.setFates([0: .doneAndLost])
        await #expect(throws: LogClientError.self) {
            try await self.append([path], isNDJSON: true)
        }
        let progress = "\(path).concordat-progress"
        entries[3][0] ^= 1
        _ = try self.writeLines(entries, to: "lines")
        await #expect(throws: AppendError.inputsChanged(path: progress)) {
            try await self.append([path], isNDJSON: true)
        }
        _ = try self.writeLines(Array(Self.entries(6)), to: "lines")
        await #expect(throws: AppendError.inputsChanged(path: progress)) {
            try await self.append([path], isNDJSON: true)
        }
        #expect(await self.log.entries == Self.entries(7))
    }

    @Test func progressOfAnotherAppendIsLeftAlone() async throws {
        let path = try self.writeLines(Self.entries(7), to: "lines")
        let other = try self.writeLines(Self.entries(1), to: "other")
        let url = "http://127.0.0.1:1/eu"
        await self.log.setFates([0: .lost])
        await #expect(throws: LogClientError.self) {
            try await self.append([path], isNDJSON: true, url: url)
        }
        let error = AppendError.otherAppend(
            path: "\(path).concordat-progress",
            log: url,
            inputs: [path]
        )
        await #expect(throws: error) {
            try await self.append([path], isNDJSON: true, url: "http://127.0.0.1:1/cn")
        }
        await #expect(throws: error) { try await self.append([path], isNDJSON: false, url: url) }
        await #expect(throws: error) {
            try await self.append([path, other], isNDJSON: true, url: url)
        }
        try self.folder.write(Array("{}".utf8), to: "lines.concordat-progress")
        await #expect(
            throws: AppendError.unreadableProgress(path: "\(path).concordat-progress")
        ) {
            try await self.append([path], isNDJSON: true, url: url)
        }
        #expect(await self.log.entries.isEmpty)
    }

    @Test func anInputIsAppendedByOneRunAtATime() async throws {
        let path = try self.writeLines(Self.entries(1), to: "lines")
        let claim = try InputClaim(path: path)
        await #expect(throws: AppendError.underWay(path: path)) {
            try await self.append([path], isNDJSON: true)
        }
        #expect(await self.log.requests.isEmpty)
        withExtendedLifetime(claim) {}
    }

    /// With a chunk done before, the record stays, so that this one is not done again.
    @Test(arguments: [0, 1]) func aRefusedAppendBlocksNoOther(refusedRequest: Int) async throws {
        let path = try self.writeLines(Self.entries(600), to: "lines")
        await self.log.setFates([refusedRequest: .refused])
        await #expect(throws: LogClientError.self) {
            try await self.append([path], isNDJSON: true)
        }
        #expect(self.folder.has("lines.concordat-progress") == (refusedRequest > 0))
        let (results, _) = try await self.append([path], isNDJSON: true)
        #expect(await self.log.entries == Self.entries(600))
        #expect(Self.indexes(results).last == 599)
    }

    /// What was sent without an answer may be in the log, whatever is said to its repetition.
    @Test func aRefusedRepetitionKeepsItsRecord() async throws {
        let path = try self.writeLines(Self.entries(6), to: "lines")
        for fate in [FakeLog.Fate.doneAndLost, .refused] {
            await self.log.setFates([0: fate])
            await #expect(throws: LogClientError.self) {
                try await self.append([path], isNDJSON: true)
            }
            #expect(self.folder.has("lines.concordat-progress"))
        }
        await self.log.setFates([:])
        _ = try await self.append([path], isNDJSON: true)
        #expect(await self.log.entries == Self.entries(6))
    }

    @Test func wrongLinesAreRefusedAndHarmNoOther() async throws {
        let longest = [UInt8](repeating: 7, count: 65_535)
        let lines = [
            Base64.encode([1]), "no base64", "", "\"\(Base64.encode([2]))\"",
            Base64.encode(longest), Base64.encode(longest + [7]),
            String(repeating: "A", count: 200_000), "AB==", "AQ==\r", Base64.encode([3]),
        ]
        let text = lines.joined(separator: "\n")
        let path = try self.folder.write(Array(text.utf8), to: "lines")
        let (results, summary) = try await self.append([path], isNDJSON: true)
        #expect(Self.indexes(results) == [0, nil, nil, 1, 2, nil, nil, nil, nil, 3])
        #expect(await self.log.entries == [[1], [2], longest, [3]])
        #expect(summary.appendedCount == 4 && summary.refusedCount == 6)
        #expect(summary.byteCount == UInt64(text.utf8.count))
        guard case .refused(let problem) = results[2] else {
            Issue.record("an empty line is an entry")
            return
        }
        #expect(problem.status == 400)
        #expect(problem.member == "\(path) line 3")
        #expect(problem.limit == 65_535)
    }

    @Test func refusalsOfTheLogKeepTheirPlace() async throws {
        let problem = ProblemDocument(type: "about:blank", title: "No", status: 422)
        await self.log.refuseMarked(with: problem)
        let path = try self.writeLines([[1], Array("!".utf8), [2]], to: "lines")
        let (results, summary) = try await self.append([path], isNDJSON: true)
        #expect(Self.indexes(results) == [0, nil, 1])
        #expect(results[1] == .refused(problem))
        #expect(summary.refusedCount == 1)
    }

    @Test func emptyAndOverlongFilesAreRefused() async throws {
        let paths = try [
            self.folder.write([], to: "empty"),
            self.folder.write([UInt8](repeating: 1, count: 65_536), to: "long"),
            self.folder.write([1], to: "good"),
        ]
        let (results, summary) = try await self.append(paths, isNDJSON: false)
        #expect(Self.indexes(results) == [nil, nil, 0])
        #expect(summary.refusedCount == 2)
        let (alone, _) = try await self.append([paths[0]], isNDJSON: false)
        #expect(Self.indexes(alone) == [nil])
    }

    @Test func missingFileIsSaidAndNothingIsSent() async throws {
        let path = self.folder.path(of: "missing")
        await #expect(throws: InputError(path: path, errorNumber: ENOENT)) {
            try await self.append([path], isNDJSON: true)
        }
        #expect(await self.log.requests.isEmpty)
    }

    /// A producer that waits for each entry to be in the log before it writes the next one: the
    /// test ends only if lines are appended as they come.
    @Test(.timeLimit(.minutes(1))) func linesOfALiveInputAreAppendedAsTheyCome() async throws {
        let path = self.folder.path(of: "pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let log = self.log
        let producer = Task.detached {
            // Opened for both, so that opening waits for nobody.
            let descriptor = open(path, O_RDWR)
            defer { close(descriptor) }
            for (number, entry) in Self.entries(5).enumerated() {
                let line = Array((Base64.encode(entry) + "\n").utf8)
                #expect(write(descriptor, line, line.count) == line.count)
                await log.waitForEntries(number + 1)
            }
        }
        let (results, _) = try await self.append([path], isNDJSON: true)
        await producer.value
        #expect(await self.log.entries == Self.entries(5))
        #expect(results.count == 5)
        #expect(!self.folder.has("pipe.concordat-progress"))
    }

    @Test func keysOfTwoRunsDiffer() async throws {
        let path = try self.folder.write([1], to: "file")
        _ = try await self.append([path], isNDJSON: false)
        _ = try await self.append([path], isNDJSON: false)
        #expect(await self.log.entries == [[1], [1]])
        let keys = await self.log.requests.compactMap(\.idempotencyKey)
        #expect(Set(keys).count == 2)
        #expect(keys.allSatisfy { (1...Limits.idempotencyKeyByteCount).contains($0.utf8.count) })
    }
}
