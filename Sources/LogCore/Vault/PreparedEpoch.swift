import CryptoSuites

/// An epoch's key, made ready for what is done with it. Used from any thread.
struct PreparedEpoch: Sendable {
    let key: EpochKey
    private let wrapping: HMAC
    private let tokens: HMAC
    private let bodies: HMAC

    init(_ key: EpochKey) {
        let hash = key.kind.hash
        let root = key.secret.hmac(hash)
        self.key = key
        self.wrapping = root
        self.tokens = SecretKey.derived(
            from: root,
            label: Array("concordat/vault/tokens/v1".utf8)
        ).hmac(hash)
        self.bodies = SecretKey.derived(
            from: root,
            label: Array("concordat/vault/bodies/v1".utf8)
        ).hmac(hash)
    }

    // SPEC: VAULT-2: no key seals many texts.
    /// The key that wraps one record's key. Each record has its own, so that no key seals more than a
    /// handful of texts with random nonces, however many records an epoch has.
    func wrappingKey(of recordMAC: [UInt8]) -> SecretKey {
        SecretKey.derived(
            from: self.wrapping,
            label: Array("concordat/vault/wrap/v1\n".utf8) + recordMAC
        )
    }

    /// What a record with this term is found by.
    func token(of term: SearchTerm) -> Int64 {
        let code = self.tokens.code(for: [term.field.rawValue] + term.value)
        return code.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// What tells a retry, from the request's mark.
    func bodyMAC(of mark: [UInt8]) -> [UInt8] {
        self.bodies.code(for: mark)
    }
}
