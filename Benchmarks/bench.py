#!/usr/bin/env python3
"""Measures how fast a log takes entries, beside what its database and its server can do at most.

    Benchmarks/bench.py [--runs 5] [--only in-process|http] [--record]

Both sides of a ratio run one after the other, in turns, on the same machine in the same minutes; the
figures are medians. Before and after each run the time of a flush (8 KiB written, fdatasync) is read:
a disk in its slow state explains more than any code. So does other work on the machine: how much
processor time went to others is printed beside.

Writes .build/bench.json; with --record appends to Benchmarks/results.md. Needs a release build of
concordatd and concordat-bench, and wrk for the part over HTTP.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TREE = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = TREE / ".build" / "release"
TICKS = os.sysconf("SC_CLK_TCK")


# --- The machine ---------------------------------------------------------------------------------


def flush_us(folder, count=100):
    """The median time of a flush on the disk of `folder`, in microseconds."""
    descriptor = os.open(f"{folder}/flush", os.O_CREAT | os.O_WRONLY, 0o600)
    block, times = os.urandom(8192), []
    for number in range(count):
        start = time.perf_counter()
        os.pwrite(descriptor, block, 8192 * (number % 16))
        os.fdatasync(descriptor)
        times.append(time.perf_counter() - start)
    os.close(descriptor)
    return statistics.median(times) * 1e6


def busy_seconds():
    """Processor time that anybody used since the machine started."""
    fields = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()
    user, nice, system, _, _, irq, softirq, steal = map(int, fields[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def tree_seconds(root):
    """Processor time of a process and all below it, those that have ended included."""
    times, children = {}, {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue  # it ended meanwhile
        fields = text[text.rindex(")") + 2:].split()
        pid = int(path.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        times[pid] = sum(map(int, fields[11:15])) / TICKS
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        total += times.get(pid, 0)
        waiting += children.get(pid, [])
    return total


PATIENCE = 20  # seconds to wait for a quiet machine before each run
ATTEMPTS = 3  # times as many pairs as wanted are tried for undisturbed ones


def wait_for_quiet():
    """Waits until all processors are nearly idle for half a second, PATIENCE seconds at most."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        before = busy_seconds()
        time.sleep(0.5)
        if (busy_seconds() - before) / 0.5 / os.cpu_count() < 0.1:
            return


class Run:
    """One run's figure with what was true around it."""

    def __init__(self, folder, body):
        wait_for_quiet()
        flush = flush_us(folder)
        start, busy = time.monotonic(), busy_seconds()
        own = tree_seconds(os.getpid())
        self.result = body()
        own = tree_seconds(os.getpid()) - own
        elapsed = time.monotonic() - start
        # Processors that others kept busy: all that this process started is below it.
        self.others = max(0.0, (busy_seconds() - busy - own) / elapsed)
        self.flush = (flush, flush_us(folder))

    @property
    def disturbance(self):
        """What makes the figure unfit, or nothing."""
        low, high = sorted(self.flush)
        if high > 4 * low:
            return "the flush time changed"
        return f"others used {self.others:.1f} processors" if self.others > 0.3 else None


# --- In process ----------------------------------------------------------------------------------


