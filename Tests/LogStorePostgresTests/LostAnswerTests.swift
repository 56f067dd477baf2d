import LogTesting
import Synchronization
import Testing

/// The network between daemon and database ends in the worst moments: at a COMMIT, before it or
/// behind it, and at any other message.
@Suite struct LostAnswerTests {
    /// What becomes of the COMMIT of a batch.
    private enum Loss: CaseIterable {
        /// It is answered, and the answer is lost.
        case answer
        /// A part of the answer arrives.
        case partOfAnswer
        /// It does not arrive.
        case commit
        /// A part of it arrives.
        case partOfCommit
        /// It is the last that the server hears; the answer comes.
        case halfClosed
        /// The answer is late.
        case late
    }

    private struct Weather {
        var random: SeededGenerator
        /// What is to happen to the answer, by the connection.
        var answers: [Int: Loss] = [:]
        var counts: [Loss: Int] = [:]

        mutating func action(for message: ProxyMessage) -> ProxyAction {
            if message.isBatchCommit {
                let loss = Loss.allCases.randomElement(using: &self.random) ?? .answer
                self.counts[loss, default: 0] += 1
                switch loss {
                case .commit: return .cut(afterBytes: 0)
                case .partOfCommit:
                    return .cut(afterBytes: self.part(of: message))
                case .halfClosed: return .halfClose
                case .answer, .partOfAnswer, .late:
                    self.answers[message.connection] = loss
                    return .forward
                }
            }
            guard message.isBatchCommitted,
                let loss = self.answers.removeValue(forKey: message.connection)
            else { return .forward }
            switch loss {
            case .partOfAnswer: return .cut(afterBytes: self.part(of: message))
            case .late: return .delay(.milliseconds(3))
            default: return .cut(afterBytes: 0)
            }
        }

        private mutating func part(of message: ProxyMessage) -> Int {
            Int.random(in: 1..<message.byteCount, using: &self.random)
        }
    }

    /// Every append under its key, once, whatever the client was told at first.
    @Test func aRetryFindsWhatALostCommitDid() async throws {
        let rounds = Drill.isLong ? 10_000 : 200
        let seed = try Drill.seed()
        try await ProxiedStore.with { proxied in
            let rig = try await FaultRig(in: proxied.store, signsWithKeys: false)
            let weather = Mutex(Weather(random: SeededGenerator(seed: seed)))
            proxied.proxy.setScript { message in weather.withLock { $0.action(for: message) } }
            let life = FaultLife(
                steps: (0..<rounds).flatMap { round -> [FaultLife.Step] in
                    let append = FaultLife.Step.append(key: "\(round)", ["entry \(round)"])
                    return round % 25 == 24 ? [append, .publish] : [append]
                }
            )
            var plan = FaultRig.Plan()
            plan.tries = 50
            let report = try await rig.live(life, plan)
            #expect(report.violations == [], "seed \(seed)")
            #expect(report.treeSize == UInt64(rounds), "seed \(seed)")
            #expect(report.counts.acknowledged == rounds, "seed \(seed)")
            let counts = weather.withLock { $0.counts }
            let lost = counts[.answer, default: 0] + counts[.partOfAnswer, default: 0]
            // The server had committed these, and only the retry told.
            #expect(report.counts.recovered == lost, "seed \(seed), \(counts)")
            #expect(Set(counts.keys) == Set(Loss.allCases), "seed \(seed), \(counts)")
            try Drill.report(
                "commits",
                seed: seed,
                count: counts.values.reduce(0, +),
                "commits over a bad network, \(lost) of which were done and not answered",
                failures: report.violations.count
            )
        }
    }

    /// The connection ends before each message, or in the middle of it: connecting, reading, each
    /// step of the transaction, publishing.
    @Test func everyMessageMayBeTheLast() async throws {
        let life = FaultLife(steps: [
            .append(key: "a", ["a 0", "a 1"]), .publish, .append(key: "b", ["b 0"]),
            .append(key: "a", ["a 0", "a 1"]), .publish,
        ])
        try await ProxiedStore.with { proxied in
            let failures = Mutex(0)
            /// Lives, with the connection cut at a message; returns how many there were.
            func live(_ name: String, cutAt target: Int?, half: Bool) async throws -> Int {
                let rig = try await FaultRig(in: proxied.store, name: name, signsWithKeys: false)
                // New connections, so that connecting is among what is cut.
                proxied.proxy.cutAll()
                let count = Mutex(0)
                proxied.proxy.setScript { message in
                    let number = count.withLock { count in
                        count += 1
                        return count
                    }
                    guard number == target else { return .forward }
                    return .cut(afterBytes: half ? message.byteCount / 2 : 0)
                }
                let proxy = proxied.proxy
                let report = try await rig.live(
                    life,
                    FaultRig.Plan(end: { proxy.setScript { _ in .forward } })
                )
                #expect(report.violations == [], "\(name)")
                #expect(report.treeSize == 3, "\(name)")
                if !report.violations.isEmpty { failures.withLock { $0 += 1 } }
                return count.withLock { $0 }
            }
            let messageCount = try await live("all", cutAt: nil, half: false)
            #expect(messageCount > 100)
            var caseCount = 0
            // The short form takes some, others in each half.
            let stride = Drill.isLong ? 1 : max(1, messageCount / 20)
            for half in [false, true] {
                for target in Swift.stride(
                    from: half ? 1 + stride / 2 : 1,
                    to: messageCount,
                    by: stride
                ) {
                    _ = try await live("cut-\(half ? 1 : 0)-\(target)", cutAt: target, half: half)
                    caseCount += 1
                }
            }
            try Drill.report(
                "messages",
                seed: nil,
                count: caseCount,
                "cuts in a conversation of \(messageCount) messages",
                failures: failures.withLock { $0 }
            )
        }
    }

    /// Failpoints over the real database: each point once, the forms in turn.
    @Test func theStepsMayFailOverPostgres() async throws {
        try await StoreDatabase.withStore { store, _ in
            let all = try await FaultRig(in: store, name: "all").live(.plain)
            #expect(all.violations == [])
            let forms = [FaultInjector.Form.failsDone, .killed, .failsUndone]
            var caseCount = 0
            var failures = 0
            for (number, point) in Set(all.reached).sorted(by: { $0.rawValue < $1.rawValue })
                .enumerated()
            {
                for (place, form) in forms.enumerated()
                where Drill.isLong || place == number % forms.count {
                    let rig = try await FaultRig(in: store, name: "fault-\(number)-\(place)")
                    let report = try await rig.live(
                        .plain,
                        FaultRig.Plan(loss: number % FaultRig.Plan.lossCount) {
                            $0.arm(point, form)
                        }
                    )
                    #expect(report.violations == [], "\(point.rawValue) \(form)")
                    #expect(report.struck == [point], "\(point.rawValue) \(form)")
                    caseCount += 1
                    if !report.violations.isEmpty { failures += 1 }
                }
            }
            #expect(caseCount > 35)
            try Drill.report(
                "failpoints.postgres",
                seed: nil,
                count: caseCount,
                "cases",
                failures: failures
            )
        }
    }
}
