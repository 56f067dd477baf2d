public import MerkleTree

/// A self-contained proof that a log holds an entry, as a file: C2SP tlog-proof.
///
///     c2sp.org/tlog-proof@v1          (concordat/sm3-proof/v1 for the SM3 tree)
///     extra <base64>                  (may be missing; nobody has signed it)
///     index <decimal>
///     <hash, base64>                  (the path, the leaf's sibling first)
///
///     <the checkpoint, a signed note, verbatim>
///
/// Nothing in it is to be believed until ``verify(entry:keys:)`` has returned.
public struct ProofFile<Hasher: SuiteHasher>: Hashable, Sendable {
    /// What the entry's maker wants kept beside the proof; at least 1 byte. Not authenticated.
    public let extra: [UInt8]?
    /// The position that the entry is said to have, counted from 0.
    public let index: UInt64
    /// The hashes of the proof. At most 64.
    public let path: [TreeHash<Hasher>]
    /// The note with the head that the path leads to.
    public let note: UnverifiedNote
    /// The whole file, verbatim.
    public let bytes: [UInt8]

    /// Makes a proof file from its parts.
    ///
    /// - Throws: ``ProofFileError`` if a part is out of range, or the note's text is not a
    ///   checkpoint.
    public init(
        extra: [UInt8]? = nil,
        index: UInt64,
        path: [TreeHash<Hasher>],
        note: UnverifiedNote
    ) throws(ProofFileError) {
        // SPEC: PROOF-2, PROOF-4.
        guard extra?.isEmpty != true else { throw .extra }
        guard path.count <= ProofFileLimits.pathHashCount else { throw .tooManyHashes }
        do { _ = try Checkpoint<Hasher>(parsing: note.text) } catch { throw .checkpoint(error) }
        self.extra = extra
        self.index = index
        self.path = path
        self.note = note
        var head = "\(Hasher.proofFileHeader)\n"
        if let extra { head += "extra \(Base64.encode(extra))\n" }
        head += "index \(index)\n"
        for hash in path { head += "\(hash.base64)\n" }
        self.bytes = Array(head.utf8) + Array("\n".utf8) + note.bytes
        guard self.bytes.count <= ProofFileLimits.byteCount else {
            throw .tooLarge(byteCount: self.bytes.count)
        }
    }

    /// Makes a proof file from a proof and the checkpoint that it leads to.
    ///
    /// - Throws: ``ProofFileError`` if the note's text is not a checkpoint of the proof's size.
    public init(
        _ proof: InclusionProof<Hasher>,
        note: UnverifiedNote,
        extra: [UInt8]? = nil
    ) throws(ProofFileError) {
        try self.init(extra: extra, index: proof.leafIndex, path: proof.path, note: note)
        guard try self.claimedCheckpoint().size == proof.treeSize else {
            throw .checkpoint(.size)
        }
    }

    /// Reads a proof file.
    ///
    /// - Throws: ``ProofFileError`` that names the part which is wrong.
    public init(parsing bytes: [UInt8]) throws(ProofFileError) {
        guard bytes.count <= ProofFileLimits.byteCount else {
            throw .tooLarge(byteCount: bytes.count)
        }
        // SPEC: PROOF-5: the first empty line ends the proof; the checkpoint's own comes behind it.
        guard let head = Self.head(of: bytes) else { throw .malformed }
        var lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        // SPEC: PROOF-1, SM3P-1.
        guard let header = lines.popFirst(), header.elementsEqual(Hasher.proofFileHeader.utf8)
        else {
            throw .unknownFormat
        }
        var extra: [UInt8]?
        if let characters = lines.first?.removingPrefix("extra ") {
            guard let value = Base64.decode(characters) else { throw .extra }
            extra = value
            lines.removeFirst()
        }
        // SPEC: PROOF-3.
        guard let digits = lines.popFirst()?.removingPrefix("index "),
            let index = CanonicalDecimal.parse(digits)
        else { throw .index }
        guard lines.count <= ProofFileLimits.pathHashCount else { throw .tooManyHashes }
        var path: [TreeHash<Hasher>] = []
        for line in lines {
            guard let hash = TreeHash<Hasher>(base64: line) else { throw .hash }
            path.append(hash)
        }
        let note: UnverifiedNote
        do { note = try UnverifiedNote(parsing: Array(bytes[(head.endIndex + 2)...])) } catch {
            throw .note(error)
        }
        try self.init(extra: extra, index: index, path: path, note: note)
        // SPEC: PROOF-6, PROOF-11. One spelling per proof: what was read above must be what would
        // be printed.
        guard self.bytes == bytes else { throw .malformed }
    }

    /// The checkpoint as the file has it, its signatures not looked at.
    public func claimedCheckpoint() throws(ProofFileError) -> Checkpoint<Hasher> {
        do { return try Checkpoint(parsing: self.note.text) } catch { throw .checkpoint(error) }
    }

