"""Records: sealed, encrypted and promised; disclosed to an auditor; found."""

import statistics

from .pairs import gather, rate


def measure_records(bench, plan, report):
    """Appends beside opaque ones of the same length; then reads of a million."""
    runs = [bench.measure("seal") for _ in range(plan.runs)]
    report.at_least("sealing alone, one thread", "records/s",
                    statistics.median(map(rate, runs)), None, [(run,) for run in runs])
    pairs = gather(plan, {0: bench.pair("records", "records-opaque")})[0]
    value = report.ratio("records over HTTP: sealed, encrypted, promised", "records/s", pairs,
                         "opaque entries of the same length in the same way", 0.25)
    report.at_least("records over HTTP: rate", "records/s", value, 10_000, pairs)
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
