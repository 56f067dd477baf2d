import Foundation
import Glibc
import LogTesting
import Postgres
import SignedNotes
import Testing

extension DaemonTests {
    /// Each of the three disks of a log runs full under load.
    @Suite struct DiskFullTests {
        /// Which disk it is.
        enum Disk: String, CaseIterable, CustomTestStringConvertible {
            case data, wal, signer

            var testDescription: String { self.rawValue }
        }

        @Test(
            .enabled(if: Volumes.obstacle == nil, "\(Volumes.obstacle ?? "")"),
            // A full write-ahead log takes PostgreSQL down until it has room and is up again: minutes.
            arguments: Drill.isLong ? Disk.allCases : [.data, .signer]
        )
        func nothingPromisedIsLostWhenADiskRunsFull(_ disk: Disk) async throws {
            var drill = try await DiskDrill(disk, seed: try Drill.seed())
            try await drill.run(rounds: Drill.isLong ? try Drill.number("DRILL_ROUNDS") ?? 3 : 1)
        }

        /// Not silently: a run that leaves these tests out says so.
        @Test func whatIsLeftOutIsNamed() {
            if let obstacle = Volumes.obstacle { Drill.say("drill disks: left out: \(obstacle)") }
            #expect(Volumes.obstacle == nil || geteuid() != 0 || Volumes.obstacle?.isEmpty == false)
        }
    }
}

/// A daemon with one of its disks on a small file system, which runs full and is emptied again.
struct DiskDrill {
    /// Without the limits below which the daemon refuses by itself: the disk is to run really full.
    private static let unwatched = ["--disk-refusal-percent", "0", "--disk-refusal-bytes", "0"]

    private let disk: DaemonTests.DiskFullTests.Disk
    private let seed: UInt64
    private let house: House
    private let volumes: Volumes
    /// The folder whose volume is filled.
    private let folder: String
    private let keys: [VerifierKey]
    private let origin: LogOrigin
    private let history = HistoryRecorder(clock: { UInt64(Date().timeIntervalSince1970) })
    private let gate = LoadGate()
    private let clients = 8
    private var daemon: Daemon
    private let endpoint: Endpoint

    /// Puts the disk in place and starts the daemon.
    init(_ disk: DaemonTests.DiskFullTests.Disk, seed: UInt64) async throws {
        self.disk = disk
        self.seed = seed
        let house = try await House.withLog("disk-\(disk.rawValue)")
        self.house = house
        let pgdata = house.postgres + "/data"
        let aside = house.path + "/aside"
        let folder: String
        let megabytes: Int
        switch disk {
        case .data: (folder, megabytes) = (pgdata, 96)
        // Three segments of 16 MB.
        case .wal: (folder, megabytes) = (house.postgres + "/wal", 52)
        case .signer: (folder, megabytes) = (house.signer, 4)
        }
        self.folder = folder
        let user = geteuid() == 0 && disk != .signer ? "postgres" : "root"
        switch disk {
        case .data:
            // The write-ahead log stays where there is room.
            try await House.tool("/bin/mv", [pgdata + "/pg_wal", house.postgres + "/wal"])
            try await House.tool("/bin/mv", [pgdata, aside])
            try await House.tool("/bin/mkdir", [pgdata])
        case .wal:
            try await House.tool("/bin/mv", [pgdata + "/pg_wal", aside])
            try await House.tool("/bin/mkdir", [folder])
        case .signer:
            try await House.tool("/bin/mv", [folder, aside])
            try await House.tool("/bin/mkdir", [folder])
        }
        self.volumes = try await Volumes(
            [.init(path: folder, megabytes: megabytes, user: user)],
            output: house.path + "/volumes.log"
        )
        try await self.volumes.tool("/bin/cp", ["-a", aside + "/.", folder])
        if disk != .signer {
            try await self.volumes.tool(
                "/bin/ln",
                ["-s", house.postgres + "/wal", pgdata + "/pg_wal"]
            )
        }
        self.keys = try house.verifierKeys()
        self.origin = try house.logOrigin
        self.daemon = try await house.serve(inside: self.volumes, Self.unwatched)
        self.endpoint = Endpoint(try self.daemon.web)
    }

    /// Fills and empties the disk so many times, and judges the whole.
    mutating func run(rounds: Int) async throws {
        let load = self.startLoad()
        let result: Result<Void, any Error>
        do {
            for _ in 0..<rounds { try await self.fillAndEmpty() }
            try await self.gate.quiesce(self.clients)
            result = .success(())
        } catch {
            Drill.say(
                "drill disks.\(self.disk.rawValue): \(error)\n\(self.daemon.program.output.suffix(3000))"
            )
            result = .failure(error)
        }
        self.gate.end()
        load.cancel()
        await load.value
        try result.get()
        try await self.judge(rounds: rounds)
        try await self.daemon.stop()
    }

    private mutating func fillAndEmpty() async throws {
        let start = ContinuousClock.now
        try await self.history.acknowledge(60)
        let filling = ContinuousClock.now
        self.history.fault("\(self.disk.rawValue) is full")
        let before = self.history.counts
        try self.volumes.fill(self.folder, leaving: 128 << 10)
        // The load takes the rest.
        try await eventually("appends are refused") {
            try #require(self.history.violations == [])
            let counts = self.history.counts
            return counts.refused + counts.unknown - before.refused - before.unknown > 3
        }
        let full = ContinuousClock.now
        try await self.expectRefusalsAndReads()
        let emptying = ContinuousClock.now
        try self.volumes.empty(self.folder)
        self.history.fault("\(self.disk.rawValue) has room")
        if self.disk == .signer {
            // What a failed write left on the signer's disk is found out by a start only.
            try await self.restart()
        }
        try await self.history.acknowledge(60)
        let times = [
            ("filled after", start, filling), ("refused after", filling, full),
            ("checked in", full, emptying), ("acknowledged again after", emptying, .now),
        ]
        Drill.say(
            "drill disks.\(self.disk.rawValue): "
                + times.map { "\($0.0) \(($0.2 - $0.1) / .milliseconds(1)) ms" }
                .joined(separator: ", ")
        )
    }

