import CryptoSuites
import LogCore
import LogProtocol
import NIOCore
import NIOHTTP1
import SignedNotes

/// Answers requests of operators and of whoever wants to know what a log is.
struct OperationsAnswers: Sendable {
    let logs: [ServedLog]
    let registry: MetricsRegistry
    /// What an operator should know about the daemon as a whole.
    let remarks: @Sendable () -> [String]

    /// The process lives: it answers.
    var liveness: Answer {
        Answer(type: .text, caching: .none, body: ByteBuffer(string: "alive\n"))
    }

    /// Whether every log does its work, and what an operator should know about each.
    var readiness: Answer {
        let states = self.logs.map {
            (log: $0.log.descriptor, readiness: $0.log.readiness, quorum: $0.log.quorum)
        }
        let isReady = states.allSatisfy(\.readiness.isReady)
        var text = JSONText()
        text.object {
            $0.member("ready", isReady)
            $0.array("remarks", self.remarks()) { $0.string($1) }
            $0.array("logs", states) { text, state in
                text.object {
                    $0.member("name", state.log.name.text)
                    $0.member("ready", state.readiness.isReady)
                    $0.array("remarks", state.readiness.remarks) { $0.string($1) }
                    if let quorum = state.quorum { Self.write(quorum, to: &$0) }
                }
            }
        }
        return Answer(
            isReady ? .ok : .serviceUnavailable,
            type: .json,
            caching: .none,
            body: text.buffer
        )
    }

    /// SPEC: PUB-13: since when a head waits, and for whom.
    private static func write(_ quorum: QuorumState, to text: inout JSONText) {
        text.object("quorum") {
            $0.member("size", quorum.size)
            if let since = quorum.waitingSince {
                $0.member("waiting_since", "\(TimeText(since))")
            }
            $0.array("missing", quorum.missing) { text, missing in
                text.object {
                    $0.member("witness", missing.name)
                    $0.member("suite", missing.suite.rawValue)
                    $0.member("reason", missing.reason)
                    if let since = missing.since { $0.member("since", "\(TimeText(since))") }
                }
            }
        }
    }

    /// All figures.
    var metrics: Answer {
        Answer(
            type: .metrics,
            caching: .none,
            body: ByteBuffer(string: self.registry.prometheusText())
        )
    }

    /// SPEC: PUB-4: whose cosignatures a log's heads need, for public tools or with every key.
    func policy(of served: ServedLog, isFull: Bool) -> Answer {
        guard let policy = served.log.policy else {
            // C2SP tlog-policy has a word for it.
            return Self.policy(Array("quorum none\n".utf8))
        }
        return Self.policy(isFull ? policy.text : policy.publicText)
    }

    private static func policy(_ text: [UInt8]) -> Answer {
        Answer(type: .text, caching: .revalidated, body: ByteBuffer(bytes: text))
    }

    /// What a log is: its names, its keys, its law.
    func metadata(of served: ServedLog) -> Answer {
        let log = served.log.descriptor
        var text = JSONText()
        text.object {
            $0.member("name", log.name.text)
            $0.member("origin", log.origin.text)
            $0.member("sm3_origin", log.origin.sm3Text)
            $0.member("jurisdiction", log.jurisdiction)
            $0.member("opaque", log.allowsOpaqueEntries)
            $0.member("opaque_records", log.hasOpaqueRecords)
            let history = served.log.history
            $0.array("vkeys", history.keys) { $0.string($1.description) }
            // SPEC: ROT-14: for whoever looks for them among a million entries.
            if !history.events.isEmpty {
                $0.array("keys", history.keys) { $0.string($1.textWithSizes) }
                $0.array("events", history.events) { $0.number($1.index) }
                // SPEC: POLEV-4: the history of policies; their texts are in the entries.
                $0.array("policies", history.policies) { text, period in
                    text.object {
                        $0.member("from", period.from)
                        $0.member("index", period.index)
                    }
                }
            }
            // SPEC: CT-13: as lists of logs give them.
            if let key = served.log.treeHeadKey {
                $0.object("ct") {
                    $0.member("log_id", Base64.encode(Hashes.sha256(key.derRepresentation)))
                    $0.member("key", Base64.encode(key.derRepresentation))
                }
            }
        }
        return Answer(type: .json, caching: .revalidated, body: text.buffer)
    }
}
