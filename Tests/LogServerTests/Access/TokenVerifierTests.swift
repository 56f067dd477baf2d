import CryptoSuites
import LogCore
import LogTesting
import NIOHTTP1
import Testing

@testable import LogServer

/// Specs/access.md, tokens: each refusal has a token that is right but for it.
@Suite struct TokenVerifierTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private func refusal(
        _ token: String,
        at now: UInt64 = TokenSmith.now
    ) async throws -> TokenRefusal? {
        let verifier = try AccessFixture.verifier(
            MemoryKeySets(self.smith.keySet()),
            seconds: TestSeconds(now)
        )
        do throws(TokenRefusal) {
            _ = try await verifier.principal(of: Array(token.utf8))
            return nil
        } catch { return error }
    }

    @Test func goodTokensAreTakenForTheirPrincipals() async throws {
        let verifier = try AccessFixture.verifier(MemoryKeySets(self.smith.keySet()))
        let tokens: [(String, String)] = try [
            (self.smith.edToken(TokenSmith.claims()), "clinic"),
            (self.smith.ecToken(TokenSmith.claims()), "clinic"),
            (self.smith.edToken(TokenSmith.claims(subject: "keeper")), "keeper"),
            (
                self.smith.ecToken(
                    TokenSmith.claims(audience: #"["x","https://log.example"]"#)
                ), "clinic"
            ),
            (
                self.smith.edToken(
                    TokenSmith.claims(
                        subject: "model",
                        #","azp":"app","groups":["readers","writers"]"#
                    )
                ), "model"
            ),
            (
                self.smith.edToken(
                    #"{"alg":"EdDSA","kid":"ed","typ":"at+JWT","x5t":"abc"}"#,
                    TokenSmith.claims(#","nbf":1790000000,"iat":1790000000"#)
                ), "clinic"
            ),
            (self.smith.edToken(#"{"kid":"ed","alg":"EdDSA"}"#, TokenSmith.claims()), "clinic"),
        ]
        for (token, name) in tokens {
            #expect(try await verifier.principal(of: Array(token.utf8)).name == name)
        }
    }

    /// Headers that are wrong in one thing each, over a signature that is right.
    @Test(arguments: [
        (#"{"alg":"none","kid":"ed"}"#, TokenRefusal.algorithm),
        (#"{"alg":"None","kid":"ed"}"#, .algorithm), (#"{"alg":"","kid":"ed"}"#, .algorithm),
        (#"{"alg":"HS256","kid":"ed"}"#, .algorithm), (#"{"alg":"RS256","kid":"rsa"}"#, .algorithm),
        (#"{"alg":"ES384","kid":"ec"}"#, .algorithm), (#"{"alg":"eddsa","kid":"ed"}"#, .algorithm),
        (#"{"alg":["EdDSA"],"kid":"ed"}"#, .algorithm), (#"{"kid":"ed"}"#, .algorithm),
        (#"{"alg":"ES256","kid":"ed"}"#, .algorithmMismatch),
        (#"{"alg":"EdDSA","kid":"ec"}"#, .algorithmMismatch),
        (#"{"alg":"EdDSA"}"#, .keyMissing), (#"{"alg":"EdDSA","kid":""}"#, .keyMissing),
        (#"{"alg":"EdDSA","kid":1}"#, .keyMissing), (#"{"alg":"EdDSA","kid":"xx"}"#, .unknownKey),
        (#"{"alg":"EdDSA","kid":"rsa"}"#, .unknownKey),
        (#"{"alg":"EdDSA","kid":"enc"}"#, .unknownKey),
        (#"{"alg":"EdDSA","kid":"ed","alg":"none"}"#, .malformedHeader),
        (#"{"alg":"none","kid":"ed","alg":"EdDSA"}"#, .malformedHeader),
        (#"{"alg":"EdDSA","kid":"ed","\u0061lg":"none"}"#, .malformedHeader),
        (#"{"alg":"EdDSA","kid":"ed","kid":"ec"}"#, .malformedHeader),
        (#"{"alg":"EdDSA","kid":"ed",}"#, .malformedHeader), (#"[]"#, .malformedHeader),
        (#""EdDSA""#, .malformedHeader), ("{}{}", .malformedHeader), ("x", .malformedHeader),
        (#"{"alg":"EdDSA","kid":"ed","crit":["exp"]}"#, .critical),
        (#"{"alg":"EdDSA","kid":"ed","crit":[]}"#, .critical),
        (#"{"alg":"EdDSA","kid":"ed","b64":false}"#, .critical),
        (#"{"alg":"EdDSA","kid":"ed","zip":"DEF"}"#, .critical),
        (#"{"alg":"EdDSA","kid":"ed","jku":"https://evil.example"}"#, .embeddedKey),
        (#"{"alg":"EdDSA","kid":"ed","jwk":{"kty":"OKP"}}"#, .embeddedKey),
        (#"{"alg":"EdDSA","kid":"ed","x5c":["AA"]}"#, .embeddedKey),
        (#"{"alg":"EdDSA","kid":"ed","x5u":"https://evil.example"}"#, .embeddedKey),
        (#"{"alg":"EdDSA","kid":"ed","typ":"JWE"}"#, .type),
        (#"{"alg":"EdDSA","kid":"ed","typ":7}"#, .type),
    ])
    func aWrongHeaderIsRefused(_ header: String, _ expected: TokenRefusal) async throws {
        let token = try self.smith.edToken(header, TokenSmith.claims())
        #expect(try await self.refusal(token) == expected)
    }

    /// Claims that are wrong in one thing each, over a signature that is right.
    @Test(arguments: [
        (TokenSmith.claims(issuer: "https://evil.example"), TokenRefusal.issuer),
        (TokenSmith.claims(issuer: "https://login.example/"), .issuer),
        (#"{"sub":"clinic","aud":"https://log.example","exp":1790000600}"#, .issuer),
        (TokenSmith.claims(expiry: nil), .expiryMissing),
        (TokenSmith.claims(expiry: "1790000600.5"), .malformedClaims),
        (TokenSmith.claims(expiry: #""1790000600""#), .malformedTime),
        (TokenSmith.claims(expiry: "null"), .malformedTime),
        (TokenSmith.claims(expiry: "-1"), .malformedTime),
        (TokenSmith.claims(expiry: "9007199254740992"), .malformedClaims),
        (TokenSmith.claims(expiry: "1789999970"), .expired),
        (TokenSmith.claims(expiry: "0"), .expired),
        (TokenSmith.claims(#","nbf":1790000031"#), .notYetValid),
        (TokenSmith.claims(#","iat":1790000031"#), .notYetValid),
        (TokenSmith.claims(#","nbf":true"#), .malformedTime),
        (TokenSmith.claims(audience: #""https://other.example""#), .audience),
        (TokenSmith.claims(audience: #"[]"#), .audience),
        (TokenSmith.claims(audience: #"{"https://log.example":1}"#), .audience),
        (TokenSmith.claims(audience: #""HTTPS://log.example""#), .audience),
        (#"{"iss":"https://login.example","sub":"clinic","exp":1790000600}"#, .audience),
        (
            #"{"iss":"https://login.example","aud":"https://log.example","exp":1790000600}"#,
            .subjectMissing
        ),
        (TokenSmith.claims(subject: ""), .subjectMissing),
        (TokenSmith.claims(subject: "stranger"), .unknownSubject),
        (TokenSmith.claims(subject: "Clinic"), .unknownSubject),
        (TokenSmith.claims(subject: "model"), .unknownSubject),
        (TokenSmith.claims(subject: "model", #","azp":"app","groups":"readers""#), .unknownSubject),
        (TokenSmith.claims(subject: "both", #","a":"1","b":"1""#), .ambiguousSubject),
        (
            #"{"iss":"https://login.example","iss":"x","sub":"clinic","aud":"https://log.example","exp":1790000600}"#,
            .malformedClaims
        ),
        ("[]", .malformedClaims), ("{", .malformedClaims), ("\u{feff}{}", .malformedClaims),
    ])
    func wrongClaimsAreRefused(_ claims: String, _ expected: TokenRefusal) async throws {
        #expect(try await self.refusal(self.smith.edToken(claims)) == expected)
        #expect(try await self.refusal(self.smith.ecToken(claims)) == expected)
    }

    /// The last second of each limit, and the next one.
    @Test func timesAreTakenWithTheLeewayAndNotASecondMore() async throws {
        let token = try self.smith.edToken(TokenSmith.claims(#","nbf":1790000000"#))
        #expect(try await self.refusal(token, at: 1_790_000_629) == nil)
        #expect(try await self.refusal(token, at: 1_790_000_630) == .expired)
        #expect(try await self.refusal(token, at: 1_789_999_970) == nil)
        #expect(try await self.refusal(token, at: 1_789_999_969) == .notYetValid)
        let eternal = try self.smith.edToken(TokenSmith.claims(expiry: "9007199254740991"))
        #expect(try await self.refusal(eternal, at: .max - 1) == .expired)
    }

    @Test func anotherKeysSignatureIsRefused() async throws {
        let other = try TokenSmith()
        #expect(try await self.refusal(other.edToken(TokenSmith.claims())) == .signature)
        #expect(try await self.refusal(other.ecToken(TokenSmith.claims())) == .signature)
        // Signed with the curve, shown as the other: the key decides.
        let crossed = try self.smith.ecToken(
            TokenSmith.header("EdDSA", "ed"),
            TokenSmith.claims()
        )
        #expect(try await self.refusal(crossed) == .signature)
    }

    /// Every character of the three parts, changed.
    @Test func noChangedCharacterIsTaken() async throws {
        for token in try [
            self.smith.edToken(TokenSmith.claims()), self.smith.ecToken(TokenSmith.claims()),
        ] {
            let bytes = Array(token.utf8)
            let verifier = try AccessFixture.verifier(MemoryKeySets(self.smith.keySet()))
            _ = try await verifier.principal(of: bytes)
            for index in bytes.indices {
                var changed = bytes
                changed[index] = changed[index] == UInt8(ascii: "A") ? 0x42 : 0x41
                await #expect(throws: TokenRefusal.self, "character \(index)") {
                    try await verifier.principal(of: changed)
                }
            }
        }
    }

    @Test func aTokenHasThreePartsInOneSpelling() async throws {
        let good = try self.smith.edToken(TokenSmith.claims())
        let parts = good.split(separator: ".").map(String.init)
        let malformed = [
            "", ".", "..", "...", "a.b", good + ".", "." + good, good + ".x", parts[0],
            "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).", "\(parts[0])..\(parts[2])",
            ".\(parts[1]).\(parts[2])", good + "=", good + " ", " " + good, good + "\n",
            good.replacing(".", with: "/"), "\(parts[0])=.\(parts[1]).\(parts[2])",
            "\(parts[0]).\(parts[1]).\(parts[2])+", "%65%79",
        ]
        for token in malformed {
            #expect(try await self.refusal(token) == .malformed, "\(token)")
        }
        let long = String(repeating: "A", count: 8_191)
        #expect(try await self.refusal(long) == .malformed)
        #expect(try await self.refusal(long + "AA") == .tooLarge)
    }

    @Test func randomBytesAreRefused() async throws {
        var random = SeededGenerator.random("tokens")
        let verifier = try AccessFixture.verifier(MemoryKeySets(self.smith.keySet()))
        for _ in 0..<500 {
            let bytes = random.bytes(Int.random(in: 0...300, using: &random))
            await #expect(throws: TokenRefusal.self) { try await verifier.principal(of: bytes) }
        }
    }

    @Test func aTokenOfTheOperatorsOwnKeyIsTaken() async throws {
        let key = try Ed25519PrivateKey.generate()
        let issuer = TokenIssuer(
            key: key,
            pem: try PrivateKey.ed25519(key).pem()
        )
        let text = AccessFixture.text
            .replacing("https://login.example\"", with: TokenIssuer.issuer + "\"")
            .replacing("https://log.example", with: TokenIssuer.audience)
        let seconds = TestSeconds()
        let gate = try AccessFixture.gate(
            MemoryKeySets(TokenIssuer.keySet(of: key.publicKey)),
            text: text,
            seconds: seconds
        )
        let token = try await issuer.token(
            subject: "clinic",
            at: TokenSmith.now,
            lifetimeSeconds: 60
        )
        let fields = try RequestFields(
            ["Host": "a", "Authorization": "Bearer \(token)"],
            version: .http1_1
        )
        #expect(try await gate.principal(fields)?.name == "clinic")
        seconds.set(TokenSmith.now + 90)
        await #expect(throws: Problem.self) { try await gate.principal(fields) }
    }
}
