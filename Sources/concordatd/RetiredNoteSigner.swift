import SignedNotes
import Witnessing

/// The place of a log's first key whose private half was destroyed after another one took over: it
/// verifies what it signed, and signs nothing.
struct RetiredNoteSigner: NoteSigner {
    let verifierKey: VerifierKey

    func signature(over text: String, at timestamp: UInt64) throws -> NoteSignature {
        throw MissingKey(name: self.verifierKey.name)
    }
}
