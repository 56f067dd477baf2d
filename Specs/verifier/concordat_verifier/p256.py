"""ECDSA signature verification on P-256 with SHA-256 (FIPS 186-5, SP 800-186)."""

import hashlib

from .curve import Curve

_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_CURVE = Curve(
    p=_P,
    a=_P - 3,
    b=0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    n=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    gx=0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    gy=0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

# What precedes the point in a SubjectPublicKeyInfo: id-ecPublicKey, the named curve, a bit string.
_SPKI_PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")


def parse_public_key(spki: bytes) -> bytes | None:
    """The point 0x04 || x || y of a SubjectPublicKeyInfo in DER, or None."""
    point = spki[len(_SPKI_PREFIX):]
    if not spki.startswith(_SPKI_PREFIX) or _CURVE.decode(point) is None:
        return None
    return point


def _integer(data: bytes) -> tuple[int, bytes] | None:
    """Takes a positive INTEGER in its one encoding off the front of `data`."""
    if len(data) < 3 or data[0] != 2 or not 1 <= data[1] <= 33 or len(data) < 2 + data[1]:
        return None
    digits, rest = data[2 : 2 + data[1]], data[2 + data[1] :]
    # The highest bit is the sign: a zero byte stands before it, and only before it.
    if digits[0] >= 0x80 or (digits[0] == 0 and (len(digits) == 1 or digits[1] < 0x80)):
        return None
    return int.from_bytes(digits, "big"), rest


def _signature(der: bytes) -> tuple[int, int] | None:
    """r and s of an Ecdsa-Sig-Value in DER, in range, or None."""
    if len(der) < 2 or der[0] != 0x30 or der[1] >= 0x80 or der[1] != len(der) - 2:
        return None
    first = _integer(der[2:])
    second = _integer(first[1]) if first else None
    if first is None or second is None or second[1]:
        return None
    r, s = first[0], second[0]
    return (r, s) if 1 <= r < _CURVE.n and 1 <= s < _CURVE.n else None


def verify(point: bytes, message: bytes, der: bytes) -> bool:
    """Whether `der` is the signature of `message` by the key whose point this is."""
    public, signature = _CURVE.decode(point), _signature(der)
    if public is None or signature is None:
        return False
    r, s = signature
    e = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, _CURVE.n)
    x = _CURVE.combine(e * inverse % _CURVE.n, r * inverse % _CURVE.n, public)
    return x is not None and x % _CURVE.n == r
