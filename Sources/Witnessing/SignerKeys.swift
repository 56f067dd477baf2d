public import CryptoSuites
public import SignedNotes

/// The keys that sign one log's heads.
public struct SignerKeys: Sendable {
    /// A key for RFC 6962's tree heads, as far as the signer uses it.
    struct TreeHeadKey: Sendable {
        let publicKey: P256PublicKey
        /// Signs a head at a time in milliseconds since 1970.
        let sign: @Sendable (_ head: TwinHead, _ timestamp: UInt64) throws -> TreeHeadSignature
    }

    let ed25519: any NoteSigner
    let sm2: any NoteSigner
    let treeHeadKey: TreeHeadKey?

    /// Joins the two keys, whose names are the log's origin and that of its SM3 sibling, and the key
    /// of RFC 6962's tree heads if the log has one.
    public init(
        ed25519: Ed25519NoteSigner,
        sm2: SM2NoteSigner,
        treeHead: P256PrivateKey? = nil
    ) {
        self.init(
            anyEd25519: ed25519,
            anySM2: sm2,
            anyTreeHead: treeHead.map { key in
                TreeHeadKey(publicKey: key.publicKey) { head, timestamp in
                    try TreeHeadSignature(
                        signing: head.sha256,
                        treeSize: head.size,
                        timestamp: timestamp,
                        with: key
                    )
                }
            }
        )
    }

    init(
        anyEd25519: any NoteSigner,
        anySM2: any NoteSigner,
        anyTreeHead: TreeHeadKey? = nil
    ) {
        self.ed25519 = anyEd25519
        self.sm2 = anySM2
        self.treeHeadKey = anyTreeHead
    }
}
