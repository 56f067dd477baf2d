import Foundation

/// The processes of a PostgreSQL server, found as an operator finds them: in the process table.
enum ServerProcesses {
    /// The postmaster of a private cluster, from its own file; nil if it has none.
    static func postmaster(of cluster: String) -> pid_t? {
        let path = cluster + "/data/postmaster.pid"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let line = text.split(separator: "\n").first
        else { return nil }
        return pid_t(line)
    }

    /// All processes that work in a cluster's data directory, in which each server process stands.
    static func all(in cluster: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { id in
            let link = "/proc/\(id)/cwd"
            let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
            return folder == cluster + "/data"
        }
    }
}
