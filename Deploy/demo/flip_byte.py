"""Copies a file with one byte changed.

    flip_byte.py entry FROM TO    the byte in the middle
    flip_byte.py proof FROM TO    a digit of the first hash of the Merkle path; it stays good base64
"""

import sys
from pathlib import Path


def middle(data: bytearray) -> int:
    return len(data) // 2


def first_hash(data: bytearray) -> int:
    # The line after "index N"; its tenth digit carries six whole bits.
    return data.index(b"\n", data.index(b"\nindex ") + 1) + 10


def main() -> None:
    what, source, target = sys.argv[1:]
    data = bytearray(Path(source).read_bytes())
    if what == "entry":
        data[middle(data)] ^= 0x01
    else:
        position = first_hash(data)
        data[position] = ord("B") if data[position] == ord("A") else ord("A")
    Path(target).write_bytes(data)


main()
