import CryptoSuites
import LogCore
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
        let states = self.logs.map { (log: $0.log.descriptor, readiness: $0.log.readiness) }
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

    /// All figures.
    var metrics: Answer {
        Answer(
            type: .metrics,
            caching: .none,
            body: ByteBuffer(string: self.registry.prometheusText())
        )
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
            $0.array("vkeys", served.log.verifierKeys) { $0.string($1.description) }
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
