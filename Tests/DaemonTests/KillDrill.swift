import Foundation
import Glibc
import LogTesting
import Postgres
import SignedNotes
import Testing
import Witnessing

/// Kills the daemon and its PostgreSQL under load, again and again, and compares what clients were
/// promised with what the log has, each time.
struct KillDrill {
    enum Victim: String {
        case daemon = "concordatd"
        /// Every process of the server at once, as a loss of power does.
        case server = "PostgreSQL, all processes"
        /// The first process alone: the others go on until they notice.
        case postmaster = "PostgreSQL, postmaster"
        /// One process that serves the daemon; the server restarts itself then.
        case backend = "PostgreSQL, one backend"
    }

    private let plan: DrillPlan
    private let house: House
    private let history = HistoryRecorder(clock: { UInt64(Date().timeIntervalSince1970) })
    private let gate = LoadGate()
    private let keys: [VerifierKey]
    private let origin: LogOrigin
    /// The event after which an acknowledgement is waited for.
    private var killedAt = 0
    private let endpoint: Endpoint
    private var daemon: Daemon
    private var random: SeededGenerator
    private var startKills = 0

    /// Starts the daemon; the load begins with ``run()``.
    init(_ plan: DrillPlan) async throws {
        self.plan = plan
        self.random = SeededGenerator(seed: plan.seed)
        self.house = try await House.withLog("drill")
        self.keys = try self.house.verifierKeys()
        self.origin = try self.house.logOrigin
        self.daemon = try await self.house.serve()
        self.endpoint = Endpoint(try self.daemon.web)
    }

    /// The whole drill.
    mutating func run() async throws {
        self.say("drill: \(self.plan)")
        let start = ContinuousClock.now
        let victims = self.plan.victims.shuffled(using: &self.random)
        let load = self.startLoad()
        do {
            for (number, victim) in victims.enumerated() {
                try await self.kill(victim, number: number + 1, of: victims.count)
            }
            try await self.checkRepeatedRequests()
        } catch {
            try Drill.report(
                "kills",
                seed: self.plan.seed,
                count: victims.count,
                "kills, not all of them carried out",
                failures: 1
            )
            load.cancel()
            self.gate.end()
            await load.value
            self.keepEvidence(of: error)
            throw error
        }
        load.cancel()
        self.gate.end()
        await load.value
        try await self.daemon.stop()
        #expect(ServerProcesses.all(in: self.house.postgres).isEmpty, "server processes are left")
        let counts = self.history.counts
        self.say(
            "drill: \(victims.count) kills and \(self.startKills) more during a start, \(counts.acknowledged) entries acknowledged, "
                + "\(counts.refused) requests refused, \(counts.unknown) without a known outcome, "
                + "\(counts.recovered) of these found appended by the same key, \(counts.repeated) "
                + "answered ones sent again, "
                + "\(self.history.headSizes.count) heads; 0 lost, 0 moved, 0 duplicates, 0 heads that "
                + "differ; \(Self.seconds(.now - start))"
        )
        try Drill.report(
            "kills",
            seed: self.plan.seed,
            count: victims.count + self.startKills,
            "kills of the daemon and of its database",
            failures: 0
        )
    }

    // MARK: Load

