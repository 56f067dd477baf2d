import CryptoSuites
import MerkleTree
import SignedNotes
import Testing

@testable import Monitoring

/// Every kind of evidence proves what it says, and nothing that was changed proves anything.
@Suite struct AlarmFileTests {
    /// The range over some leaves, and the proof that it begins with another one.
    private func root<Hasher: TreeHasher>(_: Hasher.Type, _ entries: [[UInt8]]) -> TreeHash<Hasher>
    {
        var range = CompactRange<Hasher>()
        range.append(contentsOf: entries.map { Hasher.leafHash($0) })
        return range.root
    }

    private static let entries = (0..<7).map { Array("entry \($0)".utf8) }

    /// RFC 6962's recursion: the hashes beside the way from a leaf to the root.
    private func path<Hasher: TreeHasher>(
        _: Hasher.Type,
        _ index: Int,
        _ leaves: [TreeHash<Hasher>]
    ) -> [TreeHash<Hasher>] {
        guard leaves.count > 1 else { return [] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        func root(_ part: ArraySlice<TreeHash<Hasher>>) -> TreeHash<Hasher> {
            var range = CompactRange<Hasher>()
            range.append(contentsOf: Array(part))
            return range.root
        }
        return index < split
            ? self.path(Hasher.self, index, Array(leaves[..<split])) + [root(leaves[split...])]
            : self.path(Hasher.self, index - split, Array(leaves[split...]))
                + [root(leaves[..<split])]
    }

    /// One file of each kind.
    private func files(_ keys: TestLogKeys) throws -> [AlarmFile] {
        // The older head is of other entries than the newer tree's first four.
        let newer = TwinHead(
            size: 7,
            sha256: self.root(SHA256Hasher.self, Self.entries),
            sm3: self.root(SM3Hasher.self, Self.entries)
        )
        let first = Array(Self.entries.prefix(4))
        // Size 4 of 7 is a whole subtree: the proof is the root over the other three.
        let rest = self.root(SHA256Hasher.self, Array(Self.entries.dropFirst(4)))
        let older = TestLogKeys.head(4, fork: 3)
        // The SM3 tree has another entry at index 5.
        var others = Self.entries
        others[5] = Array("another".utf8)
        let sm3Leaves = others.map { SM3Hasher.leafHash($0) }
        let crossed = TwinHead(
            size: 7,
            sha256: newer.sha256,
            sm3: self.root(SM3Hasher.self, others)
        )
        return [
            AlarmFile(.splitView(try keys.note(.sha256, 5), try keys.note(.sha256, 5, fork: 1))),
            AlarmFile(.splitView(try keys.note(.sm3, 5), try keys.note(.sm3, 5, fork: 1))),
            AlarmFile(
                .inconsistency(
                    older: try keys.note(.sha256, of: older),
                    newer: try keys.note(.sha256, of: newer),
                    prefixRoot: self.root(SHA256Hasher.self, first).bytes,
                    path: [rest.bytes]
                )
            ),
            AlarmFile(
                .twinNote(
                    twin: try keys.twin(TestLogKeys.head(5, fork: 1)),
                    checkpoint: try keys.note(.sm3, 5)
                )
            ),
            AlarmFile(
                .twinEntries(
                    checkpoint: try keys.note(.sha256, of: crossed),
                    sm3Checkpoint: try keys.note(.sm3, of: crossed),
                    index: 5,
                    entry: Self.entries[5],
                    path: self.path(
                        SHA256Hasher.self,
                        5,
                        Self.entries.map { SHA256Hasher.leafHash($0) }
                    ).map(\.bytes),
                    sm3Leaf: sm3Leaves[5].bytes,
                    sm3Path: self.path(SM3Hasher.self, 5, sm3Leaves).map(\.bytes)
                )
            ),
            AlarmFile(
                .order(
                    larger: try keys.note(.sm3, 9, at: 1_800_000_000),
                    smaller: try keys.note(.sm3, 8, at: 1_800_000_001),
                    isClock: false
                )
            ),
            AlarmFile(
                .order(
                    larger: try keys.note(.sm3, 9, at: 1_800_000_000),
                    smaller: try keys.note(.sm3, 8, at: 1_800_000_001),
                    isClock: true
                )
            ),
        ]
    }

    @Test func eachKindOfEvidenceProvesWhatItSays() throws {
        let keys = try TestLogKeys()
        let files = try self.files(keys)
        for file in files {
            let read = try AlarmFile(parsing: file.bytes())
            #expect(read == file)
            let proven = try read.verified(by: keys.verifierKeys)
            #expect(proven.kind == file.kind && !proven.sentence.isEmpty)
        }
        #expect(
            Set(files.map(\.kind))
                == [.splitView, .inconsistency, .twinMismatch, .rollback, .clock]
        )
    }

