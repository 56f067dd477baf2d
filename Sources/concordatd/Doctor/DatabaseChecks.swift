import LogStorePostgres

/// What a reading of the database means.
enum DatabaseChecks {
    /// All checks of the database, in the order in which they are shown.
    static func results(_ reading: DatabaseReading) -> [CheckResult] {
        var results = [Self.schema(reading.schemaProblem), Self.standby(reading)]
        results += Self.switches(reading.settings)
        results += [
            Self.synchronousCommit(reading), Self.logLevel(reading.settings["wal_level"]),
            Self.role(reading.role), Self.tableRights(reading.role),
            Self.triggers(reading.unguardedTables), Self.session(reading.session),
            Self.transactionAge(reading.oldestTransactionAge),
            Self.clock(offsetMicroseconds: reading.clockOffsetMicroseconds),
        ]
        return results
    }

    // MARK: Durability

    private static func standby(_ reading: DatabaseReading) -> CheckResult {
        guard reading.isStandby else { return .ok("primary", "the server is no standby") }
        return .failure(
            "primary",
            "the server is a standby and takes no writes",
            remedy: "connect to the primary: target_session_attrs=read-write",
            stopsServing: true
        )
    }

    /// The switches that must be on, then those that must be off.
    private static func switches(_ settings: [String: String]) -> [CheckResult] {
        let mustBeOn: [(setting: String, consequence: String, stops: Bool)] = [
            ("fsync", "a crash of the machine can lose or damage what was committed", true),
            ("full_page_writes", "a crash of the machine can tear pages", true),
            ("data_checksums", "damage on the disk is not noticed when it is read", false),
        ]
        let mustBeOff: [(setting: String, consequence: String)] = [
            ("zero_damaged_pages", "damaged rows vanish silently"),
            ("ignore_checksum_failure", "damaged rows are read as if they were whole"),
        ]
        return mustBeOn.map { setting, consequence, stops in
            guard settings[setting] == "off" else {
                return Self.known(setting, settings[setting])
            }
            return stops
                ? .failure(
                    Self.name(setting),
                    "\(setting) is off: \(consequence)",
                    remedy: "set \(setting) = on and restart the server",
                    stopsServing: true
                )
                : .warning(
                    Self.name(setting),
                    "\(setting) is off: \(consequence)",
                    remedy: "stop the server and run pg_checksums --enable"
                )
        }
            + mustBeOff.map { setting, consequence in
                guard settings[setting] == "on" else {
                    return Self.known(setting, settings[setting])
                }
                return .failure(
                    Self.name(setting),
                    "\(setting) is on: \(consequence)",
                    remedy: "set \(setting) = off; it is for salvaging, not for serving",
                    stopsServing: true
                )
            }
    }

    private static func known(_ setting: String, _ value: String?) -> CheckResult {
        guard let value else {
            return .unknown(
                Self.name(setting),
                "the server does not show \(setting)",
                remedy: "let the role see it: it needs pg_read_all_settings"
            )
        }
        return .ok(Self.name(setting), "\(setting) is \(value)")
    }

    private static func name(_ setting: String) -> String { setting.replacing("_", with: "-") }

    private static func synchronousCommit(_ reading: DatabaseReading) -> CheckResult {
        let name = "synchronous-commit"
        guard reading.canWaitForDisk else {
            return .failure(
                name,
                "commits cannot be made to wait for the disk",
                remedy: "let the role set synchronous_commit = on",
                stopsServing: true
            )
        }
        let level = reading.settings["synchronous_commit"] ?? "hidden"
        guard ["on", "remote_apply"].contains(level) else {
            return .warning(
                name,
                "synchronous_commit is \(level) by default; batches wait for the disk all the same",
                remedy: "let \(reading.role.name) have synchronous_commit = on"
            )
        }
        return .ok(name, "synchronous_commit is \(level)")
    }

    private static func logLevel(_ level: String?) -> CheckResult {
        guard level == "minimal" else { return Self.known("wal_level", level) }
        return .warning(
            "wal-level",
            "wal_level is minimal: there can be no standby and no archive",
            remedy: "set wal_level = replica and restart the server"
        )
    }

    // MARK: Schema and rights

