import Foundation
import Glibc
import LogTesting
import PrivateCluster
import SignedNotes
import Testing

/// Two daemons on one database with one signer, under load, killed and paused in turn, the signer too;
/// with a council also the witnesses, whose quorum both daemons publish under. What both of them
/// answered is judged together.
struct DaemonsDrill {
    /// What happens to whom.
    enum Blow {
        case killFirst, killSecond, killSigner
        case pauseFirst, pauseSecond, pauseSigner
        /// One is killed while the other one stands still.
        case killFirstWhileSecondStands
        /// Any witness.
        case killWitness, pauseWitness
        /// All witnesses of one side are away for a while.
        case killSide
        /// Both daemons, while a head waits for a side.
        case killDaemonsWhileAHeadWaits
    }

    /// What happens to daemons and signer.
    static let blowsToDaemons: [Blow] = [
        .killFirst, .killSecond, .killSigner, .pauseFirst, .pauseSecond, .pauseSigner,
        .killFirstWhileSecondStands,
    ]
    /// What happens where there are witnesses, in the short form of the drill.
    static let blowsUnderAQuorum: [Blow] = [.pauseWitness, .killDaemonsWhileAHeadWaits]
    /// And in the long one.
    static let allBlows =
        blowsToDaemons + blowsUnderAQuorum + [.killWitness, .killSide]

    private let house: House
    private let database: ExternalDatabase
    private let table: LogTable
    private let otherData: String
    private let socket: String
    private let council: CouncilHouse?
    private let seed: UInt64
    private let acknowledgements: Int
    private let blows: [Blow]
    private let clients = 12
    private let history = HistoryRecorder(clock: { UInt64(Date().timeIntervalSince1970) })
    private let gate = LoadGate()
    private var random: SeededGenerator
    private var daemons: [Daemon]
    private var endpoints: [Endpoint]
    private var signer: RunningProgram

    /// Starts the signer and both daemons on an empty database, and six witnesses if there is to be a
    /// council.
    init(
        _ cluster: PrivateCluster,
        _ name: String,
        seed: UInt64,
        blows: [Blow] = Self.blowsToDaemons,
        rounds: Int,
        acknowledgements: Int,
        hasCouncil: Bool = false
    ) async throws {
        let house = try House(empty: "daemons")
        self.house = house
        self.seed = seed
        self.acknowledgements = acknowledgements
        var random = SeededGenerator(seed: seed)
        self.blows = (0..<rounds).flatMap { _ in blows.shuffled(using: &random) }
        self.random = random
        self.database = try await house.external(cluster, name)
        try await house.createLog(in: self.database)
        self.otherData = house.path + "/other"
        try await house.copyPublicKeys(to: self.otherData)
        self.table = LogTable(
            conninfo: self.database.owner,
            keys: try house.verifierKeys(),
            origin: try house.logOrigin
        )
        self.council = try await hasCouncil ? CouncilHouse(house) : nil
        try await self.council?.start()
        self.socket = house.path + "/signer.sock"
        self.signer = try await house.startSigner(socket: self.socket)
        self.daemons = []
        self.endpoints = []
        for number in 0..<2 {
            let daemon = try await self.startDaemon(number)
            self.daemons.append(daemon)
            self.endpoints.append(Endpoint(try daemon.web))
        }
    }

    private func startDaemon(_ number: Int) async throws -> Daemon {
        try await self.house.serve(
            self.database.serve + ["--signer", "unix:" + self.socket, "--signer-patience", "3s"]
                + (self.council?.serve ?? []),
            listen: self.council?.daemonAddress(number) ?? "127.0.0.1:0",
            data: number == 0 ? nil : self.otherData
        )
    }

