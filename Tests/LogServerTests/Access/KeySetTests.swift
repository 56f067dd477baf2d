import CryptoSuites
import Testing

@testable import LogServer

/// Specs/access.md, keys: what a set is, and when it is fetched.
@Suite struct KeySetTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    @Test func usableKeysAreTakenAndOthersPassedOver() async throws {
        let set = try await KeySet(parsing: Array(self.smith.keySet().utf8))
        #expect(Set(set.keys.keys) == ["ed", "ec"])
        #expect(set.skippedCount == 2)
        #expect(set.keys["ed"]?.algorithm == .edDSA)
        #expect(set.keys["ec"]?.algorithm == .es256)
    }

    @Test func aWrongSetIsRefused() async throws {
        let good = self.smith.keySet()
        let x = TokenSmith.base64url(self.smith.ed25519.publicKey.rawRepresentation)
        let sets = [
            "", "[]", "{}", #"{"keys":{}}"#, #"{"keys":[]}"#, #"{"keys":[1]}"#,
            #"{"keys":[{"kty":"RSA","kid":"a"}]}"#,
            good.replacing("\"kid\":\"ed\",", with: ""), good.replacing("\"ed\"", with: "\"\""),
            good.replacing("\"ec\"", with: "\"ed\""), good.replacing("EdDSA", with: "ES256"),
            good.replacing("\"kid\":\"ec\"", with: "\"kid\":\"ec\",\"alg\":\"EdDSA\""),
            good.replacing("\"kid\":\"ed\"", with: "\"kid\":\"ed\",\"d\":\"AAAA\""),
            good.replacing("\"kid\":\"ed\"", with: "\"kid\":\"ed\",\"kid\":\"ed\""),
            good.replacing(x, with: x + "="), good.replacing(x, with: String(x.dropLast(4))),
            good.replacing(x, with: ""),
            self.smith.keySet(more: #",{"kty":"oct","kid":"s","k":"AAAA"}"#),
            // A point that is not on the curve.
            #"{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"\#(x)","y":"\#(x)"}]}"#,
        ]
        for text in sets {
            await #expect(throws: KeySetFailure.self, "\(text)") {
                try await KeySet(parsing: Array(text.utf8))
            }
        }
        let many = (0...KeySetLimits.keyCount).map { #"{"kty":"RSA","kid":"\#($0)"}"# }
        await #expect(throws: KeySetFailure.self) {
            try await KeySet(
                parsing: Array(#"{"keys":[\#(many.joined(separator: ","))]}"#.utf8)
            )
        }
        let large = Array(repeating: UInt8(ascii: " "), count: KeySetLimits.byteCount + 1)
        await #expect(throws: KeySetFailure.self) { try await KeySet(parsing: large) }
    }

    private func principal(
        _ verifier: TokenVerifier,
        key: String = "ed"
    ) async throws -> TokenRefusal? {
        let token = try self.smith.edToken(
            TokenSmith.header("EdDSA", key),
            TokenSmith.claims(expiry: "9000000000")
        )
        do throws(TokenRefusal) {
            _ = try await verifier.principal(of: Array(token.utf8))
            return nil
        } catch { return error }
    }

    /// SPEC: ACC-13: a key that is not known is looked for once a minute, whatever is sent.
    @Test func madeUpKeysMakeNoLoad() async throws {
        let keys = MemoryKeySets(self.smith.keySet())
        let seconds = TestSeconds()
        let verifier = try AccessFixture.verifier(keys, seconds: seconds)
        #expect(try await self.principal(verifier) == nil)
        #expect(keys.count == 1)
        for number in 0..<100 {
            #expect(try await self.principal(verifier, key: "made-up-\(number)") == .unknownKey)
        }
        #expect(keys.count == 1)
        seconds.set(TokenSmith.now + 60)
        for number in 0..<100 {
            #expect(try await self.principal(verifier, key: "made-up-\(number)") == .unknownKey)
        }
        #expect(keys.count == 2)
        // The keys that are there work all the while.
        #expect(try await self.principal(verifier) == nil)
    }

    @Test func aNewKeyIsFoundWithoutARestart() async throws {
        let keys = MemoryKeySets(self.smith.keySet())
        let seconds = TestSeconds()
        let verifier = try AccessFixture.verifier(keys, seconds: seconds)
        #expect(try await self.principal(verifier, key: "next") == .unknownKey)
        keys.set(self.smith.keySet(edName: "next"))
        #expect(try await self.principal(verifier, key: "next") == .unknownKey)
        seconds.set(TokenSmith.now + 60)
        #expect(try await self.principal(verifier, key: "next") == nil)
        // The old name went with the old set.
        #expect(try await self.principal(verifier, key: "ed") == .unknownKey)
    }

    @Test func aWithdrawnKeyStopsWithinTheHour() async throws {
        let keys = MemoryKeySets(self.smith.keySet())
        let seconds = TestSeconds()
        let verifier = try AccessFixture.verifier(keys, seconds: seconds)
        #expect(try await self.principal(verifier) == nil)
        keys.set(self.smith.keySet(edName: "next"))
        seconds.set(TokenSmith.now + 3_600)
        #expect(try await self.principal(verifier) == nil)
        seconds.set(TokenSmith.now + 3_601)
        #expect(try await self.principal(verifier) == .unknownKey)
    }

    @Test func anIssuerWhoCannotBeReachedKeepsHisKeysForADay() async throws {
        let keys = MemoryKeySets(self.smith.keySet())
        let seconds = TestSeconds()
        let verifier = try AccessFixture.verifier(keys, seconds: seconds)
        #expect(try await self.principal(verifier) == nil)
        keys.set(nil)
        // The fetch fails, and what is there goes on.
        seconds.set(TokenSmith.now + 3_700)
        #expect(try await self.principal(verifier) == nil)
        seconds.set(TokenSmith.now + 86_400)
        #expect(try await self.principal(verifier) == nil)
        seconds.set(TokenSmith.now + 86_401)
        #expect(try await self.principal(verifier) == .keysUnavailable)
        keys.set(self.smith.keySet())
        seconds.set(TokenSmith.now + 86_461)
        #expect(try await self.principal(verifier) == nil)
    }

    @Test func withoutKeysNoTokenIsTaken() async throws {
        let keys = MemoryKeySets(nil)
        let verifier = try AccessFixture.verifier(keys)
        for _ in 0..<20 { #expect(try await self.principal(verifier) == .keysUnavailable) }
        #expect(keys.count == 1)
    }

    @Test func manyTokensAtOnceFetchOnce() async throws {
        let keys = MemoryKeySets(self.smith.keySet())
        let verifier = try AccessFixture.verifier(keys)
        try await withThrowingTaskGroup(of: TokenRefusal?.self) { group in
            for _ in 0..<50 { group.addTask { try await self.principal(verifier) } }
            for try await refusal in group { #expect(refusal == nil) }
        }
        #expect(keys.count == 1)
    }
}
