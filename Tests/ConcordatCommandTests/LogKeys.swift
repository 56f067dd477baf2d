import CryptoSuites
import LogClient
import SignedNotes

/// The keys of a log made for a test.
struct LogKeys {
    private let ed25519: Ed25519NoteSigner
    private let sm2: SM2NoteSigner

    init(origin: String = SmallLog.origin) throws {
        self.ed25519 = try Ed25519NoteSigner(name: origin, privateKey: Ed25519PrivateKey.generate())
        self.sm2 = try SM2NoteSigner(name: "\(origin)/sm3", privateKey: SM2PrivateKey.generate())
    }

    /// The keys to verify with, Ed25519 first.
    var verifierKeys: [VerifierKey] { [self.ed25519.verifierKey, self.sm2.verifierKey] }

    /// Both checkpoints and the twin note.
    func notes(
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
