import hashlib
import json
import random
import unittest

from concordat_verifier.canonical import parse_canonical, print_canonical
from concordat_verifier.evidence import verify_evidence
from concordat_verifier.keys import parse_vkeys
from concordat_verifier.outcome import Refuted, Undecided
from concordat_verifier.record import parse_statement

from .fixtures import CommandCase, vector


class CanonicalTests(unittest.TestCase):
    def test_what_is_canonical_is_read(self):
        for text in ('{"a":[1,-2,true,null],"b":{}}', '"\\b\\t\\n\\f\\r\\u001f\\"\\\\/é😀"',
                     '{"\U0001f600":1,"\ufb33":2}', "9007199254740991"):
            self.assertEqual(print_canonical(parse_canonical(text.encode())), text.encode())

    def test_another_spelling_is_refused(self):
        for text in ('{"a":1,"a":1}', '{"b":1,"a":1}', '{"a": 1}', "1.0", "1e2", "-0", "NaN",
                     "9007199254740992", '"\\u0041"', '"\\/"', '"\\ud800"', "[1,]", "", "{} ",
                     "[" * 17 + "]" * 17, "[" * 5000, '{"\ufb33":1,"\U0001f600":1}', "01"):
            with self.subTest(text=text[:40]), self.assertRaises(ValueError):
                parse_canonical(text.encode())
        for data in (b"\xef\xbb\xbf1", b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xff"'):
            with self.subTest(data=data), self.assertRaises(ValueError):
                parse_canonical(data)


class EvidenceTests(CommandCase):
    def setUp(self):
        super().setUp()
        self.vector = vector("evidence", "both-suites")
        self.keys = parse_vkeys(self.vector["vkeys"])
        self.data = self.vector["evidence"].encode()

    def test_any_changed_byte_is_refused(self):
        seed = random.randrange(2**32)
        rng = random.Random(seed)
        for position in sorted(rng.sample(range(len(self.data)), 150)):
            damaged = bytearray(self.data)
            damaged[position] ^= rng.randrange(1, 256)
            with self.subTest(position=position, seed=seed), self.assertRaises(Refuted):
                verify_evidence(bytes(damaged), self.keys)

    def test_a_disclosure_may_be_taken_out_with_an_editor(self):
        value = json.loads(self.data)
        removed = value["disclosures"].pop(1)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        proven = verify_evidence(text.encode(), self.keys)
        self.assertEqual(len(proven.fields), 4)
        self.assertNotIn(removed["index"], [field.index for field in proven.fields])

    def test_who_computes_the_checksum_anew_changes_nothing(self):
        value = json.loads(self.data)
        value["statement"] = value["statement"].replace("2026-", "2027-")
        rest = {k: v for k, v in value.items() if k not in ("checksum", "disclosures")}
        value["checksum"] = "sha256:" + hashlib.sha256(print_canonical(rest)).hexdigest()
        with self.assertRaises(Refuted) as caught:
            verify_evidence(print_canonical(value), self.keys)
        self.assertEqual(caught.exception.step, "inclusion")

    def test_trust_comes_from_the_keys_alone(self):
        with self.assertRaises(Undecided):
            verify_evidence(self.data, [])

    def test_the_command_says_what_was_proven(self):
        file = self._file("evidence.json", self.data)
        status, out, _ = self._run(
            "verify", *(word for key in self.vector["vkeys"] for word in ("--vkey", key)), file
        )
        self.assertEqual(status, 0)
        self.assertIn("agreement with the other suite: checked", out)
        self.assertIn("  15 clock_id: \"eu-1\"\n", out)
        self.assertIn("  13 correlation_id: absent\n", out)
        status, out, _ = self._run("verify", "--vkey", self.vector["vkeys"][0], file)
        self.assertEqual(status, 0)
        self.assertIn("agreement with the other suite: not checked", out)
        self.assertEqual(self._run("verify", file)[0], 2)
        status, _, err = self._run("verify", "--vkey", self.vector["vkeys"][0], self._file("x", b"x"))
        self.assertEqual(status, 64)
        self.assertIn("--entry", err)

    def test_json_names_the_fields(self):
        file = self._file("evidence.json", self.data)
        _, out, _ = self._run("verify", "--json", "--vkey", self.vector["vkeys"][1], file)
        members = json.loads(out)
        self.assertEqual(members["verdict"], "proven")
        self.assertEqual(members["suites"], ["sm3"])
        self.assertEqual(members["agreement"], "not checked")
        self.assertEqual(len(members["fields"]), 5)


class StatementTests(unittest.TestCase):
    def test_another_spelling_is_refused(self):
        text = vector("records", "three_fields")["statement"]
        self.assertEqual(parse_statement(text.encode()).fields, 25)
        for old, new in (('"v":1', '"v":2'), ('"v":1', '"v": 1'), ("25", "true"), ("sm3", "sm4"),
                         ("R6M", "R 6"), ("00Z", "00.0Z")):
            with self.subTest(new=new), self.assertRaises(Refuted):
                parse_statement(text.replace(old, new, 1).encode())


if __name__ == "__main__":
    unittest.main()
