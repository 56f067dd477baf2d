import hashlib
import unittest

from concordat_verifier.sm3 import sm3


class SM3Tests(unittest.TestCase):
    def test_published_examples(self):
        # GB/T 32905, annex A.
        self.assertEqual(
            sm3(b"abc").hex(),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        )
        self.assertEqual(
            sm3(b"abcd" * 16).hex(),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
        )

    @unittest.skipUnless("sm3" in hashlib.algorithms_available, "this OpenSSL has no SM3")
    def test_agrees_with_openssl_at_every_length_to_300(self):
        data = bytes(i * 7 % 256 for i in range(300))
        for length in range(301):
            with self.subTest(length=length):
                message = data[:length]
                self.assertEqual(sm3(message), hashlib.new("sm3", message).digest())


if __name__ == "__main__":
    unittest.main()
