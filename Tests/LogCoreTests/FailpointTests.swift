import Foundation
import LogTesting
import Synchronization
import Testing

/// Every named step of sequencer, signer and publisher goes wrong in every form, each time that a
/// life of the log comes to it. Afterwards nothing promised is lost, nothing is there twice, no head
/// forks, and the log works again.
@Suite struct FailpointTests {
    private static func live(
        _ plan: FaultRig.Plan = FaultRig.Plan()
    ) async throws
        -> FaultRig.Report
    {
        let store = MemoryLogStore()
        let rig = try await FaultRig(in: store, signsWithKeys: false) { log, pending in
            store.loseNewestHead(of: log, pending: pending)
        }
        return try await rig.live(.full, plan)
    }

    /// Lives under a plan. What power forgets cannot be stumbled over: where nothing struck, power stays.
    private static func strike(_ plan: FaultRig.Plan) async throws -> FaultRig.Report {
        let report = try await Self.live(plan)
        guard report.struck.isEmpty, plan.loss != 0 else { return report }
        #expect(report.violations == [])
        var plan = plan
        plan.loss = 0
        return try await Self.live(plan)
    }

    @Test func aLifeWithoutFaultsReachesEveryPoint() async throws {
        let report = try await Self.live()
        #expect(report.violations == [])
        #expect(report.unnamed == [])
        #expect(report.struck == [])
        let missing = Set(Failpoint.allCases).subtracting(report.reached)
        #expect(missing == [], "\(missing.map(\.rawValue).sorted())")
        #expect(report.counts.acknowledged == 14)
    }

    @Test func theListInTheSpecificationIsThisOne() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("Specs/faults.md"),
            encoding: .utf8
        )
        let listed = text.matches(
            of: #/(?m)^\| `([a-z.-]+)` \|.*\| (F\d\d(?: F\d\d)*) \| .+ \|$/#
        )
        #expect(listed.map { String($0.1) } == Failpoint.allCases.map(\.rawValue))
    }

    /// The rig's own judgement: a database that loses entries under it is found.
    @Test func aDatabaseThatLosesEntriesIsFound() async throws {
        let store = MemoryLogStore()
        let empty = Mutex<MemoryLogStore.Content?>(nil)
        let rig = try await FaultRig(in: store, signsWithKeys: false) { _, _ in
            if let content = empty.withLock({ $0 }) { store.restore(content) }
        }
        empty.withLock { $0 = store.snapshot() }
        let report = try await rig.live(.full)
        let broken = Set(report.violations.map(\.invariant))
        #expect(broken.isSuperset(of: [.acknowledgedIsKept, .recovers]), "\(broken)")
    }

    /// A time that a life comes to a point.
    private struct Visit: Hashable {
        let point: Failpoint
        /// Counted from 1.
        let number: Int
    }

    /// The times that a life without faults comes to each point: all of them, or in the short form
    /// the first, the last and one between.
    private static func visits(
        _ isIncluded: (Failpoint) -> Bool = { _ in true }
    ) async throws -> [Visit] {
        let counts = try await Self.live().reached.filter(isIncluded)
            .reduce(into: [Failpoint: Int]()) { $0[$1, default: 0] += 1 }
        return counts.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { point, count in
            let chosen =
                Drill.isLong
                ? Array(1...count) : Set([1, (count + 1) / 2, count]).sorted()
            return chosen.map { Visit(point: point, number: $0) }
        }
    }

    @Test(arguments: FaultInjector.Form.allCases)
    func everyStepMayFail(_ form: FaultInjector.Form) async throws {
        var struck: Set<Failpoint> = []
        var failures = 0
        let visits = try await Self.visits { form != .failsHalfDone || $0.isWrite }
        for (number, visit) in visits.enumerated() {
            let plan = FaultRig.Plan(loss: number % FaultRig.Plan.lossCount) { faults in
                faults.arm(visit.point, occurrence: visit.number, form)
            }
            let report = try await Self.strike(plan)
            let name = "\(visit.point.rawValue) \(visit.number) \(form), power \(plan.loss)"
            #expect(report.violations == [], "\(name)")
            #expect(report.unnamed == [], "\(name)")
            #expect(report.struck == [visit.point], "\(name): it did not strike")
            struck.formUnion(report.struck)
            if !report.violations.isEmpty { failures += 1 }
        }
        let all = Failpoint.allCases.filter { form != .failsHalfDone || $0.isWrite }
        let missing = Set(all).subtracting(struck)
        #expect(missing == [], "\(missing.map(\.rawValue).sorted())")
        try Drill.report(
            "failpoints.\(form)",
            seed: nil,
            count: visits.count,
            "cases",
            failures: failures
        )
    }

    /// How many steps the process takes that follows on a kill at each point.
    private static let recoveries = Task {
        var recoveries: [(point: Failpoint, steps: Int)] = []
        for point in Failpoint.allCases {
            let report = try await Self.live(FaultRig.Plan { $0.arm(point, .killed) })
            recoveries.append((point, report.reachedInRecovery))
        }
        return recoveries
    }

    /// The process is killed at each point; the next one comes upon another fault on its way.
    @Test(arguments: [FaultInjector.Form.failsUndone, .failsDone, .killed])
    func aSecondFaultInTheRecoveryHarmsNothing(_ second: FaultInjector.Form) async throws {
        var failures = 0
        var count = 0
        var secondPoints: Set<Failpoint> = []
        let seed = Drill.isLong ? try Drill.seed() : 0
        for (number, (point, steps)) in try await Self.recoveries.value.enumerated() {
            // Some steps of each recovery, of each one others: the long form takes others each time.
            let stride = Drill.isLong ? 4 : 83
            let offset = Int(seed % 1_000_003) + number * 7
            for step in 1...steps where (step + offset) % stride == 0 {
                let plan = FaultRig.Plan(
                    loss: (number + step) % FaultRig.Plan.lossCount,
                    prepare: { $0.arm(point, .killed) },
                    prepareRecovery: { $0.armAny(step, second) }
                )
                let report = try await Self.strike(plan)
                let name = "\(point.rawValue), then step \(step) \(second), power \(plan.loss)"
                #expect(report.violations == [], "\(name)")
                #expect(report.struck.first == point, "\(name): it did not strike")
                #expect(report.struck.count == 2, "\(name): it did not strike again")
                secondPoints.formUnion(report.struck.dropFirst())
                count += 1
                if !report.violations.isEmpty { failures += 1 }
            }
        }
        #expect(secondPoints.count > 15, "\(secondPoints.map(\.rawValue).sorted())")
        try Drill.report(
            "failpoints.again.\(second)",
            seed: seed,
            count: count,
            "cases",
            failures: failures
        )
    }

    /// As a process that was stopped by the kernel, or by a debugger, and goes on later.
    @Test func aProcessMayBeHeldAnywhereWhileAnotherGoesOn() async throws {
        var failures = 0
        let visits = try await Self.visits { [.store, .signer].contains($0.place) }
        for visit in visits {
            let report = try await Self.live(FaultRig.Plan(hold: (visit.point, visit.number)))
            let name = "\(visit.point.rawValue) \(visit.number)"
            #expect(report.violations == [], "\(name)")
            #expect(report.overtakenCount == 2, "\(name): it was not held")
            if !report.violations.isEmpty { failures += 1 }
        }
        try Drill.report(
            "failpoints.held",
            seed: nil,
            count: visits.count,
            "cases",
            failures: failures
        )
    }
}
