"""concordatd as its clients meet it."""

import base64
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from .load import load
from .machine import Run, resident_mib


class LineSender:
    """A connection to a daemon that appends lines of base64, one request after the other."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.answers = self.connection.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.answers.close()
        self.connection.close()

    def send(self, body):
        """Appends the entries of `body`, a line each, and waits for the answer."""
        head = (f"POST /bench/entries HTTP/1.1\r\nHost: bench\r\n"
                f"Content-Type: application/x-ndjson\r\n"
                f"Content-Length: {len(body)}\r\n\r\n")
        self.connection.sendall(head.encode() + body)
        if b" 200 " not in self.answers.readline():
            sys.exit("a batch was not taken")
        length = 0
        while (line := self.answers.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        self.answers.read(length)


class Daemon:
    """A daemon with its private cluster and one log."""

    def __init__(self, programs, folder, name, flags=lambda daemon: []):
        """`flags` gives more flags to serve with, once the log and its keys are there."""
        self.programs, self.folder = programs, folder
        self.data = f"{folder}/{name}"
        self.log = open(f"{folder}/{name}.log", "w")
        subprocess.run(
            [programs / "concordatd", "log", "create", "--data", self.data, "--name", "bench",
             "--origin", "log.example/bench", "--jurisdiction", "EU", "--allow-opaque"],
            check=True, stdout=self.log, stderr=self.log)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.flags = flags(self)
        self.start()
        self.wait_until_ready()

    def start(self):
        self.process = subprocess.Popen(
            [self.programs / "concordatd", "serve", "--data", self.data,
             "--listen", f"127.0.0.1:{self.port}", *self.flags], stdout=self.log, stderr=self.log)

    def wait_until_ready(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.url}/readyz").close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.stop()
        sys.exit(f"concordatd does not get ready, see {self.log.name}")

    @property
    def vkeys(self):
        keys = pathlib.Path(self.data, "keys", "bench")
        return [path.read_text().strip() for path in sorted(keys.glob("*.vkey"))]

    def get(self, path):
        with urllib.request.urlopen(f"{self.url}/bench/{path}") as answer:
            return answer.read()

    @property
    def published_size(self):
        try:
            return int(self.get("checkpoint").split(b"\n")[1])
        except urllib.error.HTTPError:
            return 0

    def load(self, script, connections, seconds, path, *arguments):
        """A run of load with one of the scripts beside this file."""
        return Run(self.folder, lambda: load(
            self.url + path, connections, seconds, script, arguments))

    def grow(self, size):
        """Sees to it that at least `size` entries are published."""
        missing = size - self.published_size
        if missing > 0:
            print(f"   appending {missing:,} entries", flush=True)
            self.fill(missing)
        while self.published_size < size:
            time.sleep(0.1)

    def settle(self):
        """Waits until the daemon has done what it does behind its appends: the lookup by leaf hash
        takes 6 us of a processor an entry, for as long as it lags."""
        name = 'concordat_leaf_lookup_lag_entries{log="bench"}'
        end = time.monotonic() + 1800
        while time.monotonic() < end:
            with urllib.request.urlopen(f"{self.url}/metrics") as answer:
                lines = answer.read().decode().splitlines()
            lag = next(float(line.split()[1]) for line in lines if line.startswith(name))
            if lag < 256:  # the tile that is not full is never taken
                return
            time.sleep(0.5)
        sys.exit("the lookup by leaf hash does not catch up")

    def fill(self, count):
        """Appends `count` random entries of 300 bytes, 4,000 a request."""
        source = random.Random(1)
        lines = [base64.b64encode(source.randbytes(300)) for _ in range(4_000)]
        with LineSender(self.port) as sender:
            while count > 0:
                batch = lines[:count]
                sender.send(b"\n".join(batch))
                random.shuffle(lines)
                count -= len(batch)

    def append_one(self):
        """Appends an entry once that is possible; returns its index."""
        request = urllib.request.Request(f"{self.url}/bench/add", os.urandom(300), method="POST")
        while True:
            try:
                with urllib.request.urlopen(request) as answer:
                    return int(answer.read())
            except (urllib.error.URLError, OSError):
                time.sleep(0.01)

    @property
    def resident_mib(self):
        """The most memory that the daemon itself had, without its database."""
        return resident_mib(self.process.pid)

    def kill(self):
        """Kills the daemon and every process of its cluster at once, as a crash would."""
        inside = f"{self.data}/postgres/data"
        self.process.send_signal(signal.SIGKILL)
        for path in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(path / "cwd") == inside:
                    os.kill(int(path.name), signal.SIGKILL)
            except OSError:
                continue  # it ended meanwhile
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.log.close()
