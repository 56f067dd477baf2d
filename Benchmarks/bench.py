#!/usr/bin/env python3
"""Measures what the log does, beside what its database, its server and its libraries can do at most.

    Benchmarks/bench.py [--runs 5] [--only PART ...] [--record]

Both sides of a ratio run one after the other, in turns, on the same machine in the same minutes; the
figures are medians. Before and after each run the time of a flush (8 KiB written, fdatasync) is read:
a disk in its slow state explains more than any code. So does other work on the machine: how much
processor time went to others is printed beside.

Writes .build/bench.json; with --record appends to Benchmarks/results.md. Needs a release build of
concordatd, concordat, concordat-witness, concordat-monitor and concordat-bench; wrk and nginx for the parts over HTTP.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from measuring.audit import measure_audit
from measuring.daemon import Daemon
from measuring.http import measure_posts, measure_tiles
from measuring.in_process import Bench, measure_appends, measure_growth, measure_hashing
from measuring.large import measure_large
from measuring.machine import Run
from measuring.monitor import measure_monitor
from measuring.pairs import Plan
from measuring.publication import measure_publication
from measuring.records import measure_records
from measuring.report import Report
from measuring.witness import measure_witness

TREE = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = TREE / ".build" / "release"
PARTS = ("append", "hashing", "records", "http", "tiles", "audit", "publication", "witness",
         "monitor", "growth", "large")


def git(*arguments):
    return subprocess.run(["git", "-C", TREE, *arguments], capture_output=True, text=True,
                          check=True).stdout.strip()


def measure(parts, plan, report):
    """Measures the parts in their order, those that fill ten million entries last."""
    in_process = {"append", "hashing", "records", "audit", "growth"}
    bench = Bench(PROGRAMS, plan.folder) if parts & in_process else None
    daemon = Daemon(PROGRAMS, plan.folder, "daemon") if parts & {"http", "tiles", "audit"} else None
    try:
        if "append" in parts:
            measure_appends(bench, plan, report)
        if "hashing" in parts:
            measure_hashing(bench, plan, report)
        if "records" in parts:
            measure_records(bench, plan, report)
        if "audit" in parts:
            measure_audit(daemon, bench, plan, report)
        if "tiles" in parts:
            measure_tiles(daemon, plan, report)
        if "http" in parts:
            measure_posts(daemon, plan, report)
        if "publication" in parts:
            measure_publication(PROGRAMS, plan, report)
        if "witness" in parts:
            measure_witness(PROGRAMS, plan, report)
        if "growth" in parts:
            measure_growth(bench, plan, report)
    finally:
        if bench:
            bench.stop()
        if daemon:
            daemon.stop()
    if "monitor" in parts:
        daemon = Daemon(PROGRAMS, plan.folder, "monitored")
        try:
            measure_monitor(daemon, plan, report)
        finally:
            daemon.stop()
    if "large" in parts:
        daemon = Daemon(PROGRAMS, plan.folder, "large")
        try:
            measure_large(daemon, plan, report)
        finally:
            daemon.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="pairs of each kind (default 5)")
    parser.add_argument("--seconds", type=int, default=5, help="of load by wrk (default 5)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure")
    parser.add_argument("--record", action="store_true", help="append to Benchmarks/results.md")
    parser.add_argument("--patience", type=int, default=20,
                        help="seconds to wait for a quiet machine before each run (default 20)")
    parser.add_argument("--attempts", type=int, default=3,
                        help="how many times as many pairs to try for undisturbed ones (default 3)")
    options = parser.parse_args()
    missing = [tool for tool in ("wrk", "nginx") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"missing: {' '.join(missing)}; run Deploy/install-dependencies.sh bench")
    Run.patience = options.patience
    commit = git("rev-parse", "--short", "HEAD")
    if git("status", "--porcelain", "--untracked-files=no", "--", "Sources"):
        commit += "+"  # with changes that are not committed
    report = Report(commit)
    # The cluster's own user has to pass.
    folder = tempfile.mkdtemp(prefix="concordat-bench-")
    os.chmod(folder, 0o711)
    try:
        plan = Plan(folder, options.runs, options.attempts, options.seconds)
        measure(set(options.only), plan, report)
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
