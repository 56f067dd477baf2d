import Glibc

/// The `openssl` command line: what an auditor has at hand, and no code of ours.
public enum OpenSSLCommand {
    /// Runs `openssl` with these arguments and returns its exit status and what it printed.
    ///
    /// - Throws: ``SystemFailure`` if it cannot be started. It is a declared dependency of the tests.
    public static func run(
        _ arguments: [String],
        in folder: TemporaryFolder
    ) throws -> (status: Int32, output: String) {
        let log = "output-\(UInt64.random(in: .min ... .max))"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions,
            1,
            folder.path(of: log),
            O_WRONLY | O_CREAT,
            0o600
        )
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        let words = (["openssl"] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var process = pid_t()
        let result = posix_spawnp(&process, "openssl", &actions, nil, words + [nil], environ)
        guard result == 0 else { throw SystemFailure(call: "openssl", errno: result) }
        var status: Int32 = 0
        guard waitpid(process, &status, 0) == process else {
            throw SystemFailure(call: "waitpid", errno: errno)
        }
        // The low seven bits hold the signal that ended it, if one did; the next eight its status.
        let exitStatus = status & 0x7f == 0 ? status >> 8 & 0xff : -1
        return (exitStatus, String(decoding: try folder.read(log), as: UTF8.self))
    }
}
