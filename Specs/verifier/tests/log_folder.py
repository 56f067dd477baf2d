"""Whole logs in folders, made by the definition of the tree and signed with test keys."""

from pathlib import Path

from concordat_verifier.full import fast_sm3
from concordat_verifier.merkle import leaf_hash, node_hash, split
from concordat_verifier.spelling import print_base64
from concordat_verifier.suites import SHA256, Suite
from concordat_verifier.tiles import TILE_WIDTH, TilePath
from tools.fixture_keys import SM2_TYPE, NoteSigner

ORIGIN = "log.example/whole"
SM3_SUITE = Suite("sm3", "SM3", fast_sm3()[0])
PREFIXES = ((SHA256, ""), (SM3_SUITE, "sm3/"))
ED25519 = NoteSigner(ORIGIN, b"\x01", "whole log")
SM2 = NoteSigner(f"{ORIGIN}/sm3", SM2_TYPE, "whole log, sm3")


def root(suite: Suite, leaves: list[bytes]) -> bytes:
    """RFC 6962's MTH over leaf hashes, word for word."""
    if len(leaves) == 0:
        return suite.digest(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node_hash(suite, root(suite, leaves[:k]), root(suite, leaves[k:]))


def entries(size: int) -> list[bytes]:
    return [b"entry %d" % index for index in range(size)]


def notes(size: int, roots: list[bytes]) -> dict[str, bytes]:
    """Both heads and the twin note."""
    sha256, sm3 = (print_base64(value) for value in roots)
    texts = {
        "checkpoint": (f"{ORIGIN}\n{size}\n{sha256}\n", [ED25519]),
        "sm3/checkpoint": (f"{ORIGIN}/sm3\n{size}\n{sm3}\n", [SM2]),
        "twin": (f"concordat/twin/v1\n{ORIGIN}\n{size}\n{sha256}\n{sm3}\n", [ED25519, SM2]),
    }
    return {
        name: (text + "\n" + "".join(signer.line(text) for signer in signers)).encode()
        for name, (text, signers) in texts.items()
    }


def files(entries: list[bytes]) -> dict[str, bytes]:
    """All files of a log, by their paths."""
    result = {}
    size = len(entries)
    for start in range(0, size, TILE_WIDTH):
        bundle = entries[start : start + TILE_WIDTH]
        data = b"".join(len(entry).to_bytes(2, "big") + entry for entry in bundle)
        result[str(TilePath(None, start // TILE_WIDTH, len(bundle)))] = data
    roots = []
    for suite, prefix in PREFIXES:
        leaves = [leaf_hash(suite, entry) for entry in entries]
        roots.append(root(suite, leaves))
        level, hashes = 0, leaves
        while hashes:
            for start in range(0, len(hashes), TILE_WIDTH):
                tile = hashes[start : start + TILE_WIDTH]
                path = TilePath(level, start // TILE_WIDTH, len(tile))
                result[f"{prefix}{path}"] = b"".join(tile)
            full = range(0, len(hashes) - TILE_WIDTH + 1, TILE_WIDTH)
            hashes = [root(suite, hashes[start : start + TILE_WIDTH]) for start in full]
            level += 1
    return result | notes(size, roots)


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
