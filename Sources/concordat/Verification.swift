import LogProtocol
import MerkleTree
import SignedNotes

/// The verification of a proof file against an entry, or of evidence, without a network.
struct Verification {
    /// Whom to believe.
    enum Trust {
        /// These keys.
        case keys([VerifierKey])
        /// What a policy file says.
        case policy(InputFile)
    }

    let trust: Trust
    /// The entry of a proof file; evidence brings its own.
    let entry: InputFile?
    let proof: InputFile

    /// What came out.
    func outcome() -> Outcome {
        do {
            let belief: Belief
            switch self.trust {
            case .keys(let keys): belief = .keys(keys)
            case .policy(let file):
                belief = .policy(try Policy(parsing: file.bytes(limit: PolicyLimits.byteCount)))
            }
            let entry = try self.entry?.bytes(limit: EntryBatch.maximumEntryByteCount)
            let proof = try self.proof.bytes(limit: Evidence.maximumByteCount)
            guard proof.first != UInt8(ascii: "{") else {
                return try Self.verify(proof, entry: entry, by: belief)
            }
            guard let entry else {
                return .failed(.undecided, step: "entry", detail: "a proof file needs --entry")
            }
            switch try AnyProofFile(parsing: proof) {
            case .sha256(let file): return try Self.verify(file, of: entry, by: belief)
            case .sm3(let file): return try Self.verify(file, of: entry, by: belief)
            }
        } catch let error as InputError {
            return error.outcome
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

    private static func verify(
        _ bytes: [UInt8],
        entry: [UInt8]?,
        by belief: Belief
    ) throws(EvidenceError) -> Outcome {
        let evidence = try Evidence(parsing: bytes)
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
