"""The log, its signer and its database in one process, without HTTP; and bare hashing."""

import json
import subprocess
import sys

from .machine import Run
from .pairs import gather, pair_of


class Bench:
    """concordat-bench at work on a cluster of its own."""

    def __init__(self, programs, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [programs / "concordat-bench", f"{folder}/in-process"],
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

    def pair(self, name, beside, title=None):
        return pair_of(title or name, lambda: self.measure(name), lambda: self.measure(beside))

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def measure_appends(bench, plan, report):
    """Appends of every kind beside COPY, in turns."""
    pairs = gather(plan, {name: bench.pair(name, "copy") for name in ("append", "keyed", "bulk")})
    copy = "COPY, 1,024 rows a transaction"
    plain = report.ratio("in process, 4,096 callers", "entries/s", pairs["append"], copy, 0.2)
    report.at_least("in process, 4,096 callers: rate", "entries/s", plain, 80_000, pairs["append"])
    report.latencies("in process, 4,096 callers", pairs["append"], (60, None))
    keyed = report.ratio("in process, a retry key each", "entries/s", pairs["keyed"], copy, None)
    report.at_least("in process, a retry key each: against none", "ratio", keyed / plain, 0.5,
                    pairs["append"] + pairs["keyed"])
    report.ratio("in process, 1,000 entries a call", "entries/s", pairs["bulk"], copy, 0.25)
    everything = [run for kind in pairs.values() for run, _ in kind]
    report.at_most("in process: resident memory", "MiB",
                   max(run.result["residentMiB"] for run in everything), 200)


def measure_growth(bench, plan, report):
    """The append rate of a log of ten million entries beside that of one of a hundred thousand."""
    print("   filling a log with ten million entries", flush=True)
    bench.measure("append-large")
    pairs = gather(plan, {0: bench.pair("append-large", "append-small")})[0]
    report.ratio("in process, at 10 million entries", "entries/s", pairs,
                 "the same at 100 thousand", 0.9)


def measure_hashing(bench, plan, report):
    """SM3 nodes by kernel, beside OpenSSL."""
    kernels = {"sm3-nodes-avx2": ("AVX2", 4)}
    if "avx512bw" in open("/proc/cpuinfo").read():
        kernels["sm3-nodes-avx512"] = ("AVX-512", 8)
    pairs = gather(plan, {name: bench.pair(name, "sm3-nodes-openssl") for name in kernels})
    for name, (kernel, floor) in kernels.items():
        report.ratio(f"SM3 nodes, {kernel}, one thread", "hashes/s", pairs[name],
                     "a loop over OpenSSL's EVP SM3", floor)
