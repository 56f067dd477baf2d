public import CryptoSuites

/// The key under which the keys of records lie, for a time.
///
/// It is kept outside the database and its backups. Once it is destroyed, what an old backup holds
/// under it cannot be opened any more.
public struct EpochKey: Sendable {
    /// The epoch, counted from 1.
    public let epoch: UInt32
    /// When the key was made, in seconds since 1970.
    public let createdAt: UInt64
    /// The cipher that it is for.
    public let kind: CipherKind
    /// The key.
    public let secret: SecretKey

    /// Joins the parts.
    public init(epoch: UInt32, createdAt: UInt64, kind: CipherKind, secret: SecretKey) {
        self.epoch = epoch
        self.createdAt = createdAt
        self.kind = kind
        self.secret = secret
    }
}

extension CipherKind {
    /// The cipher of the suite that a legal domain's law asks for: SM4 with SM3 in China.
    public init(jurisdiction: String) {
        let isChinese =
            jurisdiction.utf8.elementsEqual("CN".utf8) || jurisdiction.utf8.starts(with: "CN-".utf8)
        self = isChinese ? .sm4CTRHMACSM3 : .aes256GCM
    }
}
