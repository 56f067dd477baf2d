import LogProtocol
import MerkleTree
import SignedNotes

/// The verification of a proof file against an entry, or of evidence, without a network.
struct Verification {
    /// Whom to believe.
    enum Trust {
        /// These keys.
        case keys([VerifierKey])
        /// What the policy file for the head's size says; the log's keys are these instead of those in
        /// the file, unless there are none.
        case policies([SizedPolicyFile], logKeys: [VerifierKey])
    }

    let trust: Trust
    /// The entry of a proof file; evidence brings its own.
    let entry: InputFile?
    let proof: InputFile

    /// What came out.
    func outcome() -> Outcome {
        do {
            // Read first: a policy that is none says nothing, whatever the proof is.
            let policies = try self.policies()
            let entry = try self.entry?.bytes(limit: EntryBatch.maximumEntryByteCount)
            let proof = try self.proof.bytes(limit: Evidence.maximumByteCount)
            guard proof.first != UInt8(ascii: "{") else {
                return try self.verify(proof, entry: entry, policies)
            }
            guard let entry else {
                return .failed(.undecided, step: "entry", detail: "a proof file needs --entry")
            }
            switch try AnyProofFile(parsing: proof) {
            case .sha256(let file):
                return try Self.verify(file, of: entry, by: self.belief(policies, file.note))
            case .sm3(let file):
                return try Self.verify(file, of: entry, by: self.belief(policies, file.note))
            }
        } catch let error as InputError {
            return error.outcome
        } catch let error as NoPolicyForSize {
            return .failed(.undecided, step: "policy", detail: error.description)
        } catch let error as PolicyError {
            // A policy that is none says nothing about the proof.
            return .failed(.undecided, step: "policy", detail: error.description)
        } catch let error as EvidenceError {
            return .failed(error.verdict, step: error.step, detail: error.description.printable)
        } catch let error as ProofFileError {
            return .failed(error.verdict, step: error.step, detail: error.description.printable)
        } catch {
            return .failed(.undecided, step: "verification", detail: "\(error)".printable)
        }
    }

    private enum Belief {
        case keys([VerifierKey])
        case policy(Policy)
    }

    private func policies() throws -> [(sizes: ClosedRange<UInt64>, policy: Policy)] {
        guard case .policies(let files, let logKeys) = self.trust else { return [] }
        return try files.map { file in
            let bytes = try file.file.bytes(limit: PolicyLimits.byteCount)
            let policy = try Policy(parsing: bytes)
            // SPEC: EVID-10.
            return (file.sizes, logKeys.isEmpty ? policy : policy.trusting(logKeys: logKeys))
        }
    }

    /// SPEC: POLEV-5: whom to believe about a head.
    private func belief(
        _ policies: [(sizes: ClosedRange<UInt64>, policy: Policy)],
        _ note: UnverifiedNote
    ) throws -> Belief {
        if case .keys(let keys) = self.trust { return .keys(keys) }
        // All heads of a file are of one size, or it is refused for that.
        let size = note.headSize ?? 0
        guard let found = policies.first(where: { $0.sizes.contains(size) }) else {
            throw NoPolicyForSize(size: size)
        }
        return .policy(found.policy)
    }

    private func verify(
        _ bytes: [UInt8],
        entry: [UInt8]?,
        _ policies: [(sizes: ClosedRange<UInt64>, policy: Policy)]
    ) throws -> Outcome {
        let evidence = try Evidence(parsing: bytes)
        let belief = try self.belief(policies, evidence.twin)
        guard entry == nil || entry == evidence.statement else {
            return .failed(
                .refuted,
                step: "entry",
                detail: "the evidence is about another entry"
            )
        }
        let proven =
            switch belief {
            case .keys(let keys): try evidence.verify(trusting: .keys(keys))
            case .policy(let policy): try evidence.verify(trusting: .policy(policy))
            }
        let report = EvidenceReport(proven)
        return .proven(report.sentence, report)
    }

    private static func verify<Hasher>(
        _ file: ProofFile<Hasher>,
        of entry: [UInt8],
        by belief: Belief
    ) throws(ProofFileError) -> Outcome {
        let proven =
            switch belief {
            case .keys(let keys): try file.verify(entry: entry, keys: keys)
            case .policy(let policy): try file.verify(entry: entry, policy: policy)
            }
        let report = InclusionReport(proven)
        return .proven(report.sentence, report)
    }
}

/// None of the policies is for heads of this size.
private struct NoPolicyForSize: Error, CustomStringConvertible {
    let size: UInt64

    var description: String { "none of the policies is for heads of \(self.size) entries" }
}
