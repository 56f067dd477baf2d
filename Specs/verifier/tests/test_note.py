import unittest

from concordat_verifier import note as notes
from concordat_verifier.keys import KeyKind, parse_vkey, parse_vkeys
from concordat_verifier.outcome import BadKey, Refuted, Undecided

VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
LINE = (
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjO"
    "BH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
TEXT = "This is an example message.\n"
NOTE = f"{TEXT}\n{LINE}".encode()


class NoteTests(unittest.TestCase):
    def test_c2sp_example_verifies(self):
        note = notes.parse_note(NOTE)
        self.assertEqual(note.text.decode(), TEXT)
        (signature,) = notes.verified_signatures(note, [parse_vkey(VKEY)])
        self.assertEqual(signature.key.name, "example.com/foo")
        self.assertIs(signature.key.kind, KeyKind.ED25519)
        self.assertIsNone(signature.time)

    def test_every_flipped_bit_of_the_example_is_noticed(self):
        keys = [parse_vkey(VKEY)]
        for bit in range(8 * len(NOTE)):
            damaged = bytearray(NOTE)
            damaged[bit // 8] ^= 1 << bit % 8
            with self.subTest(bit=bit):
                # Refused, or the line became one of an unknown key: proven never.
                with self.assertRaises((Refuted, Undecided)):
                    notes.verified_signatures(notes.parse_note(bytes(damaged)), keys)

    def test_note_of_a_megabyte_is_read_and_a_byte_more_refused(self):
        room = notes.MAX_NOTE_BYTES - len(LINE.encode()) - 2
        full = b"a" * room + b"\n\n" + LINE.encode()
        self.assertEqual(len(full), notes.MAX_NOTE_BYTES)
        self.assertEqual(len(notes.parse_note(full).text), room + 1)
        with self.assertRaisesRegex(Refuted, "longer than"):
            notes.parse_note(b"a" + full)

    def test_control_characters_are_refused(self):
        for code in set(range(32)) - {10}:
            with self.subTest(code=code), self.assertRaisesRegex(Refuted, "control character"):
                notes.parse_note(NOTE.replace(b"example message", b"example%cmessage" % code))

    def test_lines_of_unknown_keys_prove_nothing(self):
        with self.assertRaises(Undecided):
            notes.verified_signatures(notes.parse_note(NOTE), [])

    def test_key_given_twice_counts_once(self):
        self.assertEqual(len(parse_vkeys([VKEY, VKEY])), 1)

    def test_key_id_must_belong_to_the_key(self):
        with self.assertRaisesRegex(BadKey, "key ID"):
            parse_vkey(VKEY.replace("530d903a", "530d903b"))

    def test_two_keys_of_one_label_are_refused(self):
        # Types unknown here compute their IDs in their own way, so the label can collide.
        first, second = "a+00000001+AgAA", "a+00000001+AgAB"
        self.assertIs(parse_vkey(first).kind, KeyKind.UNSUPPORTED)
        with self.assertRaisesRegex(BadKey, "two different keys"):
            parse_vkeys([first, second])


if __name__ == "__main__":
    unittest.main()
