import CryptoSuites
import SignedNotes
import Witnessing

/// Who makes the notes of a ``FaultRig``, and how they are read.
enum RigSigning: Sendable {
    /// The log's keys.
    case keys(ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)
    /// Nobody: see ``PlainHeadSigner``.
    case plain

    /// The same keys for all rigs: making them takes longer than living.
    private static let privateKeys = Result {
        (ed25519: try Ed25519PrivateKey.generate(), sm2: try SM2PrivateKey.generate())
    }

    /// Keys by the names of a log.
    static func keys(of origin: LogOrigin) throws -> RigSigning {
        let keys = try Self.privateKeys.get()
        return .keys(
            ed25519: try Ed25519NoteSigner(name: origin.text, privateKey: keys.ed25519),
            sm2: try SM2NoteSigner(name: origin.sm3Text, privateKey: keys.sm2)
        )
    }

    /// What the signer signs with.
    var headSigner: any HeadSigner {
        switch self {
        case .keys(let ed25519, let sm2): SignerKeys(ed25519: ed25519, sm2: sm2)
        case .plain: PlainHeadSigner()
        }
    }

    /// The public keys; none if nobody signs.
    var verifierKeys: [VerifierKey] {
        switch self {
        case .keys(let ed25519, let sm2): [ed25519.verifierKey, sm2.verifierKey]
        case .plain: []
        }
    }

    /// Writes a head that was seen into a history, or that its notes are none.
    func note(
        _ notes: HeadNotes,
        of origin: LogOrigin,
        isPublished: Bool,
        asked: Int,
        by observer: String,
        in history: HistoryRecorder
    ) {
        switch self {
        case .keys:
            do {
                try history.saw(
                    notes,
                    keys: self.verifierKeys,
                    origin: origin,
                    isPublished: isPublished,
                    asked: asked,
                    by: observer
                )
            } catch {
                history.violated(.answersAreKnown, "a note does not verify: \(error)")
            }
        case .plain:
            guard let head = PlainHeadSigner.sighting(of: notes, isPublished: isPublished) else {
                history.violated(.answersAreKnown, "a note that is none: \(notes)")
                return
            }
            history.saw(head, asked: asked, by: observer)
        }
    }
}