    @Test func strangersKeysDecideNothing() throws {
        let keys = try TestLogKeys()
        let stranger = try TestLogKeys("log.example/other")
        for file in try self.files(keys) {
            for trusted in [[], stranger.verifierKeys] {
                #expect(throws: AlarmFileError.noKey) { try file.verified(by: trusted) }
            }
        }
    }

    @Test func whatOneKeyProvesNeedsNoOther() throws {
        let keys = try TestLogKeys()
        let files = try self.files(keys)
        _ = try files[0].verified(by: [keys.ed25519.verifierKey])
        _ = try files[1].verified(by: [keys.sm2.verifierKey])
        #expect(throws: AlarmFileError.noKey) {
            try files[0].verified(by: [keys.sm2.verifierKey])
        }
        #expect(throws: AlarmFileError.noKey) {
            try files[4].verified(by: [keys.ed25519.verifierKey])
        }
    }

    /// Every byte of every file in turn: whatever is read of it proves nothing else than before.
    @Test func aChangedFileProvesNothingNew() throws {
        let keys = try TestLogKeys()
        var refused = 0
        for file in try self.files(keys) {
            let bytes = try file.bytes()
            let proven = try file.verified(by: keys.verifierKeys)
            for position in stride(from: 0, to: bytes.count, by: 3) {
                var changed = bytes
                changed[position] ^= 1 << UInt8(position % 7)
                do {
                    let other = try AlarmFile(parsing: changed).verified(by: keys.verifierKeys)
                    // Only the word for the kind can be changed into another true one.
                    #expect(other.origin == proven.origin && other.sentence == proven.sentence)
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > 1_000)
    }

    @Test func whatIsNotWrongIsNotProven() throws {
        let keys = try TestLogKeys()
        let sound = TwinHead(
            size: 7,
            sha256: self.root(SHA256Hasher.self, Self.entries),
            sm3: self.root(SM3Hasher.self, Self.entries)
        )
        let first = Array(Self.entries.prefix(4))
        let older = TwinHead(
            size: 4,
            sha256: self.root(SHA256Hasher.self, first),
            sm3: self.root(SM3Hasher.self, first)
        )
        let sm3Leaves = Self.entries.map { SM3Hasher.leafHash($0) }
        let proofs: [AlarmFile.Proof] = [
            .splitView(try keys.note(.sm3, 5), try keys.note(.sm3, 5, at: 9)),
            .splitView(try keys.note(.sm3, 5), try keys.note(.sm3, 6, fork: 1)),
            .splitView(try keys.note(.sm3, 5), try keys.note(.sha256, 5, fork: 1)),
            .inconsistency(
                older: try keys.note(.sha256, of: older),
                newer: try keys.note(.sha256, of: sound),
                prefixRoot: older.sha256.bytes,
                path: [self.root(SHA256Hasher.self, Array(Self.entries.dropFirst(4))).bytes]
            ),
            // A made-up beginning.
            .inconsistency(
                older: try keys.note(.sha256, of: older),
                newer: try keys.note(.sha256, of: sound),
                prefixRoot: [UInt8](repeating: 1, count: 32),
                path: [[UInt8](repeating: 2, count: 32)]
            ),
            .twinNote(
                twin: try keys.twin(TestLogKeys.head(5)),
                checkpoint: try keys.note(.sm3, 5)
            ),
            .twinNote(
                twin: try keys.twin(TestLogKeys.head(6, fork: 1)),
                checkpoint: try keys.note(.sm3, 5)
            ),
            .twinEntries(
                checkpoint: try keys.note(.sha256, of: sound),
                sm3Checkpoint: try keys.note(.sm3, of: sound),
                index: 5,
                entry: Self.entries[5],
                path: self.path(
                    SHA256Hasher.self,
                    5,
                    Self.entries.map { SHA256Hasher.leafHash($0) }
                ).map(\.bytes),
                sm3Leaf: sm3Leaves[5].bytes,
                sm3Path: self.path(SM3Hasher.self, 5, sm3Leaves).map(\.bytes)
            ),
            .order(
                larger: try keys.note(.sm3, 9, at: 10),
                smaller: try keys.note(.sm3, 8, at: 10),
                isClock: false
            ),
            .order(
                larger: try keys.note(.sha256, 9),
                smaller: try keys.note(.sha256, 8),
                isClock: false
            ),
        ]
        for proof in proofs {
            do throws(AlarmFileError) {
                let proven = try AlarmFile(proof).verified(by: keys.verifierKeys)
                Issue.record("proven: \(proven.sentence)")
            } catch {
                guard case .notProven = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"alarm":"split-view","heads":[],"version":1}"#,
        #"{"alarm":"stale-head","heads":[],"version":1}"#,
        #"{"alarm":"split-view","heads":["x","y"],"version":1}"#,
        #"{"alarm":"split-view","heads":[],"version":2}"#,
    ])
    func whatIsNoFileIsMalformed(_ text: String) {
        #expect(throws: AlarmFileError.self) { try AlarmFile(parsing: Array(text.utf8)) }
    }
}
