import CryptoSuites
import SignedNotes
import Synchronization

@testable import Witnessing

extension SignerKeys {
    /// New keys of a log.
    static func generate(for origin: LogOrigin) throws -> SignerKeys {
        SignerKeys(
            ed25519: try Ed25519NoteSigner(name: origin.text, privateKey: .generate()),
            sm2: try SM2NoteSigner(name: origin.sm3Text, privateKey: .generate())
        )
    }
}

/// A signer that makes what `damage` makes of another signer's signature.
struct DamagedSigner: NoteSigner {
    let base: any NoteSigner
    let damage: @Sendable (NoteSignature, String, UInt64) throws -> NoteSignature

    var verifierKey: VerifierKey { self.base.verifierKey }

    func signature(over text: String, at timestamp: UInt64) throws -> NoteSignature {
        try self.damage(
            try self.base.signature(over: text, at: timestamp),
            text,
            timestamp
        )
    }
}

/// A clock that stands still until it is set.
final class TestClock: Sendable {
    private let time: Mutex<UInt64>

    init(_ time: UInt64 = 1_800_000_000) { self.time = Mutex(time) }

    var now: UInt64 { self.time.withLock { $0 } }

    func set(_ time: UInt64) { self.time.withLock { $0 = time } }
}

/// Makes notes without cryptography, different ones each time as SM2 does, for tests of what
/// becomes of them.
final class CountingSigner: HeadSigner {
    private let count = Mutex(0)

    func belongs(to origin: LogOrigin) -> Bool { true }

    func notes(
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> HeadNotes {
        let count = self.count.withLock { count in
            count += 1
            return count
        }
        let note = Array("\(origin.text) \(head) \(timestamp) no. \(count)".utf8)
        return HeadNotes(checkpoint: note, sm3Checkpoint: note, twin: note)
    }

    func verify(
        _ notes: HeadNotes,
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) {
        let beginning = "\(origin.text) \(head) \(timestamp) no. "
        guard notes.twin.starts(with: beginning.utf8) else {
            throw HeadNotesError(text: "not of \(head)")
        }
    }
}
