public import CryptoSuites
import JWTKit

/// Signs tokens with a key of the operator's own, where there is no identity provider.
public struct TokenIssuer: Sendable {
    /// The `iss` of such tokens.
    public static let issuer = "urn:concordat:data-folder"
    /// The `aud` of such tokens.
    public static let audience = "concordat"

    private struct Claims: JWTPayload {
        let iss: String
        let sub: String
        let aud: String
        let iat: UInt64
        let exp: UInt64

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    private let pem: String
    private let keyIdentifier: String

    /// Takes an Ed25519 key: its PKCS#8 PEM without passphrase. Its name is made from its public half.
    public init(key: Ed25519PrivateKey, pem: [UInt8]) {
        self.pem = String(decoding: pem, as: UTF8.self)
        self.keyIdentifier = Self.keyIdentifier(of: key.publicKey)
    }

    /// Signs a token for a subject, valid from `time` for `lifetimeSeconds`.
    ///
    /// - Throws: What the library throws if the key is none of Ed25519.
    public func token(
        subject: String,
        at time: UInt64,
        lifetimeSeconds: UInt64
    ) async throws -> String {
        let keys = await JWTKeyCollection().add(eddsa: try EdDSA.PrivateKey(pem: self.pem))
        let header: JWTHeader = [
            "alg": "EdDSA", "kid": .string(self.keyIdentifier), "typ": "JWT",
        ]
        return try await keys.sign(
            Claims(
                iss: Self.issuer,
                sub: subject,
                aud: Self.audience,
                iat: time,
                exp: time + lifetimeSeconds
            ),
            header: header
        )
    }

    /// The key set with the public half of a key, as an access file refers to it.
    public static func keySet(of key: Ed25519PublicKey) -> String {
        #"{"keys":[{"alg":"EdDSA","crv":"Ed25519","kid":"\#(self.keyIdentifier(of: key))","#
            + #""kty":"OKP","use":"sig","x":"\#(TokenText.encode(key.rawRepresentation))"}]}"#
    }

    /// RFC 7638: the thumbprint of the key.
    private static func keyIdentifier(of key: Ed25519PublicKey) -> String {
        let members =
            #"{"crv":"Ed25519","kty":"OKP","x":"\#(TokenText.encode(key.rawRepresentation))"}"#
        return TokenText.encode(Hashes.sha256(Array(members.utf8)))
    }
}
