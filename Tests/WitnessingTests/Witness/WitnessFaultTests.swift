import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

/// Every operation of a witness on its disk fails once, in every way, and power is lost in every way
/// after it: no signature ever left whose head is forgotten.
@Suite struct WitnessFaultTests {
    /// What an observer outside has seen.
    private struct Seen {
        var size: UInt64 = 0
        var answers = 0
    }

    /// A log with one tree, and its requests from each of these sizes to each larger one, made once:
    /// there are many runs.
    private struct Asking: Sendable {
        let scene: WitnessScene
        private let requests: [Int: [Int: AddCheckpointRequest]]

        init() throws {
            let scene = try WitnessScene(size: 12, isTwin: false)
            var requests: [Int: [Int: AddCheckpointRequest]] = [:]
            for old in [0, 3, 4, 9] {
                for new in [3, 4, 9, 12] where new > old {
                    requests[old, default: [:]][new] = try scene.request(
                        old,
                        new,
                        as: SHA256Hasher.self
                    )
                }
            }
            self.scene = scene
            self.requests = requests
        }

        func request(_ old: UInt64, _ new: Int) throws -> AddCheckpointRequest {
            try #require(self.requests[Int(old)]?[new], "\(old) to \(new)")
        }
    }

    private static let asking = Result { try Asking() }

    /// Asks for heads of rising sizes, as a log does, and notes what was cosigned.
    private func work(_ rig: WitnessRig, _ seen: inout Seen) async throws {
        let witness = try rig.open()
        for size in [3, 4, 9] {
            let old = try await witness.cosignedSize(of: rig.scene.origin) ?? 0
            guard old < size else { continue }
            let answer = await witness.addCheckpoint(
                try Self.asking.get().request(old, size)
            )
            seen.answers += 1
            guard answer.status == 200 else {
                #expect(answer.status == 503, "\(answer)")
                continue
            }
            #expect(UInt64(size) > seen.size, "a size was cosigned before")
            seen.size = UInt64(size)
        }
    }

    /// Counts the operations of a run without faults.
    private func operationCount() async throws -> Int {
        for count in 1... {
            let rig = try WitnessRig(Self.asking.get().scene, mode: .light)
            rig.disk.fail(count, .killed)
            var seen = Seen()
            do { try await self.work(rig, &seen) } catch { continue }
            if seen.size == 9 { return count }
        }
        return 0
    }

    @Test func noHeadIsForgottenThatWasCosigned() async throws {
        let scene = try Self.asking.get().scene
        let operations = try await self.operationCount()
        try #require(operations > 20)
        var runs = 0
        for fault in SimulatedDisk.Fault.allCases {
            for loss in SimulatedDisk.PowerLoss.allCases {
                for operation in 0..<operations {
                    let rig = try WitnessRig(scene, mode: .light)
                    rig.disk.fail(operation, fault)
                    var seen = Seen()
                    // A fault while the witness opens its folder ends it with an error.
                    try? await self.work(rig, &seen)
                    rig.disk.withdrawFault()
                    rig.disk.restart(loss)
                    runs += 1
                    let place = "\(fault) of operation \(operation), then \(loss)"
                    let witness: Witness
                    do { witness = try rig.open() } catch {
                        // Nothing was seen of a witness that never got to work.
                        #expect(seen.size == 0, "\(place): \(error)")
                        continue
                    }
                    if let fault = await witness.statuses.first?.fault {
                        // Refusing is right whenever the record cannot be read.
                        Issue.record("\(place): \(fault)")
                        continue
                    }
                    let size = try await witness.cosignedSize(of: scene.origin) ?? 0
                    #expect(size >= seen.size, "\(place)")
                    // And it goes on.
                    let answer = await witness.addCheckpoint(
                        try Self.asking.get().request(size, 12)
                    )
                    #expect(answer.status == 200, "\(place): \(answer)")
                }
            }
        }
        #expect(runs == operations * 4 * 5)
    }

    @Test func aFullDiskIsSaidAndChangesNothing() async throws {
        let rig = try WitnessRig(WitnessScene.shared.get(), mode: .light)
        let witness = try rig.open()
        #expect(
            await witness.addCheckpoint(try rig.scene.request(0, 5, as: SHA256Hasher.self)).status
                == 200
        )
        // The creation of the next draft fails, then writing it, then its synchronisation.
        for operation in 0..<3 {
            rig.disk.fail(operation, .failsUndone)
            let answer = await witness.addCheckpoint(
                try rig.scene.request(5, 7, as: SHA256Hasher.self)
            )
            #expect(answer.status == 503)
            #expect("\(answer)".contains("cannot store"), "\(answer)")
            #expect(answer.retryAfterSeconds != nil)
            #expect(try await witness.cosignedSize(of: rig.scene.origin) == 5)
            rig.disk.withdrawFault()
        }
        // As soon as there is room again.
        #expect(
            await witness.addCheckpoint(try rig.scene.request(5, 7, as: SHA256Hasher.self)).status
                == 200
        )
    }

    @Test func whoDoesNotKnowWhatIsStoredSignsNothingAnyMore() async throws {
        let rig = try WitnessRig(WitnessScene.shared.get(), mode: .light)
        let witness = try rig.open()
        #expect(
            await witness.addCheckpoint(try rig.scene.request(0, 5, as: SHA256Hasher.self)).status
                == 200
        )
        // The new record is in place, and the directory cannot be made durable.
        rig.disk.fail(4, .failsUndone)
        let answer = await witness.addCheckpoint(
            try rig.scene.request(5, 7, as: SHA256Hasher.self)
        )
        #expect(answer.status == 503)
        #expect("\(answer)".contains("restarted"), "\(answer)")
        for _ in 0..<2 {
            let again = await witness.addCheckpoint(
                try rig.scene.request(5, 7, as: SHA256Hasher.self)
            )
            #expect(again.status == 503)
        }
    }

    /// What was waiting for the disk is written together: fewer synchronisations than heads.
    @Test func manyLogsShareTheDisk() async throws {
        let disk = SimulatedDisk()
        let scenes = try (0..<20).map { try WitnessScene(size: 3, origin: "log.example/\($0)x") }
        try Witness.create(in: WitnessRig.path, files: disk)
        let first = try #require(scenes.first)
        let witness = try Witness(
            directory: WitnessRig.path,
            files: disk,
            subjects: try scenes.map { Witness.Subject(log: try $0.witnessed(.light)) },
            keys: first.keys,
            now: { 1_800_000_000 }
        )
        let statuses = await withTaskGroup(of: Int.self) { group in
            for scene in scenes {
                guard let request = try? scene.request(0, 3, as: SHA256Hasher.self) else {
                    continue
                }
                group.addTask { await witness.addCheckpoint(request).status }
            }
            var statuses: [Int] = []
            for await status in group { statuses.append(status) }
            return statuses
        }
        #expect(statuses == Array(repeating: 200, count: 20))
        for scene in scenes { #expect(try await witness.cosignedSize(of: scene.origin) == 3) }
    }
}
