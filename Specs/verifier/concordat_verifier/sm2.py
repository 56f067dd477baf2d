"""SM2 signature verification with SM3 (GB/T 32918.2, curve of GB/T 32918.5).

The signer's identifier is always the GM/T default, fixed here: an SM2 signature
made under another identifier is another signature (SM2-5).
"""

from .sm3 import sm3

_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A = _P - 3
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
_GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0

IDENTIFIER = b"1234567812345678"

# A point in Jacobian coordinates: x = X/Z^2, y = Y/Z^3; Z = 0 is infinity.
_Point = tuple[int, int, int]
_INFINITY: _Point = (1, 1, 0)


def _double(p: _Point) -> _Point:
    x, y, z = p
    if z == 0 or y == 0:
        return _INFINITY
    yy = y * y % _P
    s = 4 * x * yy % _P
    m = (3 * x * x + _A * pow(z, 4, _P)) % _P
    new_x = (m * m - 2 * s) % _P
    return (new_x, (m * (s - new_x) - 8 * yy * yy) % _P, 2 * y * z % _P)


def _add(p: _Point, q: _Point) -> _Point:
    if p[2] == 0:
        return q
    if q[2] == 0:
        return p
    zz1, zz2 = p[2] * p[2] % _P, q[2] * q[2] % _P
    u1, u2 = p[0] * zz2 % _P, q[0] * zz1 % _P
    s1, s2 = p[1] * zz2 * q[2] % _P, q[1] * zz1 * p[2] % _P
    if u1 == u2:
        return _double(p) if s1 == s2 else _INFINITY
    h, r = (u2 - u1) % _P, (s2 - s1) % _P
    hh = h * h % _P
    hhh, v = h * hh % _P, u1 * hh % _P
    x = (r * r - hhh - 2 * v) % _P
    return (x, (r * (v - x) - s1 * hhh) % _P, p[2] * q[2] * h % _P)


def _multiply(scalar: int, point: _Point) -> _Point:
    result = _INFINITY
    for bit in range(scalar.bit_length() - 1, -1, -1):
        result = _double(result)
        if scalar >> bit & 1:
            result = _add(result, point)
    return result


def _decode(point: bytes) -> tuple[int, int] | None:
    """The coordinates of an uncompressed point of the curve, or None."""
    if len(point) != 65 or point[0] != 4:
        return None
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    if x >= _P or y >= _P or (y * y - (x * x * x + _A * x + _B)) % _P:
        return None
    return x, y


def is_public_key(point: bytes) -> bool:
    """Whether `point` is 0x04 || x || y of a point of the curve. (Its cofactor is 1.)"""
    return _decode(point) is not None


def z_value(point: bytes, identifier: bytes = IDENTIFIER) -> bytes:
    """The hash that binds a message to identifier, curve and public key."""
    curve = b"".join(number.to_bytes(32, "big") for number in (_A, _B, _GX, _GY))
    return sm3((8 * len(identifier)).to_bytes(2, "big") + identifier + curve + point[1:])


def verify(point: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes, r || s) is `point`'s signature of `message`."""
    public = _decode(point)
    if public is None or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    # SM2-6
    if not (1 <= r < _N and 1 <= s < _N):
        return False
    t = (r + s) % _N
    if t == 0:
        return False
    e = int.from_bytes(sm3(z_value(point) + message), "big")
    x, _, z = _add(_multiply(s, (_GX, _GY, 1)), _multiply(t, (*public, 1)))
    if z == 0:
        return False
    x1 = x * pow(z, -2, _P) % _P
    return (e + x1) % _N == r
