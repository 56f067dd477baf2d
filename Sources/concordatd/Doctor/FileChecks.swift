/// What rights to files and folders mean.
enum FileChecks {
    /// Whether these files are their owner's only, and the owner is `user`.
    static func result(
        _ name: String,
        _ files: [FileReading],
        user: UInt32,
        what: String
    ) -> CheckResult {
        let foreign = files.filter { $0.owner != user }
        if let file = foreign.first {
            return .failure(
                name,
                "\(file.path) belongs to user \(file.owner), and this program runs as \(user)",
                remedy: "run as its owner, or chown it"
            )
        }
        let open = files.filter { $0.mode & 0o077 != 0 }
        if let file = open.first {
            return .failure(
                name,
                "\(file.path) has mode \(String(file.mode, radix: 8)): others have rights to it",
                remedy: "chmod go= \(file.path); if others may have read a key, treat it as stolen"
            )
        }
        return .ok(name, "\(what): their owner's only")
    }
}
