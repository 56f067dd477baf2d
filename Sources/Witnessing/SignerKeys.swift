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
    /// Finds the private part of a later key.
    let load: @Sendable (VerifierKey) throws -> any NoteSigner

    /// Joins the first two keys, whose names are the log's origin and that of its SM3 sibling, and
    /// the key of RFC 6962's tree heads if the log has one.
    ///
    /// `load` finds the private part of a key that came into the place of one of the two. It is asked
    /// before each head that such a key signs, as the key may be made while the signer runs.
    public init(
        ed25519: any NoteSigner,
        sm2: any NoteSigner,
        treeHead: P256PrivateKey? = nil,
        load: @escaping @Sendable (VerifierKey) throws -> any NoteSigner = { key in
            throw MissingKey(name: key.name)
        }
    ) {
        self.init(
            anyEd25519: ed25519,
            anySM2: sm2,
            load: load,
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
        load: @escaping @Sendable (VerifierKey) throws -> any NoteSigner = { key in
            throw MissingKey(name: key.name)
        },
        anyTreeHead: TreeHeadKey? = nil
    ) {
        self.ed25519 = anyEd25519
        self.sm2 = anySM2
        self.load = load
        self.treeHeadKey = anyTreeHead
    }
}

/// There is no private part of a key.
public struct MissingKey: Error, Hashable, CustomStringConvertible {
    /// The key's name.
    public let name: String

    /// Says that it is missing.
    public init(name: String) { self.name = name }

    /// What is missing.
    public var description: String { "the private key of \(self.name) is not there" }
}
