"""The signed tree heads of RFC 6962, as `get-sth` answers them: CT-7."""

import json
from dataclasses import dataclass

from . import p256
from .merkle import HASH_BYTES
from .outcome import Refuted
from .spelling import MAX_UINT64, parse_base64


@dataclass(frozen=True)
class TreeHead:
    """What the log signed: at `timestamp`, in milliseconds, the tree had this size and root."""

    size: int
    timestamp: int
    root: bytes


def verify_tree_head(head: TreeHead, digitally_signed: bytes, point: bytes) -> None:
    """Raises Refuted unless these bytes are the key's signature of the head."""
    # RFC 5246, section 4.7: SHA-256, ECDSA, a length of 16 bits, and nothing behind it.
    if digitally_signed[:2] != b"\x04\x03":
        raise Refuted("signature", "its algorithms are not SHA-256 and ECDSA")
    der = digitally_signed[4:]
    if len(digitally_signed) < 4 or int.from_bytes(digitally_signed[2:4], "big") != len(der):
        raise Refuted("signature", "it is not as long as it says")
    # RFC 6962, section 3.5: version v1, signature type tree_hash.
    message = (
        b"\0\1" + head.timestamp.to_bytes(8, "big") + head.size.to_bytes(8, "big") + head.root
    )
    if not p256.verify(point, message, der):
        raise Refuted("signature", "it does not verify under this key")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is there twice")
    return members


def _number(members: dict[str, object], name: str) -> int:
    value = members.get(name)
    # True is an int to Python, and 7.0 is none.
    if type(value) is not int or not 0 <= value <= MAX_UINT64:
        raise Refuted("answer", f"{name} is not an unsigned 64-bit number")
    return value


def _bytes(members: dict[str, object], name: str) -> bytes:
    value = members.get(name)
    if not isinstance(value, str):
        raise Refuted("answer", f"{name} is not a text")
    try:
        return parse_base64(value)
    except ValueError as error:
        raise Refuted("answer", f"{name}: {error}") from None


def verify_answer(answer: bytes, point: bytes) -> TreeHead:
    """Reads an answer to `get-sth` and verifies it; raises Refuted for anything wrong."""
    try:
        members = json.loads(answer.decode("utf-8"), object_pairs_hook=_pairs)
    except ValueError as error:
        raise Refuted("answer", f"not JSON: {error}") from None
    if not isinstance(members, dict):
        raise Refuted("answer", "not a JSON object")
    root = _bytes(members, "sha256_root_hash")
    if len(root) != HASH_BYTES:
        raise Refuted("answer", f"a root of {len(root)} bytes, {HASH_BYTES} are expected")
    head = TreeHead(_number(members, "tree_size"), _number(members, "timestamp"), root)
    verify_tree_head(head, _bytes(members, "tree_head_signature"), point)
    return head
