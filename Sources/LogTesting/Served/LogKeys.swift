public import CryptoSuites
public import LogClient
public import SignedNotes

/// The keys of a log made for a test, or those of one that somebody has taken.
public struct LogKeys: Sendable {
    private let ed25519: Ed25519NoteSigner
    private let sm2: SM2NoteSigner

    /// New keys.
    public init(origin: String = SmallLog.origin) throws {
        try self.init(
            origin: origin,
            ed25519: Ed25519PrivateKey.generate(),
            sm2: SM2PrivateKey.generate()
        )
    }

    /// Keys that exist.
    public init(origin: String, ed25519: Ed25519PrivateKey, sm2: SM2PrivateKey) throws {
        self.ed25519 = try Ed25519NoteSigner(name: origin, privateKey: ed25519)
        self.sm2 = try SM2NoteSigner(name: "\(origin)/sm3", privateKey: sm2)
    }

    /// Signers that exist.
    public init(_ ed25519: Ed25519NoteSigner, _ sm2: SM2NoteSigner) {
        self.ed25519 = ed25519
        self.sm2 = sm2
    }

    /// The keys to verify with, Ed25519 first.
    public var verifierKeys: [VerifierKey] { [self.ed25519.verifierKey, self.sm2.verifierKey] }

    /// Both checkpoints and the twin note.
    public func notes(
        of head: TwinHead,
        origin: String = SmallLog.origin,
        at seconds: UInt64 = 1_800_000_000
    ) throws -> [LogFile: [UInt8]] {
        let sha256 = try Checkpoint(origin: origin, size: head.size, root: head.sha256)
        let sm3 = try Checkpoint(origin: "\(origin)/sm3", size: head.size, root: head.sm3)
        let twin = TwinNote(origin: try LogOrigin(origin), head: head)
        return [
            .checkpoint(.sha256): try self.note(sha256.text, at: seconds, by: self.ed25519),
            .checkpoint(.sm3): try self.note(sm3.text, at: seconds, by: self.sm2),
            .twin: try self.note(twin.text, at: seconds, by: self.ed25519, self.sm2),
        ]
    }

    private func note(
        _ text: String,
        at seconds: UInt64,
        by signers: any NoteSigner...
    ) throws -> [UInt8] {
        try SignedNote.sign(text: text, with: signers, at: seconds).bytes
    }
}
