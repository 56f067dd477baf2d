"""Records: sealed, encrypted and promised; disclosed to an auditor; found."""

import statistics

from .pairs import gather, rate


def measure_records(bench, plan, report):
    """Appends beside opaque ones of the same length; then reads of a million."""
    runs = [bench.measure("seal") for _ in range(plan.runs)]
    report.at_least("sealing alone, one thread", "records/s",
                    statistics.median(map(rate, runs)), None, [(run,) for run in runs])
    pairs = gather(plan, {beside: bench.pair("records", beside, f"records, {beside}")
                          for beside in ("records-opaque-stored", "records-opaque")})
    stored, sent = pairs["records-opaque-stored"], pairs["records-opaque"]
    value = report.ratio("records over HTTP: sealed, encrypted, promised", "records/s", stored,
                         "opaque entries of as many bytes as a record stores", 0.25)
    report.at_least("records over HTTP: rate", "records/s", value, 10_000, stored)
    report.ratio("records over HTTP, beside entries as long as their JSON", "records/s", sent,
                 "opaque entries of as many bytes as the record's JSON has", None)
    print("   filling a log with a million records", flush=True)
    for name, title, ceiling in (
            ("disclose", "disclosure of one record of a million", 15),
            ("search", "search by actor over a million records", 20)):
        bench.measure(name)  # fills the log, and the caches
        runs = [bench.measure(name) for _ in range(plan.runs)]
        around = [(run,) for run in runs]
        for percentile, limit in (("p50", ceiling), ("p99", None)):
            report.at_most(f"{title}: {percentile}", "ms",
                           statistics.median(run.result[percentile] for run in runs), limit, around)
