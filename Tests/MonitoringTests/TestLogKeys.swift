import CryptoSuites
import MerkleTree
import SignedNotes

/// The keys of a log, and heads that they sign.
struct TestLogKeys {
    let origin: LogOrigin
    let ed25519: Ed25519NoteSigner
    let sm2: SM2NoteSigner

    init(_ origin: String = "log.example/eu") throws {
        self.origin = try LogOrigin(origin)
        self.ed25519 = try Ed25519NoteSigner(
            name: origin,
            privateKey: Ed25519PrivateKey.generate()
        )
        self.sm2 = try SM2NoteSigner(
            name: self.origin.sm3Text,
            privateKey: SM2PrivateKey.generate()
        )
    }

    var verifierKeys: [VerifierKey] { [self.ed25519.verifierKey, self.sm2.verifierKey] }

    /// Some head of a size.
    static func head(_ size: UInt64, fork: UInt8 = 0) -> TwinHead {
        let leaf = withUnsafeBytes(of: size.bigEndian) { Array($0) } + [fork]
        return TwinHead(
            size: size,
            sha256: SHA256Hasher.leafHash(leaf),
            sm3: SM3Hasher.leafHash(leaf)
        )
    }

    /// The log's note of some head.
    func note(
        _ suite: Suite,
        _ size: UInt64,
        fork: UInt8 = 0,
        at seconds: UInt64 = 1_800_000_000
    ) throws -> UnverifiedNote {
        try self.note(suite, of: Self.head(size, fork: fork), at: seconds)
    }

    /// The log's note of a head.
    func note(
        _ suite: Suite,
        of head: TwinHead,
        at seconds: UInt64 = 1_800_000_000
    ) throws -> UnverifiedNote {
        switch suite {
        case .sha256:
            try SignedNote.sign(
                text: Checkpoint<SHA256Hasher>(
                    origin: self.origin.text,
                    size: head.size,
                    root: head.sha256
                ).text,
                with: [self.ed25519],
                at: seconds
            )
        case .sm3:
            try SignedNote.sign(
                text: Checkpoint<SM3Hasher>(
                    origin: self.origin.sm3Text,
                    size: head.size,
                    root: head.sm3
                ).text,
                with: [self.sm2],
                at: seconds
            )
        }
    }

    /// The twin note of a head.
    func twin(_ head: TwinHead) throws -> UnverifiedNote {
        try SignedNote.sign(
            text: TwinNote(origin: self.origin, head: head).text,
            with: [self.ed25519, self.sm2],
            at: 1_800_000_000
        )
    }
}
