"""The figures, as rows of bench.json and lines of results.md."""

import statistics

from .pairs import flushes, others, rate


class Report:
    def __init__(self, commit):
        self.commit = commit
        self.rows = []

    def ratio(self, name, unit, pairs, against, floor):
        """The median of a rate, and that of its ratios to the rate beside it."""
        rates = [(rate(own), rate(beside)) for own, beside in pairs]
        value = statistics.median(own for own, _ in rates)
        ratio = statistics.median(own / beside for own, beside in rates)
        self.add(name, value, unit, against, ratio, floor, None if floor is None else ratio >= floor,
                 flushes(pairs))
        self.rows[-1]["against_value"] = round(statistics.median(beside for _, beside in rates))
        self.rows[-1]["runs"] = len(pairs)
        self.rows[-1]["other_cores"] = round(statistics.median(others(pairs)), 2)
        return value

    def at_least(self, name, unit, value, floor, pairs=()):
        """A figure that may not be below its floor; the floor may be None."""
        self.add(name, value, unit, None, None, floor, None if floor is None else value >= floor,
                 flushes(pairs))

    def at_most(self, name, unit, value, ceiling, pairs=()):
        """A figure that may not be above its ceiling; the ceiling may be None."""
        self.add(name, value, unit, None, None, ceiling,
                 None if ceiling is None else value <= ceiling, flushes(pairs))

    def latencies(self, name, pairs, ceilings=(None, None)):
        """The medians of the own side's p50 and p99."""
        for percentile, ceiling in zip(("p50", "p99"), ceilings):
            value = statistics.median(run.result[percentile] for run, _ in pairs)
            self.at_most(f"{name}: {percentile}", "ms", value, ceiling, pairs)

    def add(self, name, value, unit, against, ratio, floor, met, flush):
        self.rows.append({
            "name": name, "value": round(value, 3 if value < 1_000 else 0), "unit": unit,
            "against": against, "ratio": None if ratio is None else round(ratio, 3),
            "floor": floor, "met": met,
            "flush_us": round(statistics.median(flush)) if flush else None,
            "commit": self.commit,
        })

    @property
    def lines(self):
        verdict = {None: "", True: "met", False: "MISSED"}
        head = ("what", "value", "beside it", "ratio", "floor", "", "flush us", "others")
        yield "| " + " | ".join(head) + " |"
        yield "|" + "---|" * len(head)
        for row in self.rows:
            beside = f"{row['against_value']:,.0f}" if row["against"] else ""
            value = f"{row['value']:,.0f}" if row["value"] >= 1_000 else f"{row['value']:.3g}"
            cells = (row["name"], f"{value} {row['unit']}", beside, row["ratio"], row["floor"],
                     verdict[row["met"]], row["flush_us"], row.get("other_cores"))
            yield "| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |"
