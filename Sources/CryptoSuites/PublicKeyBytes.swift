/// What the three public key types have in common: the raw bytes, and the key that OpenSSL made of them.
///
/// Two are equal if their bytes are.
struct PublicKeyBytes: Hashable, Sendable {
    let raw: [UInt8]
    let key: EVPKey

    init(_ kind: KeyKind, _ raw: [UInt8]) throws(CryptoError) {
        self.raw = raw
        self.key = try EVPKey.publicKey(kind, raw)
    }

    init(of privateKey: EVPKey) throws(CryptoError) {
        try self.init(privateKey.kind, try privateKey.publicRawRepresentation())
    }

    var spki: [UInt8] { self.key.kind.spkiPrefix + self.raw }

    static func == (first: Self, second: Self) -> Bool {
        first.key.kind == second.key.kind && first.raw == second.raw
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(self.key.kind)
        hasher.combine(self.raw)
    }
}
