import LogCore
import Logging
import Records
import Synchronization
import Testing

@testable import LogServer

/// Key sets from memory, counted.
final class MemoryKeySets: KeySetTransport {
    private struct State {
        var text: String?
        var count = 0
    }

    private let state: Mutex<State>

    init(_ text: String?) { self.state = Mutex(State(text: text)) }

    /// How often a set was fetched.
    var count: Int { self.state.withLock(\.count) }

    /// What is answered from now on; nil makes every fetch fail.
    func set(_ text: String?) { self.state.withLock { $0.text = text } }

    func keySet(from source: KeySetSource) async throws(KeySetFailure) -> [UInt8] {
        let text = self.state.withLock { state in
            state.count += 1
            return state.text
        }
        guard let text else { throw KeySetFailure("nothing is there") }
        return Array(text.utf8)
    }
}

/// A clock that a test sets.
final class TestSeconds: Sendable {
    private let value: Mutex<UInt64>

    init(_ value: UInt64 = TokenSmith.now) { self.value = Mutex(value) }

    var now: UInt64 { self.value.withLock { $0 } }

    func set(_ now: UInt64) { self.value.withLock { $0 = now } }
}

/// The access file of the tests.
enum AccessFixture {
    static let text = """
        {
          "audience": "https://log.example",
          "principals": {
            "clinic": {"role": "writer", "logs": {"eu": ["data-access", "opaque"]},
                       "heartbeat_seconds": 60},
            "model": {"role": "writer", "logs": {"eu": ["ai-decision"]}},
            "aepd": {"role": "auditor", "profile": "eu-gdpr", "engagement": "AEPD-2026-17",
                     "logs": ["eu"], "from": "2026-01-01", "until": "2026-12-31",
                     "grounds": ["complaint"]},
            "keeper": {"role": "operator", "logs": ["eu"]}
          },
          "issuers": [
            {"issuer": "https://login.example", "keys": {"url": "https://login.example/jwks"},
             "tokens": [
               {"subject": "clinic", "principal": "clinic"},
               {"subject": "model", "claims": {"azp": "app", "groups": "writers"},
                "principal": "model"},
               {"subject": "aepd", "principal": "aepd"},
               {"subject": "keeper", "principal": "keeper"},
               {"subject": "both", "claims": {"a": "1"}, "principal": "clinic"},
               {"subject": "both", "claims": {"b": "1"}, "principal": "keeper"}
             ]},
            {"issuer": "urn:other", "keys": {"file": "jwks.json"},
             "tokens": [{"subject": "clinic", "principal": "clinic"}]}
          ],
          "certificates": [
            {"sha256": "0101010101010101010101010101010101010101010101010101010101010101",
             "principal": "clinic"}
          ]
        }
        """

    static func configuration(_ text: String = Self.text) throws -> AccessConfiguration {
        try AccessConfiguration(
            parsing: Array(text.utf8),
            profiles: Set(CrosswalkLibrary.embedded().newest.profiles.map(\.id)),
            logNames: ["eu", "cn"]
        )
    }

    static func gate(
        _ keys: any KeySetTransport,
        text: String = Self.text,
        limits: KeySetLimits = KeySetLimits(),
        seconds: TestSeconds = TestSeconds()
    ) throws -> AccessGate {
        AccessGate(
            try self.configuration(text),
            crosswalk: try CrosswalkLibrary.embedded().newest,
            transport: keys,
            limits: limits,
            now: { seconds.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    static func verifier(
        _ keys: any KeySetTransport,
        limits: KeySetLimits = KeySetLimits(),
        seconds: TestSeconds = TestSeconds()
    ) throws -> TokenVerifier {
        TokenVerifier(
            try self.configuration(),
            now: { seconds.now },
            keys: { source in
                KeySetCache(
                    source: source,
                    transport: keys,
                    limits: limits,
                    now: { seconds.now },
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            }
        )
    }
}
