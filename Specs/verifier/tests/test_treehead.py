import json
import unittest

from concordat_verifier import p256
from concordat_verifier.outcome import Refuted
from concordat_verifier.spelling import parse_base64, print_base64
from concordat_verifier.treehead import verify_answer

from .fixtures import CommandCase, vector
from .test_ed25519 import flip

# RFC 6979, appendix A.2.5: P-256, SHA-256, message "sample".
POINT = bytes.fromhex(
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
)
R = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
S = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
DER = bytes.fromhex(f"3046022100{R}022100{S}")


def answer(name: str = "size-7", **change: object) -> tuple[bytes, bytes]:
    """An answer to get-sth as a log gives it, and the key's point."""
    case = vector("treeheads", name)
    members = {
        "tree_size": case["treeSize"],
        "timestamp": case["timestamp"],
        "sha256_root_hash": print_base64(bytes.fromhex(case["root"])),
        "tree_head_signature": case["signature"],
    } | change
    point = p256.parse_public_key(parse_base64(case["key"]))
    kept = {name: value for name, value in members.items() if value is not None}
    return json.dumps(kept).encode(), point


class P256Tests(unittest.TestCase):
    def test_published_sample_verifies(self):
        self.assertTrue(p256.verify(POINT, b"sample", DER))

    def test_flipped_bits_are_refused(self):
        for bit in range(0, 8 * len(DER), 3):
            with self.subTest(signature_bit=bit):
                self.assertFalse(p256.verify(POINT, b"sample", flip(DER, bit)))
        for bit in range(8 * len(b"sample")):
            with self.subTest(message_bit=bit):
                self.assertFalse(p256.verify(POINT, flip(b"sample", bit), DER))
        for bit in range(0, 8 * len(POINT), 7):
            with self.subTest(key_bit=bit):
                self.assertFalse(p256.verify(flip(POINT, bit), b"sample", DER))

    def test_every_shorter_and_longer_signature_is_refused(self):
        for count in range(len(DER)):
            self.assertFalse(p256.verify(POINT, b"sample", DER[:count]))
        self.assertFalse(p256.verify(POINT, b"sample", DER + b"\0"))


class TreeHeadTests(unittest.TestCase):
    def test_an_answer_verifies(self):
        head = verify_answer(*answer())
        self.assertEqual((head.size, head.timestamp), (7, 1767225600007))
        self.assertEqual(head.root.hex(), vector("treeheads", "size-7")["root"])

    def test_what_is_no_answer_is_refused(self):
        _, point = answer()
        good, _ = answer()
        twice = good[:-1] + b', "tree_size": 7}'
        for bad in (b"", b"[]", b"7", b"\xff", b"{}", good[:-1], good + b"x", twice):
            with self.subTest(answer=bad[:20]), self.assertRaises(Refuted):
                verify_answer(bad, point)
        for change in (
            {"tree_size": None}, {"tree_size": "7"}, {"tree_size": 7.0}, {"tree_size": True},
            {"tree_size": -1}, {"tree_size": 2**64}, {"tree_size": 8}, {"timestamp": None},
            {"timestamp": 0}, {"sha256_root_hash": "AAAA"}, {"sha256_root_hash": 5},
            {"sha256_root_hash": None}, {"tree_head_signature": ""},
            {"tree_head_signature": "BAM="}, {"tree_head_signature": "%%%%"},
        ):
            bad, _ = answer(**change)
            with self.subTest(change=change), self.assertRaises(Refuted):
                verify_answer(bad, point)


class TreeHeadCommandTests(CommandCase):
    def test_the_command_gives_its_verdict(self):
        good, _ = answer()
        key = vector("treeheads", "size-7")["key"]
        status, out, err = self._run("verify-sth", "--key", key, self._file("sth", good))
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(out.startswith("proven: the SHA-256 tree of 7 entries has the root"))
        status, out, _ = self._run("verify-sth", "--json", "--key", key, self._file("sth", good))
        self.assertEqual(json.loads(out)["tree_size"], 7)
        damaged, _ = answer(tree_size=8)
        status, out, _ = self._run("verify-sth", "--key", key, self._file("bad", damaged))
        self.assertEqual(status, 1)
        self.assertEqual(out, "refuted at signature: it does not verify under this key\n")
        status, _, err = self._run("verify-sth", "--key", "AAAA", self._file("sth", good))
        self.assertEqual(status, 64)
        self.assertIn("--key", err)
        status, _, _ = self._run("verify-sth", "--key", key, "/nonexistent/sth")
        self.assertEqual(status, 2)


if __name__ == "__main__":
    unittest.main()