    /// Clients and a watcher. They end when the gate says so and the task is cancelled.
    private func startLoad() -> Task<Void, Never> {
        let (plan, endpoint, history, gate) = (self.plan, self.endpoint, self.history, self.gate)
        let watch = HeadWatch(
            endpoint: endpoint,
            history: history,
            keys: self.keys,
            origin: self.origin
        )
        return Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watch.run() }
                for number in 0..<plan.clients {
                    group.addTask {
                        var client = LoadClient(
                            number,
                            seed: plan.seed,
                            endpoints: [endpoint],
                            history: history,
                            gate: gate
                        )
                        await client.run()
                    }
                }
            }
        }
    }

    // MARK: Killing

    private mutating func kill(_ victim: Victim, number: Int, of total: Int) async throws {
        let before = self.history.counts
        let wanted =
            self.plan.acknowledgements
            + Int.random(in: 0...self.plan.acknowledgements / 4, using: &self.random)
        self.gate.open()
        try await self.history.acknowledge(wanted)
        // Anywhere between two heads, and between the steps of a batch.
        let delay = Duration.microseconds(Int.random(in: 0..<250_000, using: &self.random))
        try await Task.sleep(for: delay)

        let acknowledged = self.history.counts.acknowledged - before.acknowledged
        switch victim {
        case .daemon: try await self.killDaemon()
        case .server, .postmaster: try await self.killServer(whole: victim == .server)
        case .backend: try await self.killBackend()
        }
        try await eventually("an acknowledgement after the kill") {
            try #require(self.daemon.program.ending == nil, "\(self.daemon.program.output)")
            return self.history.recovery(since: self.killedAt) != nil
        }
        try await self.gate.quiesce(self.plan.clients)

        let checkStart = ContinuousClock.now
        let size = try await self.check()
        let after = self.history.counts
        self.say(
            "kill \(number)/\(total): \(victim.rawValue), \(acknowledged) acknowledgements after "
                + "the last one, \(Self.seconds(delay)) past the mark; acknowledged again after "
                + "\(Self.seconds(self.history.recovery(since: self.killedAt) ?? .zero)); "
                + "\(after.refused - before.refused) requests refused, "
                + "\(after.unknown - before.unknown) without a known outcome, "
                + "\(after.recovered - before.recovered) of these appended; \(size) entries, "
                + "\(self.history.headSizes.count) heads, all as promised "
                + "(\(Self.seconds(.now - checkStart)))"
        )
    }

    private mutating func markKill() {
        self.killedAt = self.history.mark
        self.history.fault("kill -9")
    }

    private mutating func killDaemon() async throws {
        self.daemon.program.signal(SIGKILL)
        let ending = try await self.daemon.program.waitUntilEnded()
        try #require(ending == .signal(SIGKILL))
        self.markKill()
        if Int.random(in: 0..<4, using: &self.random) == 0 {
            // Once more, while it starts: recovering is interrupted, too.
            let early = try await self.house.serve(waits: false)
            let delay = Int.random(in: 0..<600_000, using: &self.random)
            try await Task.sleep(for: .microseconds(delay))
            early.program.signal(SIGKILL)
            _ = try await early.program.waitUntilEnded()
            self.startKills += 1
        }
        self.daemon = try await self.house.serve()
        self.endpoint.web = try self.daemon.web
    }

    private mutating func killServer(whole: Bool) async throws {
        let postmaster = try #require(ServerProcesses.postmaster(of: self.house.postgres))
        // By its folder as well as by the number in the file: nobody else's is killed.
        let processes = ServerProcesses.all(in: self.house.postgres)
        try #require(processes.contains(postmaster))
        Glibc.kill(postmaster, SIGKILL)
        if whole {
            for process in processes where process != postmaster { Glibc.kill(process, SIGKILL) }
        }
        self.markKill()
        try await eventually("another server") {
            let now = ServerProcesses.postmaster(of: self.house.postgres)
            return now != nil && now != postmaster
        }
    }

    private mutating func killBackend() async throws {
        let backends = ServerProcesses.all(in: self.house.postgres, named: "concordat_serving")
        let backend = try #require(backends.randomElement(using: &self.random))
        Glibc.kill(backend, SIGKILL)
        self.markKill()
    }

    // MARK: Checking

    /// Compares everything; returns the number of entries.
    private func check() async throws -> UInt64 {
        let promised = self.history.promisedSize
        try await eventually("size \(promised) is published") {
            try await self.daemon.publishedSize >= promised
        }
        try await self.daemon.waitUntilReady()
        try await self.readStoredHeads()
        let web = try self.daemon.web
        let tree = try await ServedTree(
            web,
            history: self.history,
            keys: self.keys,
            origin: self.origin
        )
        try await tree.checkTiles(web)
        let violations = HistoryChecker(self.history.events).violations(in: tree.log)
        try #require(violations.isEmpty, "\(violations.prefix(20))")
        return tree.size
    }

    /// All heads that were ever published and the newest that was signed, also those that were the
    /// newest for too short a time to be seen from outside.
    private func readStoredHeads() async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(
                conninfo: "host='\(self.house.postgres)/run' port=5432 dbname=concordat "
                    + "user=concordat"
            )
        )
        let known = self.history.headSizes
        let notes = try await connection.run { session in
            let rows = try session.query(
                "SELECT size, checkpoint, sm3_checkpoint, twin FROM concordat.heads"
            )
            return try (0..<rows.count).map { row in
                (
                    size: try rows.int8(row, 0),
                    notes: try (1...3).map { try rows.bytes(row, $0) }
                )
            }
        }
        await connection.close()
        let missing = self.history.publishedSizes.subtracting(notes.map { UInt64($0.size) })
        #expect(missing.isEmpty, "heads were shown that are not stored: \(missing)")
        for (size, notes) in notes where !known.contains(UInt64(size)) {
            try self.sees(
                HeadNotes(checkpoint: notes[0], sm3Checkpoint: notes[1], twin: notes[2]),
                isPublished: true,
                "the table of heads"
            )
        }
        let record = try SignerRecord.describe(directory: self.house.signer)
        if let signed = record.signedNotes {
            try self.sees(signed, isPublished: false, "the signer's record")
        }
    }

    private func sees(_ notes: HeadNotes, isPublished: Bool, _ observer: String) throws {
        try self.history.saw(
            notes,
            keys: self.keys,
            origin: self.origin,
            isPublished: isPublished,
            asked: self.history.mark,
            by: observer
        )
    }

    /// The drill is worth something only if retries met entries that were appended before.
    private func checkRepeatedRequests() async throws {
        let counts = self.history.counts
        #expect(counts.repeated > 0, "no request was sent again after its answer")
        #expect(counts.unknown > 0, "no kill left a request without an outcome")
    }

    // MARK: Telling

    /// Leaves the folder for whoever looks into a failure.
    private func keepEvidence(of error: any Error) {
        self.daemon.program.signal(SIGKILL)
        let kept = "/tmp/concordat-drill-\(self.plan.seed)"
        try? FileManager.default.moveItem(atPath: self.house.path, toPath: kept)
        self.say("drill: stopped by \(error); the folder is kept as \(kept)")
    }

    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        return "\((milliseconds / 10).rounded() / 100) s"
    }
}
