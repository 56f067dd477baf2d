"""Writes the verifier keys that a log's metadata names to <folder>/log.vkey and <folder>/sm3.vkey.

    log_keys.py --origin log.example/eu --folder DIR < log.json

The demo has nobody else to ask. An auditor takes the keys from somewhere he trusts, never from the
log that they are to check.
"""

import argparse
import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ED25519 = b"\x01"
SM2 = b"\xffconcordat/sm2-sm3/v1"
VKEY = re.compile(r"(?P<name>[^\s+]+)\+[0-9a-f]{8}\+(?P<key>[A-Za-z0-9+/]+=*)")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from texts(member)


def key_of(metadata: object, name: str, kind: bytes) -> str:
    for text in texts(metadata):
        match = VKEY.fullmatch(text)
        if match and match["name"] == name and base64.b64decode(match["key"]).startswith(kind):
            return text
    sys.exit(f"log.json names no such key of {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--origin", required=True)
    parser.add_argument("--folder", required=True, type=Path)
    options = parser.parse_args()
    metadata = json.load(sys.stdin)
    for file, name, kind in (
        ("log.vkey", options.origin, ED25519),
        ("sm3.vkey", f"{options.origin}/sm3", SM2),
    ):
        key = key_of(metadata, name, kind)
        (options.folder / file).write_text(f"{key}\n")
        print(f"    {file:<9} {key}")


main()
