import unittest

from concordat_verifier import sm2
from concordat_verifier.sm3 import sm3

from .test_ed25519 import flip

# The sample of GM/T 0003.5 (curve of GB/T 32918.5, identifier 1234567812345678).
POINT = bytes.fromhex(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
MESSAGE = b"message digest"
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)


class SM2Tests(unittest.TestCase):
    def test_published_sample_verifies(self):
        z = sm2.z_value(POINT)
        self.assertEqual(
            z.hex(), "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3"
        )
        self.assertEqual(
            sm3(z + MESSAGE).hex(),
            "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640",
        )
        self.assertTrue(sm2.verify(POINT, MESSAGE, SIGNATURE))

    def test_flipped_bits_are_refused(self):
        for bit in range(0, 8 * len(SIGNATURE), 5):
            with self.subTest(signature_bit=bit):
                self.assertFalse(sm2.verify(POINT, MESSAGE, flip(SIGNATURE, bit)))
        for bit in range(8 * len(MESSAGE)):
            with self.subTest(message_bit=bit):
                self.assertFalse(sm2.verify(POINT, flip(MESSAGE, bit), SIGNATURE))

    def test_another_identifier_is_another_message(self):
        self.assertNotEqual(sm2.z_value(POINT, b""), sm2.z_value(POINT))

    def test_flipped_bits_leave_the_curve(self):
        for bit in range(8, 8 * len(POINT)):
            with self.subTest(bit=bit):
                self.assertFalse(sm2.is_public_key(flip(POINT, bit)))

    def test_coordinates_above_the_prime_are_refused(self):
        p = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
        b = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
        # A point of the curve with a small x, and the same x plus p.
        for x in range(1, 50):
            y_squared = (x**3 - 3 * x + b) % p
            y = pow(y_squared, (p + 1) // 4, p)
            if y * y % p == y_squared:
                break
        good = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        second = b"\x04" + (x + p).to_bytes(32, "big") + y.to_bytes(32, "big")
        self.assertTrue(sm2.is_public_key(good))
        self.assertFalse(sm2.is_public_key(second))


if __name__ == "__main__":
    unittest.main()
