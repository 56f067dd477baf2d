import CryptoSuites
import LogTesting
import SignedNotes
import Testing

struct NoteVector: Decodable, CustomTestStringConvertible {
    struct Signer: Decodable {
        let vkey: String
        let time: UInt64?
    }

    let name: String
    let note: String?
    let noteHex: String?
    let vkeys: [String]
    let text: String?
    let signers: [Signer]?
    let verdict: ExpectedVerdict

    var testDescription: String { self.name }

    func bytes() throws -> [UInt8] {
        if let note { return Array(note.utf8) }
        let hex = try #require(self.noteHex)
        return try #require(Hexadecimal.decode(hex))
    }
}

@Suite struct NoteTests {
    @Test(arguments: try VectorFile<NoteVector>.load("notes"))
    func vectorGetsItsVerdict(_ vector: NoteVector) throws {
        let keys = try vector.vkeys.map { try VerifierKey(parsing: $0) }
        let bytes = try vector.bytes()
        do throws(NoteError) {
            let note = try UnverifiedNote(parsing: bytes)
            #expect(note.bytes == bytes)
            let verified = try note.verified(by: keys)
            #expect(vector.verdict == .valid)
            #expect(verified.text == vector.text)
            let signers = vector.signers ?? []
            #expect(verified.verified.map(\.key.description) == signers.map(\.vkey))
            #expect(verified.verified.map(\.timestamp) == signers.map(\.time))
        } catch {
            let expected: ExpectedVerdict = error.verdict == .refuted ? .mustFail : .couldNotTell
            #expect(vector.verdict == expected, "\(error)")
        }
    }

    static let text = "First line.\n\nThird line.\n"

    @Test func signedNoteVerifiesUnderEachKeyAlone() throws {
        let note = try SignedNote.sign(text: Self.text, with: TestKeys.all, at: 1_700_000_000)
        #expect(try UnverifiedNote(parsing: note.bytes) == note)
        for signer in try TestKeys.all {
            let verified = try note.verified(by: [signer.verifierKey])
            #expect(verified.text == Self.text)
            #expect(verified.verified.map(\.key) == [signer.verifierKey])
            #expect(verified.unknown.count == 3)
            let hasTimestamp = signer.verifierKey.algorithm.hasTimestamp
            #expect(verified.verified.first?.timestamp == (hasTimestamp ? 1_700_000_000 : nil))
        }
    }

