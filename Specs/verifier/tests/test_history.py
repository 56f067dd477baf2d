"""Keys by tree size: which statements change them, and what a whole log then verifies under."""

import hashlib
import json
import tempfile
import unittest
from pathlib import Path

from concordat_verifier.canonical import print_canonical
from concordat_verifier.full import verify_full
from concordat_verifier.history import HEADER, KEY_EVENT_SCHEMA, KeyHistory
from concordat_verifier.keys import MAX_SIZE, parse_vkey_with_sizes, parse_vkeys
from concordat_verifier.note import parse_note, verified_signatures
from concordat_verifier.outcome import BadKey, Refuted, Undecided
from tools.fixture_keys import SM2_TYPE, NoteSigner

from . import log_folder
from .log_folder import ED25519, ORIGIN, SM2

NEXT = NoteSigner(ORIGIN, b"\x01", "whole log, later")
NEXT_SM2 = NoteSigner(f"{ORIGIN}/sm3", SM2_TYPE, "whole log, sm3, later")
OTHER = NoteSigner(ORIGIN, b"\x01", "whole log, another")
KEYS = [ED25519.vkey, SM2.vkey]
SCHEMA_FILE = Path(__file__).resolve().parents[2] / "schemas" / "key-event.v1.json"


def event(size, old=ED25519, new=NEXT, signers=None, change=None, outer=None):
    """A key event, signed by these (by those who have to, if not given)."""
    body = {
        "action": "replace",
        "effective_size": size,
        "new_vkey": new.vkey,
        "old_vkey": old.vkey,
        "origin": ORIGIN,
        "suite": "sha256" if new.kind == b"\x01" else "sm3",
        **(change or {}),
    }
    statement = {
        "body": {name: value for name, value in body.items() if value is not None},
        "class": "key-event",
        "recorded": "2026-11-23T10:00:00Z",
        "schema": KEY_EVENT_SCHEMA,
        "v": 1,
        **(outer or {}),
    }
    text = f"{HEADER}\n{print_canonical(statement).decode()}\n"
    if signers is None:
        signers = [ED25519, SM2, new]
    lines = [signer.line(text)[:-1] for signer in signers]
    return print_canonical({**statement, "signatures": lines})


def history(keys=None):
    return KeyHistory(ORIGIN, parse_vkeys(keys or KEYS))


