import LogClient
import LogProtocol
import MerkleTree
import Monitoring
import SignedNotes

/// Judges heads by the keys and the policy that hold for their sizes: what the configuration has, and
/// what the log's own entries have made of it.
///
/// For heads of up to the verified size that is settled. For larger ones the entries are not read yet;
/// what the log says of them is looked up, and decides no more than whether a head waits.
///
/// SPEC: MON-16, ROT-15.
struct HeadJudge: Sendable {
    /// What a note is.
    enum Verdict: Sendable {
        /// A head that the log has signed, as far as can be known.
        case claim(HeadClaim)
        /// None.
        case refused(HeadClaimError)
        /// Larger than what was read, under a key that is not known, and the log does not say now
        /// whose it is.
        case undecided
    }

    /// What the log says of the entries that are not read yet.
    private enum Announced: Sendable {
        /// Keys and policies with the statements that could be read, and whether that was all of them.
        case history(LogHistory, isWhole: Bool)
        case silent
    }

    /// The log's keys by size and its policies, as its verified entries have them.
    let history: LogHistory
    /// The number of verified entries.
    let verifiedSize: UInt64
    private let configured: TwinPolicy?
    private let client: LogClient
    private var announced: Announced?
    /// The size up to which the log serves entries, as it says itself.
    private var servedSize: UInt64

    /// Judges by what `history` has, and by `policy` below the first announced one. Without a policy
    /// nobody judges quorums.
    init(
        _ history: LogHistory,
        verifiedSize: UInt64,
        policy: TwinPolicy?,
        client: LogClient
    ) {
        self.history = history
        self.verifiedSize = verifiedSize
        self.configured = policy
        self.client = client
        self.servedSize = verifiedSize
    }

    /// The log shows a head of this size, signed or not.
    mutating func sees(size: UInt64?) { self.servedSize = max(self.servedSize, size ?? 0) }

    /// Others were asked meanwhile: what the log said before may be old.
    mutating func refresh() { self.announced = nil }

    // MARK: Keys

    /// Judges a note that `source` shows as the head of a tree.
    mutating func judge(
        _ note: UnverifiedNote,
        _ suite: Suite,
        _ source: String
    ) async -> Verdict {
        do throws(HeadClaimError) {
            return .claim(try self.claim(note, suite, source, self.history.keys))
        } catch {
            guard let size = note.headSize, size > self.verifiedSize else { return .refused(error) }
            guard case .history(let announced, let isWhole) = await self.lookUp() else {
                return .undecided
            }
            do throws(HeadClaimError) {
                return .claim(try self.claim(note, suite, source, announced.keys))
            } catch {
                return isWhole ? .refused(error) : .undecided
            }
        }
    }

    private func claim(
        _ note: UnverifiedNote,
        _ suite: Suite,
        _ source: String,
        _ keys: [VerifierKey]
    ) throws(HeadClaimError) -> HeadClaim {
        try HeadClaim(
            note,
            suite: suite,
            origin: self.history.origin,
            keys: keys,
            source: source
        )
    }

    /// All that is known: what was looked up if anything was, else what was verified.
    private var known: LogHistory {
        guard case .history(let announced, _) = self.announced else { return self.history }
        return announced
    }

    /// The log's keys, also those of heads above the verified size if somebody asked for them.
    var keys: [VerifierKey] { self.known.keys }

    // MARK: Policies

    /// The policy of heads of a size; nil if quorums are not judged.
    mutating func policy(at size: UInt64) async -> TwinPolicy? {
        guard let configured else { return nil }
        if size > self.verifiedSize { await self.lookUp() }
        guard let announced = self.known.policy(at: size) else { return configured }
        return try? TwinPolicy(parsing: announced.text)
    }

    /// The keys of a witness for the tree of its key: that one, and those of its name in announced
    /// policies, as witnesses change their keys as well.
    func keys(of witness: VerifierKey) -> [VerifierKey] {
        let announced = self.known.policies.flatMap { period in
            (try? TwinPolicy(parsing: period.text))?.full.witnessKeys ?? []
        }
        return [witness]
            + announced.filter {
                $0.name.utf8.elementsEqual(witness.name.utf8)
                    && $0.algorithm.suite == witness.algorithm.suite
            }
    }

    // MARK: What is not read yet

    /// Asks the log what stands above the verified size, unless it was asked just now.
    @discardableResult
    private mutating func lookUp() async -> Announced {
        if let announced { return announced }
        let announced = await self.ask()
        self.announced = announced
        return announced
    }

    /// Asks the log, so that ``keys`` has what it says of larger heads.
    mutating func lookAhead() async { await self.lookUp() }

    private func ask() async -> Announced {
        let indexes: [UInt64]
        do throws(LogClientError) {
            indexes = (try await self.client.metadata().events ?? [])
                .filter { $0 >= self.verifiedSize }
        } catch {
            // Who says nothing of itself announces nothing; who does not answer may say it later.
            switch error {
            case .transport, .failed: return .silent
            default: return .history(self.history, isWhole: true)
            }
        }
        let history = await self.history.taking(
            announcedAt: indexes,
            below: self.servedSize
        ) { bundle in
            try? await self.client.entries(bundle)
        }
        guard let history else { return .silent }
        return .history(history, isWhole: indexes.allSatisfy { $0 < self.servedSize })
    }
}
