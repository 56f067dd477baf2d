public import MerkleTree

/// Why bytes are not a proof file, or the file proves nothing.
public enum ProofFileError: Error, Hashable, Sendable {
    /// The file has `byteCount` bytes, more than ``ProofFileLimits/byteCount``.
    case tooLarge(byteCount: Int)
    /// The first line names no proof format of this suite.
    case unknownFormat
    /// There is no empty line, or the file is not in its one spelling.
    case malformed
    /// The extra line is empty or not base64.
    case extra
    /// There is no index line, or its number is not a decimal below 2^64 without leading zeros.
    case index
    /// A line of the path is not the base64 of 32 bytes.
    case hash
    /// More hashes than ``ProofFileLimits/pathHashCount``.
    case tooManyHashes
    /// The note with the checkpoint is malformed or not verified.
    case note(NoteError)
    /// The checkpoint is malformed, or not on the word of its log.
    case checkpoint(CheckpointError)
    /// The cosignatures do not satisfy the policy.
    case quorum
    /// The cosignatures are of kinds that cannot be verified here.
    case quorumNotVerifiable
    /// The entry has no bytes or too many: no log holds it.
    case entry(EntryError)
    /// The path does not lead from the entry to the checkpoint's root.
    case proof(ProofError)
}

extension ProofFileError {
    /// What the error says about the claim that the log holds the entry.
    public var verdict: Verdict {
        switch self {
        case .note(let error): error.verdict
        case .checkpoint(let error): error.verdict
        case .quorumNotVerifiable: .undecided
        case .tooLarge, .unknownFormat, .malformed, .extra, .index, .hash, .tooManyHashes,
            .quorum, .entry, .proof:
            .refuted
        }
    }

    /// The step of the verification that failed, in a word or two.
    public var step: String {
        switch self {
        case .tooLarge, .unknownFormat, .malformed, .extra, .index, .hash, .tooManyHashes:
            "proof file"
        case .note(.invalidSignature), .note(.noKnownKey), .note(.duplicateSignature),
            .note(.ambiguousKeys):
            "signature"
        case .note: "note"
        case .checkpoint(.notSignedByLog): "log key"
        case .checkpoint: "checkpoint"
        case .quorum, .quorumNotVerifiable: "quorum"
        case .entry: "entry"
        case .proof: "inclusion"
        }
    }
}

extension ProofFileError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .tooLarge(let byteCount):
            "the proof file has \(byteCount) bytes, more than \(ProofFileLimits.byteCount)"
        case .unknownFormat: "the first line names no known proof format"
        case .malformed: "the proof file is not a proof, an empty line and a checkpoint"
        case .extra: "the extra line is empty or not base64"
        case .index: "there is no index line with a decimal number"
        case .hash: "a line of the path is not the base64 of 32 bytes"
        case .tooManyHashes: "the path has more than \(ProofFileLimits.pathHashCount) hashes"
        case .note(let error): error.description
        case .checkpoint(let error): error.description
        case .quorum: "the cosignatures do not satisfy the policy's quorum"
        case .quorumNotVerifiable: "the cosignatures are of kinds that are not verified here"
        case .entry(.empty): "the entry has no bytes"
        case .entry: "the entry has more than \(EntryBatch.maximumEntryByteCount) bytes"
        case .proof(let error): Self.description(of: error)
        }
    }

    private static func description(of error: ProofError) -> String {
        switch error {
        case .leafIndexOutOfRange: "the index is not below the checkpoint's size"
        case .wrongPathLength(let expected, let actual):
            "the path has \(actual) hashes, index and size call for \(expected)"
        case .rootMismatch: "the path does not lead from the entry to the checkpoint's root"
        case .sizesOutOfOrder, .olderRootMismatch: "the proof is of another kind"
        }
    }
}
