import LogTesting
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
        let rig = try await FaultRig(in: store) { log, pending in
            store.loseNewestHead(of: log, pending: pending)
        }
        return try await rig.live(.full, plan)
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

    /// All times that a life without faults comes to each point.
    private static func occurrences() async throws -> [(point: Failpoint, number: Int)] {
        var counts: [Failpoint: Int] = [:]
        return try await Self.live().reached.map { point in
            counts[point, default: 0] += 1
            return (point, counts[point] ?? 0)
        }
    }

    @Test(arguments: FaultInjector.Form.allCases)
    func everyStepMayFail(_ form: FaultInjector.Form) async throws {
        var struck: Set<Failpoint> = []
        var failures = 0
        var count = 0
        let occurrences = try await Self.occurrences()
            .filter { form != .failsHalfDone || $0.point.isWrite }
        for (number, place) in occurrences.enumerated() {
            let plan = FaultRig.Plan(loss: number % FaultRig.Plan.lossCount) { faults in
                faults.arm(place.point, occurrence: place.number, form)
            }
            let report = try await Self.live(plan)
            let name = "\(place.point.rawValue) \(place.number) \(form), power \(plan.loss)"
            #expect(report.violations == [], "\(name)")
            #expect(report.unnamed == [], "\(name)")
            #expect(report.struck == [place.point], "\(name): it did not strike")
            struck.formUnion(report.struck)
            count += 1
            if !report.violations.isEmpty { failures += 1 }
        }
        let all = Failpoint.allCases.filter { form != .failsHalfDone || $0.isWrite }
        let missing = Set(all).subtracting(struck)
        #expect(missing == [], "\(missing.map(\.rawValue).sorted())")
        try Drill.report("failpoints.\(form)", seed: nil, count: count, "cases", failures: failures)
    }

    /// The process is killed at each point; the next one comes upon another fault on its way.
    @Test(arguments: [FaultInjector.Form.failsUndone, .failsDone, .killed])
    func aSecondFaultInTheRecoveryHarmsNothing(_ second: FaultInjector.Form) async throws {
        var failures = 0
        var count = 0
        var secondPoints: Set<Failpoint> = []
        for (number, point) in Failpoint.allCases.enumerated() {
            let reached = try await Self.live(
                FaultRig.Plan { $0.arm(point, .killed) }
            ).reachedInRecovery
            // The short form takes every seventh step of each recovery, beginning with another one.
            for step in 1...reached where Drill.isLong || step % 7 == number % 7 {
                let plan = FaultRig.Plan(
                    loss: (number + step) % FaultRig.Plan.lossCount,
                    prepare: { $0.arm(point, .killed) },
                    prepareRecovery: { $0.armAny(step, second) }
                )
                let report = try await Self.live(plan)
                let name = "\(point.rawValue), then step \(step) \(second), power \(plan.loss)"
                #expect(report.violations == [], "\(name)")
                #expect(report.struck.first == point, "\(name): it did not strike")
                secondPoints.formUnion(report.struck.dropFirst())
                count += 1
                if !report.violations.isEmpty { failures += 1 }
            }
        }
        #expect(secondPoints.count > 25, "\(secondPoints.map(\.rawValue).sorted())")
        try Drill.report(
            "failpoints.again.\(second)",
            seed: nil,
            count: count,
            "cases",
            failures: failures
        )
    }

    /// As a process that was stopped by the kernel, or by a debugger, and goes on later.
    @Test func aProcessMayBeHeldAnywhereWhileAnotherGoesOn() async throws {
        var failures = 0
        var count = 0
        for place in try await Self.occurrences()
        where [.store, .signer].contains(place.point.place) {
            let report = try await Self.live(
                FaultRig.Plan(hold: (place.point, place.number))
            )
            let name = "\(place.point.rawValue) \(place.number)"
            #expect(report.violations == [], "\(name)")
            #expect(report.overtakenCount == 2, "\(name): it was not held")
            count += 1
            if !report.violations.isEmpty { failures += 1 }
        }
        try Drill.report("failpoints.held", seed: nil, count: count, "cases", failures: failures)
    }
}
