"""Verifies the SHA-256 proof of an entry with `aics-tlog`, a verifier other people wrote.

    verify_with_aics.py --vkey VKEY --entry FILE PROOF

The package has no reader for C2SP proof files, so their four kinds of line are taken apart here; the
signature and the Merkle path are checked by the package. Exit status 0 proven, 1 refuted.
"""

import argparse
import sys
from pathlib import Path

from aics_tlog import parse_checkpoint, parse_note, parse_vkey, verify_checkpoint
from aics_tlog import verify_leaf_inclusion
from aics_tlog.note import b64_decode


def refuse(reason: str) -> None:
    sys.exit(f"refused by aics-tlog: {reason}")  # a string makes the exit status 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--vkey", required=True)
    parser.add_argument("--entry", required=True, type=Path)
    parser.add_argument("proof", type=Path)
    options = parser.parse_args()

    try:
        path_text, _, checkpoint_text = options.proof.read_bytes().decode().partition("\n\n")
        first, *lines = path_text.split("\n")
        if lines and lines[0].startswith("extra "):
            b64_decode(lines.pop(0).removeprefix("extra "))  # not signed: nothing depends on it
        index_word, _, digits = lines[0].partition(" ") if lines else ("", "", "")
        if first != "c2sp.org/tlog-proof@v1" or index_word != "index" or digits != str(int(digits)):
            refuse("not a C2SP proof file")
        index, hash_lines = int(digits), lines[1:]
        path = [b64_decode(line) for line in hash_lines]
        note = parse_note(checkpoint_text)
        head = parse_checkpoint(note.text)
        key = parse_vkey(options.vkey)
    except ValueError as error:
        refuse(str(error))

    signed = verify_checkpoint(note, key, expected_origin=key.name)
    if not signed.ok:
        refuse(signed.error)
    if not verify_leaf_inclusion(options.entry.read_bytes(), index, head.size, path, head.root):
        refuse("the Merkle path does not lead from this entry to the signed root")
    print(f"proven: this file is entry {index} of the {head.size} of {head.origin} (SHA-256)")


main()
