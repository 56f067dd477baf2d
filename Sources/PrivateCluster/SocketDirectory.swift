internal import Glibc

/// Where a cluster's socket is: in its own directory if the path allows it, else in the temporary
/// folder.
struct SocketDirectory: Hashable, Sendable {
    /// What a socket's path may have at most (`sun_path` less its closing NUL).
    private static let maximumPathLength = 107
    private static let prefix = "concordat-"

    /// The folder, to which only PostgreSQL's user (and root) has access.
    let path: String
    /// Whether it lies in the temporary folder, and is removed when the cluster stops.
    let isTemporary: Bool

    /// Whether PostgreSQL and libpq can have a socket in this folder: a comma separates folders
    /// there, and an at sign or quotes mean something else.
    static func isUsable(_ path: String, port: Int) -> Bool {
        let bytes = path.utf8
        let hasSpecial = bytes.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 32
        }
        let isTrimmed = bytes.last == UInt8(ascii: " ")
        return bytes.count + "/.s.PGSQL.\(port)".utf8.count <= Self.maximumPathLength
            && !hasSpecial && !isTrimmed
    }

    /// Makes the folder, or finds the temporary one of an earlier run again.
    init(
        for directory: String,
        temporaryFolder: String,
        port: Int,
        owner: Account
    ) throws(PrivateClusterError) {
        let own = directory + "/run"
        if Self.isUsable(own, port: port) {
            self.path = own
            self.isTemporary = false
            try FileSystem.makeDirectory(own, mode: 0o700)
            try FileSystem.give(own, to: owner)
            return
        }
        self.isTemporary = true
        let memo = Self.memo(in: directory)
        if let known = FileSystem.read(memo), Self.isOurs(known, owner: owner) {
            self.path = known
            return
        }
        self.path = try FileSystem.makeTemporaryDirectory(temporaryFolder + "/" + Self.prefix)
        try FileSystem.give(self.path, to: owner)
        try FileSystem.replace(memo, with: self.path, mode: 0o600)
    }

    /// The folder as ``init(for:temporaryFolder:port:owner:)`` has left it, without making any.
    static func existing(for directory: String, port: Int) -> String? {
        let own = directory + "/run"
        if Self.isUsable(own, port: port) { return own }
        guard let known = FileSystem.read(Self.memo(in: directory)),
            let status = FileSystem.status(known), status.isDirectory, status.mode == 0o700,
            status.owner == FileSystem.status(directory + "/data")?.owner
        else { return nil }
        return known
    }

    /// Removes a temporary folder, and what says that there is one.
    func removeIfTemporary(in directory: String) throws(PrivateClusterError) {
        guard self.isTemporary else { return }
        try FileSystem.remove(self.path)
        try FileSystem.remove(Self.memo(in: directory))
    }

    /// Removes what a killed server left; to be called when none is alive. PostgreSQL would do it,
    /// but not if the dead server's process id belongs to another process of the user by now.
    func removeStaleSockets(port: Int) throws(PrivateClusterError) {
        for suffix in ["", ".lock"] {
            try FileSystem.remove("\(self.path)/.s.PGSQL.\(port)\(suffix)")
        }
    }

    private static func memo(in directory: String) -> String { directory + "/socket-directory" }

    /// Others can make folders in the temporary folder, but not such that belong to `owner`.
    private static func isOurs(_ path: String, owner: Account) -> Bool {
        guard let status = FileSystem.status(path) else { return false }
        return status.isDirectory && status.owner == owner.user && status.mode == 0o700
    }
}
