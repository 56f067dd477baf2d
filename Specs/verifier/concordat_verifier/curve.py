"""Elliptic curves y^2 = x^3 + a x + b of prime order, as SM2 and P-256 need them.

Slow and not in constant time, which is right for public data only.
"""

from dataclasses import dataclass

# A point in Jacobian coordinates: x = X/Z^2, y = Y/Z^3; Z = 0 is infinity.
_Point = tuple[int, int, int]
_INFINITY: _Point = (1, 1, 0)


@dataclass(frozen=True)
class Curve:
    """The field's prime, the two coefficients, the order, and the base point."""

    p: int
    a: int
    b: int
    n: int
    gx: int
    gy: int

    def decode(self, point: bytes) -> tuple[int, int] | None:
        """The coordinates of an uncompressed point of the curve, or None."""
        if len(point) != 65 or point[0] != 4:
            return None
        x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
        if x >= self.p or y >= self.p or (y * y - (x * x * x + self.a * x + self.b)) % self.p:
            return None
        return x, y

    def combine(self, s: int, t: int, public: tuple[int, int]) -> int | None:
        """The x coordinate of s times the base point and t times `public`; None at infinity."""
        base = self._multiply(s, (self.gx, self.gy, 1))
        x, _, z = self._add(base, self._multiply(t, (*public, 1)))
        return None if z == 0 else x * pow(z, -2, self.p) % self.p

    def _double(self, point: _Point) -> _Point:
        x, y, z = point
        if z == 0 or y == 0:
            return _INFINITY
        yy = y * y % self.p
        s = 4 * x * yy % self.p
        m = (3 * x * x + self.a * pow(z, 4, self.p)) % self.p
        new_x = (m * m - 2 * s) % self.p
        return (new_x, (m * (s - new_x) - 8 * yy * yy) % self.p, 2 * y * z % self.p)

    def _add(self, p: _Point, q: _Point) -> _Point:
        if p[2] == 0:
            return q
        if q[2] == 0:
            return p
        prime = self.p
        zz1, zz2 = p[2] * p[2] % prime, q[2] * q[2] % prime
        u1, u2 = p[0] * zz2 % prime, q[0] * zz1 % prime
        s1, s2 = p[1] * zz2 * q[2] % prime, q[1] * zz1 * p[2] % prime
        if u1 == u2:
            return self._double(p) if s1 == s2 else _INFINITY
        h, r = (u2 - u1) % prime, (s2 - s1) % prime
        hh = h * h % prime
        hhh, v = h * hh % prime, u1 * hh % prime
        x = (r * r - hhh - 2 * v) % prime
        return (x, (r * (v - x) - s1 * hhh) % prime, p[2] * q[2] * h % prime)

    def _multiply(self, scalar: int, point: _Point) -> _Point:
        result = _INFINITY
        for bit in range(scalar.bit_length() - 1, -1, -1):
            result = self._double(result)
            if scalar >> bit & 1:
                result = self._add(result, point)
        return result
