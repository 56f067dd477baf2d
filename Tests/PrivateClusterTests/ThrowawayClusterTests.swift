import Postgres
import PrivateCluster
import Testing

@Suite struct ThrowawayClusterTests {
    @Test func eachCallGetsAnEmptyDatabaseOfItsOwn() async throws {
        let cluster = ThrowawayCluster.shared
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await cluster.withDatabase { conninfo in
                        let connection = try await PostgresConnection(
                            ConnectionConfiguration(conninfo: conninfo)
                        )
                        return try await connection.run { session in
                            try session.execute("CREATE TABLE t (x bigint)")
                            let rows = try session.query("SELECT current_database()::text")
                            return try rows.text(0, 0)
                        }
                    }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(names.count == 4)
    }

    @Test(arguments: ["concordat_owner", "concordat_serving", "concordat_reader"])
    func theRolesAreThereAndMayConnect(_ role: String) async throws {
        let user = try await ThrowawayCluster.shared.withNamedDatabase { cluster, database in
            let connection = try await PostgresConnection(
                ConnectionConfiguration(
                    conninfo: cluster.conninfo(role: role, database: database)
                )
            )
            return try await connection.run { session in
                try session.query("SELECT current_user::text").text(0, 0)
            }
        }
        #expect(user == role)
    }
}
