import Glibc
import Postgres
import Testing

@testable import PrivateCluster

@Suite struct PrivateClusterTests {
    private func query(_ conninfo: String, _ statement: Statement) async throws -> String {
        let connection = try await PostgresConnection(ConnectionConfiguration(conninfo: conninfo))
        return try await connection.run { try $0.query(statement).text(0, 0) }
    }

    private func execute(_ conninfo: String, _ sql: String) async throws {
        let connection = try await PostgresConnection(ConnectionConfiguration(conninfo: conninfo))
        try await connection.run { try $0.execute(sql) }
    }

    @Test func aClusterKeepsItsDataFromStartToStart() async throws {
        try await withFolder { folder in
            // Without `fsync=off`, as in production.
            let cluster = makeCluster(folder + "/a/b") { configuration in
                configuration.isDurable = true
                configuration.settings = ["max_connections": "17"]
            }
            #expect(cluster.state == .stopped)
            try await cluster.start()
            #expect(cluster.state == .running)
            let expected: [(Statement, String)] = [
                ("SELECT current_setting('data_checksums')", "on"),
                ("SELECT current_setting('fsync')", "on"),
                ("SELECT current_setting('full_page_writes')", "on"),
                ("SELECT current_setting('synchronous_commit')", "on"),
                ("SELECT current_setting('listen_addresses')", ""),
                ("SELECT current_setting('max_connections')", "17"),
                ("SELECT current_setting('lc_collate')", "C"),
                ("SELECT current_setting('server_encoding')", "UTF8"),
                ("SELECT current_user::text", "concordat"),
            ]
            for (statement, value) in expected {
                #expect(try await self.query(cluster.conninfo, statement) == value, "\(statement)")
            }
            try await self.execute(cluster.conninfo, "CREATE TABLE kept AS SELECT 'yes'::text AS x")
            await #expect(throws: PrivateClusterError.alreadyStarted) { try await cluster.start() }
            let process = try #require(await cluster.processID)
            await cluster.stop()
            #expect(cluster.state == .stopped)
            #expect(kill(process, 0) != 0, "it is gone when stop returns")
            #expect(await cluster.processID == nil)
            await cluster.stop()
            try await cluster.start()
            #expect(try await self.query(cluster.conninfo, "SELECT x FROM kept") == "yes")
            await cluster.stop()
        }
    }

