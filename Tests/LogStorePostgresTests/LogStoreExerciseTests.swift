import LogCore
import LogStorePostgres
import LogTesting
import Testing

@Suite struct LogStoreExerciseTests {
    @Test(arguments: LogStoreExercise.allCases)
    func postgresKeepsTheClaim(_ claim: LogStoreExercise) async throws {
        try await StoreDatabase.withStore { store, _ in
            try await claim.check(on: store, label: "a")
        }
    }

    /// Small partitions: every claim crosses their borders.
    @Test(arguments: LogStoreExercise.allCases)
    func postgresKeepsTheClaimAcrossPartitions(_ claim: LogStoreExercise) async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 100) { store, _ in
            try await claim.check(on: store, label: "a")
        }
    }

    @Test(arguments: LogStoreExercise.allCases)
    func memoryKeepsTheClaim(_ claim: LogStoreExercise) async throws {
        try await claim.check(on: MemoryLogStore(), label: "a")
    }

    @Test func oneDatabaseHoldsTheLogsOfManyTests() async throws {
        try await StoreDatabase.withStore { store, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for claim in LogStoreExercise.allCases where !claim.isLong {
                    group.addTask { try await claim.check(on: store, label: "b") }
                }
                try await group.waitForAll()
            }
            let logs = try await store.logs()
            #expect(logs.count >= 15)
            #expect(logs.map(\.id.value) == logs.map(\.id.value).sorted())
        }
    }
}

extension LogStoreExercise {
    fileprivate var isLong: Bool {
        self == .tilesAreThoseOfTheTreeAtEverySize || self == .concurrentWritersMakeOneDenseLog
    }
}
