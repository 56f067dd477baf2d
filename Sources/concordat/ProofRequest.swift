import CryptoSuites
import LogClient
import LogProtocol
import SignedNotes

/// What `prove` asks a log for.
struct ProofRequest {
    let index: UInt64
    let suite: Suite
    /// How long to wait for the entry's publication.
    let patience: Duration

    /// A proof file as it was fetched.
    struct Proof: Hashable {
        let index: UInt64
        let suite: Suite
        /// The file.
        let bytes: [UInt8]

        private struct Report: Encodable {
            let index: UInt64
            let suite: Suite
            let proof: String
        }

        /// The file as a JSON object on a line.
        func json() throws -> [UInt8] {
            let report = Report(
                index: self.index,
                suite: self.suite,
                proof: String(decoding: self.bytes, as: UTF8.self)
            )
            return Array(try (WireJSON.encode(report) + "\n").utf8)
        }
    }

    /// Fetches the proof.
    func result(
        from client: LogClient,
        clock: some Clock<Duration> = ContinuousClock()
    ) async -> Result<Proof, LogClientError> {
        do throws(LogClientError) {
            let bytes =
                switch self.suite {
                case .sha256:
                    try await client.proofFile(
                        SHA256Hasher.self,
                        index: self.index,
                        patience: self.patience,
                        clock: clock
                    ).bytes
                case .sm3:
                    try await client.proofFile(
                        SM3Hasher.self,
                        index: self.index,
                        patience: self.patience,
                        clock: clock
                    ).bytes
                }
            return .success(Proof(index: self.index, suite: self.suite, bytes: bytes))
        } catch {
            return .failure(error)
        }
    }
}

extension LogClientError {
    /// How a command ends that met the error: a refusal is an answer, everything else is none.
    var status: ExitStatus {
        switch self {
        case .refused, .otherLeafHash: .refuted
        case .transport, .failed, .notPublished, .malformedAnswer: .undecided
        }
    }
}
