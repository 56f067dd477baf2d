#!/usr/bin/env python3
"""Builds the fuzzer and runs its targets: random bytes into every parser, with the rules that must
hold for them.

    make fuzz                             every target for a minute
    FUZZ_SECONDS=10 make fuzz             every target for ten seconds
    Fuzz/run.py note vkey --seconds 600   two targets, ten minutes each
    Fuzz/run.py --reproduce Fuzz/crashes/note-crash-0123
    Fuzz/run.py --minimise Fuzz/crashes/note-crash-0123
    Fuzz/run.py --update-corpus           what is new goes into Fuzz/corpus, as few files as will do

What a run finds new is kept in .build-fuzz/corpus, where the next one goes on from. An input that
breaks a rule or ends the process is kept below Fuzz/crashes.

Exit status: 0 nothing found, 1 something found, 2 the fuzzer could not be built or run, 64 usage.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUZZ = ROOT / "Fuzz"
BUILD = ROOT / ".build-fuzz"
PROGRAM = BUILD / "release" / "concordat-fuzz"
CRASHES = FUZZ / "crashes"
CORPUS = FUZZ / "corpus"
# What is kept of each target, apart from files that somebody gave a name.
KEPT_COUNT = 40
KEPT_BYTES = 2_000
# One input may take this long, in seconds.
INPUT_SECONDS = 10


class CannotRun(Exception):
    """The fuzzer itself does not work; nothing is known about the parsers."""


def build():
    """Builds the fuzzer; a minute the first time, seconds afterwards."""
    log = BUILD / "build.log"
    BUILD.mkdir(exist_ok=True)
    command = [
        "swift", "build", "--configuration", "release", "--package-path", str(FUZZ),
        "--scratch-path", str(BUILD), "--jobs", str(os.cpu_count() or 1),
        # Each for the linker and for C; Swift's compiler listens to the last -sanitize only.
        "--sanitize", "fuzzer", "--sanitize", "address", "-Xswiftc", "-sanitize=fuzzer,address",
        # Else the linker drops the tables of what is covered.
        "--disable-dead-strip",
    ]
    with open(log, "w") as output:
        status = subprocess.run(command, cwd=ROOT, stdout=output, stderr=output).returncode
    if status != 0:
        errors = [line for line in log.read_text().splitlines() if "error:" in line]
        raise CannotRun("\n".join(errors[:20] + [f"the fuzzer was not built, see {log}"]))


def environment(**settings):
    # Symbolising hangs now and then; leaks are reported at random by Swift's runtime.
    return dict(os.environ, ASAN_OPTIONS="symbolize=0:detect_leaks=0:abort_on_error=1", **settings)


def targets():
    """The names of all targets, with the length of the longest input of each."""
    try:
        done = subprocess.run(
            [PROGRAM], env=environment(FUZZ_LIST="1"), capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotRun(f"the fuzzer does not start: {error}")
    if done.returncode != 0:
        raise CannotRun(f"the fuzzer does not start: {done.stderr[-500:]}")
    return {name: int(limit) for name, limit in (line.split() for line in done.stdout.splitlines())}


def seeds(name):
    """Has the target write its seeds and its words anew; gives their folder and dictionary."""
    folder = BUILD / "seeds" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = subprocess.run(
        [PROGRAM], env=environment(FUZZ_TARGET=name, FUZZ_SEEDS=str(folder)), capture_output=True,
        text=True, timeout=60)
    if done.returncode != 0:
        raise CannotRun(f"{name} makes no seeds: {done.stderr[-2000:]}")
    words = folder / "words.dict"
    dictionary = BUILD / "seeds" / f"{name}.dict"
    words.replace(dictionary)
    return folder, dictionary if dictionary.stat().st_size else None


class Run:
    """One target's run and what came of it."""

    def __init__(self, name, limit, seconds):
        self.name, self.limit, self.seconds = name, limit, seconds
        self.executions = self.rate = self.edges = self.features = self.inputs = 0
        self.finding = None

    def __call__(self):
        folder, dictionary = seeds(self.name)
        work = BUILD / "corpus" / self.name
        work.mkdir(parents=True, exist_ok=True)
        CRASHES.mkdir(exist_ok=True)
        before = self.artifacts()
        command = [
            PROGRAM, f"-max_total_time={self.seconds}", f"-max_len={self.limit}",
            f"-timeout={INPUT_SECONDS}", "-rss_limit_mb=2048", "-print_final_stats=1",
            "-verbosity=1", f"-artifact_prefix={CRASHES}/{self.name}-",
        ]
        if dictionary:
            command.append(f"-dict={dictionary}")
        command += [work, CORPUS / self.name, folder]
        log = BUILD / "logs" / f"{self.name}.log"
        log.parent.mkdir(exist_ok=True)
        with open(log, "w") as output:
            try:
                status = subprocess.run(
                    command, env=environment(FUZZ_TARGET=self.name), stdout=output, stderr=output,
                    # Loading the corpus and the end of the last input come on top.
                    timeout=self.seconds + 60 + INPUT_SECONDS).returncode
            except subprocess.TimeoutExpired:
                status = "it did not end"
        text = log.read_text(errors="replace")
        self.read(text)
        new = sorted(self.artifacts() - before)
        if status != 0 or new:
            rule = re.search(r"^FINDING .*|^SUMMARY: .*|.*Fatal error: .*", text, re.M)
            self.finding = {
                "inputs": [str(path.relative_to(ROOT)) for path in new],
                "said": rule.group(0) if rule else f"status {status}",
                "log": str(log.relative_to(ROOT)),
            }
        return self

    def artifacts(self):
        kinds = ("crash", "timeout", "oom", "leak")
        return {path for kind in kinds for path in CRASHES.glob(f"{self.name}-{kind}-*")}

    def read(self, text):
        def stat(name):
            found = re.search(rf"stat::{name}:\s+(\d+)", text)
            return int(found.group(1)) if found else 0

        self.executions = stat("number_of_executed_units")
        self.rate = stat("average_exec_per_sec")
        lines = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)/", text)
        if lines:
            self.edges, self.features, self.inputs = (int(number) for number in lines[-1])

    def row(self):
        return {
            "target": self.name, "executions": self.executions, "executions_per_second": self.rate,
            "edges": self.edges, "features": self.features, "inputs": self.inputs,
            "finding": self.finding,
        }


