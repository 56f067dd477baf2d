/// House rules that the compiler and the formatter do not keep.
enum SourceRules {
    /// What may not stand in the code of Sources, and why.
    static let forbiddenInSources: [(word: String, reason: String)] = [
        ("try!", "an error from outside must not end the process: throw it on"),
        ("as!", "a wrong type must not end the process: use as? and throw"),
        ("fatalError(", "wrong input throws; broken arithmetic of ours is a precondition in words"),
        ("@testable", "only tests look inside another module"),
    ]

    /// What may not stand anywhere in Sources, comments included.
    static let forbiddenWords = ["TODO", "FIXME", "XXX"]

    /// What may not stand in the code of tests, and why.
    static let forbiddenInTests: [(word: String, reason: String)] = [
        ("import XCTest", "XCTest is not run: use Swift Testing"),
        (".disabled(", "a test that does not run proves nothing"),
        ("#expect(true)", "a test that cannot fail proves nothing"),
        ("#expect(Bool(true))", "a test that cannot fail proves nothing"),
    ]

    /// Where SQL may be written. Everything else asks these.
    static func maySpeakSQL(_ path: String) -> Bool {
        path.hasPrefix("Sources/LogStorePostgres/Queries")
            || path.hasPrefix("Sources/LogStorePostgres/Migration")
            || path.hasPrefix("Sources/Postgres/")
            || path.hasPrefix("Sources/PrivateCluster/")
            || path.hasPrefix("Sources/LogTesting/")
            // Makes the private cluster's database, before there is a store to ask.
            || path == "Sources/concordatd/DaemonDatabase.swift"
    }

    /// Whether a string literal is a statement for PostgreSQL.
    static func looksLikeSQL(_ text: String) -> Bool {
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map { $0.uppercased() }
        guard let first = words.first else { return false }
        switch first {
        case "BEGIN", "COMMIT", "ROLLBACK":
            return words.count <= 4 && text.allSatisfy { $0.isLetter || " ;,".contains($0) }
        case "SELECT": return words.contains("FROM") && words.last != "LIST" || text.contains("$1")
        case "INSERT": return words.dropFirst().first == "INTO"
        case "UPDATE": return words.contains("SET")
        case "DELETE", "COPY": return words.contains("FROM")
        case "CREATE", "ALTER", "DROP": return words.contains { Self.objects.contains($0) }
        case "TRUNCATE", "GRANT", "REVOKE", "LISTEN", "NOTIFY": return words.count > 1
        default: return false
        }
    }

    private static let objects: Set<String> = [
        "TABLE", "INDEX", "ROLE", "FUNCTION", "SCHEMA", "DATABASE", "SEQUENCE", "VIEW", "TYPE",
    ]
}
