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
    ///
    /// With a name, only those whose title has it: the title of a backend has its role.
    static func all(in cluster: String, named name: String = "") -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { id in
            let link = "/proc/\(id)/cwd"
            let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
            guard folder == cluster + "/data" else { return false }
            let title = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
            return name.isEmpty || String(decoding: title, as: UTF8.self).contains(name)
        }
    }
}
