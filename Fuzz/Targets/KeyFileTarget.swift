import CryptoSuites

/// Private keys in PEM, as `openssl` writes them.
enum KeyFileTarget: FuzzTarget {
    static let name = "key-file"
    static let maximumByteCount = 500
    static let words = [
        "-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY-----\n", "ENCRYPTED ",
    ]

    static func seeds() throws -> [[UInt8]] {
        let ed25519 = try Ed25519PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: 32))
        let sm2 = Array(FuzzKeys.sm2PEM.utf8)
        let locked = FuzzKeys.sm2PEM.split(separator: "PRIVATE").joined(
            separator: "ENCRYPTED PRIVATE"
        )
        return try [PrivateKey.ed25519(ed25519).pem(), sm2, Array(locked.utf8), sm2 + sm2]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let key = try? PrivateKey(pem: input) else { return false }
        let printed = try key.pem()
        let copy = try PrivateKey(pem: printed)
        try demand(copy.kind == key.kind, "a key can be written again")
        try demand(try copy.pem() == printed, "and has one spelling then")
        return true
    }
}