class HistoryTests(unittest.TestCase):
    def _ignored(self, entry: bytes, index=0, known=None):
        keys = known or history()
        before = list(keys.keys)
        keys.take(index, entry)
        self.assertEqual(keys.keys, before)
        self.assertEqual([i for i, _ in keys.ignored], [index])
        return keys.ignored[0][1]

    def test_the_schema_is_the_file(self):
        digest = hashlib.sha256(SCHEMA_FILE.read_bytes()).hexdigest()
        self.assertEqual(KEY_EVENT_SCHEMA, f"sha256:{digest}")

    def test_a_key_takes_over_at_its_size(self):
        keys = history()
        keys.take(4, event(10))
        self.assertEqual([k.text for k in keys.at(9)], [ED25519.vkey, SM2.vkey])
        self.assertEqual([k.text for k in keys.at(10)], [SM2.vkey, NEXT.vkey])
        keys.take(12, event(20, SM2, NEXT_SM2, [NEXT, SM2, NEXT_SM2]))
        self.assertEqual([k.text for k in keys.at(20)], [NEXT.vkey, NEXT_SM2.vkey])
        self.assertEqual(keys.ignored, [])

    def test_it_holds_for_heads_that_contain_it(self):
        for size in range(5):
            for index in range(5):
                keys = history()
                keys.take(index, event(size, signers=[ED25519, SM2, NEXT]))
                self.assertEqual(len(keys.keys), 3 if size > index else 2)

    def test_whoever_does_not_sign_leaves_it_without_effect(self):
        everybody = [ED25519, SM2, NEXT]
        for missing in everybody:
            signers = [signer for signer in everybody if signer is not missing]
            self._ignored(event(5, signers=signers))
        self._ignored(event(5, signers=[]))
        self._ignored(event(5, signers=[NEXT]))

    def test_other_logs_and_other_deeds(self):
        for change in (
            {"origin": "log.example/other"},
            {"action": "add"},
            {"action": "retire"},
            {"action": "destroy"},
            {"old_vkey": None},
            {"old_vkey": NEXT.vkey},
            {"old_vkey": SM2.vkey},
            {"new_vkey": "none"},
            {"new_vkey": NEXT_SM2.vkey},
            {"effective_size": -1},
            {"effective_size": 2**53 - 1, "surplus": "x"},
            {"effective_size": "5"},
            {"reason": "whim"},
            {"reason": 7},
        ):
            with self.subTest(change=change):
                self._ignored(event(5, change=change))
        for outer in ({"schema": "sha256:" + 64 * "0"}, {"v": 2}, {"recorded": "2026-02-30T00:00:00Z"}):
            with self.subTest(outer=outer):
                self._ignored(event(5, outer=outer))
        self._ignored(event(5, new=ED25519, signers=[ED25519, SM2]))

    def test_the_first_of_two_holds(self):
        for size in (8, 10, 12):
            keys = history()
            keys.take(0, event(10))
            self._ignored(event(size, new=OTHER), 1, keys)

    def test_one_suite_is_followed_alone(self):
        keys = history([ED25519.vkey])
        keys.take(0, event(3, SM2, NEXT_SM2, [ED25519, SM2, NEXT_SM2]))
        self.assertEqual((len(keys.keys), keys.ignored), (1, []))
        keys.take(1, event(3))
        self.assertEqual([k.text for k in keys.at(3)], [NEXT.vkey])

    def test_known_bounds_stay(self):
        given = [f"{ED25519.vkey}@..4", SM2.vkey, f"{NEXT.vkey}@5.."]
        keys = history(given)
        keys.take(0, event(5))
        self.assertEqual(keys.ignored, [])
        self._ignored(event(4), 0, history(given))

    def test_sizes_have_one_spelling(self):
        for text, sizes in (
            ("", (0, MAX_SIZE)),
            ("@..4096", (0, 4096)),
            ("@4097..", (4097, MAX_SIZE)),
            ("@7..7", (7, 7)),
            ("@..0", (0, 0)),
        ):
            key = parse_vkey_with_sizes(ED25519.vkey + text)
            self.assertEqual((key.first, key.last), sizes)
            self.assertEqual(key.text_with_sizes, ED25519.vkey + text)
        for text in ("@", "@..", "@0..5", "@5", "@5..4", "@05..6", "@..18446744073709551615",
                     "@..18446744073709551616", "@a..b", "@.5", "@4..5..6"):
            with self.subTest(text=text), self.assertRaises(BadKey):
                parse_vkey_with_sizes(ED25519.vkey + text)

    def test_a_key_beyond_its_sizes_refutes(self):
        text = f"{ORIGIN}\n5\n{'A' * 43}=\n"
        for sizes, good in (("", True), ("@5..5", True), ("@..4", False), ("@6..", False)):
            keys = parse_vkeys([ED25519.vkey + sizes, NEXT.vkey])
            note = parse_note((text + "\n" + ED25519.line(text) + NEXT.line(text)).encode())
            if good:
                self.assertEqual(len(verified_signatures(note, keys)), 2)
            else:
                with self.assertRaises(Refuted):
                    verified_signatures(note, keys)


class RotatedLogTests(unittest.TestCase):
    """A log of 12 entries whose entry 3 announces another key for heads of 8 entries or more."""

    def _verify(self, size, signer=None, listed=True, statement=None):
        entries = log_folder.entries(12)
        entries[3] = statement or event(8)
        signer = signer or (NEXT if size >= 8 else ED25519)
        files = log_folder.files(entries[:size])
        roots = [files[name].split(b"\n")[2].decode() for name in ("checkpoint", "sm3/checkpoint")]
        for name, text, signers in (
            ("checkpoint", f"{ORIGIN}\n{size}\n{roots[0]}\n", [signer]),
            ("twin", f"concordat/twin/v1\n{ORIGIN}\n{size}\n{roots[0]}\n{roots[1]}\n", [signer, SM2]),
        ):
            files[name] = (text + "\n" + "".join(s.line(text) for s in signers)).encode()
        files["log.json"] = json.dumps({"events": [3]} if listed else {}).encode()
        with tempfile.TemporaryDirectory() as directory:
            log_folder.write(Path(directory), files)
            return verify_full(Path(directory), parse_vkeys(KEYS))

    def test_the_key_is_followed(self):
        for size in (2, 4, 7, 8, 12):
            with self.subTest(size=size):
                proven = self._verify(size)
                self.assertEqual(len(proven.history.keys), 3 if size > 3 else 2)

    def test_the_old_key_alone_signs_nothing_more(self):
        for listed in (True, False):
            with self.assertRaises(Refuted) as caught:
                self._verify(12, signer=ED25519, listed=listed)
            self.assertEqual(caught.exception.step, "keys")

    def test_the_new_key_signs_nothing_before(self):
        with self.assertRaises(Undecided):
            self._verify(7, signer=NEXT)

    def test_what_is_not_announced_is_not_believed(self):
        with self.assertRaises(Undecided):
            self._verify(12, listed=False)
        with self.assertRaises(Undecided):
            self._verify(12, statement=event(8, signers=[NEXT]))
        with self.assertRaises(Undecided):
            self._verify(12, statement=event(3))
        proven = self._verify(12, signer=ED25519, statement=event(8, signers=[NEXT]))
        self.assertEqual([index for index, _ in proven.history.ignored], [3])
