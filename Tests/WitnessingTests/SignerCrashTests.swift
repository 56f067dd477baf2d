import LogTesting
import SignedNotes
import Testing

@testable import Witnessing

/// One life of a signer, failed at every operation on its files, in every way, with and without
/// power; then again while it starts anew.
@Suite struct SignerCrashTests {
    private static let steps: [@Sendable (LedgerRig) throws -> Void] = [
        { try $0.open() },
        { try $0.sign(0) },
        { try $0.published(0) },
        { try $0.offerFromRecord(upTo: [4]) },
        { try $0.sign(4) },
        { try $0.offerFromRecord(upTo: [7, 9]) },
        { try $0.published(4) },
        { try $0.offerFromRecord(upTo: [10]) },
        { try $0.sign(9) },
        // A start in the middle of everything.
        {
            $0.abandon()
            try $0.open()
        },
        { try $0.offerFromRecord(upTo: [12]) },
        // Reaches into the record: compares what is held, appends the rest.
        { try $0.offer(9..<13) },
        { try $0.published(9) },
        { try $0.sign(13) },
        { try $0.published(13) },
        { try $0.offerFromRecord(upTo: [14]) },
        { try $0.sign(14) },
    ]

    private static let log = Result { try ReferenceLog(size: 14) }

    private func makeRig() throws -> LedgerRig {
        try LedgerRig(log: Self.log.get(), keptRangeCount: 2)
    }

    /// Runs the life from its beginning, whatever of it has happened before.
    private func live(_ rig: LedgerRig) throws {
        for step in Self.steps { try step(rig) }
    }

    /// Runs the rest of a life, from whatever state the disk is in, and checks it.
    private func recover(_ rig: LedgerRig, after fault: String) throws {
        do {
            try rig.open()
            try rig.check()
            try rig.offerFromRecord(upTo: [14])
            try rig.signAgain(14)
            try rig.published(14)
            #expect(try rig.status().publishedSize == 14)
            try rig.check()
        } catch {
            Issue.record("after \(fault): \(error)")
        }
    }

    @Test func theLifeWithoutFaultsEndsAsItShould() throws {
        let rig = try self.makeRig()
        try self.live(rig)
        try rig.check()
        #expect(rig.confirmedSize == 14)
        #expect(Set(rig.released.keys) == [0, 4, 9, 13, 14])
        #expect(try rig.status().publishedSize == 13)
    }

    /// How many operations on files the life has.
    private func operationCount() throws -> Int {
        for operation in 0... {
            let rig = try self.makeRig()
            rig.disk.fail(operation, .killed)
            if (try? self.live(rig)) != nil { return operation }
        }
        return 0
    }

    @Test(arguments: SimulatedDisk.Fault.allCases)
    func afterAnyFaultEverythingPromisedIsThere(_ fault: SimulatedDisk.Fault) throws {
        let count = try self.operationCount()
        #expect(count > 80, "the life has \(count) operations")
        for operation in 0..<count {
            for loss in SimulatedDisk.PowerLoss.allCases {
                let rig = try self.makeRig()
                rig.disk.fail(operation, fault)
                let name = "operation \(operation) \(fault), power loss \(loss)"
                #expect(throws: (any Error).self, "\(name)") { try self.live(rig) }
                // What failed once stays failed: nothing is confirmed and nothing signed.
                #expect(throws: (any Error).self, "\(name)") { try rig.status() }
                #expect(throws: (any Error).self, "\(name)") { try rig.offer(0..<1) }
                #expect(throws: (any Error).self, "\(name)") { try rig.sign(14) }
                #expect(throws: (any Error).self, "\(name)") { try rig.published(4) }
                rig.abandon(loss)
                try self.recover(rig, after: name)
            }
        }
    }

    /// The second fault strikes while the first is being recovered from, then power goes.
    @Test(arguments: [SimulatedDisk.Fault.failsUndone, .killed])
    func aSecondFaultInRecoveryHarmsNothing(_ second: SimulatedDisk.Fault) throws {
        let count = try self.operationCount()
        var caseCount = 0
        for operation in 0..<count {
            for again in 0... {
                let rig = try self.makeRig()
                rig.disk.fail(operation, .killed)
                #expect(throws: (any Error).self) { try self.live(rig) }
                rig.abandon(.none)
                rig.disk.fail(again, second)
                let hasOpened = (try? rig.open()) != nil
                rig.disk.withdrawFault()
                caseCount += 1
                rig.abandon(again.isMultiple(of: 2) ? .forgetsAll : .keepsHalf)
                try self.recover(rig, after: "operation \(operation), start's \(again) \(second)")
                if hasOpened { break }
            }
        }
        #expect(caseCount > 1_500, "\(caseCount) cases")
    }

    /// What a killed process left in the cache only is promised by its successor; then power goes.
    @Test func whatWasReadFromTheCacheIsDurableBeforeItIsPromised() throws {
        let count = try self.operationCount()
        for operation in 0..<count {
            for fault in [SimulatedDisk.Fault.failsUndone, .killed] {
                let rig = try self.makeRig()
                rig.disk.fail(operation, fault)
                #expect(throws: (any Error).self) { try self.live(rig) }
                rig.abandon(.none)
                try rig.open()
                try rig.check()
                // The record's own word is a promise, too: the daemon offers from there.
                try rig.promiseStatus()
                if let signed = try rig.status().signed { try rig.sign(signed) }
                rig.abandon(.forgetsAll)
                try self.recover(rig, after: "operation \(operation) \(fault), then power loss")
            }
        }
    }

    /// Creating a record that failed in the middle leaves nothing that a signer would open.
    @Test(arguments: SimulatedDisk.Fault.allCases)
    func aRecordThatWasNotFinishedIsNotOpened(_ fault: SimulatedDisk.Fault) throws {
        let log = try Self.log.get()
        for loss in SimulatedDisk.PowerLoss.allCases {
            for operation in 0... {
                let disk = SimulatedDisk()
                let folder = SignerFolder(path: LedgerRig.path, files: disk)
                disk.fail(operation, fault)
                let isCreated = (try? SignerRecord.create(in: folder, origin: log.origin)) != nil
                disk.withdrawFault()
                disk.restart(loss)
                do {
                    let ledger = try SignerLedger(
                        opening: folder,
                        keys: CountingSigner(),
                        clock: { 1 }
                    )
                    #expect(try ledger.status().recorded == .empty)
                } catch SignerFilesError.missing {
                    #expect(!isCreated, "created, and gone")
                }
                if isCreated {
                    #expect(operation > 5)
                    break
                }
            }
        }
    }
}

extension LedgerRig {
    /// Offers everything between the record's end and the last of `sizes` in one call, an offer for
    /// each size, as a daemon does that asks where the signer is.
    func offerFromRecord(upTo sizes: [Int]) throws {
        var start = Int(try self.status().recorded.size)
        var offers: [SignerOffer] = []
        for size in sizes where size > start {
            offers.append(try self.log.offer(start..<size))
            start = size
        }
        for result in try self.offer(offers) { _ = try result.get() }
    }

    /// Signs the head of `size`, where that is possible.
    func signAgain(_ size: Int) throws {
        try self.sign(size)
        try self.sign(size)
    }
}
