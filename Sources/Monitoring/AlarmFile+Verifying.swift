import CryptoSuites
import LogProtocol
import MerkleTree
public import SignedNotes

/// What a file has proven.
public struct ProvenAlarm: Hashable, Sendable {
    /// The kind of alarm.
    public let kind: AlarmKind
    /// The origin of the log's SHA-256 tree, or of the tree in question.
    public let origin: String
    /// What is proven, in a sentence.
    public let sentence: String
}

extension AlarmFile {
    /// Verifies the file under the keys that its reader trusts.
    ///
    /// SPEC: MON-11: every note is signed by a key of the log among `keys`, and what the file says
    /// about them is computed anew.
    ///
    /// - Throws: ``AlarmFileError``.
    public func verified(by keys: [VerifierKey]) throws(AlarmFileError) -> ProvenAlarm {
        switch self.proof {
        case .splitView(let first, let second):
            return try self.splitView(SignedHead(first, keys), SignedHead(second, keys))
        case .inconsistency(let older, let newer, let prefixRoot, let path):
            return try self.inconsistency(
                SignedHead(older, keys),
                SignedHead(newer, keys),
                prefixRoot,
                path
            )
        case .twinNote(let twin, let checkpoint):
            return try self.twinNote(twin, SignedHead(checkpoint, keys), keys)
        case .twinEntries(
            let checkpoint,
            let sm3Checkpoint,
            let index,
            let entry,
            let path,
            let sm3Leaf,
            let sm3Path
        ):
            let heads = (try SignedHead(checkpoint, keys), try SignedHead(sm3Checkpoint, keys))
            return try self.twinEntries(heads, index, entry, path, sm3Leaf, sm3Path)
        case .order(let larger, let smaller, _):
            return try self.order(SignedHead(larger, keys), SignedHead(smaller, keys))
        }
    }

    /// A head whose signature of its log verified.
    private struct SignedHead {
        let suite: Suite
        let origin: String
        let size: UInt64
        let root: [UInt8]
        let signedAt: UInt64?

        init(_ note: UnverifiedNote, _ keys: [VerifierKey]) throws(AlarmFileError) {
            let verified: VerifiedNote
            do { verified = try note.verified(by: keys) } catch {
                throw error.verdict == .undecided ? .noKey : .notProven("\(error)")
            }
            if let head = try? Checkpoint<SHA256Hasher>(verified) {
                self.suite = .sha256
                self.origin = head.origin
                self.size = head.size
                self.root = head.root.bytes
                self.signedAt = nil
                return
            }
            do {
                let head = try Checkpoint<SM3Hasher>(verified)
                self.suite = .sm3
                self.origin = head.origin
                self.size = head.size
                self.root = head.root.bytes
                self.signedAt =
                    verified.verified.first {
                        $0.key.algorithm == .sm2
                            && $0.key.name.utf8.elementsEqual(head.origin.utf8)
                    }?.timestamp
            } catch {
                throw error == .notSignedByLog ? .noKey : .notProven("\(error)")
            }
        }

        func isOfSameTree(as other: SignedHead) -> Bool {
            self.suite == other.suite && self.origin.utf8.elementsEqual(other.origin.utf8)
        }
    }

    private func splitView(
        _ first: SignedHead,
        _ second: SignedHead
    ) throws(AlarmFileError) -> ProvenAlarm {
        guard first.isOfSameTree(as: second) else {
            throw .notProven("the two heads are of different logs")
        }
        guard first.size == second.size else {
            throw .notProven("the two heads have different sizes")
        }
        guard first.root != second.root else { throw .notProven("the two heads are the same") }
        return ProvenAlarm(
            kind: .splitView,
            origin: first.origin,
            sentence: "\(first.origin) has signed two heads of \(first.size) entries with "
                + "different roots"
        )
    }

    private func inconsistency(
        _ older: SignedHead,
        _ newer: SignedHead,
        _ prefixRoot: [UInt8],
        _ path: [[UInt8]]
    ) throws(AlarmFileError) -> ProvenAlarm {
        guard older.isOfSameTree(as: newer) else {
            throw .notProven("the two heads are of different logs")
        }
        guard 0 < older.size, older.size < newer.size else {
            throw .notProven("the first head is not smaller than the second one")
        }
        guard prefixRoot != older.root else {
            throw .notProven("the newer tree begins with the older one")
        }
        do {
            switch newer.suite {
            case .sha256:
                try Self.check(SHA256Hasher.self, older.size, newer, prefixRoot, path)
            case .sm3: try Self.check(SM3Hasher.self, older.size, newer, prefixRoot, path)
            }
        } catch {
            throw .notProven("the proof of the newer tree's beginning does not hold: \(error)")
        }
        return ProvenAlarm(
            kind: .inconsistency,
            origin: newer.origin,
            sentence: "the first \(older.size) entries under the head of \(newer.size) that "
                + "\(newer.origin) has signed are not those under its head of \(older.size)"
        )
    }

