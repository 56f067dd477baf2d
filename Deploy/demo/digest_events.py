"""Turns a growing PostgreSQL audit log into log entries that reveal nothing about the events.

    digest_events.py --log audit.json --events events.jsonl

Follows the jsonlog file that pgaudit writes to. For each audit event it draws a fresh salt, appends
event and salt to the local events file (readable by its owner only), and prints one entry to
standard output, as a line of base64:

    "concordat/demo-digest/v1" LF  SHA-256(salt || event)  SM3(salt || event)

so that each side can later check a disclosed event with the hash it trusts. The salt has 32 random
bytes: without it nobody can find out from the entry what the event was, not even by guessing. Line n
of the events file, counted from 0, belongs to the n-th entry printed.

SIGTERM ends it once everything in the audit log has been handled.
"""

import argparse
import base64
import hashlib
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

LABEL = b"concordat/demo-digest/v1\n"
SALT_BYTES = 32
POLL_SECONDS = 0.1


def entry(salt: bytes, event: bytes) -> bytes:
    """The public bytes: they commit to the event and say nothing about it."""
    return (
        LABEL + hashlib.sha256(salt + event).digest() + hashlib.new("sm3", salt + event).digest()
    )


class Ending:
    """Whether somebody asked for the end."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "asked", True))


def lines_as_written(path: Path, ending: Ending) -> Iterator[bytes]:
    """Each complete line of a growing file, without its line feed."""
    while not path.exists():
        if ending.asked:
            return
        time.sleep(POLL_SECONDS)
    rest = b""
    with path.open("rb") as file:
        while True:
            # Asked before the read: what was written before the signal is read after it.
            last_round = ending.asked
            *lines, rest = (rest + file.read()).split(b"\n")
            yield from lines
            if last_round:
                return
            time.sleep(POLL_SECONDS)


def is_audit_event(line: bytes) -> bool:
    return json.loads(line).get("message", "").startswith("AUDIT: ")


def follow(log: Path, events: Path) -> None:
    descriptor = os.open(events, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb", buffering=0) as kept:
        for event in filter(is_audit_event, lines_as_written(log, Ending())):
            salt = secrets.token_bytes(SALT_BYTES)
            # Kept before it is published: a commitment whose opening is lost proves nothing.
            kept.write(
                json.dumps({"salt": salt.hex(), "event": event.decode("utf-8")}).encode() + b"\n"
            )
            print(base64.b64encode(entry(salt, event)).decode(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--log", required=True, type=Path, help="jsonlog file of PostgreSQL")
    parser.add_argument("--events", required=True, type=Path, help="file to create, mode 0600")
    options = parser.parse_args()
    try:
        follow(options.log, options.events)
    except BrokenPipeError:
        sys.exit("digest_events: nobody takes the entries any more")


if __name__ == "__main__":
    main()
