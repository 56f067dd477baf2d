public import SignedNotes

/// Whose cosignatures the heads of one log need before they are published.
///
/// SPEC: PUB-1: the policy is asked on each head by itself, and both have to have their quorum: on
/// the SHA-256 head keys of Ed25519 and ML-DSA-44 count, on the SM3 head keys of SM2. An operator
/// that is to count therefore holds keys of both kinds, joined by a group with `any`.
public struct PublicationPolicy: Hashable, Sendable {
    /// The policy, as it was read.
    public let twin: TwinPolicy
    /// The file, as the operator wrote it.
    public let text: [UInt8]
    /// Who is asked. A witness without an address is not.
    public let seats: [WitnessSeat]

    /// Reads a policy file for the log of `origin`, whose own keys are `logKeys`.
    ///
    /// - Throws: ``PublicationPolicyError`` if the file cannot be what this log is published under.
    public init(
        parsing text: [UInt8],
        origin: LogOrigin,
        logKeys: [VerifierKey]
    ) throws(PublicationPolicyError) {
        let twin: TwinPolicy
        do { twin = try TwinPolicy(parsing: text) } catch { throw .malformed(error) }
        let policy = twin.full
        // SPEC: PUB-2: a policy of another log is refused.
        for suite in Suite.allCases {
            let own = logKeys.filter { $0.algorithm.suite == suite }
            guard let newest = own.last else { continue }
            // Keys change and policies stay: one that the log has, or had, tells whose policy it is.
            guard own.contains(where: { policy.logKeys.contains($0.unbounded) }) else {
                throw .logKeyMissing(newest.unbounded)
            }
        }
        var seats: [WitnessSeat] = []
        for suite in Suite.allCases {
            let asked = policy.witnesses.filter { $0.key.algorithm.suite == suite }
            var places: [(url: String, witnesses: [PolicyWitness])] = []
            for witness in asked {
                guard let url = witness.url else { continue }
                if let place = places.firstIndex(where: { $0.url.utf8.elementsEqual(url.utf8) }) {
                    places[place].witnesses.append(witness)
                } else {
                    places.append((url, [witness]))
                }
            }
            let suiteSeats = places.map {
                WitnessSeat(url: $0.url, suite: suite, witnesses: $0.witnesses)
            }
            // SPEC: PUB-3: with every witness that can be asked, each head has its quorum.
            let keys = Set(suiteSeats.flatMap(\.keys))
            guard twin.policy(for: suite).isSatisfied(byKeys: keys) else {
                throw .outOfReach(suite)
            }
            seats += suiteSeats
        }
        self.twin = twin
        self.text = text
        self.seats = seats
    }

    /// The whole policy.
    public var policy: Policy { self.twin.full }

    /// SPEC: PUB-4: the same policy for tools that do not know SM2.
    public var publicText: [UInt8] { Array(self.twin.sha256.text.utf8) }

    /// Whether the head of a suite has its quorum with lines of these keys.
    public func isSatisfied(_ suite: Suite, by keys: Set<VerifierKey>) -> Bool {
        self.twin.policy(for: suite).isSatisfied(byKeys: keys)
    }

    /// Whether both heads have their quorum with lines of these keys.
    public func isSatisfied(by keys: Set<VerifierKey>) -> Bool {
        Suite.allCases.allSatisfy { self.isSatisfied($0, by: keys) }
    }

    /// The keys whose lines are among these.
    func keys(of cosignatures: [HeadCosignature]) -> Set<VerifierKey> {
        Set(
            self.policy.witnesses.map(\.key).filter { key in
                cosignatures.contains { cosignature in
                    cosignature.suite == key.algorithm.suite && cosignature.line.keyID == key.keyID
                        && cosignature.line.name.utf8.elementsEqual(key.name.utf8)
                }
            }
        )
    }
}

/// Why a policy file cannot be what a log is published under.
public enum PublicationPolicyError: Error, Hashable, Sendable {
    /// It is not a policy of a log with two trees.
    case malformed(TwinPolicyError)
    /// It has no `log` line with this key of the log.
    case logKeyMissing(VerifierKey)
    /// The head of this suite could never have its quorum: too few witnesses have a key of the
    /// suite and an address.
    case outOfReach(Suite)
}

extension PublicationPolicyError: CustomStringConvertible {
    /// What is wrong, in words for whoever wrote the policy.
    public var description: String {
        switch self {
        case .malformed(let error): "\(error)"
        case .logKeyMissing(let key): "the line is missing: log \(key)"
        case .outOfReach(let suite):
            "the \(suite.title) head can never have its quorum: too few of the witnesses have a key of "
                + "\(suite == .sha256 ? "Ed25519 or ML-DSA-44" : "SM2") and a URL"
        }
    }
}
