import CryptoSuites
import SignedNotes
import Synchronization

@testable import Witnessing

extension SignerKeys {
    /// New keys of a log, as logs are created today.
    static func generate(for origin: LogOrigin) throws -> SignerKeys {
        SignerKeys(
            ed25519: try Ed25519NoteSigner(name: origin.text, privateKey: .generate()),
            sm2: try SM2NoteSigner(name: origin.sm3Text, privateKey: .generate()),
            treeHead: try .generate()
        )
    }

    /// The same keys with another one for tree heads, or none.
    func with(treeHead: TreeHeadKey?) -> SignerKeys {
        SignerKeys(anyEd25519: self.ed25519, anySM2: self.sm2, anyTreeHead: treeHead)
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

    func treeHead(
        of head: TwinHead,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> TreeHeadSignature? {
        let count = self.count.withLock { count in
            count += 1
            return count
        }
        let signature = "size \(head.size), no. \(count)"
        return TreeHeadSignature(timestamp: timestamp, der: Array(signature.utf8))
    }

    func verify(
        _ notes: HeadNotes,
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) {
        let beginning = "\(origin.text) \(head) \(timestamp) no. "
        guard notes.twin.starts(with: beginning.utf8),
            notes.treeHead?.der.starts(with: "size \(head.size), no. ".utf8) == true
        else { throw HeadNotesError(text: "not of \(head)") }
    }
}