def fuzz(names, limits, options):
    """Runs the targets, some at a time, and prints a row for each as it ends."""
    runs = [Run(name, limits[name], options.seconds) for name in names]
    if not options.json:
        print(f"{'target':<18}{'executions':>12}{'a second':>10}{'edges':>8}{'features':>10}"
              f"{'inputs':>8}", flush=True)
    done = []
    start = time.monotonic()
    expected = options.seconds * -(-len(runs) // options.jobs)
    lock, is_over = threading.Lock(), threading.Event()

    def progress():
        while not is_over.wait(1):
            elapsed = time.monotonic() - start
            filled = int(30 * min(1, elapsed / expected))
            with lock:
                print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {len(done)} of {len(runs)} targets, "
                      f"{elapsed:.0f} of about {expected} s", end="", flush=True)

    def report(run):
        with lock:
            done.append(run)
            if options.json:
                return
            mark = "" if run.finding is None else f"  FOUND: {run.finding['said']}"
            clear = "\r\x1b[K" if sys.stdout.isatty() else ""
            print(f"{clear}{run.name:<18}{run.executions:>12,}{run.rate:>10,}{run.edges:>8,}"
                  f"{run.features:>10,}{run.inputs:>8,}{mark}", flush=True)

    if sys.stdout.isatty() and not options.json:
        threading.Thread(target=progress, daemon=True).start()
    with ThreadPoolExecutor(options.jobs) as pool:
        for future in [pool.submit(lambda run=run: report(run())) for run in runs]:
            future.result()
    is_over.set()
    if options.json:
        print(json.dumps([run.row() for run in runs], indent=1))
    else:
        total = sum(run.executions for run in runs)
        print(f"{len(runs)} targets, {total:,} executions, "
              f"{sum(run.finding is not None for run in runs)} with findings")
        for run in runs:
            if run.finding:
                for path in run.finding["inputs"] or ["no input was kept"]:
                    print(f"{run.name}: {path} (see {run.finding['log']})")
    return 1 if any(run.finding for run in runs) else 0


