import JWTKit

/// A public key of an issuer, and the one algorithm that it is used with.
// SPEC: ACC-10: the key says the algorithm, never the token.
struct TokenKey: Sendable {
    /// The algorithms that are taken.
    enum Algorithm: String, CaseIterable, Sendable {
        /// Ed25519: RFC 8037.
        case edDSA = "EdDSA"
        /// ECDSA on P-256 with SHA-256: RFC 7518 section 3.4.
        case es256 = "ES256"
    }

    /// Any object: its members are read strictly elsewhere.
    private struct Payload: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    /// The key's name, `kid`.
    let identifier: String
    /// The algorithm.
    let algorithm: Algorithm
    // Has this key alone, so that no name in a token can choose another.
    private let keys: JWTKeyCollection

    /// Creates a key of Ed25519 from base64url of its 32 bytes.
    init(identifier: String, ed25519 x: String) async throws {
        self.identifier = identifier
        self.algorithm = .edDSA
        let key = try EdDSA.PublicKey(x: x, curve: .ed25519)
        self.keys = await JWTKeyCollection().add(eddsa: key)
    }

    /// Creates a key of P-256 from base64url of its coordinates, 32 bytes each.
    init(identifier: String, p256 x: String, _ y: String) async throws {
        self.identifier = identifier
        self.algorithm = .es256
        let key = try ES256PublicKey(parameters: (x: x, y: y))
        self.keys = await JWTKeyCollection().add(ecdsa: key)
    }

    /// Whether the signature of a token in compact form is this key's.
    func verifies(_ token: [UInt8]) async -> Bool {
        do {
            _ = try await self.keys.verify(token, as: Payload.self)
            return true
        } catch {
            return false
        }
    }
}
