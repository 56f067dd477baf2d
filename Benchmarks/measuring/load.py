"""Load by wrk, one thread of it."""

import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def load(url, connections, seconds, script=None, arguments=()):
    """Sends GETs, or what `script` sends, for some seconds; returns what came of it."""
    # wrk takes one script: the one that makes requests and the one that sums up, one after the other.
    parts = [HERE / name for name in (script, "summary.lua") if name]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as joined:
        joined.write("".join(part.read_text() for part in parts))
        joined.flush()
        output = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", joined.name, url,
             *map(str, arguments)], check=True, capture_output=True, text=True).stdout
    return json.loads(output.strip().split("\n")[-1])
