internal import CProcess
internal import Glibc
public import Logging
internal import Postgres
internal import Synchronization

/// A PostgreSQL server of one's own, reachable over a socket by its program's user only.
///
/// Made on first start (`initdb` with data checksums), watched while ``run()`` runs, and gone when the
/// program is: the kernel tells the server to stop when the thread that started it ends, for whatever
/// reason, and that thread belongs to this object.
public actor PrivateCluster {
    private nonisolated let executor = ThreadExecutor(name: "cluster")
    private nonisolated let configuration: Configuration
    private nonisolated let logger: Logger
    private nonisolated let clock: any Clock<Duration>
    private nonisolated let shared: Mutex<Shared>

    private var account: Account?
    private var programs: ServerPrograms?
    private var lock: FileLock?
    private var socketDirectory: SocketDirectory?
    private var child: ChildProcess?
    private var isLaunching = false
    private var launchWaiters: [CheckedContinuation<Void, Never>] = []
    private var isStopRequested = false
    /// Counts the starts, so that a watcher of an earlier one knows that it is over.
    private var generation = 0

    /// What is read from everywhere.
    private struct Shared {
        var state = State.stopped
        var socketDirectory: String
    }

    /// The thread that starts the server and lives as long as this object.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.executor.asUnownedSerialExecutor()
    }

    /// A cluster that is not started yet. Touches nothing.
    @_optimize(none)
    public init(
        _ configuration: Configuration,
        logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        // Unoptimised, which keeps the body out of other modules: Swift 6.3's optimiser stops there
        // with "circular reference" when it looks for the isolated deinit of the actor it sees made.
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        self.shared = Mutex(Shared(socketDirectory: configuration.directory + "/run"))
    }

    isolated deinit {
        // The end of the thread would have the same effect, a moment later.
        self.child?.signal(SIGINT)
        self.executor.shutdown()
    }

    // MARK: Asking

    /// What the cluster is doing.
    public nonisolated var state: State { self.shared.withLock { $0.state } }

    /// How to connect to the database `postgres` as the bootstrap superuser. Valid once started.
    public nonisolated var conninfo: String {
        self.conninfo(role: self.configuration.roleName, database: "postgres")
    }

    /// How to connect to `database` as `role`, one of the configuration's. Valid once started.
    public nonisolated func conninfo(role: String, database: String) -> String {
        let socketDirectory = self.shared.withLock { $0.socketDirectory }
        return ServerFiles(
            configuration: self.configuration,
            socketDirectory: socketDirectory,
            users: []
        ).conninfo(role: role, database: database)
    }

    /// The server's process, if it is alive.
    package var processID: Int32? {
        self.child.flatMap { $0.ending == nil ? $0.id : nil }
    }

    // MARK: Starting

    /// Makes the cluster if there is none, and starts it; returns when it takes connections.
    ///
    /// What a crash left behind is cleared away first: a half-made cluster, a server still shutting
    /// down, orphaned server processes. Other programs are kept out by a lock.
    ///
    /// - Throws: ``PrivateClusterError``; CancellationError if the task is cancelled, and then nothing
    ///   is left running.
    public func start() async throws {
        guard self.state == .stopped, !self.isLaunching else {
            throw PrivateClusterError.alreadyStarted
        }
        self.isStopRequested = false
        self.generation += 1
        self.set(.starting)
        do {
            try await self.launching {
                try self.prepare()
                try await self.clearLeftovers()
                try await self.findPrograms()
                try await self.initialise()
                try await self.launch()
            }
            try self.checkStopRequest()
        } catch {
            await self.end()
            throw error
        }
        self.set(.running)
    }

    /// Everything on disk that must be there before a server can be.
    private func prepare() throws {
        let configuration = try self.configuration.checked()
        let isRoot = geteuid() == 0
        guard let account = isRoot ? Account(named: configuration.user) : Account.current,
            account.user != 0
        else {
            throw PrivateClusterError.unusableUser(isRoot ? configuration.user : "of this number")
        }
        self.account = account
        let directory = configuration.directory
        let folders = Self.ancestors(of: directory)
        for folder in folders where FileSystem.status(folder) == nil {
            // Of another user only the passage is wanted, not the contents.
            try FileSystem.makeDirectory(folder, mode: isRoot ? 0o711 : 0o700)
        }
        try self.checkSearchable(folders, by: account)
        if FileSystem.isWritableByAll(directory) {
            throw PrivateClusterError.insecureDirectory(directory)
        }
        self.lock = try FileLock(in: directory)
        let socketDirectory = try SocketDirectory(
            for: directory,
            temporaryFolder: configuration.temporaryFolder,
            port: configuration.port,
            owner: account
        )
        self.socketDirectory = socketDirectory
        self.shared.withLock { $0.socketDirectory = socketDirectory.path }
    }

    /// The folder and all above it, from the root down.
    private static func ancestors(of directory: String) -> [String] {
        var path = ""
        return directory.split(separator: "/").map { name in
            path += "/" + name
            return path
        }
    }

    private func checkSearchable(
        _ folders: [String],
        by account: Account
    ) throws(PrivateClusterError) {
        let changesUser: Int32 = geteuid() == 0 ? 1 : 0
        let index = CStrings.withPointers(folders) { paths in
            cprocess_first_unsearchable(
                paths,
                Int32(folders.count),
                changesUser,
                account.user,
                account.group
            )
        }
        if index == -2 { throw FileSystem.error("fork", self.configuration.directory) }
        if index >= 0 { throw .unsearchableDirectory(folders[Int(index)], user: account.name) }
    }

    private var dataDirectory: String { self.configuration.directory + "/data" }
    private var logPath: String { self.configuration.directory + "/postgres.log" }

    /// Whom to become: nobody else, unless this process is root.
    private var childAccount: Account? { geteuid() == 0 ? self.account : nil }

    // MARK: Clearing away

    /// Waits until no process of this cluster is alive, and helps it to be so.
    ///
    /// The lock is ours, so whatever runs in the data directory belongs to a program that was killed.
    private func clearLeftovers() async throws {
        let processes = ClusterProcesses(dataDirectory: self.dataDirectory)
        if processes.areGone { return }
        self.logger.warning("waiting for the server of an earlier run to stop")
        // A server whose program died was told by the kernel to stop; orphans are told by nobody.
        if processes.postmaster != nil || processes.ids.isEmpty,
            try await self.areGone(processes, within: self.configuration.leftoverGrace)
        {
            return
        }
        // Fast shutdown by its postmaster; orphans know only the immediate one.
        if let postmaster = processes.postmaster {
            self.logger.warning("stopping the server of an earlier run")
            kill(postmaster, SIGINT)
            if try await self.areGone(processes, within: self.configuration.stopGrace) { return }
        }
        let killGrace = self.configuration.killGrace
        processes.signal(SIGQUIT)
        if try await self.areGone(processes, within: killGrace) { return }
        processes.signal(SIGKILL)
        if try await self.areGone(processes, within: killGrace) { return }
        throw PrivateClusterError.leftoverProcess(processes.ids.first ?? 0)
    }

    /// Looks again and again, because these are not our children.
    private func areGone(_ processes: ClusterProcesses, within limit: Duration) async throws -> Bool
    {
        try await self.poll(self.clock, every: .milliseconds(20), within: limit) {
            try self.checkStopRequest()
            return processes.areGone
        }
    }

    /// Asks `condition` until it holds; false if it does not within `limit`.
    private func poll<SomeClock: Clock>(
        _ clock: SomeClock,
        every step: Duration,
        within limit: Duration,
        _ condition: () throws -> Bool
    ) async throws -> Bool where SomeClock.Duration == Duration {
        let end = clock.now.advanced(by: limit)
        while try !condition() {
            if clock.now >= end { return false }
            try await clock.sleep(until: clock.now.advanced(by: step), tolerance: nil)
        }
        return true
    }

    private func checkStopRequest() throws(PrivateClusterError) {
        if self.isStopRequested { throw .stopped }
    }

    // MARK: Making the cluster

    private func findPrograms() async throws {
        if self.programs != nil { return }
        if let directory = self.configuration.binDirectory {
            guard let programs = ServerPrograms(in: directory) else {
                throw PrivateClusterError.programsNotFound(searched: [directory])
            }
            self.programs = programs
            return
        }
        var answer: String?
        if let pgConfig = ServerPrograms.pgConfig(in: self.configuration.searchPath) {
            answer = try await self.output(of: pgConfig, ["--bindir"]).text
        }
        let candidates = ServerPrograms.candidates(pgConfigAnswer: answer)
        let found = candidates.compactMap { ServerPrograms(in: $0) }
        guard let first = found.first else {
            throw PrivateClusterError.programsNotFound(searched: candidates)
        }
        // Data of one major version can be used by the same one only.
        guard
            let dataVersion = FileSystem.read(self.dataDirectory + "/PG_VERSION")
                .flatMap({ ServerPrograms.majorVersion(in: $0) })
        else {
            self.programs = first
            return
        }
        var versions: [Int] = []
        for programs in found {
            let answer = try await self.output(of: programs.postgres, ["--version"]).text
            guard let version = ServerPrograms.majorVersion(in: answer) else { continue }
            if version == dataVersion {
                self.programs = programs
                return
            }
            versions.append(version)
        }
        throw PrivateClusterError.wrongVersion(data: dataVersion, found: versions)
    }

    /// Makes the cluster in a folder beside the final one: a half-made one is never taken for whole.
    private func initialise() async throws {
        guard let account, let programs else { preconditionFailure("initialised unprepared") }
        if FileSystem.status(self.dataDirectory + "/PG_VERSION") != nil { return }
        guard FileSystem.names(in: self.dataDirectory).isEmpty else {
            throw PrivateClusterError.notACluster(self.dataDirectory)
        }
        self.logger.info(
            "making a cluster",
            metadata: ["directory": "\(self.configuration.directory)"]
        )
        let staging = try self.makeStagingDirectory()
        try FileSystem.give(staging, to: account)
        let arguments = [
            "-D", staging, "-U", self.configuration.roleName,
            "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8", "--locale=C",
            "--data-checksums", "--no-instructions",
        ]
        let (ending, text) = try await self.output(
            of: programs.initdb,
            arguments + (self.configuration.isDurable ? [] : ["--no-sync"])
        )
        guard ending == .status(0) else {
            throw PrivateClusterError.initialisationFailed("\(ending): \(Self.tail(of: text))")
        }
        try FileSystem.rename(staging, to: self.dataDirectory)
        try FileSystem.synchroniseDirectory(self.configuration.directory)
    }

    /// A new folder each time, because what an interrupted `initdb` started may still write to its.
    private func makeStagingDirectory() throws(PrivateClusterError) -> String {
        let directory = self.configuration.directory
        for name in FileSystem.names(in: directory) where name.hasPrefix(Self.stagingPrefix) {
            // Best effort: what is still being written to is removed by a later start.
            try? FileSystem.remove("\(directory)/\(name)")
        }
        return try FileSystem.makeTemporaryDirectory("\(directory)/\(Self.stagingPrefix)")
    }

    private static let stagingPrefix = "data.new-"

    /// Runs a program to its end and gives what it said.
    private func output(
        of path: String,
        _ arguments: [String]
    ) async throws -> (ending: ChildProcess.Ending, text: String) {
        try self.checkStopRequest()
        let output = cprocess_memory_file()
        guard output >= 0 else { throw FileSystem.error("memfd_create", path) }
        defer { close(output) }
        let child = try ChildProcess(
            ChildProcess.Options(
                path: path,
                arguments: arguments,
                account: self.childAccount,
                deathSignal: SIGKILL,
                output: output
            )
        )
        self.child = child
        defer { self.child = nil }
        guard let ending = await child.waitUntilEnded() else {
            child.signal(SIGKILL)
            // A task of its own, because this one is cancelled and cannot wait.
            _ = await Task { await child.waitUntilEnded() }.value
            throw CancellationError()
        }
        try self.checkStopRequest()
        return (ending, FileSystem.read(output))
    }

    // MARK: Launching

    /// Starts the server and waits until it takes connections.
    private func launch() async throws {
        guard let socketDirectory, let programs, let account else {
            preconditionFailure("launched unprepared")
        }
        try self.checkStopRequest()
        try socketDirectory.removeStaleSockets(port: self.configuration.port)
        let users = Set([account.name, "root", self.configuration.user, Account.current?.name])
        let files = ServerFiles(
            configuration: self.configuration,
            socketDirectory: socketDirectory.path,
            users: users.compactMap { $0 }.sorted()
        )
        // Readable by the server's user, who cannot change them.
        try FileSystem.replace(files.hbaPath, with: files.hba, mode: 0o644)
        try FileSystem.replace(files.identPath, with: files.ident, mode: 0o644)
        let (log, logStart) = try self.openLog()
        defer { close(log) }
        let child = try ChildProcess(
            ChildProcess.Options(
                path: programs.postgres,
                arguments: files.arguments,
                account: self.childAccount,
                deathSignal: SIGINT,
                output: log
            )
        )
        self.child = child
        let timeout = self.configuration.startTimeout
        let isReady = try await self.poll(self.clock, every: .milliseconds(5), within: timeout) {
            if let ending = child.ending {
                self.child = nil
                try self.checkStopRequest()
                let said = FileSystem.read(self.logPath, from: logStart) ?? ""
                throw PrivateClusterError.startFailed("\(ending): \(Self.tail(of: said))")
            }
            return self.isReady(child)
        }
        guard isReady else { throw PrivateClusterError.startTimedOut }
        self.logger.info("postgres is ready", metadata: ["process": "\(child.id)"])
    }

    /// Ready is what *our* process says in the lock file, and what answers on the socket: either alone
    /// may be another server's.
    private func isReady(_ child: ChildProcess) -> Bool {
        guard let file = PostmasterFile(in: self.dataDirectory), file.id == child.id, file.isReady
        else { return false }
        return ServerStatus.ask(self.conninfo) == .accepting
    }

    /// The server's log, for appending, and its present length. A long one is put aside first.
    private func openLog() throws(PrivateClusterError) -> (descriptor: Int32, start: Int) {
        let size = FileSystem.status(self.logPath)?.byteCount ?? 0
        let isLong = size > Self.maximumLogSize
        if isLong { try FileSystem.rename(self.logPath, to: self.logPath + ".1") }
        let descriptor = open(
            self.logPath,
            O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
            0o600
        )
        guard descriptor >= 0 else { throw FileSystem.error("open", self.logPath) }
        return (descriptor, isLong ? 0 : size)
    }

    /// In bytes.
    static let maximumLogSize = 16 << 20

    /// The last lines, for an error message.
    private static func tail(of text: String) -> String {
        text.split(whereSeparator: \.isNewline).suffix(12).joined(separator: "; ")
    }

    // MARK: Watching

    /// Watches a started cluster until the task is cancelled or the cluster is stopped: if the server
    /// dies it is started again, after a wait that grows up to half a minute.
    ///
    /// - Throws: ``PrivateClusterError/stopped`` if the cluster was not started.
    public func run() async throws {
        guard self.state != .stopped else { throw PrivateClusterError.stopped }
        let generation = self.generation
        var backoff = RestartBackoff()
        while self.isCurrent(generation), let child {
            let started = ContinuousClock.now
            guard let ending = await child.waitUntilEnded(), self.isCurrent(generation) else {
                return
            }
            let since = ContinuousClock.now
            backoff.ran(for: started.duration(to: since))
            self.logger.error("postgres died", metadata: ["ending": "\(ending)"])
            guard await self.relaunch(generation, since, &backoff),
                self.isCurrent(generation)
            else { return }
            self.set(.running)
        }
    }

    private func isCurrent(_ generation: Int) -> Bool {
        generation == self.generation && !self.isStopRequested && !Task.isCancelled
    }

    /// Tries until it works; false if that is not wanted any more.
    private func relaunch(
        _ generation: Int,
        _ since: ContinuousClock.Instant,
        _ backoff: inout RestartBackoff
    ) async -> Bool {
        while self.isCurrent(generation) {
            let delay = backoff.next()
            self.set(.restarting(since: since, attempt: backoff.attempts))
            do {
                try await self.clock.sleep(for: delay)
                guard self.isCurrent(generation) else { return false }
                try await self.launching {
                    try await self.clearLeftovers()
                    try await self.launch()
                }
                return true
            } catch {
                self.logger.error(
                    "postgres could not be started again",
                    metadata: ["attempt": "\(backoff.attempts)", "error": "\(error)"]
                )
                await self.endChild()
            }
        }
        return false
    }

    // MARK: Stopping

    /// Stops the server: clients are disconnected, and what they did not commit is rolled back. Also
    /// ends a start under way. Returns when no process is left, even if the task is cancelled.
    public func stop() async {
        self.isStopRequested = true
        self.child?.signal(SIGINT)
        if self.isLaunching {
            await withCheckedContinuation { self.launchWaiters.append($0) }
        }
        await self.end()
    }

    /// Leaves nothing behind but the data. A task of its own, because a cancelled one cannot wait.
    private func end() async {
        await Task { await self.endUncancelled() }.value
    }

    private func endUncancelled() async {
        await self.endChildUncancelled()
        do {
            try self.socketDirectory?.removeIfTemporary(in: self.configuration.directory)
        } catch {
            // An empty folder stays behind; the next start finds and uses it.
            self.logger.warning("the socket's folder stays", metadata: ["error": "\(error)"])
        }
        self.socketDirectory = nil
        self.lock = nil
        self.set(.stopped)
    }

    private func endChild() async {
        await Task { await self.endChildUncancelled() }.value
    }

    private func endChildUncancelled() async {
        guard let child else { return }
        for (signal, grace) in [
            (SIGINT, self.configuration.stopGrace), (SIGQUIT, self.configuration.killGrace),
            (SIGKILL, self.configuration.killGrace),
        ] {
            child.signal(signal)
            if await child.waitUntilEnded(within: grace, clock: self.clock) != nil { break }
            self.logger.warning("postgres does not stop", metadata: ["signal": "\(signal)"])
        }
        if self.child === child { self.child = nil }
    }

    /// Marks that the cluster is on its way up, so that ``stop()`` can wait for the way's end.
    private func launching(_ body: () async throws -> Void) async throws {
        self.isLaunching = true
        defer {
            self.isLaunching = false
            for waiter in self.launchWaiters { waiter.resume() }
            self.launchWaiters = []
        }
        try await body()
    }

    private nonisolated func set(_ state: State) { self.shared.withLock { $0.state = state } }
}
