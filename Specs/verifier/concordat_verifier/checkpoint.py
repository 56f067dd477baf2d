"""Checkpoints: the signed heads of a log, in exactly three lines."""

from dataclasses import dataclass

from .keys import KeyKind, VerifierKey, is_key_name
from .merkle import HASH_BYTES, empty_root
from .note import VerifiedSignature, parse_note, verified_signatures
from .outcome import Refuted, Undecided
from .spelling import parse_base64, parse_decimal
from .suites import SHA256, SM3, Suite


@dataclass(frozen=True)
class Checkpoint:
    """What a head says: the tree of `size` entries of `origin` has this root."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True)
class VerifiedCheckpoint:
    """A checkpoint signed by its log, with every known signature on it."""

    checkpoint: Checkpoint
    suite: Suite
    signatures: tuple[VerifiedSignature, ...]


# The kind of key a log signs with in each suite.
LOG_KEY_KIND = {SHA256: KeyKind.ED25519, SM3: KeyKind.SM2}


def parse_root(text: str, step: str) -> bytes:
    """A tree hash in base64; raises Refuted unless it is 32 bytes in canonical form."""
    try:
        root = parse_base64(text)
    except ValueError as error:
        raise Refuted(step, f"hash: {error}") from None
    if len(root) != HASH_BYTES:
        raise Refuted(step, f"a hash of {len(root)} bytes, {HASH_BYTES} are expected")
    return root


def parse_size(text: str, step: str) -> int:
    """A tree size or index; raises Refuted unless it is a canonical 64-bit decimal."""
    try:
        return parse_decimal(text)
    except ValueError as error:
        raise Refuted(step, str(error)) from None


def parse_checkpoint(text: bytes, suite: Suite) -> Checkpoint:
    """Reads the text of a note as a checkpoint of a tree of `suite`."""
    lines = text.decode("utf-8").split("\n")
    # CKPT-1: the text ends in a line feed, so that an empty string comes last.
    if len(lines) != 4:
        raise Refuted("checkpoint", f"{len(lines) - 1} lines of text, exactly 3 are expected")
    origin, size_line, root_line, end = lines
    if end:
        raise Refuted("checkpoint", "no line feed at the end")
    # CKPT-2
    if not is_key_name(origin):
        raise Refuted("checkpoint", "the origin could not be the name of a key")
    # CKPT-3, CKPT-4
    size, root = parse_size(size_line, "checkpoint"), parse_root(root_line, "checkpoint")
    # CKPT-5
    if size == 0 and root != empty_root(suite):
        raise Refuted("checkpoint", "the root of size 0 is not that of the empty tree")
    return Checkpoint(origin, size, root)


def require_log_signature(
    origin: str, suite: Suite, signatures: list[VerifiedSignature], what: str
) -> None:
    """CKPT-6: that the log named `origin` signed, with a key of the suite's own kind.

    Raises Undecided if no such key is among the verified ones: then the log itself
    does not vouch for the text, whoever else does.
    """
    kind = LOG_KEY_KIND[suite]
    if not any(s.key.kind is kind and s.key.name == origin for s in signatures):
        raise Undecided("log key", f"no known {suite.title} key of {origin} signed this {what}")


def verify_checkpoint(data: bytes, suite: Suite, keys: list[VerifierKey]) -> VerifiedCheckpoint:
    """A checkpoint of `suite`, signed by its log under one of `keys`.

    Raises Refuted or Undecided with the step that failed.
    """
    note = parse_note(data)
    signatures = verified_signatures(note, keys)
    checkpoint = parse_checkpoint(note.text, suite)
    require_log_signature(checkpoint.origin, suite, signatures, "checkpoint")
    # Keys of the other suite may have signed as well; they are no part of this claim.
    own = tuple(s for s in signatures if s.key.suite is suite)
    return VerifiedCheckpoint(checkpoint, suite, own)