class InProcess:
    """The log, its signer and its database in one process and one cluster."""

    def __init__(self, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [PROGRAMS / "concordat-bench", f"{folder}/in-process"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure(self, name):
        def ask():
            self.process.stdin.write(name + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
            if not line:
                sys.exit("concordat-bench ended early")
            return json.loads(line)

        return Run(self.folder, ask)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def measure_in_process(folder, runs, report):
    bench = InProcess(folder)

    def pair(name, is_reversed):
        if is_reversed:
            copy, run = bench.measure("copy"), bench.measure(name)
        else:
            run, copy = bench.measure(name), bench.measure("copy")
        show(name, run, copy)
        return run, copy

    try:
        pairs = gather(runs, {name: lambda is_reversed, name=name: pair(name, is_reversed)
                              for name in ("append", "keyed", "bulk")})
    finally:
        bench.stop()
    rate = lambda run: run.result["entries"] / run.result["seconds"]
    names = {
        "append": "in process, 4,096 callers, 300 B",
        "keyed": "in process, 4,096 callers, 300 B, a retry key each",
        "bulk": "in process, 1,000 entries a call, 300 B",
    }
    floors = {"append": 0.2, "keyed": None, "bulk": 0.25}
    rates = {}
    for name, usable in pairs.items():
        rates[name] = report.ratio(
            names[name], "entries/s", [(rate(run), rate(copy)) for run, copy in usable],
            "COPY, 1,024 rows a transaction", floors[name], flushes(usable), others(usable))
    used = pairs["append"] + pairs["keyed"]
    report.single("in process, one entry a call: rate", "entries/s", rates["append"], 80_000, True,
                  flushes(pairs["append"]))
    report.single("in process, 4,096 callers: p50", "ms",
                  statistics.median(run.result["p50"] for run, _ in pairs["append"]), 60, False,
                  flushes(pairs["append"]))
    report.single("in process, 4,096 callers: p99", "ms",
                  statistics.median(run.result["p99"] for run, _ in pairs["append"]), None, False,
                  flushes(pairs["append"]))
    report.single("in process, keyed against not keyed", "ratio",
                  rates["keyed"] / rates["append"], 0.5, True, flushes(used))
    report.single("in process: resident memory", "MiB",
                  max(run.result["residentMiB"] for run, _ in used + pairs["bulk"]), 200, False,
                  flushes(used))


# --- Over HTTP -----------------------------------------------------------------------------------


class Server:
    """A daemon with its private cluster and one log."""

    def __init__(self, folder):
        data = f"{folder}/daemon"
        with open(f"{folder}/daemon.log", "w") as log:
            subprocess.run(
                [PROGRAMS / "concordatd", "log", "create", "--data", data, "--name", "bench",
                 "--origin", "log.example/bench", "--jurisdiction", "EU", "--allow-opaque"],
                check=True, stdout=log, stderr=log)
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            self.process = subprocess.Popen(
                [PROGRAMS / "concordatd", "serve", "--data", data, "--listen", f"127.0.0.1:{port}"],
                stdout=log, stderr=log)
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/readyz").close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.stop()
        sys.exit(f"concordatd does not get ready, see {folder}/daemon.log")

    def load(self, connections, seconds, *arguments):
        def wrk():
            output = subprocess.run(
                ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
                 "-s", TREE / "Benchmarks" / "add.lua", f"{self.url}/bench/add", *arguments],
                check=True, capture_output=True, text=True).stdout
            return json.loads(output.strip().split("\n")[-1])

        return Run(self.folder, wrk)

    @property
    def resident_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def measure_http(folder, runs, seconds, report):
    server = Server(folder)

    def pair(connections, is_reversed):
        sides = [(), ("empty",)]
        first, second = [server.load(connections, seconds, *side)
                         for side in (reversed(sides) if is_reversed else sides)]
        run, empty = (second, first) if is_reversed else (first, second)
        if run.result["refused"] or run.result["broken"] or empty.result["broken"]:
            sys.exit(f"requests failed: {run.result} {empty.result}")
        show(f"POST add, {connections}", run, empty)
        return run, empty

    try:
        for connections in (64, 512):
            server.load(connections, 2)  # caches, pools, the first partition
        pairs = gather(runs, {count: lambda is_reversed, count=count: pair(count, is_reversed)
                              for count in (64, 512)})
        resident = server.resident_mib
    finally:
        server.stop()
    rate = lambda run: run.result["requests"] / run.result["seconds"]
    for connections, usable in pairs.items():
        name = f"POST add, {connections} connections"
        report.ratio(name, "requests/s", [(rate(run), rate(empty)) for run, empty in usable],
                     "the same server's answer to an empty POST",
                     0.5 if connections == 512 else None, flushes(usable), others(usable))
        report.single(f"{name}: p50", "ms",
                      statistics.median(run.result["p50"] for run, _ in usable), None, False,
                      flushes(usable))
        report.single(f"{name}: p99", "ms",
                      statistics.median(run.result["p99"] for run, _ in usable), None, False,
                      flushes(usable))
    report.single("concordatd: resident memory", "MiB", resident, 200, False, [])


# --- Figures -------------------------------------------------------------------------------------


def is_usable(pair):
    return not any(run.disturbance for run in pair)


def usable_pairs(pairs, count):
    """The pairs that nothing disturbed, or the `count` least disturbed ones if there are too few."""
    by_rank = sorted(pairs, key=lambda pair: (not is_usable(pair), max(run.others for run in pair)))
    undisturbed = [pair for pair in pairs if is_usable(pair)]
    return undisturbed if len(undisturbed) >= count else by_rank[:count]


def gather(runs, make_pairs):
    """Pairs of each kind until `runs` of each are undisturbed, at most ATTEMPTS times as many.

    `make_pairs` has a function a kind, which makes its pair; its argument says in which order.
    """
    found = {kind: [] for kind in make_pairs}
    for attempt in range(runs * ATTEMPTS):
        lacking = [kind for kind in found if sum(map(is_usable, found[kind])) < runs]
        for kind in lacking:
            found[kind].append(make_pairs[kind](attempt % 2 == 1))
    return {kind: usable_pairs(pairs, runs) for kind, pairs in found.items()}


def flushes(pairs):
    return [flush for pair in pairs for run in pair for flush in run.flush]


def others(pairs):
    return [run.others for pair in pairs for run in pair]


def show(name, run, against):
    """One line of progress for a pair."""
    def side(run):
        result = run.result
        rate = result.get("entries", result.get("requests")) / result["seconds"]
        return (f"{rate:10,.0f}/s p50 {result['p50']:6.1f} ms, flush "
                f"{run.flush[0]:5.0f} {run.flush[1]:5.0f} us, others {run.others:.2f} cores")

    print(f"   {name:<26} {side(run)}\n   {'against':<26} {side(against)}", flush=True)


class Report:
    def __init__(self, commit):
        self.commit = commit
        self.rows = []

    def ratio(self, name, unit, pairs, against, floor, flush, other):
        """The median of a rate, and that of its ratios to the rate beside it."""
        value = statistics.median(own for own, _ in pairs)
        ratio = statistics.median(own / beside for own, beside in pairs)
        self.add(name, value, unit, against, ratio, floor, None if floor is None else ratio >= floor,
                 flush)
        self.rows[-1]["against_value"] = round(statistics.median(beside for _, beside in pairs))
        self.rows[-1]["runs"] = len(pairs)
        self.rows[-1]["other_cores"] = round(statistics.median(other), 2)
        return value

    def single(self, name, unit, value, floor, is_minimum, flush):
        met = None if floor is None else (value >= floor if is_minimum else value <= floor)
        self.add(name, value, unit, None, None, floor, met, flush)

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


def git(*arguments):
    return subprocess.run(["git", "-C", TREE, *arguments], capture_output=True, text=True,
                          check=True).stdout.strip()


def main():
    global PATIENCE, ATTEMPTS
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="pairs of each kind (default 5)")
    parser.add_argument("--seconds", type=int, default=10, help="of load by wrk (default 10)")
    parser.add_argument("--only", choices=["in-process", "http"])
    parser.add_argument("--record", action="store_true", help="append to Benchmarks/results.md")
    parser.add_argument("--patience", type=int, default=PATIENCE,
                        help="seconds to wait for a quiet machine before each run")
    parser.add_argument("--attempts", type=int, default=ATTEMPTS,
                        help="how many times as many pairs to try for undisturbed ones")
    options = parser.parse_args()
    PATIENCE, ATTEMPTS = options.patience, options.attempts
    if options.only != "in-process" and shutil.which("wrk") is None:
        sys.exit("wrk is missing: apt-get install wrk")
    commit = git("rev-parse", "--short", "HEAD")
    if git("status", "--porcelain", "--untracked-files=no", "--", "Sources"):
        commit += "+"  # with changes that are not committed
    report = Report(commit)
    # The cluster's own user has to pass.
    folder = tempfile.mkdtemp(prefix="concordat-bench-")
    os.chmod(folder, 0o711)
    try:
        if options.only != "http":
            measure_in_process(folder, options.runs, report)
        if options.only != "in-process":
            measure_http(folder, options.runs, options.seconds, report)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    (TREE / ".build" / "bench.json").write_text(json.dumps(report.rows, indent=1) + "\n")
    print("\n" + "\n".join(report.lines))
    if options.record:
        date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
        with open(TREE / "Benchmarks" / "results.md", "a") as results:
            results.write(f"\n## {date}, {commit}\n\n" + "\n".join(report.lines) + "\n")


if __name__ == "__main__":
    main()
