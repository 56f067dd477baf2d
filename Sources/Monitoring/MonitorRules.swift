import LogProtocol
public import SignedNotes

/// What a monitor goes by, and what it concludes. It asks nobody and knows no clock.
public struct MonitorRules: Hashable, Sendable {
    /// For how many seconds a signed head may be known and not published, and a log be out of reach.
    /// Default 300.
    public var staleSeconds: UInt64 = 300
    /// How many seconds the newest head's signature may be old; nil for any age. A log that takes no
    /// entries signs no heads.
    public var maximumAgeSeconds: UInt64?
    /// By how many seconds a signature's time may be ahead of the monitor's clock. Default 300.
    public var clockTolerance: UInt64 = 300

    /// The defaults.
    public init() {}
}

extension MonitorRules {
    /// SPEC: MON-2: two signed heads of one tree and one size with different roots.
    public func splitViews(among claims: [HeadClaim]) -> [Finding] {
        var findings: [Finding] = []
        for (position, claim) in claims.enumerated() {
            for other in claims[..<position]
            where other.suite == claim.suite && other.size == claim.size && other.root != claim.root
            {
                findings.append(
                    Finding(
                        .splitView,
                        subject: "\(claim.suite.rawValue) \(claim.size)",
                        detail: "\(other.source) and \(claim.source) show signed "
                            + "\(claim.suite.title) heads of \(claim.size) entries with different "
                            + "roots",
                        file: AlarmFile(.splitView(other.note, claim.note))
                    )
                )
            }
        }
        return findings
    }

    /// SPEC: MON-6: heads that were signed in another order than their sizes: the smaller one after
    /// the larger one.
    public func disorder(among claims: [HeadClaim]) -> [Finding] {
        let timed = claims.filter { $0.signedAt != nil }
        var findings: [Finding] = []
        for larger in timed {
            guard let first = larger.signedAt else { continue }
            for smaller in timed where smaller.size < larger.size {
                guard let second = smaller.signedAt, second > first else { continue }
                // Whoever shows a small head as the newest goes back; else the log's clock did.
                findings.append(
                    Finding(
                        .clock,
                        subject: "order \(smaller.size) \(larger.size)",
                        detail: "the head of \(smaller.size) entries was signed at "
                            + "\(TimeText(second)), after that of \(larger.size) entries at "
                            + "\(TimeText(first))",
                        file: AlarmFile(
                            .order(larger: larger.note, smaller: smaller.note, isClock: true)
                        )
                    )
                )
            }
        }
        return findings
    }

    /// SPEC: MON-6: signatures from a time that has not come.
    public func future(
        of claims: [HeadClaim],
        cosignatures: [VerifiedSignature],
        now: UInt64
    ) -> [Finding] {
        let latest = now.addingReportingOverflow(self.clockTolerance).partialValue
        var findings = claims.compactMap { claim -> Finding? in
            guard let time = claim.signedAt, time > latest else { return nil }
            return Finding(
                .clock,
                subject: "future \(claim.source)",
                detail:
                    "the head of \(claim.size) entries that \(claim.source) shows was signed at "
                    + "\(TimeText(time)), which is \(time - now) s ahead"
            )
        }
        for signature in cosignatures {
            guard let time = signature.timestamp, time > latest else { continue }
            findings.append(
                Finding(
                    .clock,
                    subject: "future \(signature.key.name)",
                    detail: "\(signature.key.name) has cosigned at \(TimeText(time)), which is "
                        + "\(time - now) s ahead"
                )
            )
        }
        return findings
    }

    /// SPEC: MON-7: which of the two published heads lacks the policy's quorum.
    public func quorumLoss(
        under policy: TwinPolicy,
        size: UInt64,
        sha256: [VerifiedSignature],
        sm3: [VerifiedSignature]
    ) -> [Finding] {
        [(Suite.sha256, sha256), (.sm3, sm3)].compactMap { suite, signatures in
            guard !policy.isSatisfied(on: suite, by: signatures) else { return nil }
            let missing = policy.missingOperators(on: suite, signatures: signatures)
            return Finding(
                .quorumLoss,
                subject: suite.rawValue,
                detail:
                    "the published \(suite.title) head of \(size) entries lacks its quorum; not "
                    + "cosigned by \(missing.map(\.name).joined(separator: ", "))"
            )
        }
    }

    /// SPEC: MON-5: a head that waits too long, a log out of reach for too long, a signature too old.
    public func staleness(of memory: LogMemory, now: UInt64) -> [Finding] {
        var findings: [Finding] = []
        func isOver(_ since: UInt64) -> Bool { now >= since && now - since > self.staleSeconds }
        if let since = memory.unseenSince, isOver(since) {
            findings.append(
                Finding(
                    .staleHead,
                    subject: "unseen",
                    detail: "no head could be fetched since \(TimeText(since))"
                )
            )
        }
        if let ahead = memory.ahead, isOver(ahead.since) {
            findings.append(
                Finding(
                    .staleHead,
                    subject: "ahead",
                    detail: "\(ahead.source) shows a signed head of \(ahead.size) entries since "
                        + "\(TimeText(ahead.since)), and the log publishes a smaller one"
                )
            )
        }
        if let limit = self.maximumAgeSeconds, let newestSignature = memory.newestSignature,
            now > newestSignature, now - newestSignature > limit
        {
            findings.append(
                Finding(
                    .staleHead,
                    subject: "age",
                    detail: "the newest head was signed at \(TimeText(newestSignature)), "
                        + "\(now - newestSignature) s ago"
                )
            )
        }
        return findings
    }
}