    @Test(arguments: [0, 1, 2, 3])
    func everyDamagedBitIsNoticed(_ position: Int) throws {
        let signer = try TestKeys.all[position]
        let note = try SignedNote.sign(text: "A line.\n", with: [signer], at: 1)
        for bit in 0..<8 * note.bytes.count {
            #expect(throws: NoteError.self, "bit \(bit)") {
                try UnverifiedNote(parsing: note.bytes.flipping(bit: bit))
                    .verified(by: [signer.verifierKey])
            }
        }
    }

    @Test func everyMissingByteIsNoticed() throws {
        let signer = try TestKeys.log
        let note = try SignedNote.sign(text: "A line.\n", with: [signer], at: 1)
        for position in note.bytes.indices {
            var bytes = note.bytes
            bytes.remove(at: position)
            #expect(throws: NoteError.self, "byte \(position)") {
                try UnverifiedNote(parsing: bytes).verified(by: [signer.verifierKey])
            }
        }
    }

    @Test func blobsHaveTheSpecifiedLengths() throws {
        let note = try SignedNote.sign(text: Self.text, with: TestKeys.all, at: 1)
        #expect(note.signatures.map(\.bytes.count) == [64, 72, 72, 72])
    }

    @Test func timestampIsSigned() throws {
        let signer = try TestKeys.sm3Log
        let note = try SignedNote.sign(text: Self.text, with: [signer], at: 7)
        let line = try #require(note.signatures.first)
        var bytes = line.bytes
        bytes[7] = 8
        let moved = try NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)
        let damaged = Array((Self.text + "\n" + moved.line).utf8)
        #expect(throws: NoteError.invalidSignature(name: line.name)) {
            try UnverifiedNote(parsing: damaged).verified(by: [signer.verifierKey])
        }
    }

    @Test func oneKeyOfOneNameIsNotAnother() throws {
        let name = TestKeys.origin
        let stranger = try Ed25519NoteSigner(name: name, privateKey: .generate())
        let note = try SignedNote.sign(text: Self.text, with: [stranger], at: 1)
        let error = #expect(throws: NoteError.noKnownKey) {
            try note.verified(by: [TestKeys.log.verifierKey])
        }
        #expect(error?.verdict == .undecided)
    }

    @Test func keyGivenTwiceIsOneKey() throws {
        let key = try TestKeys.log.verifierKey
        let note = try SignedNote.sign(text: Self.text, with: [TestKeys.log], at: 1)
        #expect(try note.verified(by: [key, key]).verified.map(\.key) == [key])
    }

    @Test func addedLinesStandBehindTheOthers() throws {
        let signed = try SignedNote.sign(text: Self.text, with: [TestKeys.log], at: 1)
        let line = try TestKeys.witness.signature(over: Self.text, at: 2)
        let note = try signed.adding([line])
        #expect(note.bytes == signed.bytes + Array(line.line.utf8))
        #expect(note.signatures == signed.signatures + [line])
        #expect(throws: NoteError.duplicateSignature(name: line.name)) { try note.adding([line]) }
        #expect(throws: NoteError.duplicateSignature(name: TestKeys.origin)) {
            try SignedNote.sign(text: Self.text, with: [TestKeys.log, TestKeys.log], at: 1)
        }
        #expect(note.keeping { $0 == line }?.signatures == [line])
        #expect(note.keeping { _ in false } == nil)
    }

    @Test func aKeyHasOneLineAlsoIfItSignedTwice() throws {
        let lines = try [UInt64(2), 3].map {
            try TestKeys.witness.signature(over: Self.text, at: $0)
        }
        let note = try SignedNote.sign(text: Self.text, with: [TestKeys.log], at: 1)
            .adding([lines[0]])
        let refusal = NoteError.duplicateSignature(name: lines[1].name)
        #expect(throws: refusal) { try note.adding([lines[1]]) }
        #expect(throws: refusal) {
            try UnverifiedNote(parsing: note.bytes + Array(lines[1].line.utf8))
        }
        // A line of the same name and another key is another's.
        let other = try NoteSignature(
            name: lines[1].name,
            keyID: lines[1].keyID ^ 1,
            bytes: lines[1].bytes
        )
        #expect(try note.adding([other]).signatures.count == 3)
    }

    @Test func witnessAnswerIsReadAsLines() throws {
        let lines = try [
            TestKeys.witness.signature(over: Self.text, at: 2),
            TestKeys.sm3Witness.signature(over: Self.text, at: 2),
        ]
        let answer = Array(lines.map(\.line).joined().utf8)
        #expect(try NoteSignature.lines(parsing: answer) == lines)
        #expect(try NoteSignature.lines(parsing: []).isEmpty)
        #expect(throws: NoteError.malformedSignature) {
            try NoteSignature.lines(parsing: answer.dropLast())
        }
    }

    @Test func noteWithoutSignerOrLineFeedIsNotMade() throws {
        #expect(throws: NoteError.malformed) {
            try SignedNote.sign(text: Self.text, with: [], at: 1)
        }
        #expect(throws: NoteError.malformed) {
            try SignedNote.sign(text: "no line feed", with: [TestKeys.log], at: 1)
        }
        #expect(throws: NoteError.controlCharacter) {
            try SignedNote.sign(text: "a\tb\n", with: [TestKeys.log], at: 1)
        }
    }

    @Test func limitsOfSizeAndSignaturesHold() throws {
        let line = try TestKeys.witness.signature(over: Self.text, at: 2).line
        let others = try (0..<99).map { number in
            try NoteSignature(name: "w\(number)", keyID: 1, bytes: [1]).line
        }
        let full = Self.text + "\n" + others.joined() + line
        #expect(try UnverifiedNote(parsing: Array(full.utf8)).signatures.count == 100)
        #expect(throws: NoteError.tooManySignatures) {
            try UnverifiedNote(parsing: Array((full + line).utf8))
        }
        let end = Array(("\n\n" + line).utf8)
        let padding = [UInt8](repeating: 0x61, count: 1_048_576 - end.count)
        #expect(try UnverifiedNote(parsing: padding + end).bytes.count == 1_048_576)
        #expect(throws: NoteError.tooLarge(byteCount: 1_048_577)) {
            try UnverifiedNote(parsing: [0x61] + padding + end)
        }
    }
}
