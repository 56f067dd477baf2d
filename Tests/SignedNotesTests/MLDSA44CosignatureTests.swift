import CryptoSuites
import LogTesting
import Testing

@testable import SignedNotes

@Suite struct MLDSA44CosignatureTests {
    private static func note() throws -> UnverifiedNote {
        let line = "\u{2014} \(MLDSA44Sample.name) \(MLDSA44Sample.line)\n"
        return try UnverifiedNote(parsing: Array("\(MLDSA44Sample.text)\n\(line)".utf8))
    }

    private static func signer() throws -> MLDSA44CosignatureSigner {
        try MLDSA44CosignatureSigner(
            name: MLDSA44Sample.name,
            privateKey: MLDSA44PrivateKey(rawRepresentation: MLDSA44Sample.seed)
        )
    }

    @Test func theLineOfAnotherImplementationVerifies() throws {
        let key = try VerifierKey(parsing: MLDSA44Sample.vkey)
        #expect(key.algorithm == .cosignatureMLDSA44)
        #expect(try Self.signer().verifierKey == key)
        let verified = try Self.note().verified(by: [key])
        #expect(verified.verified.map(\.key) == [key])
        #expect(verified.verified.first?.timestamp == MLDSA44Sample.timestamp)
    }

    @Test func whatIsSignedVerifiesAndNothingElseDoes() throws {
        let signer = try Self.signer()
        let note = try SignedNote.sign(text: MLDSA44Sample.text, with: [signer], at: 1_700_000_000)
        let line = try #require(note.signatures.first)
        #expect(line.bytes.count == 2_428)
        #expect(try note.verified(by: [signer.verifierKey]).verified.count == 1)
        // Another time, size, root or origin is another message.
        var bytes = line.bytes
        bytes[7] ^= 1
        let later = try NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)
        let texts = [
            MLDSA44Sample.text.replacing("\n7\n", with: "\n8\n"),
            MLDSA44Sample.text.replacing("mMl", with: "mMm"),
            MLDSA44Sample.text.replacing("/eu", with: "/ev"),
        ]
        let forged =
            [try UnverifiedNote(text: MLDSA44Sample.text, signatures: [later])]
            + (try texts.map { try UnverifiedNote(text: $0, signatures: [line]) })
        for note in forged {
            #expect(throws: NoteError.invalidSignature(name: MLDSA44Sample.name)) {
                try note.verified(by: [signer.verifierKey])
            }
        }
    }

    @Test func theNameIsPartOfWhatIsSigned() throws {
        let signer = try Self.signer()
        let other = try MLDSA44CosignatureSigner(
            name: "witness.example/w2",
            privateKey: MLDSA44PrivateKey(rawRepresentation: MLDSA44Sample.seed)
        )
        let line = try signer.signature(over: MLDSA44Sample.text, at: 5)
        let renamed = try NoteSignature(
            name: other.verifierKey.name,
            keyID: other.verifierKey.keyID,
            bytes: line.bytes
        )
        let note = try UnverifiedNote(text: MLDSA44Sample.text, signatures: [renamed])
        #expect(throws: NoteError.invalidSignature(name: "witness.example/w2")) {
            try note.verified(by: [other.verifierKey])
        }
    }

    @Test(arguments: [
        "no checkpoint\n", "log.example/eu\n7\n",
        "log.example/eu\n7\nmMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=\nextension\n",
    ])
    func onlyCheckpointsOfThreeLinesAreCovered(_ text: String) throws {
        let signer = try Self.signer()
        #expect(throws: NoteSignerError.notACheckpoint) {
            try signer.signature(over: text, at: 1)
        }
        let line = try signer.signature(over: MLDSA44Sample.text, at: 1)
        let note = try UnverifiedNote(text: text, signatures: [line])
        #expect(throws: NoteError.invalidSignature(name: MLDSA44Sample.name)) {
            try note.verified(by: [signer.verifierKey])
        }
    }

    @Test func otherLengthsAreRefused() throws {
        let signer = try Self.signer()
        let line = try signer.signature(over: MLDSA44Sample.text, at: 1)
        for bytes in [Array(line.bytes.dropLast()), line.bytes + [0], Array(line.bytes.prefix(72))]
        {
            let wrong = try NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)
            let note = try UnverifiedNote(text: MLDSA44Sample.text, signatures: [wrong])
            #expect(throws: NoteError.invalidSignature(name: MLDSA44Sample.name)) {
                try note.verified(by: [signer.verifierKey])
            }
        }
    }

    @Test func aCheckpointTextIsThatOfEitherSuite() throws {
        let text = try CheckpointText(parsing: MLDSA44Sample.text)
        #expect(text.origin == "log.example/eu")
        #expect(text.size == 7)
        #expect(text.root.count == 32)
        // The root of no tree of this suite, and yet lines that a witness finds its log by.
        let zero = try CheckpointText(
            parsing: "log.example/eu\n0\n\(Base64.encode([UInt8](repeating: 9, count: 32)))\n"
        )
        #expect(zero.size == 0)
        #expect(throws: CheckpointError.extensionLines) {
            try CheckpointText(parsing: MLDSA44Sample.text + "x\n")
        }
        #expect(throws: CheckpointError.root) {
            try CheckpointText(parsing: "log.example/eu\n0\nAAAA\n")
        }
        #expect(throws: CheckpointError.origin) {
            try CheckpointText(parsing: MLDSA44Sample.text.replacing("log.", with: "log "))
        }
    }
}
