import LogStorePostgres
import Testing

@testable import concordatd

/// What readings mean, without anything to read from.
@Suite struct DoctorDecisionTests {
    /// A database without a fault.
    private static var sound: DatabaseReading {
        var reading = DatabaseReading()
        reading.settings = [
            "fsync": "on", "full_page_writes": "on", "data_checksums": "on",
            "zero_damaged_pages": "off", "ignore_checksum_failure": "off",
            "synchronous_commit": "on", "wal_level": "replica",
        ]
        reading.unguardedTables = []
        reading.session = SessionReading(
            announcedProcess: 7,
            processes: [7, 7],
            keptState: true
        )
        reading.role.name = "concordat_serving"
        return reading
    }

    /// A fault, what it is called and how bad it is.
    struct Fault: Sendable, CustomTestStringConvertible {
        let check: String
        let outcome: CheckResult.Outcome
        var stops = false
        let make: @Sendable (inout DatabaseReading) -> Void

        var testDescription: String { "\(self.check): \(self.outcome)" }
    }

    private static let faults: [Fault] = [
        Fault(check: "fsync", outcome: .failure, stops: true) { $0.settings["fsync"] = "off" },
        Fault(check: "full-page-writes", outcome: .failure, stops: true) {
            $0.settings["full_page_writes"] = "off"
        },
        Fault(check: "data-checksums", outcome: .warning) { $0.settings["data_checksums"] = "off" },
        Fault(check: "zero-damaged-pages", outcome: .failure, stops: true) {
            $0.settings["zero_damaged_pages"] = "on"
        },
        Fault(check: "ignore-checksum-failure", outcome: .failure, stops: true) {
            $0.settings["ignore_checksum_failure"] = "on"
        },
        Fault(check: "fsync", outcome: .unknown) { $0.settings["fsync"] = nil },
        Fault(check: "synchronous-commit", outcome: .failure, stops: true) {
            $0.canWaitForDisk = false
        },
        Fault(check: "synchronous-commit", outcome: .warning) {
            $0.settings["synchronous_commit"] = "off"
        },
        Fault(check: "synchronous-commit", outcome: .warning) {
            $0.settings["synchronous_commit"] = "local"
        },
        Fault(check: "wal-level", outcome: .warning) { $0.settings["wal_level"] = "minimal" },
        Fault(check: "primary", outcome: .failure, stops: true) { $0.isStandby = true },
        Fault(check: "schema", outcome: .failure, stops: true) {
            $0.schemaProblem = .ahead(found: 9, known: 1)
        },
        Fault(check: "role", outcome: .failure) { $0.role.attributes = ["SUPERUSER"] },
        Fault(check: "append-only-rights", outcome: .failure) {
            $0.role.ownedTables = ["entries"]
        },
        Fault(check: "append-only-rights", outcome: .failure) {
            $0.role.changeableTables = ["heads"]
        },
        Fault(check: "triggers", outcome: .failure) { $0.unguardedTables = ["entries_1_0"] },
        Fault(check: "triggers", outcome: .unknown) { $0.unguardedTables = nil },
        Fault(check: "pooler", outcome: .failure) { $0.session.keptState = false },
        Fault(check: "pooler", outcome: .failure) { $0.session.processes = [7, 8] },
        Fault(check: "pooler", outcome: .warning) { $0.session.announcedProcess = 9 },
        Fault(check: "transaction-age", outcome: .warning) {
            $0.oldestTransactionAge = 200_000_001
        },
        Fault(check: "clock", outcome: .warning) { $0.clockOffsetMicroseconds = 1_000_001 },
        Fault(check: "clock", outcome: .warning) { $0.clockOffsetMicroseconds = -5_000_000 },
        Fault(check: "clock", outcome: .failure) { $0.clockOffsetMicroseconds = 5_000_001 },
        Fault(check: "clock", outcome: .failure) { $0.clockOffsetMicroseconds = .min },
    ]

