import unittest

from concordat_verifier import ed25519

# RFC 8032, section 7.1, test 3.
KEY = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
MESSAGE = bytes.fromhex("af82")
SIGNATURE = bytes.fromhex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
P = 2**255 - 19


def flip(data: bytes, bit: int) -> bytes:
    return bytes(b ^ (0x80 >> bit % 8 if i == bit // 8 else 0) for i, b in enumerate(data))


class Ed25519Tests(unittest.TestCase):
    def test_rfc_8032_example_verifies(self):
        self.assertTrue(ed25519.verify(KEY, MESSAGE, SIGNATURE))

    def test_every_flipped_bit_is_refused(self):
        for bit in range(0, 8 * len(SIGNATURE)):
            with self.subTest(signature_bit=bit):
                self.assertFalse(ed25519.verify(KEY, MESSAGE, flip(SIGNATURE, bit)))
        for bit in range(8 * len(MESSAGE)):
            with self.subTest(message_bit=bit):
                self.assertFalse(ed25519.verify(KEY, flip(MESSAGE, bit), SIGNATURE))

    def test_second_spelling_of_s_is_refused(self):
        s = int.from_bytes(SIGNATURE[32:], "little") + GROUP_ORDER
        malleable = SIGNATURE[:32] + s.to_bytes(32, "little")
        self.assertFalse(ed25519.verify(KEY, MESSAGE, malleable))

    def test_wrong_lengths_are_refused(self):
        self.assertFalse(ed25519.verify(KEY, MESSAGE, SIGNATURE[:-1]))
        self.assertFalse(ed25519.verify(KEY, MESSAGE, SIGNATURE + b"\0"))
        self.assertFalse(ed25519.verify(KEY[:-1], MESSAGE, SIGNATURE))

    def test_only_canonical_points_are_public_keys(self):
        self.assertTrue(ed25519.is_public_key(KEY))
        # y = p + 1 is y = 1 in a second spelling; sign bit on x = 0; no point has y = 2.
        self.assertFalse(ed25519.is_public_key((P + 1).to_bytes(32, "little")))
        self.assertFalse(ed25519.is_public_key((1 | 1 << 255).to_bytes(32, "little")))
        self.assertFalse(ed25519.is_public_key((2).to_bytes(32, "little")))


if __name__ == "__main__":
    unittest.main()
