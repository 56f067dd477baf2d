"""Twin notes: the log's statement that one size has these two roots."""

from dataclasses import dataclass

from .checkpoint import (
    VerifiedCheckpoint,
    parse_root,
    parse_size,
    require_log_signature,
    verify_checkpoint,
)
from .keys import MAX_NAME_BYTES, VerifierKey, is_key_name
from .merkle import empty_root
from .note import TWIN_HEADER as HEADER
from .note import VerifiedSignature, parse_note, verified_signatures
from .outcome import Refuted
from .suites import SHA256, SM3

SIBLING_SUFFIX = "/sm3"
RESERVED_PREFIX = "concordat/"


@dataclass(frozen=True)
class Twin:
    """What a twin note says."""

    origin: str
    size: int
    sha256_root: bytes
    sm3_root: bytes


@dataclass(frozen=True)
class ProvenTwin:
    """A twin note that both suites' log keys signed, and the two heads it agrees with."""

    twin: Twin
    signatures: tuple[VerifiedSignature, ...]
    sha256_head: VerifiedCheckpoint
    sm3_head: VerifiedCheckpoint


def is_log_origin(origin: str) -> bool:
    """TWIN-3: an origin that cannot be taken for a sibling, a number or one of our formats."""
    room = MAX_NAME_BYTES - len(SIBLING_SUFFIX)
    return (
        is_key_name(origin)
        and len(origin.encode()) <= room
        and not origin.endswith(SIBLING_SUFFIX)
        and not origin.startswith(RESERVED_PREFIX)
        and not (origin.isascii() and origin.isdigit())
    )


def parse_twin(text: bytes) -> Twin:
    """Reads the text of a note as a twin note."""
    lines = text.decode("utf-8").split("\n")
    # TWIN-1
    if len(lines) != 6:
        raise Refuted("twin note", f"{len(lines) - 1} lines of text, exactly 5 are expected")
    header, origin, size, sha256_root, sm3_root, _ = lines
    # TWIN-2
    if header != HEADER:
        raise Refuted("twin note", f"the first line is not {HEADER}")
    if not is_log_origin(origin):
        raise Refuted("twin note", "the origin is not one a log may have")
    # TWIN-4
    twin = Twin(
        origin,
        parse_size(size, "twin note"),
        parse_root(sha256_root, "twin note"),
        parse_root(sm3_root, "twin note"),
    )
    # TWIN-5
    if twin.size == 0 and (twin.sha256_root, twin.sm3_root) != (
        empty_root(SHA256),
        empty_root(SM3),
    ):
        raise Refuted("twin note", "a root of size 0 is not that of the empty tree")
    return twin


def verify_twin(
    data: bytes, sha256_note: bytes, sm3_note: bytes, keys: list[VerifierKey]
) -> ProvenTwin:
    """That the log signed the note and that both heads agree with it.

    TWIN-9: it says so; that both trees hold the same entries is not shown by it.
    Raises Refuted or Undecided with the step that failed.
    """
    note = parse_note(data)
    signatures = verified_signatures(note, keys)
    twin = parse_twin(note.text)
    sha256_head = verify_checkpoint(sha256_note, SHA256, keys)
    sm3_head = verify_checkpoint(sm3_note, SM3, keys)
    # TWIN-6, SM2-7
    require_log_signature(twin.origin, SHA256, signatures, "twin note")
    require_log_signature(twin.origin + SIBLING_SUFFIX, SM3, signatures, "twin note")
    # TWIN-8
    for head, origin, root in (
        (sha256_head, twin.origin, twin.sha256_root),
        (sm3_head, twin.origin + SIBLING_SUFFIX, twin.sm3_root),
    ):
        title, checkpoint = head.suite.title, head.checkpoint
        if checkpoint.origin != origin:
            raise Refuted("twin", f"the {title} checkpoint is of origin {checkpoint.origin}")
        if checkpoint.size != twin.size:
            raise Refuted("twin", f"the {title} checkpoint is of size {checkpoint.size}")
        if checkpoint.root != root:
            raise Refuted("twin", f"the {title} checkpoint has another root")
    return ProvenTwin(twin, tuple(signatures), sha256_head, sm3_head)