    private static func check<Hasher: SuiteHasher>(
        _: Hasher.Type,
        _ size: UInt64,
        _ newer: SignedHead,
        _ prefixRoot: [UInt8],
        _ path: [[UInt8]]
    ) throws {
        let hashes = path.compactMap { TreeHash<Hasher>($0) }
        guard hashes.count == path.count, let prefix = TreeHash<Hasher>(prefixRoot),
            let root = TreeHash<Hasher>(newer.root)
        else { throw ProofError.rootMismatch }
        try ConsistencyProof(olderSize: size, newerSize: newer.size, path: hashes)
            .verify(olderRoot: prefix, newerRoot: root)
    }

    private func twinNote(
        _ note: UnverifiedNote,
        _ head: SignedHead,
        _ keys: [VerifierKey]
    ) throws(AlarmFileError) -> ProvenAlarm {
        let twin: TwinNote
        do {
            twin = try TwinNote(try note.verified(by: keys), requiring: [head.suite])
        } catch let error as NoteError {
            throw error.verdict == .undecided ? .noKey : .notProven("\(error)")
        } catch let error as TwinNoteError {
            throw error.verdict == .undecided ? .noKey : .notProven("\(error)")
        } catch {
            throw .notProven("\(error)")
        }
        let named: (origin: String, root: [UInt8])
        switch head.suite {
        case .sha256: named = (twin.origin.text, twin.head.sha256.bytes)
        case .sm3: named = (twin.origin.sm3Text, twin.head.sm3.bytes)
        }
        guard named.origin.utf8.elementsEqual(head.origin.utf8), twin.head.size == head.size else {
            throw .notProven("the twin note is not about this head")
        }
        guard named.root != head.root else {
            throw .notProven("the twin note names the head's root")
        }
        return ProvenAlarm(
            kind: .twinMismatch,
            origin: head.origin,
            sentence: "\(twin.origin.text) has signed a twin note of \(head.size) entries with "
                + "another root than its head of the same size"
        )
    }

    private func twinEntries(
        _ heads: (sha256: SignedHead, sm3: SignedHead),
        _ index: UInt64,
        _ entry: [UInt8],
        _ path: [[UInt8]],
        _ sm3Leaf: [UInt8],
        _ sm3Path: [[UInt8]]
    ) throws(AlarmFileError) -> ProvenAlarm {
        guard heads.sha256.suite == .sha256, heads.sm3.suite == .sm3,
            (heads.sha256.origin + LogOrigin.sm3Suffix).utf8.elementsEqual(heads.sm3.origin.utf8)
        else { throw .notProven("the two heads are not those of one log's two trees") }
        guard heads.sha256.size == heads.sm3.size else {
            throw .notProven("the two heads have different sizes")
        }
        let leaf = SHA256Hasher.leafHash(entry)
        guard let claimed = TreeHash<SM3Hasher>(sm3Leaf), claimed != SM3Hasher.leafHash(entry)
        else {
            throw .notProven("both trees have this entry at index \(index)")
        }
        do {
            try Self.check(leaf, index, heads.sha256, path)
            try Self.check(claimed, index, heads.sm3, sm3Path)
        } catch {
            throw .notProven("a proof of inclusion does not hold: \(error)")
        }
        return ProvenAlarm(
            kind: .twinMismatch,
            origin: heads.sha256.origin,
            sentence: "at index \(index) of the \(heads.sha256.size) entries that "
                + "\(heads.sha256.origin) has signed, the SM3 tree holds another entry than the "
                + "SHA-256 tree"
        )
    }

    private static func check<Hasher: SuiteHasher>(
        _ leaf: TreeHash<Hasher>,
        _ index: UInt64,
        _ head: SignedHead,
        _ path: [[UInt8]]
    ) throws {
        let hashes = path.compactMap { TreeHash<Hasher>($0) }
        guard hashes.count == path.count, let root = TreeHash<Hasher>(head.root) else {
            throw ProofError.rootMismatch
        }
        try InclusionProof(leafIndex: index, treeSize: head.size, path: hashes)
            .verify(leaf: leaf, root: root)
    }

    private func order(
        _ larger: SignedHead,
        _ smaller: SignedHead
    ) throws(AlarmFileError) -> ProvenAlarm {
        guard larger.isOfSameTree(as: smaller) else {
            throw .notProven("the two heads are of different logs")
        }
        guard let first = larger.signedAt, let second = smaller.signedAt else {
            throw .notProven("only heads of an SM3 tree say when they were signed")
        }
        guard larger.size > smaller.size, first < second else {
            throw .notProven("the larger head was not signed before the smaller one")
        }
        return ProvenAlarm(
            kind: self.kind,
            origin: larger.origin,
            sentence: "\(larger.origin) has signed a head of \(smaller.size) entries at "
                + "\(TimeText(second)), after one of \(larger.size) entries at \(TimeText(first))"
        )
    }
}