    @Test func aSoundDatabaseHasNoFault() {
        let results = DatabaseChecks.results(Self.sound)
        #expect(results.allSatisfy { $0.outcome == .ok && $0.remedy == nil && !$0.stopsServing })
        let names = results.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(Self.faults.map(\.check)) == Set(names), "every check is seen failing")
    }

    @Test(arguments: Self.faults) func aFaultIsNamed(_ fault: Fault) throws {
        var reading = Self.sound
        fault.make(&reading)
        let wrong = DatabaseChecks.results(reading).filter { $0.outcome != .ok }
        #expect(wrong.map(\.name) == [fault.check])
        let result = try #require(wrong.first)
        #expect(result.outcome == fault.outcome)
        #expect(result.stopsServing == fault.stops)
        #expect(result.remedy?.isEmpty == false)
    }

    @Test func atTheLimitAllIsWell() {
        var reading = Self.sound
        reading.oldestTransactionAge = 200_000_000
        reading.clockOffsetMicroseconds = -1_000_000
        #expect(DatabaseChecks.results(reading).allSatisfy { $0.outcome == .ok })
    }

    private func disk(_ available: UInt64, of total: UInt64) -> CheckResult.Outcome {
        DiskLimits().result(
            DiskReading(
                place: "data",
                path: "/data",
                availableByteCount: available,
                byteCount: total
            )
        ).outcome
    }

    @Test func aDiskIsFullBeforeItIs() {
        let total: UInt64 = 1_000 << 30
        #expect(self.disk(100 << 30, of: total) == .ok)
        #expect(self.disk((100 << 30) - 1, of: total) == .warning)
        #expect(self.disk(50 << 30, of: total) == .warning)
        #expect(self.disk((50 << 30) - 1, of: total) == .failure)
        #expect(self.disk(0, of: total) == .failure)
        // On a small disk the bytes count, on a huge one nothing overflows.
        #expect(self.disk(1 << 30, of: 2 << 30) == .ok)
        #expect(self.disk((1 << 30) - 1, of: 2 << 30) == .failure)
        #expect(self.disk(.max, of: .max) == .ok)
        #expect(self.disk(.max / 20, of: .max) == .failure)
        #expect(self.disk(.max / 20 + 1, of: .max) == .warning)
        #expect(self.disk(0, of: 0) == .failure)
    }

    @Test func rightsOfOthersAreNamed() {
        func outcome(owner: UInt32, mode: UInt32) -> CheckResult.Outcome {
            FileChecks.result(
                "key-files",
                [
                    FileReading(path: "/keys", owner: 5, mode: 0o700),
                    FileReading(path: "/keys/a", owner: owner, mode: mode),
                ],
                user: 5,
                what: "keys"
            ).outcome
        }
        #expect(outcome(owner: 5, mode: 0o600) == .ok)
        #expect(outcome(owner: 5, mode: 0o400) == .ok)
        for mode: UInt32 in [0o640, 0o604, 0o610, 0o601, 0o620, 0o602] {
            #expect(outcome(owner: 5, mode: mode) == .failure)
        }
        #expect(outcome(owner: 6, mode: 0o600) == .failure)
    }

    @Test func aClockBeforeTheLastSignatureIsNamed() {
        func outcome(_ signed: UInt64?) -> CheckResult.Outcome {
            SigningChecks.lastSignature(at: signed, now: 100, log: "eu").outcome
        }
        #expect(outcome(nil) == .ok)
        #expect(outcome(100) == .ok)
        #expect(outcome(101) == .failure)
    }

    @Test func aRecordThatCannotBeUsedIsNamed() {
        #expect(SigningChecks.lock(.free, log: "eu").outcome == .ok)
        #expect(SigningChecks.lock(.held, log: "eu").outcome == .ok)
        #expect(SigningChecks.lock(.unusable("gone"), log: "eu").outcome == .failure)
    }

    @Test func productionNeedsASecondPlace() {
        func outcome(
            signer: Bool = false,
            names: String?,
            count: Int?
        ) -> CheckResult.Outcome {
            SigningChecks.production(
                hasForeignSigner: signer,
                synchronousStandbyNames: names,
                synchronousStandbyCount: count
            ).outcome
        }
        #expect(outcome(signer: true, names: nil, count: nil) == .ok)
        #expect(outcome(names: "*", count: 1) == .ok)
        #expect(outcome(names: "*", count: 0) == .failure)
        #expect(outcome(names: "*", count: nil) == .unknown)
        #expect(outcome(names: "", count: 0) == .failure)
        #expect(outcome(names: nil, count: nil) == .failure)
    }

    @Test func theWorstDecides() {
        func status(_ outcomes: CheckResult.Outcome...) -> Int32 {
            DoctorReport(
                outcomes.map {
                    CheckResult(
                        name: "x",
                        outcome: $0,
                        found: "y",
                        remedy: nil,
                        stopsServing: false
                    )
                }
            ).status
        }
        #expect(status(.ok, .warning) == 0)
        #expect(status(.ok, .unknown, .warning) == 2)
        #expect(status(.unknown, .failure, .ok) == 1)
    }
}