    /// While the disk is full.
    private func expectRefusalsAndReads() async throws {
        let web = try self.daemon.web
        if self.disk == .data { try await self.checkpoint() }
        // PostgreSQL is away while its write-ahead log has no room, and an append waits for it, up to
        // 10 seconds: the long form does.
        if self.disk != .wal || Drill.isLong {
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<5 { group.addTask { try await self.sendInVain(number) } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            if self.disk == .data { #expect(statuses.contains(507), "\(statuses)") }
        }
        for path in ["checkpoint", "sm3/checkpoint", "twin"] {
            #expect(try await web.get("/eu/" + path).status == 200, "\(path)")
        }
        #expect(try await web.get("/healthz").status == 200)
        if self.disk != .wal {
            // The database answers: everything that is published can be read.
            let size = try await self.daemon.publishedSize
            let answer = try await web.get("/eu/proof/inclusion/\(size)/0")
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    /// Sends what nobody else does, so that what it leaves is known, too; returns the status.
    private func sendInVain(_ number: Int) async throws -> Int {
        let key = "\(self.disk.rawValue)-\(self.history.mark)-\(number)"
        let entry = Array(key.utf8) + [UInt8](repeating: 0, count: 60_000)
        let attempt = self.history.sends(.init(key: Array(key.utf8), entries: [entry]))
        let answer = try await self.daemon.web.post("/eu/add", entry, key: key)
        if answer.status == 200, let first = UInt64(answer.text) {
            // A vacuum has found room for one more, which is a promise like any other.
            self.history.answered(attempt, .promised(first: first, isRepeat: false))
            return answer.status
        }
        #expect([503, 507].contains(answer.status), "\(answer.text)")
        #expect(answer.field("Content-Type") == "application/problem+json")
        #expect(answer.field("Retry-After") != nil)
        let type = (try? answer.object["type"] as? String) ?? ""
        self.history.answered(
            attempt,
            type.hasSuffix(":outcome-unknown") ? .unknown : .refused
        )
        return answer.status
    }

    /// A checkpoint falls into the time without room, as it does sooner or later: the server has to
    /// survive it.
    private func checkpoint() async throws {
        let postmaster = ServerProcesses.postmaster(of: self.house.postgres)
        let before = Set(ServerProcesses.all(in: self.house.postgres, named: "checkpointer"))
        let connection = try await PostgresConnection(
            ConnectionConfiguration(
                conninfo: "host='\(self.house.postgres)/run' port=5432 dbname=concordat "
                    + "user=concordat"
            )
        )
        do {
            try await connection.run { try $0.execute("CHECKPOINT") }
        } catch {
            Issue.record("CHECKPOINT: \(error)")
        }
        await connection.close()
        let after = Set(ServerProcesses.all(in: self.house.postgres, named: "checkpointer"))
        #expect(before == after, "the checkpointer was replaced: the server has restarted")
        #expect(ServerProcesses.postmaster(of: self.house.postgres) == postmaster)
    }

    private mutating func restart() async throws {
        let readiness = try await self.daemon.readiness
        #expect(!readiness.isReady)
        #expect(readiness.remarks.contains("its record failed"), "\(readiness.remarks)")
        try await self.daemon.stop()
        self.daemon = try await self.house.serve(inside: self.volumes, Self.unwatched)
        self.endpoint.web = try self.daemon.web
    }

    private func startLoad() -> Task<Void, Never> {
        let (seed, history, gate, endpoint) = (self.seed, self.history, self.gate, self.endpoint)
        let watch = HeadWatch(
            endpoint: endpoint,
            history: history,
            keys: self.keys,
            origin: self.origin
        )
        let clients = self.clients
        return Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watch.run() }
                for number in 0..<clients {
                    group.addTask {
                        var client = LoadClient(
                            number,
                            seed: seed,
                            endpoints: [endpoint],
                            history: history,
                            gate: gate
                        )
                        client.sendsLargeEntries = true
                        client.expectedRefusals = [":shutdown", "507"]
                        await client.run()
                    }
                }
            }
        }
    }

    private func judge(rounds: Int) async throws {
        try await self.daemon.waitUntilReady()
        try await self.daemon.waitUntilPublished(self.history.promisedSize)
        let web = try self.daemon.web
        let tree = try await ServedTree(
            web,
            history: self.history,
            keys: self.keys,
            origin: self.origin
        )
        try await tree.checkTiles(web)
        let violations = HistoryChecker(self.history.events, requiresOutcomes: false)
            .violations(in: tree.log)
        #expect(violations.prefix(20) == [], "seed \(self.seed)")
        let counts = self.history.counts
        Drill.say(
            "drill disks.\(self.disk.rawValue): \(counts.acknowledged) entries acknowledged, "
                + "\(counts.refused) requests refused, \(counts.unknown) without a known outcome"
        )
        try Drill.report(
            "disks.\(self.disk.rawValue)",
            seed: self.seed,
            count: rounds,
            "times full",
            failures: violations.count
        )
    }
}
