import Metrics

/// The figures that one log reports. `Specs/metrics.md` lists them.
struct LogMetrics: Sendable {
    private let appended: Counter
    private let batch: Recorder
    private let commit: Timer
    private let promise: Timer
    private let published: Gauge
    private let signed: Gauge
    private let readOnly: Gauge
    private let lookupLag: Gauge
    private let scrubPosition: Gauge
    private let scrubRounds: Counter
    private let scrubFindings: Counter
    private let vaultLag: Gauge
    private let vaultKeyAge: Gauge
    private let vaultActions: Counter
    private let quorum: Timer
    private let quorumWait: Gauge
    private let superseded: Counter
    private let witnessRequests: [WitnessOutcome: Counter]
    private let cosignatures: [String: Counter]
    private let missing: [String: Gauge]

    /// What became of a question to a witness.
    enum WitnessOutcome: String, CaseIterable {
        case cosigned
        case otherSize = "other_size"
        case refused
        case possibleFork = "possible_fork"
        case failed
    }

    /// `witnesses` are the names of the policy's lines: a closed set.
    init(log: LogName, witnesses: [String] = []) {
        let dimensions = [("log", log.text)]
        self.appended = Counter(label: "concordat_appended_entries_total", dimensions: dimensions)
        self.batch = Recorder(label: "concordat_batch_entries", dimensions: dimensions)
        self.commit = Timer(label: "concordat_commit_seconds", dimensions: dimensions)
        self.promise = Timer(label: "concordat_promise_seconds", dimensions: dimensions)
        self.published = Gauge(label: "concordat_published_size", dimensions: dimensions)
        self.signed = Gauge(label: "concordat_signed_size", dimensions: dimensions)
        self.readOnly = Gauge(label: "concordat_read_only", dimensions: dimensions)
        self.lookupLag = Gauge(
            label: "concordat_leaf_lookup_lag_entries",
            dimensions: dimensions
        )
        self.scrubPosition = Gauge(label: "concordat_scrub_position", dimensions: dimensions)
        self.scrubRounds = Counter(label: "concordat_scrub_rounds_total", dimensions: dimensions)
        self.scrubFindings = Counter(
            label: "concordat_scrub_findings_total",
            dimensions: dimensions
        )
        self.vaultLag = Gauge(
            label: "concordat_vault_search_lag_entries",
            dimensions: dimensions
        )
        self.vaultKeyAge = Gauge(
            label: "concordat_vault_key_age_seconds",
            dimensions: dimensions
        )
        self.vaultActions = Counter(
            label: "concordat_vault_late_actions_total",
            dimensions: dimensions
        )
        self.quorum = Timer(label: "concordat_quorum_seconds", dimensions: dimensions)
        self.quorumWait = Gauge(label: "concordat_quorum_wait_seconds", dimensions: dimensions)
        self.superseded = Counter(
            label: "concordat_superseded_heads_total",
            dimensions: dimensions
        )
        var requests: [WitnessOutcome: Counter] = [:]
        for outcome in WitnessOutcome.allCases where !witnesses.isEmpty {
            requests[outcome] = Counter(
                label: "concordat_witness_requests_total",
                dimensions: dimensions + [("outcome", outcome.rawValue)]
            )
        }
        self.witnessRequests = requests
        var cosignatures: [String: Counter] = [:]
        var missing: [String: Gauge] = [:]
        for witness in witnesses {
            let labels = dimensions + [("witness", witness)]
            cosignatures[witness] = Counter(
                label: "concordat_cosignatures_total",
                dimensions: labels
            )
            missing[witness] = Gauge(label: "concordat_witness_missing", dimensions: labels)
        }
        self.cosignatures = cosignatures
        self.missing = missing
    }

    /// A witness was asked.
    func recordWitness(_ outcome: WitnessOutcome) { self.witnessRequests[outcome]?.increment() }

    /// A witness cosigned a head.
    func recordCosignature(of witness: String) { self.cosignatures[witness]?.increment() }

    /// Both heads have their quorum, this long after the signature.
    func recordQuorum(took duration: Duration) { self.quorum.record(duration: duration) }

    /// A signed head was put aside.
    func recordSupersession() { self.superseded.increment() }

    /// How long nothing was published for want of a quorum, and who lacks on the newest signed head.
    func recordQuorum(waitSeconds: UInt64, missing names: [String]) {
        self.quorumWait.record(waitSeconds)
        for (witness, gauge) in self.missing {
            gauge.record(names.contains { $0.utf8.elementsEqual(witness.utf8) } ? 1 : 0)
        }
    }

    /// A batch was committed.
    func recordCommit(entries: Int, took duration: Duration) {
        self.appended.increment(by: entries)
        self.batch.record(entries)
        self.commit.record(duration: duration)
    }

    /// A batch was promised.
    func recordPromise(took duration: Duration) { self.promise.record(duration: duration) }

    /// How many published entries the lookup by leaf hash has not indexed.
    func recordLookupLag(_ count: UInt64) { self.lookupLag.record(count) }

    /// How far the scrubber is in its round.
    func recordScrubbing(position: UInt64) { self.scrubPosition.record(position) }

    /// The scrubber came to the end of the log.
    func recordScrubbingRound() { self.scrubRounds.increment() }

    /// The scrubber found something altered.
    func recordScrubbing(findings: UInt64) {
        self.scrubFindings.increment(by: Int64(clamping: findings))
    }

    /// How many signed entries the search of the vault does not cover yet.
    func recordVaultLag(_ count: UInt64) { self.vaultLag.record(count) }

    /// How old the current epoch's key is.
    func recordVaultKeyAge(seconds: UInt64) { self.vaultKeyAge.record(seconds) }

    /// An action was carried out whose daemon died between its entry's promise and that.
    func recordVaultAction() { self.vaultActions.increment() }

    /// How far signing and publishing have come, and whether appends are refused.
    func recordHeads(signed: UInt64, published: UInt64, isReadOnly: Bool) {
        self.signed.record(signed)
        self.published.record(published)
        self.readOnly.record(isReadOnly ? 1 : 0)
    }
}
