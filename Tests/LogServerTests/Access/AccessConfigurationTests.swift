import Foundation
import LogCore
import Records
import Testing

@testable import LogServer

/// Specs/access.md, the access file.
@Suite struct AccessConfigurationTests {
    @Test func aFileIsReadWhole() throws {
        let configuration = try AccessFixture.configuration()
        #expect(configuration.audience == "https://log.example")
        #expect(configuration.leewaySeconds == 30)
        #expect(configuration.hasWriters)
        #expect(
            configuration.principals["clinic"]
                == .writer(
                    WriterGrant(
                        name: "clinic",
                        classes: ["eu": ["data-access", "opaque"]],
                        heartbeatSeconds: 60
                    )
                )
        )
        #expect(
            configuration.principals["keeper"] == .operator(.init(name: "keeper", logs: ["eu"]))
        )
        #expect(configuration.heartbeats(ofLog: "eu") == ["clinic": 60, "model": nil])
        #expect(configuration.heartbeats(ofLog: "cn").isEmpty)
        #expect(configuration.issuers.map(\.issuer) == ["https://login.example", "urn:other"])
        #expect(configuration.issuers[1].keys == .file("jwks.json"))
        let certificate = try #require(
            ClientCertificate(sha256: String(repeating: "01", count: 32))
        )
        #expect(configuration.certificates[certificate] == "clinic")
    }

    @Test func withoutWritersNobodyIsKeptFromAppendingHere() throws {
        let configuration = try AccessFixture.configuration(
            #"{"audience":"a","principals":{"o":{"role":"operator","logs":["eu"]}}}"#
        )
        #expect(!configuration.hasWriters)
        #expect(configuration.issuers.isEmpty && configuration.certificates.isEmpty)
    }

    /// Each damage to a good file, and what the refusal names.
    @Test(arguments: [
        (#""audience": "https://log.example","#, "", "audience"),
        (#""audience": "https://log.example","#, #""audience": "","#, "audience"),
        (#""audience""#, #""leeway_seconds": 301, "audience""#, "leeway_seconds"),
        (#""audience""#, #""leeway_seconds": -1, "audience""#, "leeway_seconds"),
        (#""audience""#, #""secret": "x", "audience""#, "secret"),
        (#""audience""#, #""audience": "x", "audience""#, "duplicate"),
        (#""keeper": {"#, #""kee per": {"#, "principals.kee per"),
        (#""keeper": {"#, #""": {"#, "principals."),
        (#""role": "operator""#, #""role": "root""#, "principals.keeper.role"),
        (#""role": "operator""#, #""role": "operator", "all": true"#, "principals.keeper.all"),
        (
            #"{"eu": ["data-access", "opaque"]}"#, #"{"us": ["opaque"]}"#,
            "principals.clinic.logs.us"
        ),
        (#"{"eu": ["data-access", "opaque"]}"#, "{}", "principals.clinic.logs"),
        (
            #"["data-access", "opaque"]"#, #"["opaque", "opaque"]"#,
            "principals.clinic.logs.eu[1]"
        ),
        (#""heartbeat_seconds": 60"#, #""heartbeat_seconds": 0"#, "heartbeat_seconds"),
        (#""profile": "eu-gdpr""#, #""profile": "eu-all""#, "principals.aepd.profile"),
        (#""engagement": "AEPD-2026-17","#, "", "principals.aepd.engagement"),
        (#""AEPD-2026-17""#, #""AEPD 2026""#, "principals.aepd.engagement"),
        (#""from": "2026-01-01","#, "", "principals.aepd.from"),
        (#""2026-12-31""#, #""2026-02-30""#, "principals.aepd.until"),
        (#""2026-12-31""#, #""2025-12-31""#, "principals.aepd.until"),
        (#""grounds": ["complaint"]"#, #""grounds": "complaint""#, "principals.aepd.grounds"),
        (#"{"url": "https://login.example/jwks"}"#, "{}", "issuers[0].keys"),
        (
            #"{"url": "https://login.example/jwks"}"#, #"{"url": "http://login.example/jwks"}"#,
            "issuers[0].keys.url"
        ),
        (
            #"{"url": "https://login.example/jwks"}"#,
            #"{"url": "http://127.0.0.1.evil.example/jwks"}"#, "issuers[0].keys.url"
        ),
        (
            #"{"url": "https://login.example/jwks"}"#, #"{"url": "file:///etc/passwd"}"#,
            "issuers[0].keys.url"
        ),
        (
            #"{"url": "https://login.example/jwks"}"#, #"{"url": "https://a@b.example/"}"#,
            "issuers[0].keys.url"
        ),
        (
            #"{"url": "https://login.example/jwks"}"#, #"{"url": "https://a/", "file": "b"}"#,
            "issuers[0].keys"
        ),
        (
            #"{"subject": "aepd", "principal": "aepd"}"#, #"{"subject": "aepd"}"#,
            "issuers[0].tokens[2].principal"
        ),
        (
            #"{"subject": "aepd", "principal": "aepd"}"#,
            #"{"subject": "aepd", "principal": "cnil"}"#, "issuers[0].tokens[2].principal"
        ),
        (
            #"{"subject": "aepd", "principal": "aepd"}"#,
            #"{"subject": "clinic", "principal": "clinic"}"#, "issuers[0].tokens[2]"
        ),
        (#""issuer": "urn:other""#, #""issuer": "https://login.example""#, "issuers[1].issuer"),
        (#""sha256": "0101"#, #""sha256": "0G01"#, "certificates[0].sha256"),
        (#""sha256": "0101"#, #""sha256": "AB01"#, "certificates[0].sha256"),
        (#""sha256": "0101"#, #""sha256": "01"#, "certificates[0].sha256"),
    ])
    func adamagedFileIsRefusedWithItsPlace(_ from: String, _ to: String, _ place: String) throws {
        let text = AccessFixture.text
        try #require(text.contains(from), "\(from)")
        let range = try #require(text.range(of: from))
        let damaged = text.replacingCharacters(in: range, with: to)
        let error = #expect(throws: AccessConfigurationError.self) {
            try AccessFixture.configuration(damaged)
        }
        let words = place == "duplicate" ? "a second member" : place
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test(arguments: ["", "[]", "null", "{", "{}x"])
    func whatIsNoObjectIsRefused(_ text: String) {
        #expect(throws: AccessConfigurationError.self) { try AccessFixture.configuration(text) }
    }

    @Test func keysComeFromThisMachineOrProtected() throws {
        for url in [
            "https://a", "http://127.0.0.1:8080/jwks", "http://[::1]/jwks", "http://localhost:1/x",
        ] {
            #expect(
                try KeySetSource(["url": .string(url)], at: "keys") == .url(url)
            )
        }
        for url in ["https://", "http://localhost.example/", "http://127.0.0.1", "ftp://a", "a b"] {
            #expect(throws: ShapeError.self) {
                try KeySetSource(["url": .string(url)], at: "keys")
            }
        }
    }
}
