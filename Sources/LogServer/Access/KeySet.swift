import Records

/// The usable keys of a JSON Web Key Set, RFC 7517.
struct KeySet: Sendable {
    /// The keys by name.
    let keys: [String: TokenKey]
    /// Keys of kinds that are not taken: passed over, because providers publish them beside ours.
    let skippedCount: Int

    /// Reads a set.
    ///
    /// - Throws: ``KeySetFailure`` if it is not one, has a private key, two keys of one name, or no
    ///   key that could be used.
    init(parsing bytes: [UInt8]) async throws(KeySetFailure) {
        let value: JSONValue
        do {
            value = try StrictJSON.parse(bytes, maximumByteCount: KeySetLimits.byteCount)
        } catch { throw KeySetFailure("the key set is not strict JSON: \(error)") }
        guard let elements = value["keys"]?.elements else {
            throw KeySetFailure("the key set has no list `keys`")
        }
        guard elements.count <= KeySetLimits.keyCount else {
            throw KeySetFailure("the key set has more than \(KeySetLimits.keyCount) keys")
        }
        var keys: [String: TokenKey] = [:]
        var skippedCount = 0
        for (index, element) in elements.enumerated() {
            guard let key = try await Self.key(element, at: "keys[\(index)]") else {
                skippedCount += 1
                continue
            }
            guard keys.updateValue(key, forKey: key.identifier) == nil else {
                throw KeySetFailure("keys[\(index)].kid stands there twice")
            }
        }
        guard !keys.isEmpty else {
            throw KeySetFailure("the key set has no key of Ed25519 or P-256")
        }
        self.keys = keys
        self.skippedCount = skippedCount
    }

    /// A key; nil if it is of a kind that is not taken.
    private static func key(
        _ value: JSONValue,
        at place: String
    ) async throws(KeySetFailure) -> TokenKey? {
        guard value.members != nil else { throw KeySetFailure("\(place) is not an object") }
        // Whoever can read the set could sign with it. Secrets of HMAC are private, too.
        guard value["d"] == nil, value["k"] == nil else {
            throw KeySetFailure("\(place) is a private key")
        }
        let algorithm: TokenKey.Algorithm
        switch (value["kty"]?.text, value["crv"]?.text) {
        case ("OKP"?, "Ed25519"?): algorithm = .edDSA
        case ("EC"?, "P-256"?): algorithm = .es256
        default: return nil
        }
        if let use = value["use"], use.text != "sig" { return nil }
        if let named = value["alg"], named.text != algorithm.rawValue {
            throw KeySetFailure("\(place).alg is not the algorithm of the key")
        }
        guard let identifier = value["kid"]?.text, !identifier.isEmpty else {
            throw KeySetFailure("\(place).kid is missing")
        }
        let x = try Self.coordinate(value["x"], at: "\(place).x")
        do {
            switch algorithm {
            case .edDSA: return try await TokenKey(identifier: identifier, ed25519: x)
            case .es256:
                let y = try Self.coordinate(value["y"], at: "\(place).y")
                return try await TokenKey(identifier: identifier, p256: x, y)
            }
        } catch let error as KeySetFailure {
            throw error
        } catch {
            throw KeySetFailure("\(place) is not a point of its curve")
        }
    }

    private static func coordinate(
        _ value: JSONValue?,
        at place: String
    ) throws(KeySetFailure) -> String {
        guard let text = value?.text, TokenText.decode(text.utf8)?.count == 32 else {
            throw KeySetFailure("\(place) is not 32 bytes in base64url")
        }
        return text
    }
}
