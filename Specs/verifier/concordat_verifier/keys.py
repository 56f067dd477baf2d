"""Verifier keys: `<name>+<key ID in hex>+<base64 of type and public key>`.

The type in the key, and nothing else, decides which signatures it verifies and
for which suite it speaks (KEY-4).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum

from . import ed25519, sm2
from .outcome import BadKey
from .spelling import parse_base64, parse_decimal, print_base64
from .suites import SHA256, SM3, Suite

MAX_NAME_BYTES = 255
MAX_VKEY_BYTES = 4_096
MAX_SIZE = 2**64 - 1

SM2_TYPE = b"\xffconcordat/sm2-sm3/v1"

# The characters with the Unicode property White_Space, which no key name contains.
_SPACES = frozenset(
    "\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
) | frozenset(map(chr, range(0x2000, 0x200B)))


class KeyKind(Enum):
    """KEY-3: what a key of some type verifies; the value is its description for people."""

    ED25519 = "Ed25519 log key"
    ED25519_COSIGNATURE = "Ed25519 cosignature key"
    SM2 = "SM2 key"
    UNSUPPORTED = "key of a type this verifier does not check"


_SUITE_OF_KIND = {
    KeyKind.ED25519: SHA256,
    KeyKind.ED25519_COSIGNATURE: SHA256,
    KeyKind.SM2: SM3,
}


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name it signs under."""

    name: str
    key_id: bytes
    kind: KeyKind
    public_key: bytes
    text: str
    first: int = 0
    last: int = MAX_SIZE

    @property
    def is_bounded(self) -> bool:
        """Whether it is good for heads of certain sizes only."""
        return (self.first, self.last) != (0, MAX_SIZE)

    def holds_for(self, size: int) -> bool:
        """Whether it is good for heads of this size."""
        return self.first <= size <= self.last

    @property
    def text_with_sizes(self) -> str:
        """As parse_vkey_with_sizes reads it."""
        if not self.is_bounded:
            return self.text
        last = "" if self.last == MAX_SIZE else self.last
        return f"{self.text}@{self.first or ''}..{last}"

    @property
    def suite(self) -> Suite | None:
        """The suite whose trees this key may speak for; None if the type is unsupported."""
        return _SUITE_OF_KIND.get(self.kind)

    @property
    def label(self) -> str:
        """Name and key ID, the pair that signature lines are matched by."""
        return f"{self.name}+{self.key_id.hex()}"

    def verified_time(self, text: bytes, blob: bytes) -> int | None:
        """The time a signature states (None if its type states none).

        Raises ValueError if `blob` is not this key's signature of the note text.
        """
        if self.kind is KeyKind.ED25519:
            if not ed25519.verify(self.public_key, text, blob):
                raise ValueError("the Ed25519 signature does not verify")
            return None
        # COSIG-1, SM2-3: eight bytes of time, then 64 of signature.
        if len(blob) != 72:
            raise ValueError(f"a timestamped signature of {len(blob)} bytes, 72 are expected")
        time = int.from_bytes(blob[:8], "big")
        # COSIG-2
        if time >= 2**63:
            raise ValueError("the timestamp is above 2^63-1")
        # SM2-4: one message for both kinds.
        message = b"cosignature/v1\ntime %d\n" % time + text
        if self.kind is KeyKind.ED25519_COSIGNATURE:
            if not ed25519.verify(self.public_key, message, blob[8:]):
                raise ValueError("the Ed25519 cosignature does not verify")
        elif not sm2.verify(self.public_key, message, blob[8:]):
            raise ValueError("the SM2 signature does not verify")
        return time


def is_key_name(name: str) -> bool:
    """NOTE-6: 1 to 255 bytes, no Unicode space, no plus sign, no control character."""
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        return False
    return 1 <= length <= MAX_NAME_BYTES and not any(
        c in _SPACES or c == "+" or unicodedata.category(c) == "Cc" for c in name
    )


