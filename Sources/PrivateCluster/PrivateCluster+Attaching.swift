internal import Postgres

extension PrivateCluster {
    /// How to connect to the cluster of `configuration` as `role`, if a server of another process of
    /// this user, or of root, takes connections there now; nil if none does. Touches nothing. Blocks
    /// for as long as a server hesitates to answer.
    public static func attached(
        _ configuration: Configuration,
        role: String,
        database: String
    ) -> String? {
        guard
            let socketDirectory = SocketDirectory.existing(
                for: configuration.directory,
                port: configuration.port
            )
        else { return nil }
        let conninfo = ServerFiles(
            configuration: configuration,
            socketDirectory: socketDirectory,
            users: []
        ).conninfo(role: role, database: database)
        return ServerStatus.ask(conninfo) == .accepting ? conninfo : nil
    }

    /// Whether a cluster was made in the folder of `configuration`.
    public static func exists(_ configuration: Configuration) -> Bool {
        FileSystem.status(configuration.directory + "/data/PG_VERSION") != nil
    }
}
