import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing

struct TwinVector: Decodable, CustomTestStringConvertible {
    let name: String
    let twin: String
    let checkpoint: String
    let sm3Checkpoint: String
    let vkeys: [String]
    let verdict: ExpectedVerdict
    let origin: String?
    let size: UInt64?

    var testDescription: String { self.name }
}

@Suite struct TwinNoteTests {
    @Test(arguments: try VectorFile<TwinVector>.load("twin"))
    func vectorGetsItsVerdict(_ vector: TwinVector) throws {
        let keys = try vector.vkeys.map { try VerifierKey(parsing: $0) }
        do {
            let notes = try [vector.twin, vector.checkpoint, vector.sm3Checkpoint].map {
                try UnverifiedNote(parsing: Array($0.utf8))
            }
            _ = try TwinNote(parsing: notes[0].text)
            let twin = try TwinNote(notes[0].verified(by: keys))
            let sha256 = try Checkpoint<SHA256Hasher>(notes[1].verified(by: keys))
            let sm3 = try Checkpoint<SM3Hasher>(notes[2].verified(by: keys))
            try twin.check(sha256: sha256, sm3: sm3)
            #expect(vector.verdict == .valid)
            #expect(twin.origin.text == vector.origin)
            #expect(twin.head.size == vector.size)
            #expect(twin.text == notes[0].text)
        } catch {
            let expected: ExpectedVerdict =
                try self.verdict(of: error) == .refuted ? .mustFail : .couldNotTell
            #expect(vector.verdict == expected, "\(error)")
        }
    }

    private func verdict(of error: any Error) throws -> Verdict {
        switch error {
        case let error as NoteError: error.verdict
        case let error as CheckpointError: error.verdict
        case let error as TwinNoteError: error.verdict
        default: throw error
        }
    }

    private static func twin() throws -> TwinNote {
        TwinNote(
            origin: try LogOrigin(TestKeys.origin),
            head: TwinHead(
                size: 1,
                sha256: SHA256Hasher.leafHash([1]),
                sm3: SM3Hasher.leafHash([1])
            )
        )
    }

    @Test func oneKeyVouchesForItsSuiteOnly() throws {
        let twin = try Self.twin()
        let signers: [any NoteSigner] = [try TestKeys.log, try TestKeys.sm3Log]
        let note = try SignedNote.sign(text: twin.text, with: signers, at: 1)
        let both = try note.verified(by: signers.map(\.verifierKey))
        #expect(try TwinNote(both) == twin)
        for (position, suite) in Suite.allCases.enumerated() {
            let one = try note.verified(by: [signers[position].verifierKey])
            #expect(twin.suites(signedIn: one) == [suite])
            #expect(try TwinNote(one, requiring: [suite]) == twin)
            let missing = Set(Suite.allCases).subtracting([suite])
            #expect(throws: TwinNoteError.notSignedByLog(missing: missing)) { try TwinNote(one) }
        }
    }

    @Test func everyDamagedBitOfTheTextIsNoticed() throws {
        let twin = try Self.twin()
        let signers: [any NoteSigner] = [try TestKeys.log, try TestKeys.sm3Log]
        let note = try SignedNote.sign(text: twin.text, with: signers, at: 1)
        for bit in 0..<8 * twin.text.utf8.count {
            #expect(throws: NoteError.self, "bit \(bit)") {
                try UnverifiedNote(parsing: note.bytes.flipping(bit: bit))
                    .verified(by: signers.map(\.verifierKey))
            }
        }
    }

    @Test func emptyHeadHasTheRootsOfEmptyTrees() throws {
        let origin = try LogOrigin(TestKeys.origin)
        let signers: [any NoteSigner] = [try TestKeys.log, try TestKeys.sm3Log]
        let keys = signers.map(\.verifierKey)
        let empty = TwinNote(origin: origin, head: .empty)
        let good = try SignedNote.sign(text: empty.text, with: signers, at: 1)
        #expect(try TwinNote(good.verified(by: keys)) == empty)
        let wrong = TwinHead(
            size: 0,
            sha256: SHA256Hasher.emptyRoot,
            sm3: SM3Hasher.leafHash([1])
        )
        let bad = try SignedNote.sign(
            text: TwinNote(origin: origin, head: wrong).text,
            with: signers,
            at: 1
        )
        #expect(throws: TwinNoteError.rootOfEmptyTree) { try TwinNote(parsing: bad.text) }
        #expect(throws: TwinNoteError.rootOfEmptyTree) { try TwinNote(bad.verified(by: keys)) }
    }
}
