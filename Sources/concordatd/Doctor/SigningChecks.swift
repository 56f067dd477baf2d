/// What is known of the signer, and what that means.
enum SigningChecks {
    /// How the lock on a signer's record was found.
    enum Lock: Hashable, Sendable {
        /// Nobody has the record open.
        case free
        /// A process has the record open.
        case held
        /// The record or its lock cannot be used; why, in words.
        case unusable(String)
    }

    /// Whether a record can be opened, or is in good hands.
    static func lock(_ lock: Lock, log: String) -> CheckResult {
        let name = "signer-lock"
        switch lock {
        case .free: return .ok(name, "\(log): nobody has the signer's record open")
        case .held: return .ok(name, "\(log): a process has the signer's record open")
        case .unusable(let reason):
            return .failure(
                name,
                "\(log): \(reason)",
                remedy: "see recovery.md: a lost record is not begun anew"
            )
        }
    }

    /// Whether our clock, in seconds since 1970, has passed the time of the last signature.
    static func lastSignature(at signed: UInt64?, now: UInt64, log: String) -> CheckResult {
        let name = "last-signature"
        guard let signed else { return .ok(name, "\(log): nothing is signed yet") }
        guard now < signed else {
            return .ok(name, "\(log): our clock is past the last signature's time")
        }
        return .failure(
            name,
            "\(log): our clock is \(signed - now) s before the time of the last signed head",
            remedy: "set the clock right; if it was ahead when that head was signed, the signer "
                + "waits until it is past that time"
        )
    }

    /// Whether what is acknowledged survives the loss of one machine or one account.
    static func production(
        hasForeignSigner: Bool,
        synchronousStandbyNames: String?,
        synchronousStandbyCount: Int?
    ) -> CheckResult {
        let name = "production"
        if hasForeignSigner { return .ok(name, "the signer is a process of its own") }
        let remedy =
            "run concordatd signer under another account, better on another disk, or give the "
            + "database a synchronous standby"
        guard let names = synchronousStandbyNames, !names.isEmpty else {
            return .failure(
                name,
                "the signer is inside the daemon, and the database has no synchronous standby: one "
                    + "account, or one disk, can lose or rewrite both",
                remedy: remedy
            )
        }
        guard let count = synchronousStandbyCount else {
            return .unknown(
                name,
                "synchronous_standby_names is \(names), and the role may not see who follows",
                remedy: "give the role pg_read_all_stats, or --owner-database to the doctor"
            )
        }
        guard count > 0 else {
            return .failure(
                name,
                "synchronous_standby_names is \(names), and no standby follows",
                remedy: "start the standby; until then commits wait, or \(remedy)"
            )
        }
        return .ok(name, "\(count) synchronous standby follows")
    }
}
