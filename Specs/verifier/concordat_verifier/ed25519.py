"""ED-1: Ed25519 verification (RFC 8032, section 5.1.7), cofactorless and strict.

Strict means: the public key is the one canonical encoding of a curve point,
S is below the group order, and R is compared as the bytes that were sent, so
that every (key, message) has no second spelling of one signature.
"""

import hashlib

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_SQRT_MINUS_1 = pow(2, (_P - 1) // 4, _P)

# A point (x, y) is held as (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
_Point = tuple[int, int, int, int]
_NEUTRAL: _Point = (0, 1, 1, 0)


def _add(p: _Point, q: _Point) -> _Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _multiply(scalar: int, point: _Point) -> _Point:
    result = _NEUTRAL
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _recover_x(y: int, sign: int) -> int | None:
    """The x of the point with this y whose lowest bit is `sign`, or None."""
    x_squared = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(x_squared, (_P + 3) // 8, _P)
    if (x * x - x_squared) % _P:
        x = x * _SQRT_MINUS_1 % _P
    if (x * x - x_squared) % _P:
        return None
    if x == 0 and sign:
        return None
    return _P - x if x & 1 != sign else x


def _decode(encoded: bytes) -> _Point | None:
    """The point of a canonical 32-byte encoding, or None."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= _P:
        return None
    x = _recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _encode(point: _Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE_Y = 4 * pow(5, -1, _P) % _P
_BASE = _decode(_BASE_Y.to_bytes(32, "little"))


def is_public_key(key: bytes) -> bool:
    """Whether `key` is the canonical encoding of a point of the curve."""
    return len(key) == 32 and _decode(key) is not None


def verify(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes, R || S) is `key`'s signature of `message`."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public = _decode(key)
    s = int.from_bytes(signature[32:], "little")
    if public is None or s >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    h = int.from_bytes(digest, "little") % _L
    negated = (_P - public[0], public[1], 1, _P - public[3])
    return _encode(_add(_multiply(s, _BASE), _multiply(h, negated))) == signature[:32]
