/// All figures that a daemon reports. What is not listed here is not reported: MET-1.
///
/// `Specs/metrics.md` documents each; a test compares the two.
public enum MetricCatalog {
    /// The definitions, in the order in which they are printed.
    public static let definitions: [MetricDefinition] = http + log + witnesses + machine

    /// Seconds: from a tile out of memory to a commit on a slow disk.
    private static let seconds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    private static let http: [MetricDefinition] = [
        MetricDefinition(
            MetricName.requests,
            .counter,
            labels: ["route", "method", "status", "log"],
            help: "Requests answered."
        ),
        MetricDefinition(
            MetricName.requestSeconds,
            .histogram(seconds),
            labels: ["route"],
            help: "Time from a request's head to its answer."
        ),
        MetricDefinition(
            MetricName.connections,
            .gauge,
            help: "Open connections."
        ),
        MetricDefinition(
            MetricName.readyBytesLookups,
            .counter,
            labels: ["outcome"],
            help: "Lookups of full tiles and bundles among the bytes kept ready."
        ),
    ]

    private static let machine: [MetricDefinition] = [
        MetricDefinition(
            "concordat_disk_free_bytes",
            .gauge,
            labels: ["place"],
            help: "Free bytes of the disk of a folder that the daemon writes to."
        )
    ]

    private static let witnesses: [MetricDefinition] = [
        MetricDefinition(
            "concordat_quorum_seconds",
            .histogram(seconds),
            labels: ["log"],
            help: "Time from a head's signature until both heads had their quorum."
        ),
        MetricDefinition(
            "concordat_quorum_wait_seconds",
            .gauge,
            labels: ["log"],
            help: "How long nothing was published for want of a quorum; 0 while it stands."
        ),
        MetricDefinition(
            "concordat_superseded_heads_total",
            .counter,
            labels: ["log"],
            help: "Signed heads that were given up because a needed witness had gone past them."
        ),
        MetricDefinition(
            "concordat_witness_requests_total",
            .counter,
            labels: ["log", "outcome"],
            help: "Questions to witnesses."
        ),
        MetricDefinition(
            "concordat_cosignatures_total",
            .counter,
            labels: ["log", "witness"],
            help: "Lines of a witness that verified."
        ),
        MetricDefinition(
            "concordat_witness_missing",
            .gauge,
            labels: ["log", "witness"],
            help: "1 if the newest signed head lacks the line of a witness, else 0."
        ),
    ]

    private static let log: [MetricDefinition] = [
        MetricDefinition(
            "concordat_appended_entries_total",
            .counter,
            labels: ["log"],
            help: "Entries committed by this daemon."
        ),
        MetricDefinition(
            "concordat_batch_entries",
            .histogram([1, 4, 16, 64, 256, 1_024, 4_096, 16_384]),
            labels: ["log"],
            help: "Entries in a committed batch."
        ),
        MetricDefinition(
            "concordat_commit_seconds",
            .histogram(seconds),
            labels: ["log"],
            help: "Time of a batch's transaction."
        ),
        MetricDefinition(
            "concordat_promise_seconds",
            .histogram(seconds),
            labels: ["log"],
            help: "Time from a batch's commit to the signer's promise."
        ),
        MetricDefinition(
            "concordat_published_size",
            .gauge,
            labels: ["log"],
            help: "Entries below the newest published head."
        ),
        MetricDefinition(
            "concordat_signed_size",
            .gauge,
            labels: ["log"],
            help: "Entries below the newest signed head."
        ),
        MetricDefinition(
            "concordat_read_only",
            .gauge,
            labels: ["log"],
            help: "1 if the log refuses appends until an operator acts, else 0."
        ),
        MetricDefinition(
            "concordat_leaf_lookup_lag_entries",
            .gauge,
            labels: ["log"],
            help: "Published entries that the lookup by leaf hash has not indexed."
        ),
        MetricDefinition(
            "concordat_scrub_position",
            .gauge,
            labels: ["log"],
            help: "Entries that the scrubber has compared in its present round."
        ),
        MetricDefinition(
            "concordat_scrub_rounds_total",
            .counter,
            labels: ["log"],
            help: "Rounds of the scrubber through the whole published log."
        ),
        MetricDefinition(
            "concordat_scrub_findings_total",
            .counter,
            labels: ["log"],
            help: "Stored things that the scrubber found altered, again in each round."
        ),
        MetricDefinition(
            "concordat_missing_records",
            .gauge,
            labels: ["log"],
            help: "Numbers of writers' records that are missing in gaps older than the patience."
        ),
        MetricDefinition(
            "concordat_oldest_gap_seconds",
            .gauge,
            labels: ["log"],
            help: "Age of the oldest such gap; 0 without one."
        ),
        MetricDefinition(
            "concordat_silent_writers",
            .gauge,
            labels: ["log"],
            help: "Writers who have been silent for longer than they announced."
        ),
        MetricDefinition(
            "concordat_stopped_captures",
            .gauge,
            labels: ["log"],
            help: "Writers who said that their capture is stopped."
        ),
        MetricDefinition(
            "concordat_opaque_missed_batches_total",
            .counter,
            labels: ["log"],
            help: "Batches of an opaque log that were left out or not written whole."
        ),
        MetricDefinition(
            "concordat_vault_search_lag_entries",
            .gauge,
            labels: ["log"],
            help: "Signed entries that the search of the vault does not cover yet."
        ),
        MetricDefinition(
            "concordat_vault_key_age_seconds",
            .gauge,
            labels: ["log"],
            help: "Age of the key of the vault's current epoch."
        ),
        MetricDefinition(
            "concordat_vault_late_actions_total",
            .counter,
            labels: ["log"],
            help: "Retention actions carried out after an interruption, behind their entries."
        ),
    ]
}

/// The names of the figures that the server itself reports.
enum MetricName {
    static let requests = "concordat_http_requests_total"
    static let requestSeconds = "concordat_http_request_seconds"
    static let connections = "concordat_http_connections"
    static let readyBytesLookups = "concordat_http_ready_bytes_lookups_total"
}
