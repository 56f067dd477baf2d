public import SignedNotes

/// The keys that sign one log's heads.
public struct SignerKeys: Sendable {
    let ed25519: any NoteSigner
    let sm2: any NoteSigner

    /// Joins the two keys, whose names are the log's origin and that of its SM3 sibling.
    public init(ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner) {
        self.init(anyEd25519: ed25519, anySM2: sm2)
    }

    init(anyEd25519: any NoteSigner, anySM2: any NoteSigner) {
        self.ed25519 = anyEd25519
        self.sm2 = anySM2
    }
}
