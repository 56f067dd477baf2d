import CryptoSuites
import MerkleTree
import SignedNotes
import Testing

/// Specs/rotation.md section 1: keys that are good for heads of certain sizes.
@Suite struct VerifierKeySizesTests {
    private static let origin = "log.example/eu"
    private let ed25519: Ed25519NoteSigner
    private let sm2: SM2NoteSigner

    init() throws {
        self.ed25519 = try Ed25519NoteSigner(name: Self.origin, privateKey: .generate())
        self.sm2 = try SM2NoteSigner(name: "\(Self.origin)/sm3", privateKey: .generate())
    }

    @Test func sizesHaveOneSpelling() throws {
        let vkey = self.ed25519.verifierKey.description
        for (text, sizes) in [
            ("", 0...UInt64.max), ("@..4096", 0...4_096), ("@4097..", 4_097...(.max)),
            ("@7..7", 7...7), ("@..0", 0...0),
        ] {
            let key = try VerifierKey(parsingWithSizes: vkey + text)
            #expect(key.sizes == sizes)
            #expect(key.textWithSizes == vkey + text)
            #expect(key.unbounded == self.ed25519.verifierKey)
        }
        for text in [
            "@", "@..", "@0..5", "@5", "@5..4", "@05..6", "@-1..", "@4..5..6",
            "@..18446744073709551615",
            "@..18446744073709551616", " @..5", "@..5 ", "@a..b", "@.5",
        ] {
            #expect(throws: VerifierKeyError.self, "\(text)") {
                try VerifierKey(parsingWithSizes: vkey + text)
            }
        }
        #expect(throws: VerifierKeyError.self) { try VerifierKey(parsing: vkey + "@..5") }
    }

    @Test func anAtInANameIsNoSizes() throws {
        let signer = try Ed25519NoteSigner(name: "log@1..2.example", privateKey: .generate())
        let key = try VerifierKey(parsingWithSizes: signer.verifierKey.description)
        #expect(key == signer.verifierKey)
        let bounded = try VerifierKey(parsingWithSizes: "\(signer.verifierKey)@3..")
        #expect(bounded == signer.verifierKey.bounded(to: 3...(.max)))
    }

    @Test func aKeyVerifiesHeadsOfItsSizesOnly() throws {
        let hash = SHA256Hasher.leafHash([1])
        let sm3 = SM3Hasher.leafHash([1])
        let keys = [
            self.ed25519.verifierKey.bounded(to: 3...5), self.sm2.verifierKey.bounded(to: 3...5),
        ]
        for size in UInt64(1)...8 {
            let head = TwinHead(size: size, sha256: hash, sm3: sm3)
            let texts = [
                try Checkpoint(origin: Self.origin, size: size, root: hash).text,
                try Checkpoint(origin: "\(Self.origin)/sm3", size: size, root: sm3).text,
                TwinNote(origin: try LogOrigin(Self.origin), head: head).text,
            ]
            for (text, signers) in zip(
                texts,
                [[self.ed25519], [self.sm2], [self.ed25519, self.sm2]] as [[any NoteSigner]]
            ) {
                let bytes = try SignedNote.sign(text: text, with: signers, at: 7).bytes
                let note = try UnverifiedNote(parsing: bytes)
                #expect(note.headSize == size)
                if (3...5).contains(size) {
                    #expect(try note.verified(by: keys).verified.count == signers.count)
                } else {
                    let error = #expect(throws: NoteError.self) { try note.verified(by: keys) }
                    guard case .keyOutOfSizes(_, size, 3...5)? = error else {
                        Issue.record("\(size): \(String(describing: error))")
                        continue
                    }
                    #expect(error?.verdict == .refuted)
                }
            }
        }
    }

    /// No head carries both keys, and the new one does not make good the old one's line.
    @Test func aLineOfAKeyThatHadItsTimeRefusesTheHead() throws {
        let next = try Ed25519NoteSigner(name: Self.origin, privateKey: .generate())
        let keys = [
            self.ed25519.verifierKey.bounded(to: 0...4), next.verifierKey.bounded(to: 5...(.max)),
        ]
        let text = try Checkpoint(
            origin: Self.origin,
            size: 5,
            root: SHA256Hasher.leafHash([1])
        ).text
        func note(_ signers: [any NoteSigner]) throws -> UnverifiedNote {
            try UnverifiedNote(
                parsing: try SignedNote.sign(text: text, with: signers, at: 7).bytes
            )
        }
        #expect(try note([next]).verified(by: keys).verified.count == 1)
        for signers in [[self.ed25519], [self.ed25519, next], [next, self.ed25519]] {
            #expect(throws: NoteError.self) { try note(signers).verified(by: keys) }
        }
    }

    @Test func aBoundedKeyVerifiesNoTextThatIsNoHead() throws {
        let key = self.ed25519.verifierKey.bounded(to: 0...9)
        for text in ["one\n", "a\n5\n", "a\nb\nc\n", "a\n05\nc\n"] {
            let note = try UnverifiedNote(
                parsing: try SignedNote.sign(text: text, with: [self.ed25519], at: 7).bytes
            )
            #expect(throws: NoteError.self, "\(text)") { try note.verified(by: [key]) }
            #expect(try note.verified(by: [key.unbounded]).verified.count == 1)
        }
    }
}