def target_of(path, names):
    """The target that an input was kept for: what its name begins with, or its folder's name."""
    for name in sorted(names, key=len, reverse=True):
        if path.name.startswith(f"{name}-") or path.parent.name == name:
            return name
    raise CannotRun(f"no target's name stands in front of {path.name}; its folder has none either")


def one_input(path, names, *flags):
    """Runs one input, and lets the fuzzer speak for itself."""
    name = target_of(path, names)
    done = subprocess.run(
        [PROGRAM, f"-timeout={INPUT_SECONDS}", f"-artifact_prefix={CRASHES}/{name}-", *flags, path],
        env=environment(FUZZ_TARGET=name))
    return 0 if done.returncode == 0 else 1


def is_generated(path):
    """Whether the fuzzer named the file; what people named stays."""
    return re.fullmatch("[0-9a-f]{40}", path.name) is not None


def update_corpus(names, limits):
    """Replaces the generated inputs of each target by few that cover as much."""
    for name in names:
        folder, _ = seeds(name)
        kept = CORPUS / name
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
            merged = pathlib.Path(scratch) / "merged"
            merged.mkdir()
            sources = [folder, kept, BUILD / "corpus" / name]
            done = subprocess.run(
                [PROGRAM, "-set_cover_merge=1", "-use_counters=0",
                 f"-max_len={min(KEPT_BYTES, limits[name])}", merged,
                 *[source for source in sources if source.is_dir()]],
                env=environment(FUZZ_TARGET=name), capture_output=True, timeout=600)
            if done.returncode != 0:
                raise CannotRun(f"{name}: {done.stderr[-2000:].decode(errors='replace')}")
            by_size = sorted(merged.iterdir(), key=lambda path: (path.stat().st_size, path.name))
            for path in filter(is_generated, list(kept.iterdir())):
                path.unlink()
            # Long inputs have most of the format in them, short ones most of its refusals.
            half = KEPT_COUNT // 2
            chosen = by_size if len(by_size) <= KEPT_COUNT else by_size[:half] + by_size[-half:]
            for path in chosen:
                shutil.copyfile(path, kept / path.name)
        print(f"{name:<18}{len(list(kept.iterdir())):>4} inputs", flush=True)


def parse():
    parser = argparse.ArgumentParser(
        prog="Fuzz/run.py", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all, unless some are named")
    parser.add_argument("--seconds", type=int, default=os.environ.get("FUZZ_SECONDS", "60"),
                        help="how long each target runs (FUZZ_SECONDS, else 60)")
    parser.add_argument("--jobs", type=int, default=os.environ.get("FUZZ_JOBS", os.cpu_count() or 1),
                        help="how many targets run at a time (FUZZ_JOBS, else one a processor)")
    parser.add_argument("--json", action="store_true", help="print the table as JSON")
    parser.add_argument("--list", action="store_true", help="print the targets' names")
    parser.add_argument("--no-build", action="store_true", help="run what was built before")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--reproduce", type=pathlib.Path, metavar="FILE", help="run one input")
    one.add_argument("--minimise", type=pathlib.Path, metavar="FILE",
                     help="make an input that is a finding shorter, for a minute")
    one.add_argument("--update-corpus", action="store_true",
                     help="renew the generated inputs in Fuzz/corpus")
    options = parser.parse_args()
    if options.seconds < 1 or options.jobs < 1:
        parser.error("seconds and jobs are at least 1")
    return parser, options


def main():
    parser, options = parse()
    if not options.no_build:
        build()
    limits = targets()
    unknown = set(options.targets) - set(limits)
    if unknown:
        parser.error(f"no target {' '.join(sorted(unknown))}; there are {' '.join(limits)}")
    names = options.targets or list(limits)
    if options.list:
        print("\n".join(names))
        return 0
    CRASHES.mkdir(exist_ok=True)
    if options.reproduce:
        return one_input(options.reproduce, limits)
    if options.minimise:
        return one_input(options.minimise, limits, "-minimize_crash=1", "-max_total_time=60")
    if options.update_corpus:
        update_corpus(names, limits)
        return 0
    return fuzz(names, limits, options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotRun as error:
        print(f"Fuzz/run.py: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as error:
        # argparse says 2 for a wrong command line.
        sys.exit(64 if error.code == 2 else error.code)
