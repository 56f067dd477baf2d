public import MerkleTree
public import SignedNotes

/// What a witness is asked to cosign: the body of `POST add-checkpoint`, C2SP tlog-witness.
///
///     old <size of the head that the witness cosigned last>
///     <hash, base64>              0 to 63 lines: the consistency proof from that size
///                                 an empty line
///     <the signed checkpoint>
///
/// Its form is checked and nothing else: no signature, no hash.
public struct AddCheckpointRequest: Hashable, Sendable {
    /// The size of the head that the witness is thought to have cosigned last; 0 for none.
    public let oldSize: UInt64
    /// The hashes of the consistency proof from ``oldSize`` on, 32 bytes each. At most 63.
    public let proofHashes: [[UInt8]]
    /// The checkpoint, with the signature of its log.
    public let note: UnverifiedNote
    /// What the note's text says. Its size is not below ``oldSize``.
    public let checkpoint: CheckpointText

    /// Creates a request from its parts.
    ///
    /// - Throws: ``AddCheckpointError`` that names the part which no witness would take.
    public init(
        oldSize: UInt64,
        proofHashes: [[UInt8]] = [],
        note: UnverifiedNote
    ) throws(AddCheckpointError) {
        // SPEC: WITNESS-1, WITNESS-2.
        guard proofHashes.count <= Limits.addCheckpointHashCount else {
            throw .tooManyHashes(count: proofHashes.count)
        }
        if let position = proofHashes.firstIndex(where: { $0.count != 32 }) {
            throw .hash(line: position + 2)
        }
        do throws(CheckpointError) {
            self.checkpoint = try CheckpointText(parsing: note.text)
        } catch {
            throw .checkpoint(error)
        }
        guard oldSize <= self.checkpoint.size else {
            throw .oldSizeAbove(oldSize: oldSize, size: self.checkpoint.size)
        }
        self.oldSize = oldSize
        self.proofHashes = proofHashes
        self.note = note
    }

    /// Creates a request with the proof of one tree.
    ///
    /// - Throws: ``AddCheckpointError`` that names the part which no witness would take.
    public init<Hasher: TreeHasher>(
        proof: ConsistencyProof<Hasher>,
        note: UnverifiedNote
    ) throws(AddCheckpointError) {
        try self.init(
            oldSize: proof.olderSize,
            proofHashes: proof.path.map(\.bytes),
            note: note
        )
    }

    /// Reads the body of a request.
    ///
    /// - Throws: ``AddCheckpointError`` that names the part which is wrong.
    public init(parsing body: [UInt8]) throws(AddCheckpointError) {
        guard body.count <= Limits.addCheckpointByteCount else {
            throw .tooLarge(byteCount: body.count)
        }
        var rest = body[...]
        guard let first = rest.popLine(), first.starts(with: Self.oldPrefix),
            let oldSize = CanonicalDecimal.parse(first.dropFirst(Self.oldPrefix.count))
        else { throw .oldSize }
        var hashes: [[UInt8]] = []
        while true {
            guard let line = rest.popLine() else { throw .noNote }
            guard !line.isEmpty else { break }
            guard hashes.count < Limits.addCheckpointHashCount else {
                throw .tooManyHashes(count: hashes.count + 1)
            }
            guard let hash = Base64.decode(line), hash.count == 32 else {
                throw .hash(line: hashes.count + 2)
            }
            hashes.append(hash)
        }
        let note: UnverifiedNote
        do throws(NoteError) { note = try UnverifiedNote(parsing: Array(rest)) } catch {
            throw .note(error)
        }
        try self.init(oldSize: oldSize, proofHashes: hashes, note: note)
    }

    /// The body. Reading it gives an equal request.
    public var body: [UInt8] {
        var body = Self.oldPrefix + Array("\(self.oldSize)\n".utf8)
        for hash in self.proofHashes { body += "\(Base64.encode(hash))\n".utf8 }
        body.append(UInt8(ascii: "\n"))
        return body + self.note.bytes
    }

    /// The consistency proof as one of a tree with `Hasher`.
    ///
    /// - Throws: ``ProofError/wrongPathLength(expected:actual:)`` if hashes are missing or left
    ///   over.
    public func proof<Hasher: TreeHasher>(
        of _: Hasher.Type
    ) throws(ProofError) -> ConsistencyProof<Hasher> {
        try ConsistencyProof(
            olderSize: self.oldSize,
            newerSize: self.checkpoint.size,
            path: self.proofHashes.compactMap { TreeHash($0) }
        )
    }

    private static let oldPrefix = Array("old ".utf8)
}

extension ArraySlice<UInt8> {
    /// Takes the first line off, without its line feed; nil if there is no line feed.
    fileprivate mutating func popLine() -> ArraySlice<UInt8>? {
        guard let end = self.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { self = self[(end + 1)...] }
        return self[..<end]
    }
}
