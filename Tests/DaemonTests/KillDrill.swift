import Foundation
import Glibc
import LogTesting
import Postgres
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
    private let journal = AppendJournal()
    private let gate = LoadGate()
    private let heads: HeadBook
    private let endpoint: Endpoint
    private var daemon: Daemon
    private var random: SeededGenerator
    private var startKills = 0

    /// Starts the daemon; the load begins with ``run()``.
    init(_ plan: DrillPlan) async throws {
        self.plan = plan
        self.random = SeededGenerator(seed: plan.seed)
        self.house = try await House.withLog("drill")
        self.heads = HeadBook(keys: try self.house.verifierKeys())
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
        let counts = self.journal.counts
        self.say(
            "drill: \(victims.count) kills and \(self.startKills) more during a start, \(counts.acknowledged) entries acknowledged, "
                + "\(counts.refused) requests refused, \(counts.unknown) without a known outcome, "
                + "\(counts.recovered) of these found appended by the same key, \(counts.repeated) "
                + "answered ones sent again, "
                + "\(self.heads.sizes.count) heads; 0 lost, 0 moved, 0 duplicates, 0 heads that "
                + "differ; \(Self.seconds(.now - start))"
        )
    }

    // MARK: Load

    /// Clients and a watcher. They end when the gate says so and the task is cancelled.
    private func startLoad() -> Task<Void, Never> {
        let (plan, endpoint, journal, gate) = (self.plan, self.endpoint, self.journal, self.gate)
        let watch = HeadWatch(endpoint: endpoint, heads: self.heads, journal: journal)
        return Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watch.run() }
                for number in 0..<plan.clients {
                    group.addTask {
                        var client = LoadClient(
                            number,
                            seed: plan.seed,
                            endpoint: endpoint,
                            journal: journal,
                            gate: gate
                        )
                        await client.run()
                    }
                }
            }
        }
    }

    /// Holds all clients; returns when each of them knows what became of all it sent.
    private func quiesce() async throws {
        self.gate.close()
        let clients = self.plan.clients
        try await eventually("every request has an outcome", within: .seconds(300)) {
            self.gate.parked == clients
        }
    }

    // MARK: Killing

    private mutating func kill(_ victim: Victim, number: Int, of total: Int) async throws {
        let before = self.journal.counts
        let wanted =
            self.plan.acknowledgements
            + Int.random(in: 0...self.plan.acknowledgements / 4, using: &self.random)
        self.gate.open()
        try await eventually("\(wanted) acknowledgements", within: .seconds(300)) {
            try #require(self.journal.violations.isEmpty, "\(self.journal.violations)")
            return self.journal.counts.acknowledged - before.acknowledged >= wanted
        }
        // Anywhere between two heads, and between the steps of a batch.
        let delay = Duration.microseconds(Int.random(in: 0..<250_000, using: &self.random))
        try await Task.sleep(for: delay)

        let acknowledged = self.journal.counts.acknowledged - before.acknowledged
        switch victim {
        case .daemon: try await self.killDaemon()
        case .server, .postmaster: try await self.killServer(whole: victim == .server)
        case .backend: try await self.killBackend()
        }
        try await eventually("an acknowledgement after the kill", within: .seconds(180)) {
            try #require(self.daemon.program.ending == nil, "\(self.daemon.program.output)")
            return self.journal.recovery != nil
        }
        try await self.quiesce()

        let checkStart = ContinuousClock.now
        let size = try await self.check()
        let after = self.journal.counts
        self.say(
            "kill \(number)/\(total): \(victim.rawValue), \(acknowledged) acknowledgements after "
                + "the last one, \(Self.seconds(delay)) past the mark; acknowledged again after "
                + "\(Self.seconds(self.journal.recovery ?? .zero)); "
                + "\(after.refused - before.refused) requests refused, "
                + "\(after.unknown - before.unknown) without a known outcome, "
                + "\(after.recovered - before.recovered) of these appended; \(size) entries, "
                + "\(self.heads.sizes.count) heads, all as promised "
                + "(\(Self.seconds(.now - checkStart)))"
        )
    }

    private mutating func killDaemon() async throws {
        self.daemon.program.signal(SIGKILL)
        let ending = try await self.daemon.program.waitUntilEnded()
        try #require(ending == .signal(SIGKILL))
        self.journal.mark()
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

    private func killServer(whole: Bool) async throws {
        let postmaster = try #require(ServerProcesses.postmaster(of: self.house.postgres))
        // By its folder as well as by the number in the file: nobody else's is killed.
        let processes = ServerProcesses.all(in: self.house.postgres)
        try #require(processes.contains(postmaster))
        Glibc.kill(postmaster, SIGKILL)
        if whole {
            for process in processes where process != postmaster { Glibc.kill(process, SIGKILL) }
        }
        self.journal.mark()
        try await eventually("another server", within: .seconds(120)) {
            let now = ServerProcesses.postmaster(of: self.house.postgres)
            return now != nil && now != postmaster
        }
    }

    private mutating func killBackend() async throws {
        let backends = ServerProcesses.all(in: self.house.postgres, named: "concordat_serving")
        let backend = try #require(backends.randomElement(using: &self.random))
        Glibc.kill(backend, SIGKILL)
        self.journal.mark()
    }

    // MARK: Checking

    /// Compares everything; returns the number of entries.
    private func check() async throws -> UInt64 {
        let promised = self.journal.promisedSize
        try await eventually("size \(promised) is published") {
            try await self.daemon.publishedSize >= promised
        }
        try await self.daemon.waitUntilReady()
        try await self.readStoredHeads()
        let web = try self.daemon.web
        let tree = try await ServedTree(web, heads: self.heads)
        try await tree.check(web, heads: self.heads)
        let disagreements = self.journal.disagreements(with: tree.entries)
        try #require(disagreements.isEmpty, "\(disagreements.prefix(20))")
        try #require(self.heads.contradictions.isEmpty, "\(self.heads.contradictions)")
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
        let known = self.heads.sizes
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
        let missing = self.heads.publishedSizes.subtracting(notes.map { UInt64($0.size) })
        #expect(missing.isEmpty, "heads were shown that are not stored: \(missing)")
        for (size, notes) in notes where !known.contains(UInt64(size)) {
            try self.heads.add(checkpoint: notes[0])
            try self.heads.add(sm3Checkpoint: notes[1])
            try self.heads.add(twin: notes[2])
        }
        let record = try SignerRecord.describe(directory: self.house.signer)
        if let signed = record.signedNotes {
            try self.heads.add(checkpoint: signed.checkpoint, isPublished: false)
            try self.heads.add(sm3Checkpoint: signed.sm3Checkpoint, isPublished: false)
            try self.heads.add(twin: signed.twin, isPublished: false)
        }
    }

    /// The drill is worth something only if retries met entries that were appended before.
    private func checkRepeatedRequests() async throws {
        let counts = self.journal.counts
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
