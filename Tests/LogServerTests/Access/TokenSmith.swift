import CryptoSuites
import SignedNotes
import Testing

@testable import LogServer

/// Makes tokens by hand, right and wrong ones, without the library that checks them.
struct TokenSmith {
    static let now: UInt64 = 1_790_000_000

    let ed25519: Ed25519PrivateKey
    let p256: P256PrivateKey

    init() throws {
        self.ed25519 = try Ed25519PrivateKey.generate()
        self.p256 = try P256PrivateKey.generate()
    }

    static func base64url(_ bytes: [UInt8]) -> String {
        Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// The set with both keys, named `ed` and `ec`, beside keys of kinds that are not taken.
    func keySet(edName: String = "ed", more: String = "") -> String {
        let point = self.p256.publicKey.rawRepresentation
        return """
            {"keys":[
              {"kty":"OKP","crv":"Ed25519","kid":"\(edName)","use":"sig","alg":"EdDSA",
               "x":"\(Self.base64url(self.ed25519.publicKey.rawRepresentation))"},
              {"kty":"EC","crv":"P-256","kid":"ec",
               "x":"\(Self.base64url(Array(point[1..<33])))","y":"\(Self.base64url(Array(point[33...])))"},
              {"kty":"RSA","kid":"rsa","n":"AQAB","e":"AQAB"},
              {"kty":"OKP","crv":"Ed25519","kid":"enc","use":"enc",
               "x":"\(Self.base64url(self.ed25519.publicKey.rawRepresentation))"}\(more)
            ]}
            """
    }

    static func header(_ algorithm: String, _ key: String, _ more: String = "") -> String {
        #"{"alg":"\#(algorithm)","kid":"\#(key)","typ":"JWT"\#(more)}"#
    }

    static func claims(
        issuer: String = "https://login.example",
        subject: String = "clinic",
        audience: String = #""https://log.example""#,
        expiry: String? = "1790000600",
        _ more: String = ""
    ) -> String {
        let exp = expiry.map { #","exp":\#($0)"# } ?? ""
        return #"{"iss":"\#(issuer)","sub":"\#(subject)","aud":\#(audience)\#(exp)\#(more)}"#
    }

    /// A token signed with Ed25519, whatever its header says.
    func edToken(_ header: String, _ claims: String) throws -> String {
        let input = Self.input(header, claims)
        return try "\(input).\(Self.base64url(self.ed25519.signature(for: Array(input.utf8))))"
    }

    /// A token signed with P-256, whatever its header says.
    func ecToken(_ header: String, _ claims: String) throws -> String {
        let input = Self.input(header, claims)
        return try "\(input).\(Self.base64url(self.p256.rawSignature(for: Array(input.utf8))))"
    }

    /// A token as it should be but for its claims, signed with Ed25519.
    func edToken(_ claims: String) throws -> String {
        try self.edToken(Self.header("EdDSA", "ed"), claims)
    }

    /// The same, signed with P-256.
    func ecToken(_ claims: String) throws -> String {
        try self.ecToken(Self.header("ES256", "ec"), claims)
    }

    static func input(_ header: String, _ claims: String) -> String {
        "\(self.base64url(Array(header.utf8))).\(self.base64url(Array(claims.utf8)))"
    }
}
