import CryptoSuites
import Listening
import LogClient
import LogCore
import LogProtocol
import LogTesting
import Testing

@testable import LogServer

/// Specs/access.md: who is known by a certificate, over real connections.
@Suite struct TLSTests {
    private let folder: TemporaryFolder
    private let authority: TestAuthority
    private let clinic: TestAuthority.Identity
    private let server: TestAuthority.Identity
    private let smith: TokenSmith

    init() throws {
        self.folder = try TemporaryFolder("tls")
        self.authority = try TestAuthority("ca", in: self.folder)
        self.server = try self.authority.issue("localhost", for: .server)
        self.clinic = try self.authority.issue("clinic", for: .client)
        self.smith = try TokenSmith()
    }

    /// A server that asks for certificates, and knows the clinic's unless `known` is another one.
    private func withTLSServer(
        knowing known: String? = nil,
        asking: Bool = true,
        _ body: @escaping @Sendable (LogURL) async throws -> Void
    ) async throws {
        let text = AccessFixture.text.replacing(
            String(repeating: "01", count: 32),
            with: known ?? self.clinic.fingerprint
        )
        let termination = try TLSTermination(
            certificates: self.server.certificate,
            key: self.server.key,
            clientAuthorities: asking ? self.authority.certificate : nil
        )
        let configure: (inout ServerConfiguration) -> Void = { $0.tls = termination }
        try await withServer(
            [MemoryLog(size: 1, publishing: [1])],
            access: AccessFixture.gate(MemoryKeySets(self.smith.keySet()), text: text),
            configure: configure
        ) { address in
            guard case .tcp(_, let port) = address else { preconditionFailure("it is TCP") }
            return try await body(try #require(LogURL("https://localhost:\(port)/eu")))
        }
    }

    private func tls(
        _ identity: TestAuthority.Identity?,
        trusting authority: TestAuthority? = nil
    ) throws -> ClientTLS {
        try ClientTLS(
            identity: identity.map { ($0.certificate, $0.key) },
            authorities: (authority ?? self.authority).certificate
        )
    }

    /// How long a connection is tried for that must not come about.
    private static let vain = Duration.seconds(1)

    /// The status of an append; nil if there is no connection.
    private func append(
        _ url: LogURL,
        _ tls: ClientTLS,
        bearer: String? = nil,
        within limit: Duration = .seconds(60)
    ) async throws -> Int? {
        try await self.status(of: Self.request(bearer), url, tls, within: limit)
    }

    private static func request(_ bearer: String? = nil) -> LogRequest {
        .post("entries", [1, 2, 3], .entry, idempotencyKey: "one", bearerToken: bearer)
    }

    /// A handshake that fails is tried again as long as a connection may take: `limit`.
    private func status(
        of request: LogRequest,
        _ url: LogURL,
        _ tls: ClientTLS,
        within limit: Duration = .seconds(60)
    ) async throws -> Int? {
        try await self.response(to: request, url, tls, within: limit)?.status
    }

    private func response(
        to request: LogRequest,
        _ url: LogURL,
        _ tls: ClientTLS,
        within limit: Duration = .seconds(60)
    ) async throws -> LogResponse? {
        let transport = HTTPLogTransport(
            url: url,
            timeouts: HTTPTimeouts(connect: limit, request: .seconds(120)),
            tls: tls
        )
        let outcome: Result<LogResponse, TransportError>
        do throws(TransportError) {
            outcome = .success(try await transport.send(request))
        } catch { outcome = .failure(error) }
        await transport.shutdown()
        switch outcome {
        case .success(let response): return response
        case .failure(.connection): return nil
        case .failure(let error): throw error
        }
    }

    @Test func aKnownCertificateIsItsPrincipals() async throws {
        let tls = try self.tls(self.clinic)
        try await self.withTLSServer { (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls) == 201)
            #expect(try await self.status(of: .get("checkpoint"), url, tls) == 200)
        }
    }

