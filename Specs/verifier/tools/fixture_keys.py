"""Keys and signing for the vectors. TEST KEYS ONLY: anyone can compute them.

Slow, obvious arithmetic on affine points, written apart from the verifier so
that the two can contradict each other.
"""

import base64
import hashlib

# --- Ed25519 (RFC 8032, section 5.1) ---

P25519 = 2**255 - 19
L25519 = 2**252 + 27742317777372353535851937790883648493
D25519 = -121665 * pow(121666, -1, P25519) % P25519
BASE25519 = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)


def edwards_add(p, q):
    (x1, y1), (x2, y2) = p, q
    k = D25519 * x1 * x2 * y1 * y2
    x3 = (x1 * y2 + x2 * y1) * pow(1 + k, -1, P25519) % P25519
    y3 = (y1 * y2 + x1 * x2) * pow(1 - k, -1, P25519) % P25519
    return x3, y3


def edwards_multiply(scalar, point):
    result = (0, 1)
    for bit in bin(scalar)[2:]:
        result = edwards_add(result, result)
        if bit == "1":
            result = edwards_add(result, point)
    return result


def edwards_encode(point):
    x, y = point
    return (y + ((x & 1) << 255)).to_bytes(32, "little")


class Ed25519TestKey:
    def __init__(self, seed):
        h = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(h[:32], "little") & (2**254 - 8) | 2**254
        self.prefix = h[32:]
        self.public = edwards_encode(edwards_multiply(self.scalar, BASE25519))

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % L25519
        big_r = edwards_encode(edwards_multiply(r, BASE25519))
        h = hashlib.sha512(big_r + self.public + message).digest()
        s = (r + int.from_bytes(h, "little") * self.scalar) % L25519
        return big_r + s.to_bytes(32, "little")


# --- SM2 (GB/T 32918.2) ---

PSM2 = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
ASM2 = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
BSM2 = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
NSM2 = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
GSM2 = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
GMT_ID = b"1234567812345678"


def sm3(data):
    """SM3 as OpenSSL has it: the generator wants a second opinion, not the verifier's."""
    return hashlib.new("sm3", data).digest()


def weierstrass_add(p, q, prime=PSM2, a=ASM2):
    if p is None:
        return q
    if q is None:
        return p
    (x1, y1), (x2, y2) = p, q
    if x1 == x2 and (y1 + y2) % prime == 0:
        return None
    if p == q:
        slope = (3 * x1 * x1 + a) * pow(2 * y1, -1, prime) % prime
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, prime) % prime
    x3 = (slope * slope - x1 - x2) % prime
    return x3, (slope * (x1 - x3) - y1) % prime


def weierstrass_multiply(scalar, point, prime=PSM2, a=ASM2):
    result = None
    for bit in bin(scalar)[2:]:
        result = weierstrass_add(result, result, prime, a)
        if bit == "1":
            result = weierstrass_add(result, point, prime, a)
    return result


def be32(number):
    return number.to_bytes(32, "big")


class SM2TestKey:
    def __init__(self, secret):
        self.secret = secret
        x, y = weierstrass_multiply(secret, GSM2)
        self.public = b"\x04" + be32(x) + be32(y)

    def z(self, identifier=GMT_ID):
        curve = be32(ASM2) + be32(BSM2) + be32(GSM2[0]) + be32(GSM2[1])
        length = (8 * len(identifier)).to_bytes(2, "big")
        return sm3(length + identifier + curve + self.public[1:])

    def sign(self, message, identifier=GMT_ID, k=None):
        e = int.from_bytes(sm3(self.z(identifier) + message), "big")
        if k is None:
            # A nonce from key and message: the same vectors come out at every run.
            k = int.from_bytes(sm3(b"test nonce" + be32(self.secret) + message), "big") % NSM2
        r = (e + weierstrass_multiply(k, GSM2)[0]) % NSM2
        s = pow(1 + self.secret, -1, NSM2) * (k - r * self.secret) % NSM2
        assert r and s and (r + k) % NSM2
        return be32(r) + be32(s)


# --- ECDSA on P-256 (FIPS 186-5) ---

PP256 = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
NP256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
GP256 = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SPKI_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")


def der_integer(number):
    digits = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return bytes([2, len(digits)]) + digits


def der_signature(r, s):
    numbers = der_integer(r) + der_integer(s)
    return bytes([0x30, len(numbers)]) + numbers


class P256TestKey:
    def __init__(self, label):
        seed = hashlib.sha256(b"concordat TEST KEY, not secret: " + label.encode()).digest()
        self.secret = int.from_bytes(seed, "big") % (NP256 - 1) + 1
        x, y = weierstrass_multiply(self.secret, GP256, PP256, PP256 - 3)
        self.point = b"\x04" + be32(x) + be32(y)
        self.spki = SPKI_P256 + self.point

    def sign(self, message):
        """r and s, with a nonce from key and message: the same at every run."""
        e = int.from_bytes(hashlib.sha256(message).digest(), "big")
        k = int.from_bytes(hashlib.sha256(b"nonce" + be32(self.secret) + message).digest(), "big")
        k = k % (NP256 - 1) + 1
        r = weierstrass_multiply(k, GP256, PP256, PP256 - 3)[0] % NP256
        s = pow(k, -1, NP256) * (e + r * self.secret) % NP256
        assert r and s
        return r, s


# --- Signers of notes ---

SM2_TYPE = b"\xffconcordat/sm2-sm3/v1"


def b64(data):
    return base64.b64encode(data).decode()


class NoteSigner:
    """A named key that writes signature lines. `kind` is the bytes before the public key."""

    def __init__(self, name, kind, label):
        seed = hashlib.sha256(b"concordat TEST KEY, not secret: " + label.encode()).digest()
        self.name, self.kind = name, kind
        if kind == SM2_TYPE:
            self.key = SM2TestKey(int.from_bytes(seed, "big") % (NSM2 - 2) + 1)
        else:
            self.key = Ed25519TestKey(seed)

    @property
    def key_id(self):
        material = self.name.encode() + b"\n" + self.kind + self.key.public
        return hashlib.sha256(material).digest()[:4]

    @property
    def vkey(self):
        return f"{self.name}+{self.key_id.hex()}+{b64(self.kind + self.key.public)}"

    def blob(self, text, time=1_767_225_600):
        if self.kind == b"\x01":
            return self.key.sign(text.encode())
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        return time.to_bytes(8, "big") + self.key.sign(message)

    def line(self, text, **options):
        return f"\u2014 {self.name} {b64(self.key_id + self.blob(text, **options))}\n"
