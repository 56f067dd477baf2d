import SignedNotes

/// Public keys in text, as somebody hands them over.
enum VerifierKeyTarget: FuzzTarget {
    static let name = "vkey"
    static let maximumByteCount = 400
    static let words = ["+", "log.example/eu", "concordat/sm2-sm3/v1"]

    static func seeds() throws -> [[UInt8]] {
        try FuzzKeys.verifierKeys.map { Array("\($0)".utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let text = input.text, let key = try? VerifierKey(parsing: text) else {
            return false
        }
        try demand(key.description.utf8.elementsEqual(input), "a vkey has one spelling")
        try demand((try? VerifierKey(parsing: key.description)) == key, "it is read again")
        try demand(
            (try? VerifierKey(
                name: key.name,
                algorithm: key.algorithm,
                publicKey: key.publicKey
            )) == key,
            "its parts make the same key"
        )
        try demand(
            key.publicKey.count == key.algorithm.publicKeyByteCount,
            "its length is that of its kind"
        )
        return true
    }
}
