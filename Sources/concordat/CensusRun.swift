import LogClient
import LogProtocol
import Records
import SignedNotes

/// What each entry of a log is, asked page by page.
struct CensusRun {
    private struct Report: Encodable {
        let first: UInt64
        let size: UInt64
        let counts: CensusAnswer.Counts
        let missing: [CensusAnswer.Missing]
        let verifiedDummies: UInt64

        private enum CodingKeys: String, CodingKey {
            case first, size, counts, missing
            case verifiedDummies = "verified_dummies"
        }
    }

    /// The first index.
    let first: UInt64
    /// What an auditor needs it for; nil for an operator.
    let purpose: String?
    /// The keys to verify dummies with; none to take the log's word.
    let keys: [VerifierKey]

    /// How many missing entries are named to people.
    private static let namedCount = 1_000

    /// How many entries are asked for at a time: an auditor's answer has evidence of each dummy.
    private var pageSize: Int { self.purpose == nil ? 1_000 : 50 }

    /// Asks for all entries that were published when this began.
    ///
    /// - Throws: ``LogClientError``.
    func outcome(from client: LogClient, token: String?) async throws -> Outcome {
        var counts = CensusAnswer.Counts()
        var missing: [CensusAnswer.Missing] = []
        var verified: UInt64 = 0
        var size: UInt64?
        var next: UInt64? = self.first
        while let start = next, start < size ?? .max {
            let answer = try await client.census(
                from: start,
                // What was published since is for another time: an auditor's own questions add to it.
                limit: min(self.pageSize, Int(clamping: (size ?? .max) - start)),
                purpose: self.purpose,
                bearerToken: token
            )
            if size == nil { size = answer.size }
            counts.add(answer.counts)
            missing += answer.missing
            for (index, evidence) in answer.dummies where !self.keys.isEmpty {
                if let refusal = self.refusal(of: evidence) {
                    return .failed(
                        refusal.verdict,
                        step: "dummy \(index)",
                        detail: refusal.detail
                    )
                }
                verified += 1
            }
            next = answer.next
        }
        return self.outcome(counts, missing, size: size ?? 0, verified: verified)
    }

    /// Why evidence does not prove that the entry is a dummy; nil if it does.
    private func refusal(of evidence: Evidence) -> (verdict: Verdict, detail: String)? {
        do throws(EvidenceError) {
            let proven = try evidence.verify(trusting: .keys(self.keys))
            let isDummy = proven.fields.contains {
                $0.name == "record_class" && $0.value == .string(RecordSealer.dummyClass)
            }
            return isDummy ? nil : (.refuted, "its class is another one")
        } catch { return (error.verdict, error.description.printable) }
    }

    private func outcome(
        _ counts: CensusAnswer.Counts,
        _ missing: [CensusAnswer.Missing],
        size: UInt64,
        verified: UInt64
    ) -> Outcome {
        guard missing.isEmpty else {
            let named = missing.prefix(Self.namedCount).map {
                "\($0.index) (\($0.reason.printable))"
            }
            let rest = missing.count > Self.namedCount ? ", …" : ""
            return .failed(
                .refuted,
                step: "entries",
                detail: "\(missing.count) of \(size) entries are missing: "
                    + named.joined(separator: ", ") + rest
            )
        }
        let proof = verified > 0 ? " (\(verified) of them verified)" : ""
        return .proven(
            "each of \(counts.total ?? 0) entries is accounted for: \(counts.record) records, "
                + "\(counts.erased) erased, \(counts.control) control records, \(counts.dummy) "
                + "dummies\(proof)",
            Report(
                first: self.first,
                size: size,
                counts: counts,
                missing: missing,
                verifiedDummies: verified
            )
        )
    }
}
