"""SM2 signature verification with SM3 (GB/T 32918.2, curve of GB/T 32918.5).

The signer's identifier is always the GM/T default, fixed here: an SM2 signature
made under another identifier is another signature (SM2-5).
"""

from .curve import Curve
from .sm3 import sm3

_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_CURVE = Curve(
    p=_P,
    a=_P - 3,
    b=0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    n=0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    gx=0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    gy=0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)

IDENTIFIER = b"1234567812345678"

# What of the curve goes into the hash that binds a message to its signer.
_NUMBERS = (_CURVE.a, _CURVE.b, _CURVE.gx, _CURVE.gy)


def is_public_key(point: bytes) -> bool:
    """Whether `point` is 0x04 || x || y of a point of the curve. (Its cofactor is 1.)"""
    return _CURVE.decode(point) is not None


def z_value(point: bytes, identifier: bytes = IDENTIFIER) -> bytes:
    """The hash that binds a message to identifier, curve and public key."""
    curve = b"".join(number.to_bytes(32, "big") for number in _NUMBERS)
    return sm3((8 * len(identifier)).to_bytes(2, "big") + identifier + curve + point[1:])


def verify(point: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes, r || s) is `point`'s signature of `message`."""
    public = _CURVE.decode(point)
    if public is None or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    # SM2-6
    if not (1 <= r < _CURVE.n and 1 <= s < _CURVE.n):
        return False
    t = (r + s) % _CURVE.n
    if t == 0:
        return False
    e = int.from_bytes(sm3(z_value(point) + message), "big")
    x1 = _CURVE.combine(s, t, public)
    return x1 is not None and (e + x1) % _CURVE.n == r
