/// The texts by which a private cluster's server is configured.
struct ServerFiles {
    let configuration: PrivateCluster.Configuration
    let socketDirectory: String
    /// The operating-system users that may connect.
    let users: [String]

    private static let mapName = "concordat"

    var hbaPath: String { self.configuration.directory + "/pg_hba.conf" }
    var identPath: String { self.configuration.directory + "/pg_ident.conf" }

    /// Only the socket, only by who the caller is, no password.
    var hba: String { "local all all peer map=\(Self.mapName)\n" }

    /// Each user may connect as each role.
    var ident: String {
        let roles = [self.configuration.roleName] + self.configuration.roles
        return self.users.map { user in
            roles.map { "\(Self.mapName) \"\(user)\" \"\($0)\"\n" }.joined()
        }.joined()
    }

    /// The server's arguments. Given here, a setting wins over every file and ALTER SYSTEM.
    var arguments: [String] {
        let fixed = [
            ("hba_file", self.hbaPath),
            ("ident_file", self.identPath),
            ("listen_addresses", ""),
            ("log_destination", "stderr"),
            ("logging_collector", "off"),
            ("port", String(self.configuration.port)),
            ("unix_socket_directories", self.socketDirectory),
            ("unix_socket_permissions", "0700"),
        ]
        let chosen = PrivateCluster.Configuration.defaultSettings
            .merging(self.configuration.settings) { _, chosen in chosen }
            .sorted { $0.key < $1.key }
        return ["-D", self.configuration.directory + "/data"]
            + (fixed + chosen.map { ($0.key, $0.value) }).flatMap { ["-c", "\($0.0)=\($0.1)"] }
    }

    /// libpq's keywords for a role and a database.
    func conninfo(role: String, database: String) -> String {
        let pairs = [
            ("host", self.socketDirectory), ("port", String(self.configuration.port)),
            ("dbname", database), ("user", role),
        ]
        return pairs.map { "\($0.0)=\(Self.quoted($0.1))" }.joined(separator: " ")
    }

    /// In single quotes, with backslashes before quotes and backslashes.
    static func quoted(_ value: String) -> String {
        var text = "'"
        for scalar in value.unicodeScalars {
            if scalar == "'" || scalar == "\\" { text.unicodeScalars.append("\\") }
            text.unicodeScalars.append(scalar)
        }
        return text + "'"
    }
}
