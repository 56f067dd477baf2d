/// Lets a bounded number through at a time, first come, first served.
actor Gate {
    private var permits: Int
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(permits: Int) { self.permits = permits }

    /// Carries out `body` when a permit is free.
    nonisolated func withPermit(_ body: () async throws -> Void) async rethrows {
        await self.enter()
        do {
            try await body()
        } catch {
            await self.leave()
            throw error
        }
        await self.leave()
    }

    private func enter() async {
        if self.permits > 0 {
            self.permits -= 1
        } else {
            await withCheckedContinuation { self.waiters.append($0) }
        }
    }

    private func leave() {
        if self.waiters.isEmpty {
            self.permits += 1
        } else {
            self.waiters.removeFirst().resume()
        }
    }
}
