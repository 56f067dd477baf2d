"""Shows one event of the local events file and rebuilds the log entry that commits to it.

    open_event.py --events events.jsonl --number N --entry entry.bin

This is what an auditor does who was handed an event and its salt: the entry follows from them, so a
proof about the entry is a proof about the event.
"""

import argparse
import json
from pathlib import Path

from digest_events import entry

SHOWN = ("timestamp", "user", "dbname", "application_name", "session_id", "message")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", required=True, type=Path)
    parser.add_argument("--number", required=True, type=int, help="counted from 0")
    parser.add_argument("--entry", required=True, type=Path, help="file to write")
    options = parser.parse_args()

    with options.events.open(encoding="utf-8") as lines:
        kept = json.loads(next(line for n, line in enumerate(lines) if n == options.number))
    public = entry(bytes.fromhex(kept["salt"]), kept["event"].encode())
    options.entry.write_bytes(public)

    event = json.loads(kept["event"])
    rows = [(name, event[name]) for name in SHOWN if name in event]
    rows += [("salt", kept["salt"]), ("entry", public.hex())]
    for name, value in rows:
        print(f"{name:>17}  {value}")


main()
