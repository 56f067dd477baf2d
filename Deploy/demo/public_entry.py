"""Fetches one entry of a log as everybody can: from the public bundle that it stands in.

    public_entry.py --log http://127.0.0.1:8080/eu --index 7 --to statement.json

Writes the bytes and prints them. An entry of a log of records is its statement: no personal data, and a
commitment that says nothing to anyone without the salts.
"""

import argparse
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Specs" / "verifier"))

from concordat_verifier.tiles import TILE_WIDTH, TilePath  # noqa: E402


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


def entry(bundle: bytes, number: int) -> bytes:
    """Entry `number` of a bundle, in which each stands behind its length, two bytes big-endian."""
    position = 0
    for _ in range(number):
        position += 2 + int.from_bytes(bundle[position : position + 2])
    length = int.from_bytes(bundle[position : position + 2])
    return bundle[position + 2 : position + 2 + length]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--log", required=True, metavar="URL")
    parser.add_argument("--index", required=True, type=int)
    parser.add_argument("--to", required=True, type=Path)
    options = parser.parse_args()
    size = int(fetch(f"{options.log}/checkpoint").split(b"\n")[1])
    if options.index >= size:
        sys.exit(f"entry {options.index} is not published: the head has {size}")
    bundle, number = divmod(options.index, TILE_WIDTH)
    width = min(TILE_WIDTH, size - bundle * TILE_WIDTH)
    found = entry(fetch(f"{options.log}/{TilePath(None, bundle, width)}"), number)
    options.to.write_bytes(found)
    print(found.decode("utf-8"))


main()