    /// What stands in front of the first empty line.
    private static func head(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
        let newline = UInt8(ascii: "\n")
        return bytes.indices.dropLast()
            .first { bytes[$0] == newline && bytes[$0 + 1] == newline }
            .map { bytes[..<$0] }
    }
}

extension ProofFile {
    /// Checks that the log holds `entry`, on the word of a head signed by the log's key.
    ///
    /// `keys` are the ones that whoever checks has chosen to trust. The log's own key of this
    /// suite must be among them; signatures of the others are verified and reported.
    ///
    /// - Throws: ``ProofFileError`` with the step that failed; ``ProofFileError/verdict`` tells
    ///   whether the claim is refuted or only undecided.
    public func verify(
        entry: [UInt8],
        keys: [VerifierKey]
    ) throws(ProofFileError) -> ProvenInclusion<Hasher> {
        let head = try self.verifiedHead(by: keys)
        return try self.proven(
            leaf: Self.leafHash(of: entry),
            checkpoint: head.checkpoint,
            signatures: head.signatures
        )
    }

    /// Checks that the log holds the entry hashing to `leaf`; see ``verify(entry:keys:)``.
    ///
    /// - Throws: ``ProofFileError`` with the step that failed.
    public func verify(
        leaf: TreeHash<Hasher>,
        keys: [VerifierKey]
    ) throws(ProofFileError) -> ProvenInclusion<Hasher> {
        let head = try self.verifiedHead(by: keys)
        return try self.proven(
            leaf: leaf,
            checkpoint: head.checkpoint,
            signatures: head.signatures
        )
    }

    /// Checks that the log holds `entry`, on the word of a head that `policy` accepts: signed by
    /// one of its logs, cosigned by its quorum.
    ///
    /// - Throws: ``ProofFileError`` with the step that failed; ``ProofFileError/quorum`` if the
    ///   cosignatures do not suffice.
    public func verify(
        entry: [UInt8],
        policy: Policy
    ) throws(ProofFileError) -> ProvenInclusion<Hasher> {
        let head = try self.verifiedHead(by: policy.logKeys)
        // Cosignatures speak for the tree whose suite they are of, and for no other.
        let witnessKeys = policy.witnessKeys.filter { $0.algorithm.suite == Hasher.suite }
        var signatures = head.signatures
        if self.note.signatures.contains(where: { line in
            witnessKeys.contains { line.isClaimed(by: $0) }
        }) {
            do {
                signatures += try self.note.verified(by: witnessKeys).verified
            } catch NoteError.noKnownKey {
                throw .quorumNotVerifiable
            } catch {
                throw .note(error)
            }
        }
        guard policy.isSatisfied(by: signatures) else { throw .quorum }
        return try self.proven(
            leaf: Self.leafHash(of: entry),
            checkpoint: head.checkpoint,
            signatures: signatures
        )
    }

    private typealias Head = (checkpoint: Checkpoint<Hasher>, signatures: [VerifiedSignature])

    private func verifiedHead(by keys: [VerifierKey]) throws(ProofFileError) -> Head {
        let note: VerifiedNote
        do { note = try self.note.verified(by: keys) } catch { throw .note(error) }
        do {
            // SPEC: PROOF-7, SM3P-3: keys of the other suite may have signed as well; they are no
            // part of this claim.
            let signatures = note.verified.filter { $0.key.algorithm.suite == Hasher.suite }
            return (try Checkpoint(note), signatures)
        } catch {
            throw .checkpoint(error)
        }
    }

    /// SPEC: PROOF-8, SM3P-2: the leaf follows from the entry alone.
    private static func leafHash(of entry: [UInt8]) throws(ProofFileError) -> TreeHash<Hasher> {
        guard !entry.isEmpty else { throw .entry(.empty) }
        guard entry.count <= EntryBatch.maximumEntryByteCount else {
            throw .entry(.tooLong(byteCount: entry.count))
        }
        return Hasher.leafHash(entry)
    }

    private func proven(
        leaf: TreeHash<Hasher>,
        checkpoint: Checkpoint<Hasher>,
        signatures: [VerifiedSignature]
    ) throws(ProofFileError) -> ProvenInclusion<Hasher> {
        // SPEC: PROOF-9.
        do {
            let proof = try InclusionProof(
                leafIndex: self.index,
                treeSize: checkpoint.size,
                path: self.path
            )
            try proof.verify(leaf: leaf, root: checkpoint.root)
        } catch {
            throw .proof(error)
        }
        return ProvenInclusion(
            leafIndex: self.index,
            leaf: leaf,
            checkpoint: checkpoint,
            signatures: signatures
        )
    }
}
