import Synchronization
import Testing

@testable import LogServer

@Suite struct TurnstileTests {
    /// What those who go through leave behind.
    private final class Ledger: Sendable {
        struct Counts {
            var inside = 0
            var most = 0
            var done = 0
            var order: [Int] = []
        }

        private let counts = Mutex(Counts())

        var now: Counts { self.counts.withLock { $0 } }

        func enter(_ number: Int) {
            self.counts.withLock {
                $0.inside += 1
                $0.most = max($0.most, $0.inside)
                $0.order.append(number)
            }
        }

        func leave() {
            self.counts.withLock {
                $0.inside -= 1
                $0.done += 1
            }
        }
    }

    @Test(arguments: [0, 1, 2, 5])
    func noMoreThanItsCountAreInsideAndAllGetThrough(_ count: Int) async {
        let turnstile = Turnstile(count: count)
        let ledger = Ledger()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    await turnstile.pass {
                        ledger.enter(number)
                        await Task.yield()
                        ledger.leave()
                    }
                }
            }
        }
        #expect(ledger.now.inside == 0 && ledger.now.done == 200)
        #expect(1...max(count, 1) ~= ledger.now.most)
        #expect(turnstile.waitingCount == 0)
    }

    @Test func whoCameFirstGoesFirst() async {
        let turnstile = Turnstile(count: 1)
        let ledger = Ledger()
        let (stream, release) = AsyncStream<Void>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    await turnstile.pass {
                        ledger.enter(number)
                        if number == 0 { for await _ in stream {} }
                    }
                }
                // The next one comes when this one is inside or waits.
                while ledger.now.order.isEmpty || turnstile.waitingCount < number {
                    await Task.yield()
                }
            }
            release.finish()
        }
        #expect(ledger.now.order == Array(0..<20))
    }

    @Test func whoIsCancelledGetsHisTurn() async {
        let turnstile = Turnstile(count: 1)
        let task = Task { await turnstile.pass { Task.isCancelled } }
        task.cancel()
        _ = await task.value
        #expect(await turnstile.pass { true })
    }
}
