import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing

/// The drill's own judgement: each kind of damage, shown to it, is found.
@Suite struct DrillCheckTests {
    private let entries = (0..<5).map { Array("entry \($0)".utf8) }

    /// A journal in which everything was sent and all but the last was acknowledged.
    private func journal() -> AppendJournal {
        let journal = AppendJournal()
        journal.add(sent: self.entries)
        for (index, entry) in self.entries.dropLast().enumerated() {
            journal.add(
                acknowledged: [entry],
                at: UInt64(index),
                isRepeat: false,
                sentAt: .now
            )
        }
        return journal
    }

    @Test func whatIsAsPromisedIsNotBlamed() {
        #expect(self.journal().disagreements(with: self.entries).isEmpty)
        #expect(self.journal().disagreements(with: self.entries.dropLast()).isEmpty)
    }

    @Test func aLostEntryIsFound() {
        let found = self.journal().disagreements(with: Array(self.entries.prefix(3)))
        #expect(found == ["lost: index 3, 7 bytes"])
    }

    @Test func aMovedEntryIsFound() {
        var entries = self.entries
        entries.swapAt(1, 2)
        let found = self.journal().disagreements(with: entries)
        #expect(found == ["moved or changed: index 1", "moved or changed: index 2"])
    }

    @Test func aDuplicateIsFound() {
        let found = self.journal().disagreements(with: self.entries + self.entries.suffix(1))
        #expect(found == ["1 duplicates"])
    }

    @Test func anEntryThatNobodySentIsFound() {
        let found = self.journal().disagreements(with: self.entries + [Array("foreign".utf8)])
        #expect(found == ["never sent: index 5"])
    }

    @Test func anEntryThatWasRefusedAndIsThereIsFound() {
        let journal = self.journal()
        journal.add(refused: self.entries.suffix(1))
        #expect(journal.disagreements(with: self.entries.dropLast()).isEmpty)
        #expect(
            journal.disagreements(with: self.entries)
                == ["appended though the answer said it was not: index 4"]
        )
    }

    @Test func anIndexGivenTwiceIsFound() {
        let journal = self.journal()
        journal.add(acknowledged: self.entries.suffix(1), at: 2, isRepeat: false, sentAt: .now)
        #expect(journal.violations == ["index 2 was acknowledged for two entries"])
    }

    @Test(arguments: 0...70) func theRootsAreThoseOfTheRecursion(_ count: Int) {
        let entries = (0..<count).map { Array("entry \($0)".utf8) }
        let roots = LeafList<SM3Hasher>(entries: entries).roots(at: Set(0...UInt64(count)))
        let reference = ReferenceTree<SM3Hasher>(entries)
        for size in 0...count { #expect(roots[UInt64(size)] == reference.root(0..<size)) }
    }

    @Test func tilesOfHigherLevelsStandFor256Hashes() throws {
        let entries = (0..<600).map { Array("entry \($0)".utf8) }
        let levels = LeafList<SHA256Hasher>(entries: entries).tileLevels()
        let reference = ReferenceTree<SHA256Hasher>(entries)
        #expect(
            levels == [reference.leaves, [reference.root(0..<256), reference.root(256..<512)]]
        )
    }

    @Test func twoHeadsOfOneSizeAreFound() throws {
        let signer = try Ed25519NoteSigner(name: House.origin, privateKey: .generate())
        let heads = HeadBook(keys: [signer.verifierKey])
        let list = LeafList<SHA256Hasher>(entries: self.entries)
        let roots = list.roots(at: [3, 4])
        let right = try #require(roots[4])
        let wrong = try #require(roots[3])
        for (root, contradictions) in [(right, 0), (right, 0), (wrong, 1)] {
            let checkpoint = try Checkpoint<SHA256Hasher>(
                origin: House.origin,
                size: 4,
                root: root
            )
            let note = try SignedNote.sign(text: checkpoint.text, with: [signer], at: 0)
            try heads.add(checkpoint: note.bytes)
            #expect(heads.contradictions.count == contradictions)
        }
        #expect(heads.heads(otherThan: roots, [:]) == ["SHA-256, size 4"])
    }

    @Test func aHeadThatTheLogDidNotSignIsNoHead() throws {
        let signer = try Ed25519NoteSigner(name: House.origin, privateKey: .generate())
        let other = try Ed25519NoteSigner(name: House.origin, privateKey: .generate())
        let heads = HeadBook(keys: [signer.verifierKey])
        let checkpoint = try Checkpoint<SHA256Hasher>(
            origin: House.origin,
            size: 0,
            root: SHA256Hasher.emptyRoot
        )
        let note = try SignedNote.sign(text: checkpoint.text, with: [other], at: 0)
        #expect(throws: NoteError.self) { try heads.add(checkpoint: note.bytes) }
        #expect(heads.sizes.isEmpty)
    }
}