    @Test func onlyTheRightUsersMayEnter() async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c")
            try await cluster.start()
            let socket = try #require(FileSystem.status(folder + "/c/run"))
            #expect(socket.mode == 0o700)
            let data = try #require(FileSystem.status(folder + "/c/data"))
            #expect(data.mode == 0o700)
            #expect(data.owner != 0, "PostgreSQL does not run as root")
            try await self.execute(cluster.conninfo, "CREATE ROLE concordat_reader LOGIN")
            let reader = cluster.conninfo(role: "concordat_reader", database: "postgres")
            #expect(try await self.query(reader, "SELECT current_user::text") == "concordat_reader")
            try await self.execute(cluster.conninfo, "CREATE ROLE other LOGIN")
            let other = cluster.conninfo(role: "other", database: "postgres")
            await #expect(throws: PostgresError.self, "a role outside of the map") {
                try await self.query(other, "SELECT ''::text")
            }
            await cluster.stop()
        }
    }

    // MARK: Death

    @Test func aServerThatIsKilledIsStartedAgainWithoutLoss() async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c")
            try await cluster.start()
            let watcher = Task { try await cluster.run() }
            try await self.execute(cluster.conninfo, "CREATE TABLE t (x bigint)")
            for round in 1...3 {
                try await self.execute(cluster.conninfo, "INSERT INTO t VALUES (\(round))")
                let dead = try #require(await cluster.processID)
                // The postmaster alone: its children become orphans that still hold the memory.
                kill(dead, SIGKILL)
                let isBack = await eventually {
                    let process = await cluster.processID
                    return process != nil && process != dead && cluster.state == .running
                }
                #expect(isBack)
                let count = try await self.query(cluster.conninfo, "SELECT count(*)::text FROM t")
                #expect(count == "\(round)")
            }
            await cluster.stop()
            // Ends by itself once the cluster is stopped.
            try await watcher.value
            #expect(ClusterProcesses(dataDirectory: folder + "/c/data").ids.isEmpty)
        }
    }

    @Test func theStateSaysThatTheServerIsBeingRestarted() async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c")
            try await cluster.start()
            let watcher = Task { try await cluster.run() }
            let process = try #require(await cluster.processID)
            // Without its version file the data cannot be used: each attempt fails.
            try FileSystem.rename(folder + "/c/data/PG_VERSION", to: folder + "/c/hidden")
            kill(process, SIGKILL)
            let isTrying = await eventually {
                if case .restarting(_, let attempt) = cluster.state { return attempt >= 2 }
                return false
            }
            #expect(isTrying)
            try FileSystem.rename(folder + "/c/hidden", to: folder + "/c/data/PG_VERSION")
            #expect(await eventually { cluster.state == .running })
            watcher.cancel()
            try await watcher.value
            #expect(cluster.state == .running, "only the watch ended")
            await cluster.stop()
        }
    }

    @Test func stoppingWhileRestartingEndsTheWatch() async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c")
            try await cluster.start()
            let watcher = Task { try await cluster.run() }
            let process = try #require(await cluster.processID)
            kill(process, SIGKILL)
            let isNoticed = await eventually {
                if case .restarting = cluster.state { return true }
                return false
            }
            #expect(isNoticed)
            await cluster.stop()
            #expect(cluster.state == .stopped)
            try await watcher.value
            #expect(ClusterProcesses(dataDirectory: folder + "/c/data").ids.isEmpty)
            #expect(cluster.state == .stopped)
        }
    }

    @Test func stoppingWhileStartingLeavesNothing() async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c")
            // Early, in the middle of initdb, and about the time when the server comes up.
            for delay in [0, 100_000, 300_000, 450_000] as [UInt32] {
                let starting = Task { try await cluster.start() }
                while cluster.state == .stopped { await Task.yield() }
                usleep(delay)
                await cluster.stop()
                let result = await starting.result
                #expect(cluster.state == .stopped)
                if case .failure(let error) = result {
                    #expect(error as? PrivateClusterError == .stopped)
                }
                #expect(ClusterProcesses(dataDirectory: folder + "/c/data").ids.isEmpty)
            }
            try await cluster.start()
            await cluster.stop()
        }
    }

    @Test func aCancelledStartLeavesNothing() async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c")
            let starting = Task { try await cluster.start() }
            while cluster.state == .stopped { await Task.yield() }
            usleep(100_000)
            starting.cancel()
            await #expect(throws: CancellationError.self) { try await starting.value }
            #expect(cluster.state == .stopped)
            try await cluster.start()
            await cluster.stop()
        }
    }

    @Test func theServerGoesWithItsObject() async throws {
        try await withFolder { folder in
            var process: Int32?
            do {
                let cluster = makeCluster(folder + "/c")
                try await cluster.start()
                process = await cluster.processID
            }
            let id = try #require(process)
            #expect(await eventually { kill(id, 0) != 0 })
            #expect(ClusterProcesses(dataDirectory: folder + "/c/data").ids.isEmpty)
        }
    }

    /// The program is killed with SIGKILL while its server runs, and a moment later another one starts
    /// on the same folder. The body of an exit test runs in a process of its own.
    @Test func aKilledProgramLeavesNoServerAndItsSuccessorFindsTheData() async throws {
        try await withFolder { folder in
            let result = await #expect(processExitsWith: .signal(SIGKILL)) {
                [folder = folder as String] in
                let cluster = makeCluster(folder + "/c")
                try await cluster.start()
                let connection = try await PostgresConnection(
                    ConnectionConfiguration(conninfo: cluster.conninfo)
                )
                try await connection.run { try $0.execute("CREATE TABLE t AS SELECT 'kept'::text") }
                kill(getpid(), SIGKILL)
            }
            #expect(result != nil)
            // At once, while the old server still shuts down.
            let cluster = makeCluster(folder + "/c")
            try await cluster.start()
            #expect(try await self.query(cluster.conninfo, "SELECT * FROM t") == "kept")
            await cluster.stop()
            #expect(ClusterProcesses(dataDirectory: folder + "/c/data").ids.isEmpty)
        }
    }

    @Test func aKilledProgramsServerStopsByItself() async throws {
        try await withFolder { folder in
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                let cluster = makeCluster(folder + "/c")
                try await cluster.start()
                kill(getpid(), SIGKILL)
            }
            let processes = ClusterProcesses(dataDirectory: folder + "/c/data")
            #expect(await eventually { processes.ids.isEmpty })
            #expect(PostmasterFile(in: folder + "/c/data") == nil, "it shut down in order")
        }
    }

    /// Both die at once: nobody tells the orphans to stop.
    @Test func aKilledProgramAndItsKilledServerAreSurvived() async throws {
        try await withFolder { folder in
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                let cluster = makeCluster(folder + "/c")
                try await cluster.start()
                if let process = await cluster.processID { kill(process, SIGKILL) }
                kill(getpid(), SIGKILL)
            }
            let cluster = makeCluster(folder + "/c")
            try await cluster.start()
            await cluster.stop()
        }
    }

    @Test func anInterruptedInitdbIsBegunAnew() async throws {
        try await withFolder { folder in
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                let cluster = makeCluster(folder + "/c")
                let starting = Task { try await cluster.start() }
                let isHalfMade = await eventually {
                    FileSystem.names(in: folder + "/c").contains { name in
                        name.hasPrefix("data.new-")
                            && FileSystem.status("\(folder)/c/\(name)/global") != nil
                    }
                }
                if isHalfMade { kill(getpid(), SIGKILL) }
                _ = await starting.result
            }
            #expect(FileSystem.status(folder + "/c/data") == nil)
            let cluster = makeCluster(folder + "/c")
            try await cluster.start()
            #expect(try await self.query(cluster.conninfo, "SELECT 'here'::text") == "here")
            await cluster.stop()
        }
    }

    /// A server that nobody's death stops: started by hand, as by an administrator who forgot it.
    @Test(arguments: [true, false])
    func aForeignServerInOurDataIsStopped(isFrozen: Bool) async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c") { configuration in
                configuration.leftoverGrace = .milliseconds(100)
                configuration.stopGrace = .milliseconds(500)
                configuration.killGrace = .milliseconds(500)
            }
            try await cluster.start()
            await cluster.stop()
            let account = geteuid() == 0 ? Account(named: "postgres") : nil
            let programs = try #require(
                ServerPrograms.candidates(pgConfigAnswer: nil).lazy
                    .compactMap { ServerPrograms(in: $0) }.first
            )
            // Ends with this process, whatever becomes of the test.
            let starter = Starter()
            let foreign = try await starter.start(
                ChildProcess.Options(
                    path: programs.postgres,
                    arguments: [
                        "-D", folder + "/c/data", "-c", "listen_addresses=",
                        "-c", "unix_socket_directories=" + folder + "/c/run",
                    ],
                    account: account,
                    deathSignal: SIGKILL,
                    output: -1
                )
            )
            #expect(await eventually { PostmasterFile(in: folder + "/c/data")?.isReady == true })
            if isFrozen { foreign.signal(SIGSTOP) }
            try await cluster.start()
            #expect(foreign.ending != nil)
            #expect(await cluster.processID != foreign.id)
            #expect(try await self.query(cluster.conninfo, "SELECT 'ours'::text") == "ours")
            await cluster.stop()
            await starter.leave()
        }
    }

    // MARK: Refusals

    @Test func aSecondProgramOnOneFolderIsRefused() async throws {
        try await withFolder { folder in
            let first = makeCluster(folder + "/c")
            try await first.start()
            let second = makeCluster(folder + "/c")
            await #expect(throws: PrivateClusterError.directoryInUse(folder + "/c")) {
                try await second.start()
            }
            #expect(second.state == .stopped)
            #expect(first.state == .running)
            #expect(try await self.query(first.conninfo, "SELECT 'alive'::text") == "alive")
            await first.stop()
            try await second.start()
            await second.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0, "another user is needed, and only root can be one"))
    func aFolderThatPostgresCannotPassIsNamed() async throws {
        try await withFolder { folder in
            #expect(mkdir(folder + "/closed", 0o700) == 0)
            let cluster = makeCluster(folder + "/closed/c")
            let error = await #expect(throws: PrivateClusterError.self) {
                try await cluster.start()
            }
            #expect(error == .unsearchableDirectory(folder + "/closed", user: "postgres"))
            #expect(error?.description.contains("postgres") == true)
            #expect(FileSystem.status(folder + "/closed/c") == nil || cluster.state == .stopped)
            chmod(folder + "/closed", 0o711)
            try await cluster.start()
            await cluster.stop()
        }
    }

    @Test func aFolderThatAllMayWriteToIsRefused() async throws {
        try await withFolder { folder in
            #expect(mkdir(folder + "/c", 0o700) == 0)
            chmod(folder + "/c", 0o777)
            await #expect(throws: PrivateClusterError.insecureDirectory(folder + "/c")) {
                try await makeCluster(folder + "/c").start()
            }
        }
    }

    @Test func dataThatIsNoClusterIsLeftAlone() async throws {
        try await withFolder { folder in
            #expect(mkdir(folder + "/data", 0o700) == 0)
            try FileSystem.replace(folder + "/data/precious", with: "x", mode: 0o600)
            await #expect(throws: PrivateClusterError.notACluster(folder + "/data")) {
                try await makeCluster(folder).start()
            }
            #expect(FileSystem.read(folder + "/data/precious") == "x")
        }
    }

    @Test func dataOfAnotherVersionIsNamed() async throws {
        try await withFolder { folder in
            #expect(mkdir(folder + "/data", 0o700) == 0)
            try FileSystem.replace(folder + "/data/PG_VERSION", with: "9\n", mode: 0o600)
            let error = await #expect(throws: PrivateClusterError.self) {
                try await makeCluster(folder).start()
            }
            guard case .wrongVersion(data: 9, let found) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(!found.isEmpty)
        }
    }

    @Test func missingProgramsAreNamed() async throws {
        try await withFolder { folder in
            await #expect(throws: PrivateClusterError.programsNotFound(searched: ["/nowhere"])) {
                try await makeCluster(folder) { $0.binDirectory = "/nowhere" }.start()
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root changes users"))
    func aUserThatIsNotThereIsNamed() async throws {
        try await withFolder { folder in
            for user in ["no-such-user", "root"] {
                await #expect(throws: PrivateClusterError.unusableUser(user)) {
                    try await makeCluster(folder) { $0.user = user }.start()
                }
            }
        }
    }

    @Test func aBadSettingShowsTheServersWords() async throws {
        try await withFolder { folder in
            let cluster = makeCluster(folder + "/c") { $0.settings["max_connections"] = "many" }
            let error = await #expect(throws: PrivateClusterError.self) {
                try await cluster.start()
            }
            guard case .startFailed(let words) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(words.contains("max_connections"))
            #expect(cluster.state == .stopped)
        }
    }

    // MARK: Paths

    @Test(arguments: [String(repeating: "long", count: 30), "with, comma", "quote\"d"])
    func aPathThatASocketCannotHaveIsGoneAround(name: String) async throws {
        try await withFolder { folder in
            let directory = "\(folder)/\(name)"
            let cluster = makeCluster(directory) { $0.temporaryFolder = folder }
            // Who only looks for a server finds it, and makes nothing.
            let configuration = PrivateCluster.Configuration(directory: directory)
            func attached() -> String? {
                PrivateCluster.attached(configuration, role: "concordat", database: "postgres")
            }
            #expect(attached() == nil)
            #expect(!PrivateCluster.exists(configuration))
            #expect(FileSystem.names(in: folder).isEmpty)
            try await cluster.start()
            #expect(PrivateCluster.exists(configuration))
            #expect(try await self.query(cluster.conninfo, "SELECT 'x'::text") == "x")
            let found = try #require(attached())
            #expect(try await self.query(found, "SELECT 'x'::text") == "x")
            let temporary = FileSystem.names(in: folder).filter { $0.hasPrefix("concordat-") }
            #expect(temporary.count == 1)
            let status = try #require(FileSystem.status("\(folder)/\(temporary.first ?? "")"))
            #expect(status.mode == 0o700)
            await cluster.stop()
            #expect(FileSystem.names(in: folder) == [name], "gone with the server")
            #expect(attached() == nil)
        }
    }

    @Test func aTemporarySocketFolderIsFoundAgainButNotAStrangers() throws {
        let account = try #require(Account.current)
        let directory = try FileSystem.makeTemporaryDirectory("/tmp/concordat-test-")
        defer { try? FileSystem.remove(directory) }
        let long = directory + "/" + String(repeating: "x", count: 90)
        #expect(mkdir(long, 0o700) == 0)
        func makeLong() throws -> SocketDirectory {
            try SocketDirectory(for: long, temporaryFolder: directory, port: 5432, owner: account)
        }
        let first = try makeLong()
        #expect(first.isTemporary)
        #expect(try makeLong() == first)
        chmod(first.path, 0o755)
        let second = try makeLong()
        #expect(second != first, "somebody else could have looked in")
        try FileSystem.remove(second.path)
        symlink("/tmp", second.path)
        #expect(try makeLong() != second, "a link is not a folder")
    }

    @Test func aLongLogIsPutAside() async throws {
        try await withFolder { folder in
            let path = folder + "/postgres.log"
            let descriptor = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
            #expect(ftruncate(descriptor, off_t(PrivateCluster.maximumLogSize + 1)) == 0)
            close(descriptor)
            let cluster = makeCluster(folder)
            try await cluster.start()
            await cluster.stop()
            #expect(FileSystem.status(path + ".1")?.byteCount == PrivateCluster.maximumLogSize + 1)
            #expect(FileSystem.read(path)?.contains("ready to accept connections") == true)
            try await cluster.start()
            await cluster.stop()
            let log = FileSystem.read(path) ?? ""
            #expect(log.split(separator: "ready to accept connections").count == 3, "appended to")
        }
    }
}
