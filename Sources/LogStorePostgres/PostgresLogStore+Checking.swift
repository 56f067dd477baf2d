public import LogCore
internal import Postgres

extension PostgresLogStore {
    /// What the database, and the role that this store writes as, lack of what promises stand on.
    ///
    /// Whether to serve all the same is the caller's decision; an empty list is the only good one
    /// in production.
    public func findings() async throws(StoreError) -> [DatabaseFinding] {
        try await self.write { session in
            let rows = try session.query(Queries.serverSettings)
            let wanted = [
                ("fsync", true), ("full_page_writes", true), ("data_checksums", true),
                ("zero_damaged_pages", false), ("ignore_checksum_failure", false),
            ]
            var findings: [DatabaseFinding] = []
            for (column, setting) in wanted.enumerated() {
                let isOn = try rows.bool(0, column)
                if isOn != setting.1 { findings.append(.setting(name: setting.0, isOn: isOn)) }
            }
            if try rows.bool(0, wanted.count) { findings.append(.standby) }
            let tables = try session.query(Queries.excessRights).textArray(0, 0)
            if !tables.isEmpty { findings.append(.excessRights(tables: tables)) }
            return findings
        }
    }
}
