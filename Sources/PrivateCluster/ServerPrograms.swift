internal import CProcess
internal import Glibc

/// Where PostgreSQL's programs are.
struct ServerPrograms: Hashable, Sendable {
    let directory: String

    var initdb: String { self.directory + "/initdb" }
    var postgres: String { self.directory + "/postgres" }

    /// Nil if one of the two is missing.
    init?(in directory: String) {
        self.directory = directory
        guard FileSystem.isExecutable(self.initdb), FileSystem.isExecutable(self.postgres) else {
            return nil
        }
    }

    /// The folders to look in, best first: what `pg_config` says, then the newest version of those
    /// that the usual packages install.
    static func candidates(pgConfigAnswer: String?) -> [String] {
        var candidates: [String] = []
        if let answer = pgConfigAnswer?.split(whereSeparator: \.isNewline).first {
            candidates.append(String(answer))
        }
        for (root, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")] {
            let versions = FileSystem.names(in: root)
                .filter { $0.hasPrefix(prefix) }
                .compactMap { Int($0.dropFirst(prefix.count)) }
                .sorted(by: >)
            candidates += versions.map { "\(root)/\(prefix)\($0)/bin" }
        }
        return candidates + ["/usr/local/pgsql/bin"]
    }

    /// The major version in the answer to `postgres --version`: `postgres (PostgreSQL) 15.18 (...)`.
    static func majorVersion(in answer: String) -> Int? {
        answer.split(whereSeparator: \.isWhitespace).lazy
            .compactMap { $0.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } }
            .first
    }

    /// `pg_config` in a list of folders such as `PATH`.
    static func pgConfig(in path: String) -> String? {
        path.split(separator: ":").lazy
            .filter { $0.hasPrefix("/") }
            .map { $0 + "/pg_config" }
            .first { FileSystem.isExecutable($0) }
    }
}
