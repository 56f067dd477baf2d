"""Checkpoints: the signed heads of a log, in exactly three lines."""

from dataclasses import dataclass

from .keys import KeyKind, VerifierKey
from .merkle import HASH_BYTES
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


def parse_checkpoint(text: bytes) -> Checkpoint:
    """CKPT-1 to CKPT-4: reads the text of a note as a checkpoint."""
    lines = text.decode("utf-8").split("\n")
    # The text ends in a line feed, so that an empty string comes last.
    if len(lines) != 4:
        raise Refuted("checkpoint", f"{len(lines) - 1} lines of text, exactly 3 are expected")
    origin, size, root, _ = lines
    if not origin:
        raise Refuted("checkpoint", "the origin is empty")
    return Checkpoint(origin, parse_size(size, "checkpoint"), parse_root(root, "checkpoint"))


def require_log_signature(
    origin: str, suite: Suite, signatures: list[VerifiedSignature], what: str
) -> None:
    """CKPT-5: that the log named `origin` signed, with a key of the suite's own kind.

    Raises Undecided if no such key is among the verified ones: then nobody known
    vouches for the text. Raises Refuted if an Ed25519 log key, which signs heads
    of its own origin only, signed something that names another.
    """
    of_kind = [s.key for s in signatures if s.key.kind is LOG_KEY_KIND[suite]]
    if any(key.name == origin for key in of_kind):
        return
    if suite is SHA256 and of_kind:
        raise Refuted("origin", f"{of_kind[0].label} signed a {what} of origin {origin}")
    raise Undecided("log key", f"no known {suite.title} key of {origin} signed this {what}")


def verify_checkpoint(data: bytes, suite: Suite, keys: list[VerifierKey]) -> VerifiedCheckpoint:
    """A checkpoint of `suite`, signed by its log under one of `keys`.

    Raises Refuted or Undecided with the step that failed.
    """
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    signatures = verified_signatures(note, keys)
    require_log_signature(checkpoint.origin, suite, signatures, "checkpoint")
    # Keys of the other suite may have signed as well; they are no part of this claim.
    own = tuple(s for s in signatures if s.key.suite is suite)
    return VerifiedCheckpoint(checkpoint, suite, own)