def key_id(name: str, typed_key: bytes) -> bytes:
    """KEY-2, SM2-2: always by SHA-256, for SM2 keys too; an identifier, no security claim."""
    return hashlib.sha256(name.encode() + b"\n" + typed_key).digest()[:4]


def _typed(material: bytes) -> tuple[KeyKind, bytes]:
    """The kind and the bare public key in the base64 part of a vkey."""
    # SM2-1
    if material.startswith(SM2_TYPE):
        point = material[len(SM2_TYPE) :]
        if not sm2.is_public_key(point):
            raise BadKey("not an uncompressed point of the SM2 curve")
        return KeyKind.SM2, point
    # KEY-5: length and point are checked before the key is one.
    kind, public_key = material[0], material[1:]
    if kind in (0x01, 0x04):
        if not ed25519.is_public_key(public_key):
            raise BadKey("not an Ed25519 public key")
        return (KeyKind.ED25519 if kind == 0x01 else KeyKind.ED25519_COSIGNATURE), public_key
    if kind == 0x06 and len(public_key) != 1312:
        raise BadKey("not an ML-DSA-44 public key")
    # KEY-6
    return KeyKind.UNSUPPORTED, public_key


def parse_vkey(text: str) -> VerifierKey:
    """KEY-1: reads a verifier key; raises BadKey if it is not one."""
    if len(text) > MAX_VKEY_BYTES:
        raise BadKey(f"longer than {MAX_VKEY_BYTES} bytes")
    try:
        name, hex_id, encoded = text.split("+", 2)
    except ValueError:
        raise BadKey("a verifier key has three parts joined by plus signs") from None
    if not is_key_name(name):
        raise BadKey("the key name is empty, too long, or has a space or control character")
    if not re.fullmatch("[0-9a-f]{8}", hex_id):
        raise BadKey("the key ID is not eight lowercase hexadecimal digits")
    try:
        material = parse_base64(encoded)
    except ValueError as error:
        raise BadKey(str(error)) from None
    if not material:
        raise BadKey("there is no key type")
    kind, public_key = _typed(material)
    # Types this verifier does not know may compute their key ID in their own way.
    recognised = kind is not KeyKind.UNSUPPORTED or material[0] == 0x06
    identifier = bytes.fromhex(hex_id)
    if recognised and identifier != key_id(name, material):
        raise BadKey("the key ID does not belong to this name and key")
    assert f"{name}+{identifier.hex()}+{print_base64(material)}" == text
    return VerifierKey(name, identifier, kind, public_key, text)


def parse_vkey_with_sizes(text: str) -> VerifierKey:
    """ROT-2: reads a verifier key, with `@<first>..<last>` behind it if it has sizes."""
    vkey, at, sizes = text.rpartition("@")
    if not at or "+" in sizes:
        return parse_vkey(text)
    key = parse_vkey(vkey)
    first, dots, last = sizes.partition("..")
    try:
        bounded = replace(
            key,
            first=parse_decimal(first) if first else 0,
            last=parse_decimal(last) if last else MAX_SIZE,
        )
    except ValueError as error:
        raise BadKey(f"the sizes behind the @: {error}") from None
    if not dots or bounded.first > bounded.last or bounded.text_with_sizes != text:
        raise BadKey("the sizes behind the @ are not <first>..<last>")
    return bounded


def parse_vkeys(texts: list[str]) -> list[VerifierKey]:
    """Reads the verifier's own keys; a key given twice counts once.

    KEY-7: raises BadKey if two different keys share name and key ID: no signature line
    could be told to belong to one of them.
    """
    keys: dict[tuple[str, bytes], VerifierKey] = {}
    for text in texts:
        key = parse_vkey_with_sizes(text)
        if keys.setdefault((key.name, key.key_id), key) != key:
            raise BadKey(f"two different keys are called {key.label}")
    return list(keys.values())
