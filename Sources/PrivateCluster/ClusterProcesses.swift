internal import Glibc

/// Finds the processes of a cluster by what the kernel knows of them, its parent dead or not.
///
/// Every PostgreSQL process works in the data directory. Each leads a process group of its own, so the
/// postmaster's group finds none of the others.
struct ClusterProcesses {
    private let dataDirectory: String

    init(dataDirectory: String) { self.dataDirectory = dataDirectory }

    /// Their ids. Zombies are not among them.
    var ids: [pid_t] {
        guard let data = FileIdentity(of: self.dataDirectory) else { return [] }
        return FileSystem.names(in: "/proc").compactMap { name in
            guard let id = pid_t(name), FileIdentity(of: "/proc/\(id)/cwd") == data,
                FileSystem.read("/proc/\(id)/comm") == "postgres\n"
            else { return nil }
            return id
        }
    }

    /// Whether nothing stands in a new server's way.
    ///
    /// A dead postmaster whose parent has not yet taken note of its end (a zombie) is in nobody's
    /// directory any more, but to the next server its lock file looks alive.
    var areGone: Bool {
        guard self.ids.isEmpty else { return false }
        guard let file = PostmasterFile(in: self.dataDirectory),
            let status = FileSystem.read("/proc/\(file.id)/stat")
        else { return true }
        // The state follows the name, which is in parentheses and may contain some.
        let state = status.split(separator: ")").last?.drop { $0 == " " }.first
        return state != "Z" && state != "X"
    }

    /// The postmaster that the lock file names, if it is alive and in this directory.
    var postmaster: pid_t? {
        PostmasterFile(in: self.dataDirectory).flatMap { self.ids.contains($0.id) ? $0.id : nil }
    }

    func signal(_ number: Int32) {
        for id in self.ids { kill(id, number) }
    }
}

/// PostgreSQL's `postmaster.pid`. Read only: removing it by hand can destroy a cluster.
struct PostmasterFile: Hashable, Sendable {
    /// Line 1: the postmaster's process.
    let id: pid_t
    /// Line 8: whether it takes connections. `starting`, `ready`, `standby` or `stopping`.
    let status: String

    init?(in dataDirectory: String) {
        guard let text = FileSystem.read(dataDirectory + "/postmaster.pid") else { return nil }
        self.init(text)
    }

    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let id = pid_t(first.filter { $0 != " " }), id > 0 else {
            return nil
        }
        self.id = id
        self.status = lines.count > 7 ? String(lines[7].prefix { $0 != " " }) : ""
    }

    var isReady: Bool { self.status == "ready" }
}
