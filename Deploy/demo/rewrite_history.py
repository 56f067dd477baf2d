"""Writes the SQL of a perfect forgery: all tiles, roots and edges of a log as its entries have them now.

    rewrite_history.py LOG_ID < ENTRIES > SQL

ENTRIES has the log's entries in their order, a line of hexadecimal digits each. Whoever has a
superuser's rights can do all of this. What he cannot do is sign.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Specs" / "verifier"))

from concordat_verifier.merkle import leaf_hash, split, tree_root  # noqa: E402
from concordat_verifier.suites import SHA256, SM3  # noqa: E402

TILE = 256
SUITES = (SHA256, SM3)


def edge(suite, leaves):
    """The roots of the largest full subtrees, from the left."""
    hashes = []
    while leaves:
        size = len(leaves)
        width = size if size & (size - 1) == 0 else split(size)
        hashes.append(tree_root(suite, leaves[:width]))
        leaves = leaves[width:]
    return b"".join(hashes)


def literal(data):
    return f"'\\x{data.hex()}'"


def main():
    log = int(sys.argv[1])
    entries = [bytes.fromhex(line) for line in sys.stdin]
    leaves = [[leaf_hash(suite, entry) for entry in entries] for suite in SUITES]
    tables = ("tiles", "heads")
    print("BEGIN;")
    for table in tables:
        print(f"ALTER TABLE concordat.{table} DISABLE TRIGGER append_only;")
    levels, level = leaves, 0
    while len(levels[0]) >= TILE:
        roots = [[], []]
        for tile in range(len(levels[0]) // TILE):
            hashes = [side[tile * TILE:(tile + 1) * TILE] for side in levels]
            for side, suite in enumerate(SUITES):
                roots[side].append(tree_root(suite, hashes[side]))
            sha256, sm3 = (literal(b"".join(side)) for side in hashes)
            sha256_root, sm3_root = (literal(side[-1]) for side in roots)
            print(f"UPDATE concordat.tiles SET sha256 = {sha256}, sm3 = {sm3}, "
                  f"sha256_root = {sha256_root}, sm3_root = {sm3_root} "
                  f"WHERE log_id = {log} AND level = {level} AND idx = {tile};")
        levels, level = roots, level + 1
    size = len(entries)
    roots = [literal(tree_root(suite, side)) for suite, side in zip(SUITES, leaves)]
    edges = [literal(edge(suite, side)) for suite, side in zip(SUITES, leaves)]
    print(f"UPDATE concordat.tree_state SET sha256_root = {roots[0]}, sm3_root = {roots[1]}, "
          f"sha256_edge = {edges[0]}, sm3_edge = {edges[1]} WHERE log_id = {log} AND size = {size};")
    print(f"UPDATE concordat.heads SET sha256_root = {roots[0]}, sm3_root = {roots[1]} "
          f"WHERE log_id = {log} AND size = {size};")
    for table in tables:
        print(f"ALTER TABLE concordat.{table} ENABLE ALWAYS TRIGGER append_only;")
    print("COMMIT;")


main()