    private static func schema(_ problem: MigrationError?) -> CheckResult {
        guard let problem else { return .ok("schema", "the schema is this program's") }
        return .failure(
            "schema",
            errorText(problem),
            remedy: "serve with a database and a program of one version",
            stopsServing: true
        )
    }

    private static func role(_ role: RoleReading) -> CheckResult {
        let name = "role"
        guard role.attributes.isEmpty else {
            return .failure(
                name,
                "\(role.name) has \(role.attributes.joined(separator: ", "))",
                remedy: "serve as concordat_serving, or take these attributes from the role"
            )
        }
        return .ok(name, "\(role.name) has no attributes that it does not need")
    }

    private static func tableRights(_ role: RoleReading) -> CheckResult {
        let name = "append-only-rights"
        guard role.ownedTables.isEmpty else {
            return .failure(
                name,
                "\(role.name) owns, or can become the owner of, \(Self.list(role.ownedTables)), and "
                    + "can take off their triggers",
                remedy: "serve as concordat_serving: the owner is for migrate and recover"
            )
        }
        guard role.changeableTables.isEmpty else {
            return .failure(
                name,
                "\(role.name) may change \(Self.list(role.changeableTables))",
                remedy: "take UPDATE, DELETE and TRUNCATE on them from the role"
            )
        }
        return .ok(name, "\(role.name) may only add to what is append-only")
    }

    private static func triggers(_ unguarded: [String]?) -> CheckResult {
        let name = "triggers"
        guard let unguarded else {
            return .unknown(
                name,
                "the tables could not be looked at",
                remedy: "see to the schema first"
            )
        }
        guard unguarded.isEmpty else {
            return .failure(
                name,
                "\(Self.list(unguarded)): the trigger against changes is missing, another one, or "
                    + "not always on",
                remedy: "find out who took it off, run concordatd fsck, and put it on again: "
                    + "append_only on each table, only_grows on tree_state, both ENABLE ALWAYS"
            )
        }
        return .ok(name, "every append-only table has its trigger, always on")
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }

    // MARK: Sessions, age and clock

    private static func session(_ session: SessionReading) -> CheckResult {
        let name = "pooler"
        let isShared = Set(session.processes).count > 1
        guard session.keptState, !isShared else {
            return .failure(
                name,
                "a pooler in transaction mode stands before the database: one connection "
                    + (isShared ? "had several server processes" : "lost its session"),
                remedy: "connect to the server itself, or to a pool in session mode"
            )
        }
        guard session.processes.allSatisfy({ $0 == session.announcedProcess }) else {
            return .warning(
                name,
                "a pooler stands before the database; it keeps sessions",
                remedy: "connect to the server itself: the daemon has a pool of its own"
            )
        }
        return .ok(name, "connections lead to the server itself")
    }

    /// Beyond this age the cluster has not been frozen for long: a quarter of the way after which
    /// the server stops taking writes is left to act.
    static let worryingTransactionAge: Int64 = 200_000_000

    private static func transactionAge(_ age: Int64) -> CheckResult {
        let name = "transaction-age"
        guard age <= Self.worryingTransactionAge else {
            return .warning(
                name,
                "the oldest transaction id in use is \(age) transactions old; writes stop short of "
                    + "2147483648",
                remedy: "see that autovacuum runs, and that no old transaction, prepared "
                    + "transaction or replication slot holds it back; then VACUUM (FREEZE)"
            )
        }
        return .ok(name, "the oldest transaction id in use is \(age) transactions old")
    }

    /// How far the two clocks may be apart, in microseconds.
    static let worryingClockOffset: Int64 = 1_000_000
    /// How far they must not be apart, in microseconds.
    static let tolerableClockOffset: Int64 = 5_000_000

    private static func clock(offsetMicroseconds: Int64) -> CheckResult {
        let name = "clock"
        let size = offsetMicroseconds.magnitude
        let side = offsetMicroseconds < 0 ? "behind" : "ahead of"
        let found = "the database's clock is \(size / 1_000) ms \(side) ours"
        let remedy = "keep both machines' clocks by NTP"
        if size > UInt64(Self.tolerableClockOffset) {
            return .failure(name, found, remedy: remedy)
        }
        if size > UInt64(Self.worryingClockOffset) {
            return .warning(name, found, remedy: remedy)
        }
        return .ok(name, "the database's clock and ours agree")
    }
}
