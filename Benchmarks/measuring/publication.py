"""From promise to published head."""

import http.client
import os
import random
import statistics
import subprocess
import sys
import threading
import time

from .council import Council
from .daemon import Daemon
from .machine import Run
from .pairs import gather

SECONDS = 10  # of appends a run
RATE = 50  # entries a second, one a request, at random moments
PAUSE = 0.004  # between two looks at the published head: as much may be added to a figure


def measure_publication(programs, plan, report):
    """How long a promised entry waits for a published head under six full witnesses."""
    council = Council(programs, plan.folder)
    daemon = None
    try:
        daemon = Daemon(programs, plan.folder, "publication",
                        lambda daemon: [*council.convene(daemon), "--interval", "200ms"])
        waits(daemon, 3)  # connections, caches
        runs = gather(plan, {0: lambda _: (show(Run(plan.folder, lambda: waits(daemon, SECONDS))),)})
        verify(programs, daemon, council, plan.folder)
    finally:
        if daemon:
            daemon.stop()
        council.stop()
    name = "promise to published head, 3 + 3 full witnesses, 200 ms"
    report.latencies(name, [(run, run) for run, in runs[0]], (500, 1_500))


def waits(daemon, seconds):
    """Appends for some seconds; percentiles of the time from an answer to the head that holds it."""
    heads, over = [(time.monotonic(), 0)], threading.Event()
    watch = threading.Thread(target=watch_heads, args=(daemon, heads, over))
    watch.start()
    promises, connection = [], http.client.HTTPConnection("127.0.0.1", daemon.port)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection.request("POST", "/bench/add", os.urandom(300))
        answer = connection.getresponse()
        index = answer.read()
        if answer.status != 200:
            sys.exit(f"an append was not taken: {answer.status} {index.decode()}")
        promises.append((time.monotonic(), int(index)))
        time.sleep(random.expovariate(RATE))
    end = time.monotonic() + 60
    while heads[-1][1] <= promises[-1][1] and time.monotonic() < end:
        time.sleep(PAUSE)
    over.set()
    watch.join()
    connection.close()
    times, position = [], 0
    for moment, index in promises:
        while position < len(heads) and heads[position][1] <= index:
            position += 1
        if position == len(heads):
            sys.exit("an entry was not published within a minute")
        times.append(1_000 * max(0.0, heads[position][0] - moment))
    cuts = statistics.quantiles(times, n=100)
    return {"entries": len(times), "seconds": seconds, "heads": len(heads) - 1,
            "p50": cuts[49], "p99": cuts[98]}


def watch_heads(daemon, heads, over):
    """Writes down when which published size was seen first."""
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port)
    while not over.is_set():
        connection.request("GET", "/bench/checkpoint")
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == 200:
            size = int(body.split(b"\n")[1])
            if size > heads[-1][1]:
                heads.append((time.monotonic(), size))
        time.sleep(PAUSE)
    connection.close()


def show(run):
    result = run.result
    print(f"   promise to published head          p50 {result['p50']:6.1f} ms, p99 "
          f"{result['p99']:6.1f} ms, {result['heads']} heads, flush {run.flush[0]:5.0f} "
          f"{run.flush[1]:5.0f} us, others {run.others:.2f} cores", flush=True)
    return run


def verify(programs, daemon, council, folder):
    """What was measured is published under the policy: in both trees, for whoever has its keys."""
    bundle = daemon.get("tile/entries/000" + partial(daemon.published_size))
    with open(f"{folder}/entry", "wb") as entry:
        entry.write(bundle[2:2 + int.from_bytes(bundle[:2], "big")])
    for tree in ("", "sm3/"):
        with open(f"{folder}/proof", "wb") as proof:
            proof.write(daemon.get(f"{tree}proof/bundle/0.tlog-proof"))
        subprocess.run([programs / "concordat", "verify", "--policy", council.policy, "--entry",
                        f"{folder}/entry", f"{folder}/proof"], check=True, stdout=council.log)


def partial(size):
    return "" if size >= 256 else f".p/{size}"