    /// The whole drill.
    mutating func run() async throws {
        let start = ContinuousClock.now
        let load = self.startLoad()
        let result: Result<Void, any Error>
        do {
            for blow in self.blows {
                try await self.history.acknowledge(self.acknowledgements)
                try await Task.sleep(
                    for: .microseconds(Int.random(in: 0..<50_000, using: &self.random))
                )
                try await self.strike(blow)
                // Both do their work again: each of several clients sends to either.
                try await self.history.acknowledge(self.acknowledgements / 4)
            }
            result = .success(try await self.gate.quiesce(self.clients))
        } catch {
            result = .failure(error)
        }
        self.gate.end()
        load.cancel()
        for daemon in self.daemons { daemon.program.signal(SIGCONT) }
        self.signer.signal(SIGCONT)
        for member in self.council?.members ?? [] { member.signal(SIGCONT) }
        await load.value
        try result.get()
        try await self.judge()
        let counts = self.history.counts
        Drill.say(
            "drill \(self.name): \(self.blows.count) blows, \(counts.acknowledged) entries acknowledged, "
                + "\(counts.unknown) requests without a known outcome, \(counts.recovered) of these "
                + "appended, \(self.history.headSizes.count) heads, "
                + "\((ContinuousClock.now - start) / .seconds(1)) s"
        )
        for daemon in self.daemons { try await daemon.stop() }
        self.signer.signal(SIGTERM)
        #expect(try await self.signer.waitUntilEnded() == .status(0))
        try await self.council?.stop()
    }

    /// What the ledger calls it.
    private var name: String { self.council == nil ? "daemons" : "publishing" }

    private func startLoad() -> Task<Void, Never> {
        let (seed, history, gate, endpoints) = (self.seed, self.history, self.gate, self.endpoints)
        let (clients, keys, origin) = (self.clients, self.table.keys, self.table.origin)
        let members = self.council?.members ?? []
        return Task {
            await withTaskGroup(of: Void.self) { group in
                for member in members {
                    let watch = WitnessWatch(
                        member: member,
                        history: history,
                        keys: keys,
                        origin: origin
                    )
                    group.addTask { await watch.run() }
                }
                for (number, endpoint) in endpoints.enumerated() {
                    let watch = HeadWatch(
                        endpoint: endpoint,
                        history: history,
                        keys: keys,
                        origin: origin,
                        name: "monitor of daemon \(number)"
                    )
                    group.addTask { await watch.run() }
                }
                for number in 0..<clients {
                    group.addTask {
                        var client = LoadClient(
                            number,
                            seed: seed,
                            endpoints: endpoints,
                            history: history,
                            gate: gate
                        )
                        await client.run()
                    }
                }
            }
        }
    }

    // MARK: Blows

    private mutating func strike(_ blow: Blow) async throws {
        self.history.fault("\(blow)")
        switch blow {
        case .killFirst: try await self.killDaemon(0)
        case .killSecond: try await self.killDaemon(1)
        case .killSigner:
            self.signer.signal(SIGKILL)
            _ = try await self.signer.waitUntilEnded()
            self.signer = try await self.house.startSigner(socket: self.socket)
        case .pauseFirst: try await self.pause(self.daemons[0].program)
        case .pauseSecond: try await self.pause(self.daemons[1].program)
        case .pauseSigner: try await self.pause(self.signer)
        case .killFirstWhileSecondStands:
            self.daemons[1].program.signal(SIGSTOP)
            try await self.killDaemon(0)
            self.daemons[1].program.signal(SIGCONT)
        case .killWitness:
            guard let member = self.council?.members.randomElement(using: &self.random) else {
                return
            }
            try await member.kill()
            try await member.start()
        case .pauseWitness:
            guard let member = self.council?.members.randomElement(using: &self.random) else {
                return
            }
            member.signal(SIGSTOP)
            // The others are enough, whatever this one does not answer.
            try await self.history.acknowledge(self.acknowledgements / 4)
            try await self.daemons[0].waitUntilPublished(
                self.history.promisedSize,
                within: CouncilHouse.release
            )
            member.signal(SIGCONT)
        case .killSide:
            let side = try await self.takeSideAway()
            try await self.bringBack(side)
        case .killDaemonsWhileAHeadWaits:
            let side = try await self.takeSideAway()
            let begins = try await self.waitBegins()
            for number in 0..<2 { try await self.killDaemon(number) }
            #expect(try await self.waitBegins() == begins, "the wait begins anew")
            try await self.bringBack(side)
        }
    }

