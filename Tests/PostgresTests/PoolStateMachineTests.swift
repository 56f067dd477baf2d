import Testing

@testable import Postgres

@Suite struct PoolStateMachineTests {
    typealias Machine = PoolStateMachine

    /// What a world around the machine knows: which answers it still owes, and who was told what.
    private struct World: Hashable {
        var machine: Machine
        var opening: Set<UInt64> = []
        var leased: Set<UInt64> = []
        var closing: Set<UInt64> = []
        var isRetryOwed = false
        var waiting: [UInt64] = []
        var waiterCount: UInt64 = 0
        var isFinished = false

        mutating func carryOut(_ actions: [Machine.Action]) {
            for action in actions {
                #expect(!self.isFinished, "an action after the end: \(action)")
                switch action {
                case .grant(let waiter, let connection):
                    #expect(self.waiting.first == waiter, "not first come, first served")
                    self.waiting.removeAll { $0 == waiter }
                    #expect(self.leased.insert(connection).inserted, "lent twice")
                    #expect(!self.opening.contains(connection))
                    #expect(!self.closing.contains(connection))
                case .refuse(let waiter, _):
                    #expect(self.waiting.contains(waiter), "answered twice")
                    self.waiting.removeAll { $0 == waiter }
                case .open(let connection):
                    #expect(self.opening.insert(connection).inserted)
                case .close(let connection):
                    #expect(self.closing.insert(connection).inserted)
                case .scheduleRetry:
                    #expect(!self.isRetryOwed, "two retries at a time")
                    self.isRetryOwed = true
                case .finish:
                    self.isFinished = true
                }
            }
            self.check()
        }

        func check() {
            let idle = self.machine.idle
            let total = idle.count + self.opening.count + self.leased.count + self.closing.count
            #expect(total == self.machine.connections.count)
            #expect(total <= self.machine.maximum, "too many connections")
            #expect(self.machine.waiters.elements == self.waiting)
            #expect(self.waiting.count <= self.machine.maximumWaiters)
            #expect(self.waiting.isEmpty || idle.isEmpty, "somebody waits while one is idle")
            // Progress: somebody who waits has something to wait for.
            let hasHope =
                self.isRetryOwed || !self.opening.isEmpty || !self.leased.isEmpty
                || !self.closing.isEmpty
            #expect(self.waiting.isEmpty || hasHope, "somebody waits for nothing")
            if self.machine.isShuttingDown {
                #expect(self.waiting.isEmpty && idle.isEmpty)
                #expect(self.isFinished == (total == 0), "finished is not the same as empty")
            }
        }

        /// Everything that may happen next.
        var successors: [World] {
            var worlds: [World] = []
            func add(_ change: (inout World) -> [Machine.Action]) {
                var world = self
                let actions = change(&world)
                world.carryOut(actions)
                worlds.append(world)
            }
            if !self.isFinished {
                add { world in
                    world.waiterCount += 1
                    world.waiting.append(world.waiterCount)
                    // A refusal or a grant takes it out again.
                    return world.machine.acquire(world.waiterCount)
                }
            }
            for waiter in self.waiting {
                add { $0.machine.giveUp(waiter, .timedOut) }
            }
            add { world in
                let actions = world.machine.giveUp(world.waiterCount + 1, .cancelled)
                #expect(actions.isEmpty, "an unknown waiter was answered")
                return actions
            }
            for connection in self.opening {
                add { world in
                    world.opening.remove(connection)
                    return world.machine.opened(connection)
                }
                add { world in
                    world.opening.remove(connection)
                    return world.machine.openingFailed(connection)
                }
            }
            for connection in self.leased {
                for isReusable in [true, false] {
                    add { world in
                        world.leased.remove(connection)
                        return world.machine.release(connection, isReusable: isReusable)
                    }
                }
            }
            for connection in self.closing {
                add { world in
                    world.closing.remove(connection)
                    return world.machine.closed(connection)
                }
            }
            if self.isRetryOwed {
                add { world in
                    world.isRetryOwed = false
                    return world.machine.retryIsDue()
                }
            }
            add { $0.machine.shutDown() }
            return worlds
        }
    }

    @Test(arguments: [(1, 1, 12), (1, 2, 11), (2, 2, 10), (2, 3, 9), (3, 2, 9)])
    func everyOrderOfEventsKeepsThePromises(maximum: Int, waiters: Int, depth: Int) {
        let start = World(machine: Machine(maximum: maximum, maximumWaiters: waiters))
        var frontier: Set = [start]
        var seen: Set = [start]
        for _ in 0..<depth {
            frontier = Set(frontier.flatMap(\.successors)).subtracting(seen)
            seen.formUnion(frontier)
        }
        #expect(seen.count > 500)
        #expect(seen.contains { $0.isFinished })
        #expect(seen.contains { $0.machine.failures > 1 })
    }

    @Test func oneTrialIsMadeWhileTheServerIsAway() {
        var machine = Machine(maximum: 4, maximumWaiters: 8)
        #expect(machine.acquire(1) == [.open(1)])
        #expect(machine.acquire(2) == [.open(2)])
        #expect(machine.openingFailed(1) == [.scheduleRetry(failures: 1)])
        #expect(machine.openingFailed(2) == [])
        #expect(machine.acquire(3) == [], "no attempt before the retry is due")
        #expect(machine.retryIsDue() == [.open(3)], "one trial, though three wait")
        #expect(machine.openingFailed(3) == [.scheduleRetry(failures: 3)])
        #expect(machine.retryIsDue() == [.open(4)])
        #expect(machine.opened(4) == [.grant(1, 4), .open(5), .open(6)])
    }

    @Test func backoffGrowsAndIsBounded() {
        let patience = ConnectionPool.Patience()
        let delays = (1...40).map { patience.backoff(failures: $0) }
        #expect(delays.first == .milliseconds(50))
        #expect(delays[1] == .milliseconds(100))
        #expect(delays == delays.sorted())
        #expect(delays.last == .seconds(2))
    }
}
