import LogTesting

/// How long a drill is. Without variables it is the short form, which every test run does.
struct DrillPlan: Sendable, CustomStringConvertible {
    /// How often each of the two is killed. PostgreSQL is killed whole and headless in turn; beside
    /// these, half as often, one of its processes is.
    var kills = 2
    /// How many entries are acknowledged between two kills, at least.
    var acknowledgements = 300
    /// How many clients append at a time.
    var clients = 16
    /// Brings the same requests and the same kill points back; what the machine does in between is
    /// its own affair.
    var seed = UInt64.random(in: 0..<1_000_000)

    /// Reads `DRILL_KILLS`, `DRILL_ACKNOWLEDGEMENTS`, `DRILL_CLIENTS` and `DRILL_SEED`. A variable
    /// that is no number is refused: a drill that was meant to be long must not be short.
    static func fromEnvironment() throws -> DrillPlan {
        var plan = DrillPlan()
        if let kills = try Drill.number("DRILL_KILLS") { plan.kills = kills }
        if let count = try Drill.number("DRILL_ACKNOWLEDGEMENTS") { plan.acknowledgements = count }
        if let clients = try Drill.number("DRILL_CLIENTS") { plan.clients = min(clients, 48) }
        if let seed = try Drill.number("DRILL_SEED") { plan.seed = UInt64(seed) }
        return plan
    }

    /// Who is killed, in no order.
    var victims: [KillDrill.Victim] {
        (0..<self.kills).flatMap { number -> [KillDrill.Victim] in
            number.isMultiple(of: 2) ? [.daemon, .server, .backend] : [.daemon, .postmaster]
        }
    }

    var description: String {
        "seed \(self.seed), \(self.kills) kills each of concordatd and of its PostgreSQL, at least "
            + "\(self.acknowledgements) acknowledgements between kills, \(self.clients) clients"
    }
}