    /// Kills all witnesses of a side; returns them once both daemons say that a head waits.
    private mutating func takeSideAway() async throws -> [CouncilMember] {
        guard let council, let side = ["eu", "cn"].randomElement(using: &self.random) else {
            return []
        }
        try await council.kill(council.side(side))
        try await self.history.acknowledge(self.acknowledgements / 4)
        _ = try await self.waitBegins()
        return council.side(side)
    }

    /// Nothing was published without them; with them everything that is promised is, within a time
    /// limit.
    private func bringBack(_ members: [CouncilMember]) async throws {
        let published = try await self.publishedSize
        try await self.history.acknowledge(self.acknowledgements / 4)
        #expect(try await self.publishedSize == published, "published without a side")
        try await self.council?.start(members)
        let promised = self.history.promisedSize
        for daemon in self.daemons {
            try await daemon.waitUntilPublished(promised, within: CouncilHouse.release)
        }
    }

    /// The newest published size, whoever says so.
    private var publishedSize: UInt64 {
        get async throws {
            var newest: UInt64 = 0
            for daemon in self.daemons { newest = max(newest, try await daemon.publishedSize) }
            return newest
        }
    }

    /// Since when the daemons say that a head waits which is not published, once both do.
    private func waitBegins() async throws -> [String] {
        var begins: [String] = []
        for daemon in self.daemons {
            try await eventually("a head waits", within: CouncilHouse.release) {
                try await daemon.quorum?.size ?? 0 > daemon.publishedSize
            }
            let report = try await daemon.waitUntilItWaits(within: CouncilHouse.release)
            begins.append(try #require(report.waitingSince))
        }
        return begins
    }

    private mutating func killDaemon(_ number: Int) async throws {
        self.daemons[number].program.signal(SIGKILL)
        let ending = try await self.daemons[number].program.waitUntilEnded()
        try #require(ending == .signal(SIGKILL))
        self.daemons[number] = try await self.startDaemon(number)
        self.endpoints[number].web = try self.daemons[number].web
    }

    private mutating func pause(_ program: RunningProgram) async throws {
        program.signal(SIGSTOP)
        let length = Int.random(in: 200..<900, using: &self.random)
        try await Task.sleep(for: .milliseconds(length))
        program.signal(SIGCONT)
    }

    // MARK: Judging

    private func judge() async throws {
        let promised = self.history.promisedSize
        for (number, daemon) in self.daemons.enumerated() {
            try await daemon.waitUntilReady()
            try await daemon.waitUntilPublished(promised)
            let web = try daemon.web
            let tree = try await ServedTree(
                web,
                history: self.history,
                keys: self.table.keys,
                origin: self.table.origin
            )
            try await tree.checkTiles(web)
            let violations = HistoryChecker(self.history.events).violations(in: tree.log)
            #expect(violations.prefix(20) == [], "as daemon \(number) serves it, seed \(self.seed)")
        }
        if let council {
            for daemon in self.daemons { try await council.checkPublished(daemon) }
            try await self.table.checkQuorums(try council.policy)
            council.expectNoAlarms()
        }
        let table = try await self.table.read(into: self.history)
        let violations = HistoryChecker(self.history.events).violations(in: table)
        #expect(violations.prefix(20) == [], "as the table has it, seed \(self.seed)")
        #expect(!self.signer.output.contains("another history"), "\(self.signer.output)")
        try Drill.report(
            self.name,
            seed: self.seed,
            count: self.blows.count,
            "kills and pauses",
            failures: violations.count
        )
    }
}
