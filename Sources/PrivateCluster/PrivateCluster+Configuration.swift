internal import Glibc

extension PrivateCluster {
    /// Where a private cluster lives, and how.
    public struct Configuration: Sendable {
        /// The absolute path of the folder for everything: `data`, `run` with the socket, the log and
        /// the lock. Made if it is not there. Every folder above must be searchable by ``user``.
        public var directory: String
        /// The folder of `initdb` and `postgres`; nil to look for it: `pg_config --bindir` in
        /// ``searchPath``, then the newest installed version, or the one that made the data.
        public var binDirectory: String?
        /// Whom to run PostgreSQL as when this process is root. Otherwise it runs as this process.
        public var user = "postgres"
        /// Settings for `postgresql.conf`, over the defaults.
        public var settings: [String: String] = [:]
        /// Names the socket; there is no TCP port.
        public var port = 5432
        /// The bootstrap superuser, made when the data are.
        public var roleName = "concordat"
        /// The further roles that the same operating-system users may connect as. Whoever migrates
        /// the database makes them.
        public var roles = ["concordat_owner", "concordat_serving", "concordat_reader"]
        /// Whether what `initdb` writes is made durable. Only for throwaway clusters it need not be.
        public var isDurable = true
        /// Where to look for `pg_config`: folders separated by colons.
        public var searchPath: String
        /// Where the socket goes if ``directory`` is too long for one.
        public var temporaryFolder = "/tmp"
        /// How long a start may take; replaying a long log after a crash takes minutes.
        public var startTimeout: Duration = .seconds(600)
        /// How long a fast shutdown may take before an immediate one.
        public var stopGrace: Duration = .seconds(20)
        /// How long an immediate shutdown may take before processes are killed.
        public var killGrace: Duration = .seconds(5)
        /// How long a server of a killed program may take to stop by itself.
        public var leftoverGrace: Duration = .seconds(5)

        /// The defaults, in `directory`.
        public init(directory: String) {
            self.directory = directory
            self.searchPath = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        }

        /// What a private cluster sets, before ``settings``.
        static let defaultSettings = [
            "lc_messages": "C",
            "log_line_prefix": "%m [%p] ",
            "log_timezone": "UTC",
            "max_connections": "60",
            // With slots each checkpoint writes a new file, and without room for it the server panics.
            "max_replication_slots": "0",
            "shared_buffers": "\(sharedBufferMegabytes)MB",
            "timezone": "UTC",
        ]
        /// A sixteenth of the machine's memory, from PostgreSQL's default of 128 MB up to 1 GB: whoever reads
        /// the newest million entries finds them there, and the machine has other work. PostgreSQL takes
        /// it page by page as it is used.
        private static var sharedBufferMegabytes: Int {
            let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
            return min(max(memory / (16 << 20), 128), 1024)
        }

        /// What makes it private, and is not free to choose.
        static let reservedSettings: Set = [
            "config_file", "data_directory", "external_pid_file", "hba_file", "ident_file",
            "listen_addresses", "log_destination", "logging_collector", "port",
            "unix_socket_directories", "unix_socket_group", "unix_socket_permissions",
        ]

        func checked() throws(PrivateClusterError) -> Self {
            guard self.directory.hasPrefix("/") else { throw .relativeDirectory(self.directory) }
            if let name = self.settings.keys.first(where: {
                Self.reservedSettings.contains($0.lowercased())
            }) {
                throw .reservedSetting(name)
            }
            for name in [self.user, self.roleName] + self.roles
            where name.utf8.contains(where: { $0 < 32 || $0 == UInt8(ascii: "\"") }) {
                throw .unusableName(name)
            }
            return self
        }
    }

    /// What a cluster is doing.
    public enum State: Hashable, Sendable {
        /// Not started, or stopped.
        case stopped
        /// On its way to ``running`` for the first time.
        case starting
        /// Took connections when last seen.
        case running
        /// Died at `since`; `attempt` counts from 1.
        case restarting(since: ContinuousClock.Instant, attempt: Int)
    }
}
