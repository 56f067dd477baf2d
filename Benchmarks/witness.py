#!/usr/bin/env python3
"""How many heads a second a witness in light mode cosigns, over many logs, each stored before it is answered.

    Benchmarks/witness.py [--program .build/release/concordat-witness] [--logs 100] [--seconds 10] [--connections 64]

Each log has one entry. Its head is cosigned once, and then again and again, which a witness checks, signs and stores as any
other. `wrk` asks, so that the load takes little of the machine. Prints one line of JSON; exit status 1 if an
answer was not 200. Needs `wrk` and `openssl`; listens on loopback, and ends by itself.
"""

import argparse
import base64
import hashlib
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

SCRIPT = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = (line:gsub("|", "\\n")) end
local next_body = 0
request = function()
  next_body = next_body %% #bodies + 1
  return wrk.format("POST", "/add-checkpoint", nil, bodies[next_body])
end
local others = 0
response = function(status) if status ~= 200 then others = others + 1 end end
done = function(summary, latency)
  io.write(string.format("answers %%d not2xx %%d p50 %%d p99 %%d us\\n", summary.requests,
    summary.errors.status, latency:percentile(50), latency:percentile(99)))
end
"""


def openssl(*arguments: str, data: bytes | None = None) -> bytes:
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


class Log:
    """A log of one entry, with its key in a file."""

    def __init__(self, folder: Path, number: int) -> None:
        self.origin = f"log.example/bench/{number}x"
        self.key = str(folder / f"log-{number}.pem")
        openssl("genpkey", "-algorithm", "ED25519", "-out", self.key)
        public = openssl("pkey", "-in", self.key, "-pubout", "-outform", "DER")[-32:]
        material = b"\x01" + public
        self.key_id = hashlib.sha256(self.origin.encode() + b"\n" + material).digest()[:4]
        self.vkey = f"{self.origin}+{self.key_id.hex()}+{base64.b64encode(material).decode()}"
        root = hashlib.sha256(b"\0entry of " + self.origin.encode()).digest()
        text = f"{self.origin}\n1\n{base64.b64encode(root).decode()}\n"
        message = folder / "message"
        message.write_text(text)
        signature = openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.key, "-in", str(message))
        line = base64.b64encode(self.key_id + signature).decode()
        self.note = f"{text}\n\u2014 {self.origin} {line}\n"

    def body(self, old: int) -> str:
        return f"old {old}\n\n{self.note}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--program", default=".build/release/concordat-witness")
    parser.add_argument("--logs", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        logs = [Log(folder, number) for number in range(options.logs)]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        configuration = folder / "witness.json"
        configuration.write_text(
            json.dumps(
                {
                    "name": "witness.example/bench",
                    "data": str(folder / "data"),
                    "listen": f"127.0.0.1:{port}",
                    "logs": [{"origin": log.origin, "vkeys": [log.vkey]} for log in logs],
                }
            )
        )
        program = [options.program]
        config = ["--config", str(configuration)]
        subprocess.run(program + ["keys", "new"] + config, check=True, capture_output=True)
        serving = subprocess.Popen(program + ["serve"] + config + ["--log-level", "error"])
        try:
            measure(options, folder, logs, f"http://127.0.0.1:{port}")
        finally:
            serving.terminate()
            serving.wait(30)


def measure(options: argparse.Namespace, folder: Path, logs: list[Log], url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url + "/healthz", timeout=5)
            break
        except OSError:
            time.sleep(0.1)
    for log in logs:
        urllib.request.urlopen(url + "/add-checkpoint", log.body(0).encode(), timeout=10).read()
    bodies = folder / "bodies"
    bodies.write_text("".join(log.body(1).replace("\n", "|") + "\n" for log in logs))
    script = folder / "wrk.lua"
    script.write_text(SCRIPT % bodies)
    load = ["-t1", f"-c{options.connections}", f"-d{options.seconds}s", "-s", str(script)]
    output = subprocess.run(["wrk", *load, url], check=True, capture_output=True, text=True).stdout
    found = re.search(r"answers (\d+) not2xx (\d+) p50 (\d+) p99 (\d+)", output)
    if found is None:
        sys.exit(f"wrk said: {output}")
    answers, others, p50, p99 = (int(group) for group in found.groups())
    print(
        json.dumps(
            {
                "cosigned_per_second": round(answers / options.seconds),
                "logs": options.logs,
                "not_cosigned": others,
                "p50_ms": p50 / 1000,
                "p99_ms": p99 / 1000,
            }
        )
    )
    sys.exit(1 if others else 0)


main()
