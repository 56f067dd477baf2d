"""Proof files: an index, a path and a signed head, verified without the log.

The first line names the layout and with it the suite: C2SP's for SHA-256, ours
for SM3. The suite's own keys must have signed the head, or nothing is proven.
"""

from dataclasses import dataclass

from .checkpoint import VerifiedCheckpoint, parse_root, parse_size, verify_checkpoint
from .keys import VerifierKey
from .merkle import MAX_ENTRY_BYTES, leaf_hash, verify_inclusion
from .note import MAX_NOTE_BYTES
from .outcome import Refuted
from .spelling import parse_base64
from .suites import SHA256, SM3, Suite

# PROOF-1, SM3P-1
SUITE_OF_FIRST_LINE = {
    b"c2sp.org/tlog-proof@v1": SHA256,
    b"concordat/sm3-proof/v1": SM3,
}

MAX_PROOF_BYTES = MAX_NOTE_BYTES
MAX_PATH_HASHES = 64


@dataclass(frozen=True)
class ProofFile:
    """A well-formed proof file; nothing in it has been verified."""

    suite: Suite
    extra: bytes | None
    index: int
    path: tuple[bytes, ...]
    checkpoint_note: bytes


@dataclass(frozen=True)
class ProvenInclusion:
    """What a proof file proved."""

    suite: Suite
    index: int
    leaf: bytes
    head: VerifiedCheckpoint


def _refuse(detail: str) -> Refuted:
    return Refuted("proof file", detail)


def _ascii(line: bytes) -> str:
    try:
        return line.decode("ascii")
    except UnicodeDecodeError:
        raise _refuse("a line of the proof is not ASCII") from None


def _parse_extra(line: str) -> bytes:
    try:
        extra = parse_base64(line)
    except ValueError as error:
        raise _refuse(f"extra: {error}") from None
    if not extra:
        raise _refuse("extra: empty; the line is left out if there is nothing to say")
    return extra


def parse_proof(data: bytes) -> ProofFile:
    """PROOF-11: reads a proof file; raises Refuted if it is not well-formed."""
    # PROOF-6
    if len(data) > MAX_PROOF_BYTES:
        raise _refuse(f"longer than {MAX_PROOF_BYTES} bytes")
    # PROOF-5: the first empty line ends the proof; the checkpoint's own comes after it.
    head, separator, checkpoint_note = data.partition(b"\n\n")
    if not separator:
        raise _refuse("no empty line between proof and checkpoint")
    first, *rest = head.split(b"\n")
    suite = SUITE_OF_FIRST_LINE.get(first)
    if suite is None:
        raise _refuse("the first line names no known proof format")
    lines = [_ascii(line) for line in rest]
    # PROOF-2
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _parse_extra(lines.pop(0).removeprefix("extra "))
    # PROOF-3
    if not lines or not lines[0].startswith("index "):
        raise _refuse("no index line")
    index = parse_size(lines.pop(0).removeprefix("index "), "proof file")
    # PROOF-4
    if len(lines) > MAX_PATH_HASHES:
        raise _refuse(f"more than {MAX_PATH_HASHES} hashes")
    path = tuple(parse_root(line, "proof file") for line in lines)
    return ProofFile(suite, extra, index, path, checkpoint_note)


def verify_proof(data: bytes, entry: bytes, keys: list[VerifierKey]) -> ProvenInclusion:
    """PROOF-10: that the log holds `entry`, by a head signed under `keys`.

    Raises Refuted or Undecided with the step that failed.
    """
    proof = parse_proof(data)
    # PROOF-7, SM3P-3, SM3P-4: the suite of the first line asks for keys of its own.
    head = verify_checkpoint(proof.checkpoint_note, proof.suite, keys)
    # TREE-2: no log of ours holds an entry of another length.
    if not 1 <= len(entry) <= MAX_ENTRY_BYTES:
        raise Refuted("entry", f"{len(entry)} bytes, an entry has 1 to {MAX_ENTRY_BYTES}")
    # PROOF-8, SM3P-2
    leaf = leaf_hash(proof.suite, entry)
    # PROOF-9
    verify_inclusion(
        proof.suite,
        proof.index,
        head.checkpoint.size,
        leaf,
        proof.path,
        head.checkpoint.root,
    )
    return ProvenInclusion(proof.suite, proof.index, leaf, head)