    @Test func whoShowsNoneIsNobodyAndReadsWhatIsPublic() async throws {
        let tls = try self.tls(nil)
        try await self.withTLSServer { (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls) == 401)
            #expect(try await self.status(of: .get("checkpoint"), url, tls) == 200)
        }
    }

    /// SPEC: ACC-21.
    @Test func whoIsNobodyIsToldWhatIsTaken() async throws {
        let tls = try self.tls(nil)
        for asking in [true, false] {
            try await self.withTLSServer(asking: asking) { (url: LogURL) async throws -> Void in
                let answer = try #require(await self.response(to: Self.request(), url, tls))
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(answer.status == 401)
                #expect(text.contains("bearer token"))
                #expect(text.contains("client certificate") == asking)
            }
        }
    }

    @Test func anotherAuthoritysCertificateGetsNoConnection() async throws {
        let other = try TestAuthority("other", in: self.folder)
        // Of the same name, and the access file even has its fingerprint.
        let forged = try other.issue("clinic", for: .client)
        let tls = try self.tls(forged)
        try await self.withTLSServer(knowing: forged.fingerprint) {
            (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls, within: Self.vain) == nil)
            #expect(
                try await self.status(of: .get("checkpoint"), url, tls, within: Self.vain) == nil
            )
        }
    }

    @Test func aCertificateWhoseTimeIsOverGetsNoConnection() async throws {
        let old = try self.authority.issue("old", for: .client, days: -1)
        let tls = try self.tls(old)
        try await self.withTLSServer(knowing: old.fingerprint) {
            (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls, within: Self.vain) == nil)
        }
    }

    @Test func aServersCertificateIsNoClients() async throws {
        let tls = try self.tls(self.server)
        try await self.withTLSServer(knowing: self.server.fingerprint) {
            (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls, within: Self.vain) == nil)
        }
    }

    @Test func aCertificateThatIsTakenOutOfTheFileIsNobodys() async throws {
        let tls = try self.tls(self.clinic)
        try await self.withTLSServer(knowing: String(repeating: "02", count: 32)) {
            (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls) == 401)
        }
    }

    @Test func aTokenAndACertificateMustBeOnePrincipals() async throws {
        let tls = try self.tls(self.clinic)
        let own = try self.smith.edToken(TokenSmith.claims(subject: "clinic"))
        let keeper = try self.smith.edToken(TokenSmith.claims(subject: "keeper"))
        try await self.withTLSServer { (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls, bearer: own) == 201)
            #expect(try await self.append(url, tls, bearer: keeper) == 403)
            // A token that is wrong is not passed over for a certificate that is right.
            #expect(try await self.append(url, tls, bearer: own + "A") == 401)
        }
    }

    @Test func aTokenServesWithoutACertificate() async throws {
        let tls = try self.tls(nil)
        let token = try self.smith.edToken(TokenSmith.claims(subject: "clinic"))
        try await self.withTLSServer(asking: false) { (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls, bearer: token) == 201)
        }
    }

    @Test func aServerThatAsksForNoneKnowsNobodyByOne() async throws {
        let tls = try self.tls(self.clinic)
        try await self.withTLSServer(asking: false) { (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls) == 401)
        }
    }

    @Test func aClientBelievesItsOwnAuthoritiesOnly() async throws {
        let other = try TestAuthority("other", in: self.folder)
        let tls = try self.tls(self.clinic, trusting: other)
        try await self.withTLSServer { (url: LogURL) async throws -> Void in
            #expect(try await self.append(url, tls, within: Self.vain) == nil)
        }
    }

    @Test func plainHTTPAtTheSameDoorGetsNoAnswer() async throws {
        try await self.withTLSServer { (url: LogURL) async throws -> Void in
            let plain = try #require(LogURL(url.text.replacing("https:", with: "http:")))
            let tls = try self.tls(self.clinic)
            #expect(
                try await self.status(of: .get("checkpoint"), plain, tls, within: Self.vain) == nil
            )
            #expect(try await self.status(of: .get("checkpoint"), url, tls) == 200)
        }
    }

    // MARK: Files

    @Test func filesThatDoNotFitAreRefused() throws {
        let garbage = Array("no certificate".utf8)
        func refusal(
            _ certificates: [UInt8],
            _ key: [UInt8],
            _ authorities: [UInt8]? = nil
        ) -> TLSTerminationError? {
            do throws(TLSTerminationError) {
                _ = try TLSTermination(
                    certificates: certificates,
                    key: key,
                    clientAuthorities: authorities
                )
                return nil
            } catch { return error }
        }
        let (own, key) = (self.server.certificate, self.server.key)
        #expect(refusal(own, key) == nil)
        guard case .certificate? = refusal(garbage, key), case .key? = refusal(own, garbage),
            case .key? = refusal(own, self.clinic.key),
            case .clientAuthorities? = refusal(own, key, garbage),
            case .certificate? = refusal([], key)
        else {
            Issue.record("a file that does not fit was taken")
            return
        }
    }

    @Test func aClientsFilesThatDoNotFitAreRefused() throws {
        let garbage = Array("no certificate".utf8)
        func refusal(
            _ certificate: [UInt8],
            _ key: [UInt8],
            _ authorities: [UInt8]? = nil
        ) -> ClientTLSError? {
            do throws(ClientTLSError) {
                _ = try ClientTLS(identity: (certificate, key), authorities: authorities)
                return nil
            } catch { return error }
        }
        let (own, key) = (self.clinic.certificate, self.clinic.key)
        #expect(refusal(own, key) == nil)
        #expect(refusal(garbage, key) == .certificate)
        #expect(refusal(own, garbage) == .key)
        #expect(refusal(own, self.server.key) == .otherKey)
        #expect(refusal(own, key, garbage) == .authorities)
    }

    @Test func theEndOfTheServersCertificateIsKnown() throws {
        let termination = try TLSTermination(
            certificates: self.server.certificate,
            key: self.server.key
        )
        #expect(!termination.asksClients)
        // Two days from the start of the test.
        #expect(termination.expiresAt > 1_700_000_000)
    }
}
