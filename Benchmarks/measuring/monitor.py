"""A monitor beside a log that grows at a steady rate, on the same machine as log and database."""

import base64
import json
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

from .daemon import LineSender
from .machine import Run, resident_mib, tree_seconds

RATE = 20_000  # entries a second that the log has to grow by, at least
SECONDS = 60  # a monitor that reads a tenth more slowly is 6 seconds behind then
BATCH = 1_000  # entries a request
CEILING = 5  # seconds that the monitor may be behind at any moment


class Monitor:
    """concordat-monitor on one log."""

    def __init__(self, programs, folder, daemon):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        configuration = f"{folder}/monitor.json"
        with open(configuration, "w") as file:
            json.dump({"state": f"{folder}/monitor", "interval": "1s",
                       "listen": f"127.0.0.1:{port}",
                       "logs": [{"name": "bench", "url": f"{daemon.url}/bench",
                                 "vkeys": daemon.vkeys}]}, file)
        self.log = open(f"{folder}/monitor.log", "w")
        self.process = subprocess.Popen(
            [programs / "concordat-monitor", "--config", configuration],
            stdout=self.log, stderr=self.log)

    def figure(self, name):
        """The newest value of a figure; 0 before there is one."""
        try:
            with urllib.request.urlopen(f"{self.url}/metrics", timeout=5) as answer:
                text = answer.read().decode()
        except OSError:
            return 0
        found = re.search(rf"^concordat_monitor_{name}(?:{{[^}}]*}})? ([0-9.]+)$", text, re.M)
        return float(found.group(1)) if found else 0

    def wait_for(self, size):
        end = time.monotonic() + 60
        while self.figure("verified_size") < size:
            if time.monotonic() > end or self.process.poll() is not None:
                sys.exit(f"the monitor does not reach {size} entries, see {self.log.name}")
            time.sleep(0.05)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.log.close()


class Watch(threading.Thread):
    """Notes again and again how far the log is and how far the monitor."""

    def __init__(self, daemon, monitor):
        super().__init__(daemon=True)
        self.log, self.monitor = daemon, monitor
        self.samples, self.is_over = [], threading.Event()

    def run(self):
        while not self.is_over.wait(0.1):
            published = self.log.published_size
            # What is verified is read later: the monitor is never made to look better than it is.
            self.samples.append(
                (time.monotonic(), published, self.monitor.figure("verified_size")))

    @property
    def seconds_behind(self):
        """At each sample, for how long there was something published that was not verified yet."""
        first = 0  # the sample at which more was published than is verified now
        for moment, _, verified in self.samples:
            while first < len(self.samples) and self.samples[first][1] <= verified:
                first += 1
            if first < len(self.samples):
                yield max(0.0, moment - self.samples[first][0])


def bodies():
    """Some requests of random entries of 300 bytes."""
    source = random.Random(1)
    return [b"\n".join(base64.b64encode(source.randbytes(300)) for _ in range(BATCH))
            for _ in range(16)]


def grow(daemon, seconds):
    """Appends at the rate, a little above it; the number of entries."""
    requests = bodies()
    pause = BATCH / (RATE * 1.02)
    start, count = time.monotonic(), 0
    with LineSender(daemon.port) as sender:
        while (now := time.monotonic()) < start + seconds:
            # On schedule, however long a request took: what is late is made up for.
            due = start + count * pause
            if due > now:
                time.sleep(due - now)
            sender.send(requests[count % len(requests)])
            count += 1
    return count * BATCH


def measure_monitor(daemon, plan, report):
    daemon.append_one()
    monitor = Monitor(daemon.programs, plan.folder, daemon)
    try:
        monitor.wait_for(1)
        grow(daemon, 3)  # caches, pools, the first partition

        def follow():
            watch = Watch(daemon, monitor)
            busy, read = tree_seconds(monitor.process.pid), monitor.figure("verified_size")
            start = time.monotonic()
            watch.start()
            entries = grow(daemon, SECONDS)
            seconds = time.monotonic() - start
            size = daemon.published_size
            watch.is_over.set()
            watch.join()
            verified = monitor.figure("verified_size") - read
            monitor.wait_for(size)
            return {"entries": entries, "seconds": seconds, "verified": verified,
                    "behind": max(watch.seconds_behind), "left": time.monotonic() - start - seconds,
                    "busy": tree_seconds(monitor.process.pid) - busy}

        run = Run(plan.folder, follow)
        memory = resident_mib(monitor.process.pid)
        if alarms := re.findall(r"ALARM.*", open(monitor.log.name).read()):
            sys.exit(f"the monitor raised alarms: {alarms[0]}")
    finally:
        monitor.stop()
    result, pairs = run.result, [(run, run)]
    print(f"   monitor: {result}, others {run.others:.2f} cores", flush=True)
    report.at_least("monitor: the log grows by", "entries/s",
                    result["entries"] / result["seconds"], RATE, pairs)
    report.at_most("monitor: behind the published head, at most", "s", result["behind"], CEILING,
                   pairs)
    report.at_most("monitor: to the end when the load is over", "s", result["left"], CEILING, pairs)
    report.at_most("monitor: processor time per million entries", "s",
                   result["busy"] / result["entries"] * 1e6, None, pairs)
    report.at_most("monitor: resident memory", "MiB", memory, None)
