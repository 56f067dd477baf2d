import unittest

from concordat_verifier.keys import parse_vkeys
from concordat_verifier.outcome import Refuted, Undecided
from concordat_verifier.proof import MAX_PROOF_BYTES, parse_proof, verify_proof

from .fixtures import vector


class ProofTests(unittest.TestCase):
    def _good(self, suite):
        good = vector("proofs", f"{suite}-5-of-7")
        keys = parse_vkeys(good["vkeys"])
        return good["proof"].encode(), bytes.fromhex(good["entry"]), keys

    def test_flipped_bits_never_leave_a_proof(self):
        for suite, step in (("sha256", 1), ("sm3", 7)):
            proof, entry, keys = self._good(suite)
            verify_proof(proof, entry, keys)
            for bit in range(0, 8 * len(proof), step):
                damaged = bytearray(proof)
                damaged[bit // 8] ^= 1 << bit % 8
                with self.subTest(suite=suite, bit=bit):
                    with self.assertRaises((Refuted, Undecided)):
                        verify_proof(bytes(damaged), entry, keys)

    def test_every_cut_is_refused(self):
        for suite in ("sha256", "sm3"):
            proof, entry, keys = self._good(suite)
            for length in range(len(proof)):
                with self.subTest(suite=suite, length=length), self.assertRaises(Refuted):
                    verify_proof(proof[:length], entry, keys)

    def test_every_byte_of_the_entry_counts(self):
        proof, entry, keys = self._good("sha256")
        for position in range(len(entry)):
            changed = bytearray(entry)
            changed[position] ^= 1
            with self.assertRaisesRegex(Refuted, "another root"):
                verify_proof(proof, bytes(changed), keys)

    def test_entry_lengths(self):
        proof, _, keys = self._good("sha256")
        for entry in (b"", b"x" * 65_536):
            with self.assertRaisesRegex(Refuted, "1 to 65535"):
                verify_proof(proof, entry, keys)

    def test_extra_is_handed_on_and_not_believed(self):
        good = vector("proofs", "sha256-extra")
        parsed = parse_proof(good["proof"].encode())
        self.assertEqual(parsed.extra, b"not authenticated")

    def test_file_above_the_limit_is_refused(self):
        with self.assertRaisesRegex(Refuted, "longer than"):
            parse_proof(b"c2sp.org/tlog-proof@v1\n" + b"x" * MAX_PROOF_BYTES)

    def test_verdict_names_the_failed_step(self):
        for name, exception, step in (
            ("sha256-index_leading_zero", Refuted, "proof file"),
            ("sha256-extension_line_signed", Refuted, "checkpoint"),
            ("sha256-signature_bit_flipped_last", Refuted, "signature"),
            ("sha256-head_of_another_origin_signed", Undecided, "log key"),
            ("sha256-entry_bit_flipped", Refuted, "inclusion"),
            ("sha256-hash_missing", Refuted, "path"),
            ("sha256-no_keys", Undecided, "signature"),
            ("sm3-signed_by_the_other_suites_key_only", Undecided, "log key"),
        ):
            bad = vector("proofs", name)
            with self.subTest(name=name), self.assertRaises(exception) as raised:
                verify_proof(
                    bad["proof"].encode(), bytes.fromhex(bad["entry"]), parse_vkeys(bad["vkeys"])
                )
            self.assertEqual(raised.exception.step, step)


if __name__ == "__main__":
    unittest.main()
