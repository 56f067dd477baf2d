import LogCore
import LogTesting
import Logging
import Testing

/// A log's completeness from the rows of its vault.
@Suite struct CompletenessWatchTests {
    private struct Bench {
        let house: VaultHouse
        let board: CompletenessBoard
        let watch: CompletenessWatch
    }

    private func bench(heartbeats: [String: UInt64?] = ["clinic": nil]) async throws -> Bench {
        let store = MemoryLogStore()
        let house = try await VaultHouse.open("watch", logs: store, store: store)
        let board = CompletenessBoard(
            log: house.log.name,
            heartbeats: heartbeats,
            patienceSeconds: 10,
            now: { 1_790_001_000 }
        )
        let watch = CompletenessWatch(
            vault: house.vault,
            board: board,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return Bench(house: house, board: board, watch: watch)
    }

    @Test func numbersAreTakenFromRowsAndEachOnlyOnce() async throws {
        let bench = try await self.bench()
        try await bench.house.append([1, 2, 5].map { VaultHouse.record($0) })
        let next = try await bench.watch.look(from: 0)
        #expect(next == 3)
        #expect(
            bench.board.count(of: "clinic")
                == WriterCount(highest: 5, received: 3, missing: 2, repeats: 0)
        )
        // Nothing new, nothing taken twice.
        #expect(try await bench.watch.look(from: next) == 3)
        #expect(bench.board.count(of: "clinic")?.repeats == 0)
        #expect(
            bench.board.report()
                == [.gap(writer: "clinic", .init(numbers: 3...4, noticedAt: 1_790_000_005))]
        )
        try await bench.house.append([4, 3].map { VaultHouse.record($0) })
        #expect(try await bench.watch.look(from: next) == 5)
        #expect(bench.board.report().isEmpty)
    }

    /// Another daemon's rows are there like one's own, and what was erased is not missing.
    @Test func anErasedRecordStillHasItsNumber() async throws {
        let bench = try await self.bench()
        try await bench.house.append([1, 2, 3].map { VaultHouse.record($0) })
        _ = try await bench.house.act(.erase, on: 1, number: 4)
        #expect(try await bench.house.vault.row(at: 1)?.state == .erased)
        _ = try await bench.watch.look(from: 0)
        #expect(bench.board.count(of: "clinic")?.missing == 0)
        #expect((bench.board.count(of: "clinic")?.received ?? 0) >= 3)
    }

    @Test func aWriterWhoIsNotConfiguredIsPassedOver() async throws {
        let bench = try await self.bench(heartbeats: ["model": nil])
        try await bench.house.append([VaultHouse.record(7)])
        #expect(try await bench.watch.look(from: 0) == 1)
        #expect(bench.board.count(of: "clinic") == nil)
        #expect(bench.board.report().isEmpty)
    }

    @Test func manyRowsAreReadInSteps() async throws {
        let bench = try await self.bench()
        let numbers = Array(1...4_200)
        try await bench.house.append(numbers.map { VaultHouse.record($0) })
        #expect(try await bench.watch.look(from: 0) == 4_200)
        #expect(bench.board.count(of: "clinic")?.received == 4_200)
        #expect(bench.board.count(of: "clinic")?.missing == 0)
    }
}
