import Glibc
import Postgres
import Testing

@testable import PrivateCluster

@Suite struct ChildProcessTests {
    private static func options(
        _ script: String,
        deathSignal: Int32 = 0,
        output: Int32 = -1
    ) -> ChildProcess.Options {
        ChildProcess.Options(
            path: "/bin/sh",
            arguments: ["-c", script],
            deathSignal: deathSignal,
            output: output
        )
    }

    @Test func theEndingIsKnown() async throws {
        for status in [0, 1, 127] as [Int32] {
            let child = try ChildProcess(Self.options("exit \(status)"))
            #expect(await child.waitUntilEnded() == .status(status))
            #expect(child.ending == .status(status), "asked again")
            #expect(kill(child.id, 0) != 0, "no zombie stays")
        }
        let child = try ChildProcess(Self.options("kill -9 $$"))
        #expect(await child.waitUntilEnded() == .signal(SIGKILL))
        child.signal(SIGTERM)
    }

    @Test func aProgramThatIsNotThereIsAnError() {
        let options = ChildProcess.Options(
            path: "/nonexistent",
            arguments: [],
            deathSignal: 0,
            output: -1
        )
        #expect(
            throws: PrivateClusterError.system(
                call: "start",
                path: "/nonexistent",
                error: "No such file or directory"
            )
        ) { try ChildProcess(options) }
    }

    @Test func aCancelledWaitEndsAndTheChildLives() async throws {
        let child = try ChildProcess(Self.options("exec sleep 600"))
        let waiting = Task { await child.waitUntilEnded() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        #expect(child.ending == nil)
        let clock = ContinuousClock()
        #expect(await child.waitUntilEnded(within: .milliseconds(1), clock: clock) == nil)
        child.signal(SIGTERM)
        #expect(await child.waitUntilEnded(within: .seconds(60), clock: clock) == .signal(SIGTERM))
    }

    /// What a child has from us: three streams, no lock, no signal dispositions, a group of its own.
    @Test func aChildInheritsLittle() async throws {
        let file = try FileSystem.makeTemporaryDirectory("/tmp/concordat-test-")
        defer { try? FileSystem.remove(file) }
        let leak = open(file + "/leak", O_CREAT | O_RDWR, 0o600)
        let output = open(file + "/output", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        defer {
            close(leak)
            close(output)
        }
        signal(SIGUSR2, SIG_IGN)
        let child = try ChildProcess(
            Self.options(
                """
                echo $(ls /proc/$$/fd); echo $(cut -d' ' -f5 /proc/$$/stat) $$; umask; pwd
                grep SigIgn /proc/self/status; grep SigBlk /proc/self/status; cat; env | sort
                """,
                output: output
            )
        )
        #expect(await child.waitUntilEnded() == .status(0))
        let lines = FileSystem.read(output).split(separator: "\n").map(String.init)
        // Shells may keep their script on a descriptor above 2; the leak's number is not there.
        #expect(lines.first?.split(separator: " ").contains("\(leak)") == false)
        #expect(lines.first?.hasPrefix("0 1 2") == true)
        #expect(lines.dropFirst().first == "\(child.id) \(child.id)")
        #expect(lines.dropFirst(2).first == "0077")
        #expect(lines.dropFirst(3).first == "/")
        // glibc keeps signals 32 and 33 to itself, and lets nobody change them.
        let ignored = lines.first { $0.hasPrefix("SigIgn:\t") }?.dropFirst(8)
        let mask = try #require(ignored.flatMap { UInt64($0, radix: 16) })
        #expect(mask & ~(3 << 31) == 0)
        #expect(lines.contains("SigBlk:\t0000000000000000"))
        #expect(lines.contains("LC_ALL=C"))
        #expect(!lines.contains { $0.hasPrefix("HOME=") })
    }

    @Test(.enabled(if: geteuid() == 0, "only root changes users"))
    func rootBecomesAnotherUserWithNoGroupsOfRoot() async throws {
        let account = try #require(Account(named: "postgres"))
        let folder = try FileSystem.makeTemporaryDirectory("/tmp/concordat-test-")
        defer { try? FileSystem.remove(folder) }
        let output = open(folder + "/output", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        defer { close(output) }
        var options = Self.options("grep -E '^(Uid|Gid|Groups):' /proc/$$/status", output: output)
        options.account = account
        let child = try ChildProcess(options)
        #expect(await child.waitUntilEnded() == .status(0))
        let (user, group) = (account.user, account.group)
        let status = FileSystem.read(output)
        #expect(status.contains("Uid:\t\(user)\t\(user)\t\(user)\t\(user)\n"))
        #expect(status.contains("Gid:\t\(group)\t\(group)\t\(group)\t\(group)\n"))
        #expect(status.contains("Groups:\t \n") || status.contains("Groups:\t\n"))
    }

    @Test func theDeathSignalComesWithTheThreadThatStartedTheChild() async throws {
        let starter = Starter()
        let child = try await starter.start(Self.options("exec sleep 600", deathSignal: SIGINT))
        #expect(child.ending == nil)
        await starter.leave()
        #expect(await child.waitUntilEnded() == .signal(SIGINT))
    }

    @Test func treesAreRemovedAndLinksNotFollowed() throws {
        let folder = try FileSystem.makeTemporaryDirectory("/tmp/concordat-test-")
        try FileSystem.makeDirectory(folder + "/kept", mode: 0o700)
        try FileSystem.replace(folder + "/kept/file", with: "x", mode: 0o600)
        try FileSystem.makeDirectory(folder + "/tree", mode: 0o700)
        try FileSystem.makeDirectory(folder + "/tree/deep", mode: 0o700)
        try FileSystem.replace(folder + "/tree/deep/file", with: "y", mode: 0o600)
        #expect(symlink(folder + "/kept", folder + "/tree/link") == 0)
        #expect(symlink("nowhere", folder + "/tree/deep/dangling") == 0)
        try FileSystem.remove(folder + "/tree")
        #expect(FileSystem.status(folder + "/tree") == nil)
        #expect(FileSystem.read(folder + "/kept/file") == "x")
        try FileSystem.remove(folder + "/tree")
        try FileSystem.remove(folder)
        #expect(FileSystem.status(folder) == nil)
    }
}

/// Starts children on a thread of its own, and can end the thread.
actor Starter {
    private nonisolated let executor = ThreadExecutor(name: "starter")

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.executor.asUnownedSerialExecutor()
    }

    func start(_ options: ChildProcess.Options) throws -> ChildProcess {
        try ChildProcess(options)
    }

    nonisolated func leave() async { self.executor.shutdown() }
}
